/** What each kernel did: calls, operations on numbers, bytes read and written, time. */

/** @import { Operand, RequiredKernel, TypedArray } from '@nablajs/core' */

/**
 * @typedef {object} Entry
 * @property {string} kernel
 * @property {number} calls
 * @property {number} operations A multiplication and an addition are two; a kernel that only moves elements has none.
 * @property {number} bytes Of the operands and of the result.
 * @property {number} milliseconds
 */

const MOVES = new Set(['where', 'permute', 'slice', 'pad', 'concat', 'gather', 'oneHot', 'cast', 'fill']);
const SUMS = new Set(['sum', 'max', 'argmax', 'scatterAdd']);

/**
 * @param {unknown} argument
 * @returns {argument is Operand<TypedArray>}
 */
function isOperand(argument) {
  return typeof argument === 'object' && argument !== null && 'storage' in argument;
}

/** @type {(kernel: string, args: readonly unknown[], written: TypedArray) => number} */
function operationsOf(kernel, args, written) {
  const [x, , transposed] = args;
  if (MOVES.has(kernel)) return 0;
  if (!isOperand(x)) return written.length; // A number is the first operand.
  if (kernel === 'matmul') return 2 * written.length * x.shape[x.shape.length - (transposed ? 2 : 1)];
  return SUMS.has(kernel) ? x.storage.length : written.length;
}

export class Tally {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /**
   * The same kernel, tallied.
   * @template {unknown[]} A
   * @param {RequiredKernel} kernel
   * @param {(...args: A) => TypedArray} run
   * @returns {(...args: A) => TypedArray}
   */
  around(kernel, run) {
    return (...args) => {
      const start = performance.now();
      const written = run(...args);
      const milliseconds = performance.now() - start;
      // concat takes a list of operands.
      const operands = /** @type {unknown[]} */ (args.flat()).filter(isOperand);
      const read = operands.reduce((bytes, { storage }) => bytes + storage.byteLength, 0);
      const entry = this.#entries.get(kernel) ?? { kernel, calls: 0, operations: 0, bytes: 0, milliseconds: 0 };
      this.#entries.set(kernel, entry);
      entry.calls += 1;
      entry.operations += operationsOf(kernel, args, written);
      entry.bytes += read + written.byteLength;
      entry.milliseconds += milliseconds;
      return written;
    };
  }

  /** Slowest first. */
  entries() {
    return [...this.#entries.values()].sort((a, b) => b.milliseconds - a.milliseconds);
  }

  /** A table for people. */
  toString() {
    const head = ['kernel', 'calls', 'Mop', 'MB', 'op/byte', 'ms'];
    const rows = this.entries().map(({ kernel, calls, operations, bytes, milliseconds }) => [
      kernel,
      `${calls}`,
      (operations / 1e6).toFixed(1),
      (bytes / 1e6).toFixed(1),
      (operations / Math.max(bytes, 1)).toFixed(2),
      milliseconds.toFixed(0),
    ]);
    return [head, ...rows]
      .map(([kernel, ...numbers]) => kernel.padEnd(10) + numbers.map((text) => text.padStart(10)).join(''))
      .join('\n');
  }
}
