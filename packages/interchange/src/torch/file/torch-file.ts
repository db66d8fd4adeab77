/** What `readTorch` returns. */
import type { HostTensor } from '../../model/host-tensor.js';

/**
 * A value of a checkpoint. Dictionaries are Maps; lists, tuples and sets are arrays; dtypes and devices are texts, such
 * as `torch.float32`. Whole numbers beyond 2^53 are bigints.
 */
export type TorchValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | HostTensor
  | TorchObject
  | readonly TorchValue[]
  | ReadonlyMap<TorchValue, TorchValue>;

/** An object of a class that is not read, since reading it would run code. */
export interface TorchObject {
  /** Its class, or the function that would make it: `argparse.Namespace`. */
  readonly object: string;
  /** Whether there are tensors in it. */
  readonly hasTensors: boolean;
}

/** A checkpoint. */
export interface TorchFile {
  /** Names the file in errors. */
  readonly name: string;
  /** What was saved. A tensor that is there twice is one object here. */
  readonly root: TorchValue;
  /** The classes and functions that were not run, and how often each is there. Empty for a plain checkpoint. */
  readonly objects: ReadonlyMap<string, number>;
}

/** Whether a value is a tensor. */
export const isTensorValue = (value: TorchValue | undefined): value is HostTensor =>
  typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;

/** Whether a value is an object that was not read. */
export const isObjectValue = (value: TorchValue | undefined): value is TorchObject =>
  typeof value === 'object' && value !== null && 'object' in value;
