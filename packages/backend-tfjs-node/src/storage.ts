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

/** A tensor of tfjs. It has no uint8: those elements are int32 there. */
export interface Storage {
  readonly tensor: tf.Tensor;
  readonly dtype: DType;
}

export type TfDType = 'float32' | 'int32';

export function tfDType(dtype: DType): TfDType {
  return dtype === 'float32' ? 'float32' : 'int32';
}

/** The operand's tensor in the operand's shape, which may be another than it was made with. */
export function tensorOf(x: Operand<Storage>): tf.Tensor {
  return tf.reshape(x.storage.tensor, [...x.shape]);
}

/** As tensorOf; a number is a scalar of the dtype, so that it is rounded to it. */
export function tensorLike(x: OperandLike<Storage>, dtype: DType): tf.Tensor {
  return typeof x === 'number' ? tf.scalar(x, tfDType(dtype)) : tensorOf(x);
}

export function emptyTensor(shape: readonly number[], dtype: DType): tf.Tensor {
  return tf.tensor([], [...shape], tfDType(dtype));
}

/** The storages that one backend holds. Several may share an engine, whose own count is of all of them. */
export class Ledger {
  readonly engine: Engine;
  readonly #live = new Set<Storage>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Runs tfjs operations on this backend's engine and holds their result; what they made besides is disposed of. */
  compute(dtype: DType, operations: () => tf.Tensor): Storage {
    this.engine.select();
    // Kept: a `tf.tidy` of the caller's must not take it.
    const storage: Storage = { tensor: tf.keep(tf.tidy(operations)), dtype };
    this.#live.add(storage);
    return storage;
  }

  /** Throws a NablaError of code `argument` for a storage that is not live. */
  release(storage: Storage): void {
    if (!this.#live.delete(storage)) {
      throw new NablaError(
        'argument',
        'release: expected a live storage of this backend. Received one that was released before, or another ' +
          "backend's; release each storage once.",
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
