import {
  BYTES_PER_ELEMENT,
  type DType,
  type MemoryUsage,
  NablaError,
  type Operand,
  type OperandLike,
  sizeOf,
} from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from './engine.js';

/** A tensor of tfjs. tfjs has no uint8, so these elements are int32. */
export interface Storage {
  readonly tensor: tf.Tensor;
  readonly dtype: DType;
}

export type TfDType = 'float32' | 'int32';

export function tfDType(dtype: DType): TfDType {
  return dtype === 'float32' ? 'float32' : 'int32';
}

/** Returns the operand's tensor in the operand's shape, which may differ from the tensor's own. */
export function tensorOf(x: Operand<Storage>): tf.Tensor {
  return tf.reshape(x.storage.tensor, [...x.shape]);
}

/** Returns the tensor of an operand. A number becomes a scalar tensor, rounded to the dtype. */
export function tensorLike(x: OperandLike<Storage>, dtype: DType): tf.Tensor {
  return typeof x === 'number' ? tf.scalar(x, tfDType(dtype)) : tensorOf(x);
}

export function emptyTensor(shape: readonly number[], dtype: DType): tf.Tensor {
  return tf.tensor([], [...shape], tfDType(dtype));
}

/** Tracks the storages of one backend. tfjs counts only those of all backends on an engine together. */
export class Ledger {
  readonly engine: Engine;
  readonly #live = new Set<Storage>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Runs tfjs operations on this backend's engine and keeps their result. Disposes their temporary tensors. */
  compute(dtype: DType, operations: () => tf.Tensor): Storage {
    this.engine.select();
    // `keep` protects the tensor from a `tf.tidy` of the caller.
    const storage: Storage = { tensor: tf.keep(tf.tidy(operations)), dtype };
    this.#live.add(storage);
    return storage;
  }

  /** Releases a storage. Throws NablaError `argument` if it is not live. */
  release(storage: Storage): void {
    if (!this.#live.delete(storage)) {
      throw new NablaError(
        'argument',
        'release: expected a live storage of this backend. Received one that was already released, or that belongs ' +
          'to another backend. Release each storage once.',
      );
    }
    storage.tensor.dispose();
  }

  memory(): MemoryUsage {
    let bytes = 0;
    for (const { tensor, dtype } of this.#live) bytes += sizeOf(tensor.shape) * BYTES_PER_ELEMENT[dtype];
    return { buffers: this.#live.size, bytes };
  }

  clear(): void {
    for (const { tensor } of this.#live) tensor.dispose();
    this.#live.clear();
  }
}
