/** The optional `view`, and what a backend promises by it: one call for several parts of a batch changes no bit. */
import {
  type Backend,
  type FloatDType,
  type FusedKernels,
  LayerRandom,
  type Operand,
  type Shape,
  sizeOf,
} from '@nablajs/core';
import { assertBits, type Batched, batched, PARTS, ROWS, sparse } from '../harness/batched.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import { compressed, csrOf, host, spread } from '../harness/host.js';
import { type Ledger, withLedger } from '../harness/ledger.js';
import { showShape } from '../harness/names.js';
import { viewImageCases } from './view-images.js';

function elementwiseOf(dtype: FloatDType, rows: number): Batched[] {
  const x = () => [spread(dtype, [PARTS * rows, 7], 1)];
  const unary = ['exp', 'expm1', 'log', 'log1p', 'sqrt', 'tanh', 'sigmoid', 'erf'] as const;
  const binary = ['add', 'subtract', 'multiply', 'divide', 'maximum', 'greater'] as const;
  return [
    ...unary.map(
      (op): Batched => ({
        label: op,
        byRow: x,
        apply: (backend, [a]) => ({ ...(a as Operand), storage: backend[op](a as Operand) }),
      }),
    ),
    ...binary.map(
      (op): Batched => ({
        label: op,
        byRow: x,
        common: () => [spread(dtype, [1, 7], 2)],
        apply: (backend, [a], [b]) => {
          const { shape } = a as Operand;
          return { storage: backend[op](a as Operand, b as Operand, shape), shape, dtype };
        },
      }),
    ),
  ];
}

const PRODUCTS = [
  [1, 1],
  [7, 5],
  [130, 33],
  [300, 67],
  [1100, 3],
] as const;

function productsOf(dtype: FloatDType, rows: number): Batched[] {
  return PRODUCTS.flatMap(([k, n]): Batched[] => [
    ...[false, true].map(
      (transposeB): Batched => ({
        label: `matmul ${k}x${n}${transposeB ? ' transposeB' : ''}`,
        byRow: () => [spread(dtype, [PARTS * rows, k], 3)],
        common: () => [spread(dtype, transposeB ? [n, k] : [k, n], 4)],
        apply: (backend, [a], [b], count) => {
          const shape = [rows * count, n];
          return { storage: backend.matmul(a as Operand, b as Operand, false, transposeB, shape), shape, dtype };
        },
      }),
    ),
    {
      label: `matmul transposeA ${k}x${n}, a matrix for each part`,
      byRow: () => [spread(dtype, [PARTS * rows, k], 5), spread(dtype, [PARTS * rows, n], 6)],
      apply: (backend, operands, _, count) => {
        const batch = count === 1 ? [] : [count];
        const [a, b] = operands.map((x) => ({ ...x, shape: [...batch, rows, x.shape[1] as number] }));
        const shape = [...batch, k, n];
        return { storage: backend.matmul(a as Operand, b as Operand, true, false, shape), shape, dtype };
      },
    },
    {
      label: `fused.dense ${k}x${n}`,
      byRow: () => [spread(dtype, [PARTS * rows, k], 7)],
      common: () => [spread(dtype, [k, n], 8), spread(dtype, [n], 9)],
      needs: ['fused.dense'],
      apply: ({ fused }, [x], [w, b], count) => ({
        storage: fused?.dense?.(x as Operand, false, w as Operand, b as Operand, 'relu'),
        shape: [rows * count, n],
        dtype,
      }),
    },
    {
      label: `fused.dense ${k}x${n} of CSR`,
      byRow: () => [csrOf(compressed(sparse(dtype, [PARTS * rows, k], 10)), dtype)],
      common: () => [spread(dtype, [k, n], 11), spread(dtype, [n], 12)],
      needs: ['csr.upload', 'fused.dense'],
      apply: ({ fused }, [x], [w, b], count) => ({
        storage: fused?.dense?.(x as Operand, true, w as Operand, b as Operand, 'relu'),
        shape: [rows * count, n],
        dtype,
      }),
    },
    {
      label: `csr.matmul ${k}x${n}`,
      byRow: () => [csrOf(compressed(sparse(dtype, [PARTS * rows, k], 13)), dtype)],
      common: () => [spread(dtype, [k, n], 14)],
      needs: ['csr.matmul'],
      apply: ({ csr }, [a], [b], count) => ({
        storage: csr?.matmul(a as Operand, b as Operand, false),
        shape: [rows * count, n],
        dtype,
      }),
    },
  ]);
}

function reductionsOf(dtype: FloatDType, rows: number): Batched[] {
  return (['sum', 'max', 'argmax'] as const).flatMap((op) =>
    (
      [
        [1, 1],
        [5, 1],
        [1, 9],
        [40, 7],
      ] as const
    ).map(
      ([n, inner]): Batched => ({
        label: `${op} of ${n}x${inner} lines`,
        byRow: () => [spread(dtype, [PARTS * rows, n, inner], 15)],
        apply: (backend, [x], _, count) => ({
          storage: backend[op](x as Operand, [rows * count, n, inner]),
          shape: [rows * count, inner],
          dtype: op === 'argmax' ? 'int32' : dtype,
        }),
      }),
    ),
  );
}

