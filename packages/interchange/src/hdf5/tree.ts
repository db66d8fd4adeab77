/** An HDF5 file as a plain tree. */
import type { NablaError } from '@nablajs/core';
import { damaged as damagedFile } from '../model/damage.js';
import type { HostTensor } from '../model/host-tensor.js';

/** A group of an HDF5 file. */
export interface Hdf5Group {
  /** Texts and lists of texts by name; other attributes are left out. */
  readonly attributes: ReadonlyMap<string, string | readonly string[]>;
  readonly groups: ReadonlyMap<string, Hdf5Group>;
  readonly arrays: ReadonlyMap<string, HostTensor>;
}

export const damaged = (why: string): NablaError => damagedFile('HDF5', why);
