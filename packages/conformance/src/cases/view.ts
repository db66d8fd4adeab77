/** The optional `view`, and what a backend promises by it: one call for several parts of a batch changes no bit. */
import {
  type Backend,
  type CsrArray,
  type FloatDType,
  type HostArray,
  LayerRandom,
  type Operand,
  type Shape,
  sizeOf,
  sliceRows,
  type TypedArray,
} from '@nablajs/core';
import { ConformanceError } from '../error.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import { type Four, placed } from '../harness/geometry.js';
import { compressed, csrOf, generate, host, patternAt, spread } from '../harness/host.js';
import { type Ledger, type Output, withLedger } from '../harness/ledger.js';
import { showShape } from '../harness/names.js';
import { firstDifference, show } from '../tolerances/compare.js';

/** How many parts a batch has. */
const PARTS = 3;
const ROWS = [1, 2, 4, 5, 7, 16, 33] as const;

/** A call for a batch of parts, and the same call for one of them. */
interface Batched {
  readonly label: string;
  /** The operands whose first dimension has the rows of all parts. */
  byRow(): readonly HostArray[];
  /** The operands that all parts have in common. */
  common?(): readonly HostArray[];
  /** Whether the backend has the kernel. Default: yes. */
  has?(backend: Backend): boolean;
  /** Calls the kernel; `times` is the number of parts, and `first` the first one. Returns what has rows. */
  apply(backend: Backend, byRow: readonly Operand[], common: readonly Operand[], times: number, first: number): Output;
}

function assertBits(actual: TypedArray, expected: TypedArray, what: string): void {
  const at = firstDifference(actual, expected);
  if (at < 0) return;
  const values = { expected: show(expected[at] as number), received: show(actual[at] as number) };
  throw new ConformanceError(
    'mismatch',
    `${what}: element ${at}: expected ${values.expected}, received ${values.received}.`,
    values,
  );
}

/** The rows of a part: a view of a dense operand, or a sparse matrix of its own. */
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
  if (one.has?.(backend) === false) return;
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
function batched(dtype: FloatDType, of: (dtype: FloatDType, rows: number) => readonly Batched[]): ConformanceCase[] {
  return of(dtype, 1).map(({ label }, at) =>
    defineCase({
      kernel: 'view',
      dtype,
      label: `${label}, parts of a batch`,
      body: async (backend) => {
        for (const rows of ROWS) {
          await withLedger(backend, (ledger) => compare(ledger, of(dtype, rows)[at] as Batched, rows));
        }
      },
    }),
  );
}

const times = ([rows = 1, ...rest]: Shape, count: number): Shape => [rows * count, ...rest];

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
      has: ({ fused }) => fused?.dense !== undefined,
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
      has: ({ csr, fused }) => csr !== undefined && fused?.dense !== undefined,
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
      has: ({ csr }) => csr !== undefined,
      apply: ({ csr }, [a], [b], count) => ({
        storage: csr?.matmul(a as Operand, b as Operand, false),
        shape: [rows * count, n],
        dtype,
      }),
    },
  ]);
}

/** Numbers of which two thirds are 0. */
const sparse = (dtype: FloatDType, shape: Shape, seed: number) =>
  generate(dtype, shape, (i) => (patternAt(seed, i) % 3 === 0 ? patternAt(seed, i + 1) / 8 : 0));

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

function rowsOfFused(dtype: FloatDType, rows: number): Batched[] {
  return [
    {
      label: 'dLogits of fused.softmaxCrossEntropy',
      byRow: () => [spread(dtype, [PARTS * rows, 10], 17), host('int32', [PARTS * rows], labelsOf(PARTS * rows))],
      has: ({ fused }) => fused?.softmaxCrossEntropy !== undefined,
      apply: (backend, [logits, labels]) => {
        const made = backend.fused?.softmaxCrossEntropy?.(logits as Operand, labels as Operand, 0.1, 0.25);
        backend.release(made?.loss);
        return { ...(logits as Operand), storage: made?.dLogits };
      },
    },
    {
      label: 'fused.dropoutMask',
      byRow: () => [],
      has: ({ fused }) => fused?.dropoutMask !== undefined,
      apply: ({ fused }, _, __, count, first) => {
        const shape = [rows * count, 11] as const;
        const draw = { key: new LayerRandom(3, '1', 1).key.words, step: 2, threshold: 2 ** 30, factor: 1 / 0.75 };
        return { storage: fused?.dropoutMask?.(shape, dtype, { ...draw, firstRow: 5 + first * rows }), shape, dtype };
      },
    },
  ];
}

const labelsOf = (rows: number): number[] => Array.from({ length: rows }, (_, row) => (row * 7) % 10);