/** Sums over all rows of a part. */
function sumsOf(dtype: FloatDType, rows: number): Batched[] {
  return [1, 5, 64, 300].map((width) => ({
    label: `sum over the rows of ${width} columns`,
    byRow: () => [spread(dtype, [PARTS * rows, width], 16)],
    apply: (backend, [x], _, count) => ({
      storage: backend.sum(x as Operand, [count, rows, width]),
      shape: [count, width],
      dtype,
    }),
  }));
}

function masksOf(dtype: FloatDType, rows: number): Batched[] {
  return [
    {
      label: 'fused.dropoutMask',
      byRow: () => [],
      needs: ['fused.dropoutMask'],
      apply: ({ fused }, _, __, count, first) => {
        const shape = [rows * count, 11] as const;
        const draw = { key: new LayerRandom(3, '1', 1).key.words, step: 2, threshold: 2 ** 30, factor: 1 / 0.75 };
        return { storage: fused?.dropoutMask?.(shape, dtype, { ...draw, firstRow: 5 + first * rows }), shape, dtype };
      },
    },
  ];
}

/** The gradients of a dense layer, which core may also compose. */
function denseGradients(dtype: FloatDType): ConformanceCase {
  return defineCase({
    kernel: 'view',
    dtype,
    needsKernels: ['fused.denseBackward'],
    label: 'fused.denseBackward has the bits of products and sums',
    body: async (backend) => {
      for (const rows of ROWS) await withLedger(backend, (ledger) => compareGradients(ledger, dtype, rows));
    },
  });
}

async function compareGradients(ledger: Ledger, dtype: FloatDType, rows: number): Promise<void> {
  const { backend } = ledger;
  const kernel = backend.fused?.denseBackward as Required<FusedKernels>['denseBackward'];
  const [k, n] = [37, 21];
  const shapes: Shape[] = [
    [rows, k],
    [k, n],
    [rows, n],
    [rows, n],
  ];
  const operands = shapes.map((shape, at) => ledger.upload(spread(dtype, shape, 25 + at)));
  const [x, w, y, dY] = operands as unknown as readonly [Operand, Operand, Operand, Operand];
  const hold = (storage: unknown, shape: Shape): Operand => ledger.hold({ storage, shape, dtype });
  const made = kernel(x, false, w, y, dY, 'relu', true, true);
  const received = [hold(made.dX, x.shape), hold(made.dW, w.shape), hold(made.db, [n])];
  const mask = hold(backend.greater(y, 0, y.shape), y.shape);
  const dZ = hold(backend.where(mask, dY, 0, y.shape), y.shape);
  const expected = [
    hold(backend.matmul(dZ, w, false, true, x.shape), x.shape),
    hold(backend.matmul(x, dZ, true, false, w.shape), w.shape),
    hold(backend.sum(dZ, [1, rows, n]), [n]),
  ];
  for (const [at, name] of ['dX', 'dW', 'db'].entries()) {
    const [own, other] = [received[at], expected[at]] as [Operand, Operand];
    const what = `${rows} rows: ${name}, compared with its composition`;
    assertBits(await ledger.download(own), await ledger.download(other), what);
  }
}

/** The elements of views, and the whole afterwards. */
function elementsOfViews(dtype: FloatDType): ConformanceCase {
  return defineCase({
    kernel: 'view',
    dtype,
    label: 'shares elements',
    body: (backend) =>
      withLedger(backend, async (ledger) => {
        const { data } = spread(dtype, [53], 29);
        const x = ledger.upload(host(dtype, [53], data));
        for (const [start, shape] of [
          [0, [53]],
          [1, [7]],
          [17, [3, 5]],
          [52, [1]],
          [53, [0]],
        ] as const) {
          const storage = (backend as Required<Backend>).view(x, start, shape);
          const doubled = ledger.hold({ storage: backend.add({ storage, shape, dtype }, 0, shape), shape, dtype });
          const expected = data.slice(start, start + sizeOf(shape));
          assertBits(await ledger.download(doubled), expected, `${showShape(shape)} from element ${start} on`);
        }
        assertBits(await ledger.download(x), data, 'the operand after its views were read');
      }),
  });
}

export function viewCases(dtype: FloatDType): ConformanceCase[] {
  const all = [elementwiseOf, productsOf, reductionsOf, sumsOf, masksOf];
  return [
    elementsOfViews(dtype),
    ...all.flatMap((of) => batched(dtype, of)),
    ...viewImageCases(dtype),
    denseGradients(dtype),
  ];
}
