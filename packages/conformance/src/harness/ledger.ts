import {
  type Backend,
  type DType,
  dense,
  type HostArray,
  type Operand,
  type Shape,
  type TypedArray,
} from '@nablajs/core';
import { ConformanceError } from '../error.js';
import { wrongForm } from '../tolerances/compare.js';
import { dtypeOfHost } from './host.js';

/** The output of a kernel, as core would describe it. */
export interface Output {
  readonly storage: unknown;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** The storages of a case. Each is released exactly once, also after a failure. */
export class Ledger {
  readonly backend: Backend;
  readonly #held = new Set<unknown>();

  constructor(backend: Backend) {
    this.backend = backend;
  }

  upload(array: HostArray): Operand {
    const dtype = dtypeOfHost(array);
    const storage =
      array.layout === 'dense' ? this.backend.upload(array.data, array.shape, dtype) : this.backend.csr?.upload(array);
    return this.hold({ storage, shape: array.shape, dtype });
  }

  /** Takes over a storage. Throws if it is already held, because it would be released twice. */
  hold<T extends Output>(output: T): T {
    if (this.#held.has(output.storage)) {
      throw new ConformanceError('alias', 'the kernel returned a storage that is already in use; return a new one.');
    }
    this.#held.add(output.storage);
    return output;
  }

  release({ storage }: Output): void {
    this.#held.delete(storage);
    this.backend.release(storage);
  }

  releaseAll(): void {
    for (const storage of this.#held) this.backend.release(storage);
    this.#held.clear();
  }

  /** Returns the elements, after checking their dtype and number. */
  async download(output: Output): Promise<TypedArray> {
    const data = await this.backend.download(output);
    const wrong = wrongForm(data, output.shape, output.dtype);
    if (wrong !== undefined) throw new ConformanceError('mismatch', `${wrong}.`);
    return data;
  }
}

/** Runs `body` with a ledger and releases what it holds, without hiding an error of `body`. */
export async function withLedger<T>(backend: Backend, body: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = new Ledger(backend);
  let result: T;
  try {
    result = await body(ledger);
  } catch (error) {
    try {
      ledger.releaseAll();
    } catch {
      // The first error says what went wrong; a failing release is only its consequence.
    }
    throw error;
  }
  ledger.releaseAll();
  return result;
}

/** Returns an array of the same form with other elements. */
export function scribble(array: HostArray): HostArray {
  return array.layout === 'dense'
    ? dense(array.data.slice().fill(77), array.shape)
    : { ...array, values: array.values.slice().fill(77) };
}
