/** NPZ files: several arrays by name, each an NPY file in a ZIP file. */
import { checkOptionNames } from '@nablajs/core';
import type { HostTensor, NamedTensors } from '../model/host-tensor.js';
import { readZip, writeZip } from '../zip/zip.js';
import { readNpy, writeNpy } from './npy.js';

/**
 * Reads an NPZ file, as `numpy.savez` and `numpy.savez_compressed` write it.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for a damaged file, and for arrays that `readNpy` refuses.
 *
 * @example
 * ```ts
 * const arrays = readNpz(await readFile('data.npz'), 'data.npz');
 * console.log(arrays.get('x')?.shape);
 * ```
 */
export function readNpz(bytes: Uint8Array, name = 'arrays.npz'): Map<string, HostTensor> {
  const zip = readZip(bytes, { name });
  return new Map(
    zip.names.map((file) => [file.replace(/\.npy$/, ''), readNpy(zip.read(file), `${name}: ${file}`)] as const),
  );
}

/** Options of `writeNpz`. */
export interface WriteNpzOptions {
  /** Whether to compress, as `numpy.savez_compressed` does. Default: false. */
  readonly compress?: boolean;
}

/**
 * Writes arrays as `numpy.savez` does, for `numpy.load`.
 *
 * @example
 * ```ts
 * const x = { type: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const;
 * await writeFile('data.npz', writeNpz(new Map([['x', x]])));
 * ```
 */
export function writeNpz(arrays: NamedTensors, options: WriteNpzOptions = {}): Uint8Array {
  checkOptionNames('writeNpz', options, ['compress']);
  const files = Array.from(arrays, ([name, array]) => [`${name}.npy`, writeNpy(array)] as const);
  return writeZip(new Map(files), { level: options.compress === true ? 6 : 0 });
}
