/** Compares one call of a kernel for several parts of a batch with a call for each of them, bit by bit. */
import {
  type Backend,
  type CsrArray,
  type DenseArray,
  type FloatDType,
  type HostArray,
  type Operand,
  type Shape,
  sizeOf,
  sliceRows,
  type TypedArray,
} from '@nablajs/core';
import { ConformanceError } from '../error.js';
import { firstDifference, show } from '../tolerances/compare.js';
import { type ConformanceCase, defineCase } from './conformance-case.js';
import { generate, patternAt } from './host.js';
import { type Ledger, type Output, withLedger } from './ledger.js';

/** How many parts a batch has. */
export const PARTS = 3;
export const ROWS = [1, 2, 4, 5, 7, 16, 33] as const;

/** A call for a batch of parts, and the same call for one of them. */
export interface Batched {
  readonly label: string;
  /** The operands whose first dimension has the rows of all parts. */
  byRow(): readonly HostArray[];
  /** The operands that all parts have in common. */
  common?(): readonly HostArray[];
  /** The optional kernels that it needs. Default: none. */
  readonly needs?: readonly string[];
  /** Calls the kernel; `times` is the number of parts, and `first` the first one. Returns what has rows. */
  apply(backend: Backend, byRow: readonly Operand[], common: readonly Operand[], times: number, first: number): Output;
}

export function assertBits(actual: TypedArray, expected: TypedArray, what: string): void {
  const at = firstDifference(actual, expected);
  if (at < 0) return;
  const values = { expected: show(expected[at] as number), received: show(actual[at] as number) };
  throw new ConformanceError(
    'mismatch',
    `${what}: element ${at}: expected ${values.expected}, received ${values.received}.`,
    values,
  );
}

/** The rows of a part: a view of a dense operand, or a separate sparse matrix. */
function partOf(ledger: Ledger, array: HostArray, whole: Operand, part: number): Operand {
  const [rows = 0, ...rest] = array.shape;
  const each = rows / PARTS;
  if (array.layout === 'csr') {
    return ledger.upload(sliceRows(array as CsrArray, part * each, (part + 1) * each));
  }
  const shape = [each, ...rest];
  const view = (ledger.backend as Required<Backend>).view(whole, part * sizeOf(shape), shape);
  return { storage: view, shape, dtype: whole.dtype };
}

/** Compares a call for all parts with a call for each. */
async function compare(ledger: Ledger, one: Batched, rows: number): Promise<void> {
  const { backend } = ledger;
  const arrays = one.byRow();
  const wholes = arrays.map((array) => ledger.upload(array));
  const others = (one.common?.() ?? []).map((array) => ledger.upload(array));
  const all = ledger.hold(one.apply(backend, wholes, others, PARTS, 0));
  const parts = Array.from({ length: PARTS }, (_, part) => {
    const own = wholes.map((whole, at) => partOf(ledger, arrays[at] as HostArray, whole, part));
    return ledger.hold(one.apply(backend, own, others, 1, part));
  });
  const expected = await Promise.all(parts.map((part) => ledger.download(part)));
  const received = await ledger.download(all);
  const size = received.length / PARTS;
  for (const [part, data] of expected.entries()) {
    const own = received.slice(part * size, (part + 1) * size);
    assertBits(own, data, `${rows} rows in each part: part ${part} of one call for all parts`);
  }
}

/** Returns a case for each kernel, which runs it with every number of rows. */
export function batched(
  dtype: FloatDType,
  of: (dtype: FloatDType, rows: number) => readonly Batched[],
): ConformanceCase[] {
  return of(dtype, 1).map(({ label, needs = [] }, at) =>
    defineCase({
      kernel: 'view',
      dtype,
      needsKernels: needs,
      label: `${label}, parts of a batch`,
      body: async (backend) => {
        for (const rows of ROWS) {
          await withLedger(backend, (ledger) => compare(ledger, of(dtype, rows)[at] as Batched, rows));
        }
      },
    }),
  );
}

/** Repeats the rows of a shape. */
export const times = ([rows = 1, ...rest]: Shape, count: number): Shape => [rows * count, ...rest];

/** Numbers of which two thirds are 0. */
export const sparse = (dtype: FloatDType, shape: Shape, seed: number): DenseArray =>
  generate(dtype, shape, (i) => (patternAt(seed, i) % 3 === 0 ? patternAt(seed, i + 1) / 8 : 0));