/** A convolution, and whether most of its dY is 0. */
const CONVOLUTIONS = [
  { image: [7, 6, 3], filters: [3, 3, 3, 5], groups: 1, isSparse: false },
  { image: [6, 6, 4], filters: [1, 1, 4, 9], groups: 1, isSparse: false },
  { image: [5, 8, 6], filters: [3, 3, 1, 6], groups: 6, isSparse: false },
  { image: [6, 7, 4], filters: [2, 3, 2, 6], groups: 2, isSparse: false },
  // Several images together are enough for a backend that skips zeros.
  { image: [14, 14, 8], filters: [3, 3, 8, 64], groups: 1, isSparse: true },
] as const;

function convolutionsOf(dtype: FloatDType, rows: number): Batched[] {
  return CONVOLUTIONS.flatMap(({ image, filters, groups, isSparse }): Batched[] => {
    const { window, places } = placed([rows, ...image], [filters[0], filters[1]]);
    const out: Four = [PARTS * rows, ...places, filters[3]];
    const w = () => spread(dtype, filters, 18);
    const name = `of ${showShape(filters)} filters, groups ${groups}`;
    return [
      {
        label: `conv.forward ${name}`,
        byRow: () => [spread(dtype, [PARTS * rows, ...image], 19)],
        common: () => [w(), spread(dtype, [filters[3]], 20)],
        has: ({ conv }) => conv !== undefined,
        apply: ({ conv }, [x], [weights, b], count) => {
          const shape = times([rows, ...places, filters[3]], count);
          const operands = [x as Operand, weights as Operand, b as Operand] as const;
          return { storage: conv?.forward(...operands, 'relu', window, groups, shape), shape, dtype };
        },
      },
      {
        label: `conv.backwardInput ${name}`,
        byRow: () => [(isSparse ? sparse : spread)(dtype, out, 21), spread(dtype, out, 22)],
        common: () => [w()],
        has: ({ conv }) => conv !== undefined,
        apply: ({ conv }, [dY, y], [weights], count) => {
          const shape = times([rows, ...image], count);
          const operands = [dY as Operand, weights as Operand, y as Operand] as const;
          return { storage: conv?.backwardInput(...operands, window, groups, shape), shape, dtype };
        },
      },
    ];
  });
}

function poolingOf(dtype: FloatDType, rows: number): Batched[] {
  const image: Four = [PARTS * rows, 6, 7, 3];
  const { window, places } = placed([rows, 6, 7, 3], [2, 3], { stride: [2, 2] });
  const x = () => spread(dtype, image, 23);
  const shapeOf = (count: number): Shape => [rows * count, ...places, 3];
  const dY = () => spread(dtype, shapeOf(PARTS), 24);
  const has = ({ pool }: Backend): boolean => pool !== undefined;
  return [
    ...(['max', 'average'] as const).map(
      (op): Batched => ({
        ...{ label: `pool.${op}`, byRow: () => [x()], has },
        apply: ({ pool }, [a], _, count) => ({
          storage: pool?.[op](a as Operand, window, shapeOf(count)),
          shape: shapeOf(count),
          dtype,
        }),
      }),
    ),
    {
      ...{ label: 'pool.maxBackward', byRow: () => [x(), dY()], has },
      apply: (backend, [a, gradient], _, count) => {
        const y = { storage: backend.pool?.max(a as Operand, window, shapeOf(count)), shape: shapeOf(count), dtype };
        const storage = backend.pool?.maxBackward(a as Operand, y, gradient as Operand, window);
        backend.release(y.storage);
        return { ...(a as Operand), storage };
      },
    },
    {
      ...{ label: 'pool.averageBackward', byRow: () => [dY()], has },
      apply: ({ pool }, [gradient], _, count) => {
        const shape = times([rows, 6, 7, 3], count);
        return { storage: pool?.averageBackward(gradient as Operand, window, shape), shape, dtype };
      },
    },
  ];
}

/** The gradients of a dense layer, which core may also compose. */
function denseGradients(dtype: FloatDType): ConformanceCase {
  return defineCase({
    kernel: 'view',
    dtype,
    label: 'fused.denseBackward has the bits of products and sums',
    body: async (backend) => {
      for (const rows of ROWS) await withLedger(backend, (ledger) => compareGradients(ledger, dtype, rows));
    },
  });
}

async function compareGradients(ledger: Ledger, dtype: FloatDType, rows: number): Promise<void> {
  const { backend } = ledger;
  const kernel = backend.fused?.denseBackward;
  if (kernel === undefined) return;
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
  const all = [elementwiseOf, productsOf, reductionsOf, sumsOf, rowsOfFused, convolutionsOf, poolingOf];
  return [elementsOfViews(dtype), ...all.flatMap((of) => batched(dtype, of)), denseGradients(dtype)];
}
