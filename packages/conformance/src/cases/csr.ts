/** The optional CSR group: a compressed left operand, plain or transposed. */
import { type CsrArray, type DenseArray, dense, type FloatDType, type Operand } from '@nablajs/core';
import { ConformanceError } from '../error.js';
import { csrLiterals } from '../fixtures/csr.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import {
  compressed,
  csrOf,
  doubles,
  generate,
  host,
  pattern,
  patternAt,
  spread,
  transposed,
  typed,
} from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { withLedger } from '../harness/ledger.js';
import type { CsrLiteral } from '../harness/literals.js';
import { showShape } from '../harness/names.js';
import { firstDifference } from '../tolerances/compare.js';
import { type Gate, matmulTolerance, within } from '../tolerances/gates.js';
import { matmulGate } from './matmul.js';
import { allStored, ONE_SIGN_PRODUCTS, repeated } from './one-sign.js';

function call(a: CsrArray, b: DenseArray, transposeA: boolean, gate: Gate, literal?: ArrayLike<number>): KernelCall {
  const [rows, columns] = a.shape;
  const shape = [transposeA ? columns : rows, b.shape[1] as number];
  return {
    operands: [a, b],
    apply: (backend, uploaded) => {
      const [left, right] = uploaded as [Operand, Operand];
      if (backend.csr === undefined) throw new Error('csr: checked before the case runs');
      return [{ storage: backend.csr.matmul(left, right, transposeA), shape, dtype: right.dtype }];
    },
    expected: [literal === undefined ? { gate } : { gate, literal }],
    definitionOperands: () => [csrOf(a, 'float64'), dense(doubles(b.data), b.shape)],
  };
}

const suffix = (transposeA: boolean): string => (transposeA ? ' transposeA' : '');

function literalCase(dtype: FloatDType, literal: CsrLiteral): ConformanceCase {
  const { label, rows, columns, transposed: transposeA, width } = literal;
  return kernelCase({
    kernel: 'csr.matmul',
    dtype,
    label: `${showShape([rows, columns])} ${label}${suffix(transposeA)}`,
    prepare: () => {
      const matrix: CsrArray = {
        layout: 'csr',
        shape: [rows, columns],
        rowOffsets: Int32Array.from(literal.rowOffsets),
        columns: Int32Array.from(literal.columnIndices),
        values: typed(dtype, literal.values) as CsrArray['values'],
      };
      const right = host(dtype, [transposeA ? rows : columns, width], literal.dense);
      const gate = within({ relative: matmulTolerance(dtype, rows + columns), absolute: 0 });
      return call(matrix, right, transposeA, gate, typed(dtype, literal.product));
    },
  });
}

/** Rows, columns, width of the right operand. */
const SIZES: readonly (readonly [rows: number, columns: number, width: number])[] = [
  [1, 1, 1],
  [4, 8, 4],
  [7, 9, 15],
  [16, 31, 16],
  [17, 5, 17],
  [101, 67, 3],
  [67, 131, 1],
  [13, 131, 67],
];

/** About 30 % of the elements are stored. The gate is that of a dense product with as many terms. */
function sizedCase(dtype: FloatDType, size: (typeof SIZES)[number], transposeA: boolean): ConformanceCase {
  const [rows, columns, width] = size;
  return kernelCase({
    kernel: 'csr.matmul',
    dtype,
    label: `${showShape(size)}${suffix(transposeA)}`,
    prepare: () => {
      const values = spread(dtype, [rows, columns], 1).data;
      const full = generate(dtype, [rows, columns], (i) => (patternAt(2, i) > 10 ? (values[i] as number) : 0));
      const right = spread(dtype, [transposeA ? rows : columns, width], 3);
      const gate = matmulGate(dtype, transposeA ? transposed(full) : full, right);
      return call(csrOf(compressed(full), dtype), right, transposeA, gate);
    },
  });
}

function oneSignCases(dtype: FloatDType, transposeA: boolean): ConformanceCase[] {
  return ONE_SIGN_PRODUCTS.map(([values, m, k, n]) =>
    kernelCase({
      kernel: 'csr.matmul',
      dtype,
      label: `${showShape([m, k, n])} ${values.label}${suffix(transposeA)}`,
      prepare: () => {
        const [a, b] = [values.operand(dtype, [m, k], 1), values.operand(dtype, [k, n], 2)];
        const matrix = allStored(transposeA ? transposed(a) : a);
        const product = repeated(m * n, values.product?.(dtype, k));
        return call(matrix, b, transposeA, matmulGate(dtype, a, b), product);
      },
    }),
  );
}

/** The uploaded matrix is a copy: later changes to the caller's arrays have no effect. */
function uploadCase(dtype: FloatDType): ConformanceCase {
  return defineCase({
    kernel: 'csr.upload',
    dtype,
    label: 'copies',
    body: (backend) =>
      withLedger(backend, async (ledger) => {
        const matrix = csrOf(compressed(pattern('float64', [3, 4], 1)), dtype);
        const identity = ledger.upload(generate(dtype, [4, 4], (i) => (i % 5 === 0 ? 1 : 0)));
        const left = ledger.upload(matrix);
        matrix.values.fill(99);
        matrix.columns.fill(0);
        matrix.rowOffsets.fill(0);
        const storage = backend.csr?.matmul(left, identity, false);
        const product = await ledger.download(ledger.hold({ storage, shape: [3, 4], dtype }));
        const at = firstDifference(product, pattern(dtype, [3, 4], 1).data);
        if (at >= 0)
          throw new ConformanceError('operand', `element ${at} follows the caller's arrays after the upload.`);
      }),
  });
}

export function csrCases(dtype: FloatDType): ConformanceCase[] {
  return [
    ...csrLiterals.map((literal) => literalCase(dtype, literal)),
    ...SIZES.flatMap((size) => [false, true].map((transposeA) => sizedCase(dtype, size, transposeA))),
    uploadCase(dtype),
    ...[false, true].flatMap((transposeA) => oneSignCases(dtype, transposeA)),
  ];
}
