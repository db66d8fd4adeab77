/**
 * Small workloads of every kind, and what a peer must compute: by plain loops in float64, or for convolutional networks
 * and sequences by PyTorch.
 */
import type { Workload } from '../../src/workloads/workload.js';
import { SMALL_CONVNETS, SMALL_SEQUENCES } from '../small-networks.js';

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly integers?: true;
}

export interface Case {
  /** The workload; its input files are named after the inputs. */
  readonly workload: Workload;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly expected: readonly number[];
}

type DType = Workload['dtype'];

/** Numbers that are exact in float32, so that both dtypes get the same; of either sign, and different in each row. */
function values(shape: readonly number[], seed: number, scale = 1): Values {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Array.from({ length: size }, (_, i) => ((((i + 1) * (37 + 2 * seed) + 11 * seed) % 64) - 31.5) / 32);
  return { shape, data: data.map((value) => value * scale) };
}

const at = (data: readonly number[], index: number): number => data[index] ?? Number.NaN;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function transpose({ shape: [rows = 0, columns = 0], data }: Values): Values {
  const turned = range(columns).flatMap((column) => range(rows).map((row) => at(data, row * columns + column)));
  return { shape: [columns, rows], data: turned };
}

function product(a: Values, b: Values): Values {
  const [rows = 0, inner = 0] = a.shape;
  const columns = b.shape[1] ?? 0;
  const data = range(rows).flatMap((row) =>
    range(columns).map((column) =>
      range(inner).reduce((sum, k) => sum + at(a.data, row * inner + k) * at(b.data, k * columns + column), 0),
    ),
  );
  return { shape: [rows, columns], data };
}

function rowsOf({ shape: [rows = 0, columns = 0], data }: Values): number[][] {
  return range(rows).map((row) => data.slice(row * columns, (row + 1) * columns));
}

function softmaxOf(row: readonly number[]): number[] {
  const exponentials = row.map((value) => Math.exp(value - Math.max(...row)));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

const LEARNING_RATE = 0.125;
const ADAM = { learningRate: 0.125, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Parameters and their moments, changed by steps. */
class Descent {
  readonly #adam: boolean;
  readonly #moments = new Map<string, { m: number; v: number }>();
  #step = 0;

  constructor(adam: boolean) {
    this.#adam = adam;
  }

  next(): void {
    this.#step++;
  }

  moved(name: string, value: number, gradient: number): number {
    if (!this.#adam) return value - LEARNING_RATE * gradient;
    const { learningRate, beta1, beta2, epsilon } = ADAM;
    const old = this.#moments.get(name) ?? { m: 0, v: 0 };
    const m = beta1 * old.m + (1 - beta1) * gradient;
    const v = beta2 * old.v + (1 - beta2) * gradient * gradient;
    this.#moments.set(name, { m, v });
    const [mHat, vHat] = [m / (1 - beta1 ** this.#step), v / (1 - beta2 ** this.#step)];
    return value - (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
  }
}

const FEATURES = 6;
const HIDDEN = 5;
const CLASSES = 3;
const ROWS = 8;
const LABELS = range(ROWS).map((row) => (row * 2) % CLASSES);
/** The order of the rows in mini batches. */
const ORDER = [5, 2, 7, 0, 3, 6, 1, 4];

function network(): Readonly<Record<string, Values>> {
  return {
    x: values([ROWS, FEATURES], 1),
    w1: values([FEATURES, HIDDEN], 2),
    b1: values([HIDDEN], 3, 0.25),
    w2: values([HIDDEN, CLASSES], 4),
    b2: values([CLASSES], 5, 0.25),
  };
}

type Parameters = Record<'w1' | 'b1' | 'w2' | 'b2', number[]>;

function affine(x: readonly number[], w: readonly number[], b: readonly number[]): number[] {
  return b.map((bias, j) => x.reduce((sum, value, i) => sum + value * at(w, i * b.length + j), bias));
}

function forward(p: Parameters, x: readonly number[]): { h: number[]; z: number[] } {
  const h = affine(x, p.w1, p.b1).map((value) => Math.max(0, value));
  return { h, z: affine(h, p.w2, p.b2) };
}

/** Returns the loss of a batch, and adds the gradients to `gradient`. */
function lossOf(p: Parameters, rows: readonly number[][], labels: readonly number[], gradient: Parameters): number {
  let loss = 0;
  rows.forEach((x, row) => {
    const { h, z } = forward(p, x);
    const probabilities = softmaxOf(z);
    const label = at(labels, row);
    loss -= Math.log(at(probabilities, label)) / rows.length;
    const dz = probabilities.map((value, k) => (value - (k === label ? 1 : 0)) / rows.length);
    const dh = h.map((value, j) => (value > 0 ? dz.reduce((sum, d, k) => sum + d * at(p.w2, j * CLASSES + k), 0) : 0));
    gradient.w2 = gradient.w2.map((sum, i) => sum + at(h, Math.floor(i / CLASSES)) * at(dz, i % CLASSES));
    gradient.b2 = gradient.b2.map((sum, i) => sum + at(dz, i));
    gradient.w1 = gradient.w1.map((sum, i) => sum + at(x, Math.floor(i / HIDDEN)) * at(dh, i % HIDDEN));
    gradient.b1 = gradient.b1.map((sum, i) => sum + at(dh, i));
  });
  return loss;
}

/** Returns the loss of every step; batches take the rows in `order`. */
function trained(optimizer: 'sgd' | 'adam', batchSize: number, epochs: number, order: readonly number[]): number[] {
  const { x, w1, b1, w2, b2 } = network() as Record<'x' | keyof Parameters, Values>;
  let p: Parameters = { w1: [...w1.data], b1: [...b1.data], w2: [...w2.data], b2: [...b2.data] };
  const descent = new Descent(optimizer === 'adam');
  const steps = range(epochs).flatMap(() => range(Math.ceil(ROWS / batchSize)));
  return steps.map((step) => {
    const picked = order.slice(step * batchSize, (step + 1) * batchSize);
    const rows = picked.map((row) => x.data.slice(row * FEATURES, (row + 1) * FEATURES));
    const labels = picked.map((row) => at(LABELS, row));
    const gradient = mapParameters(p, () => 0);
    const loss = lossOf(p, rows, labels, gradient);
    descent.next();
    p = mapParameters(p, (value, name, i) => descent.moved(`${name}.${i}`, value, at(gradient[name], i)));
    return loss;
  });
}

function mapParameters(
  p: Parameters,
  change: (value: number, name: keyof Parameters, index: number) => number,
): Parameters {
  const changed = (name: keyof Parameters): number[] => p[name].map((value, index) => change(value, name, index));
  return { w1: changed('w1'), b1: changed('b1'), w2: changed('w2'), b2: changed('b2') };
}

type Fields<W> = W extends Workload ? Omit<W, 'suite' | 'name' | 'dtype' | 'flops' | 'inputs'> : never;

function makeCase(
  dtype: DType,
  name: string,
  fields: Fields<Workload>,
  inputs: Readonly<Record<string, Values>>,
  expected: readonly number[],
): Case {
  const integers = new Set(['labels', 'order', 'rowOffsets', 'columns']);
  const files = Object.entries(inputs).map(([input, { shape, integers: isInteger = integers.has(input) }]) => {
    return [input, { file: input, dtype: isInteger ? 'int32' : dtype, shape: [...shape] }];
  });
  const common = { suite: 'ops', name, dtype, flops: null, inputs: Object.fromEntries(files) };
  return { workload: { ...common, ...fields } as Workload, inputs, expected };
}

function matmulCases(dtype: DType): Case[] {
  const [a, b] = [values([3, 5], 1), values([5, 4], 2)];
  return [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ].map(([transposeA = false, transposeB = false]) => {
    const inputs = { a: transposeA ? transpose(a) : a, b: transposeB ? transpose(b) : b };
    const name = `matmul${transposeA ? " A'" : ' A'}${transposeB ? "B'" : 'B'}`;
    return makeCase(dtype, name, { kind: 'matmul', transposeA, transposeB }, inputs, product(a, b).data);
  });
}

/** Rows of 2, 0, 1 and 3 stored elements. */
function csrCases(dtype: DType): Case[] {
  const [rows, columns] = [4, 5];
  const rowOffsets = [0, 2, 2, 3, 6];
  const stored = { shape: [6], data: values([6], 6).data };
  const indices = [0, 3, 4, 1, 2, 4];
  const dense = { shape: [rows, columns], data: Array.from<number>({ length: rows * columns }).fill(0) };
  range(rows).forEach((row) => {
    for (let k = at(rowOffsets, row); k < at(rowOffsets, row + 1); k++) {
      dense.data[row * columns + at(indices, k)] = at(stored.data, k);
    }
  });
  return [false, true].map((transposeA) => {
    const b = values([transposeA ? rows : columns, 3], 7);
    const inputs = {
      rowOffsets: { shape: [rows + 1], data: rowOffsets },
      columns: { shape: [6], data: indices },
      values: stored,
      b,
    };
    const expected = product(transposeA ? transpose(dense) : dense, b).data;
    const fields = { kind: 'csr-matmul', transposeA, shape: [rows, columns] as [number, number] } as const;
    return makeCase(dtype, `CSR${transposeA ? ' transposed' : ''}`, fields, inputs, expected);
  });
}

function elementwiseCases(dtype: DType): Case[] {
  const [a, b, x] = [values([7, 3], 1), values([7, 3], 2), values([21], 3, 4)];
  const binary = {
    add: (left: number, right: number) => left + right,
    multiply: (left: number, right: number) => left * right,
  };
  const unary = {
    exp: Math.exp,
    tanh: Math.tanh,
    sigmoid: (value: number) => 1 / (1 + Math.exp(-value)),
    relu: (value: number) => Math.max(0, value),
  };
  return [
    ...(['add', 'multiply'] as const).map((operation) => {
      const expected = a.data.map((value, i) => binary[operation](value, at(b.data, i)));
      return makeCase(dtype, operation, { kind: 'binary', operation }, { a, b }, expected);
    }),
    ...(['exp', 'tanh', 'sigmoid', 'relu'] as const).map((operation) =>
      makeCase(dtype, operation, { kind: 'unary', operation }, { x }, x.data.map(unary[operation])),
    ),
  ];
}

function reductionCases(dtype: DType): Case[] {
  const x = values([4, 7], 3);
  const sum = (line: readonly number[]): number => line.reduce((total, value) => total + value, 0);
  const max = (line: readonly number[]): number => Math.max(...line);
  const lines = { 0: rowsOf(transpose(x)), 1: rowsOf(x) };
  return [
    ...([0, 1] as const).flatMap((axis) => [
      makeCase(dtype, `sum ${axis}`, { kind: 'reduce', operation: 'sum', axis }, { x }, lines[axis].map(sum)),
      makeCase(dtype, `max ${axis}`, { kind: 'reduce', operation: 'max', axis }, { x }, lines[axis].map(max)),
    ]),
    makeCase(dtype, 'softmax', { kind: 'softmax' }, { x }, rowsOf(x).flatMap(softmaxOf)),
  ];
}

function optimizerCases(dtype: DType): Case[] {
  const inputs = { parameter: values([9], 1), gradient: values([9], 2, 0.125) };
  const step = (adam: boolean): number[] => {
    const descent = new Descent(adam);
    descent.next();
    return inputs.parameter.data.map((value, i) => descent.moved(`${i}`, value, at(inputs.gradient.data, i)));
  };
  return [
    makeCase(dtype, 'sgd', { kind: 'sgd', learningRate: LEARNING_RATE }, inputs, step(false)),
    makeCase(dtype, 'adam', { kind: 'adam', ...ADAM }, inputs, step(true)),
  ];
}

/** Batches of 5 of 8 rows: the last is short. */
function networkCases(dtype: DType): Case[] {
  const inputs = { ...network(), labels: { shape: [ROWS], data: LABELS } };
  const { labels, ...parameters } = inputs;
  const { x, w1, b1, w2, b2 } = network() as Record<'x' | keyof Parameters, Values>;
  const p = { w1: [...w1.data], b1: [...b1.data], w2: [...w2.data], b2: [...b2.data] };
  const common = { hidden: [HIDDEN], learningRate: LEARNING_RATE };
  const train = (optimizer: 'sgd' | 'adam', batchSize: number | 'full', resultEpochs: number) => {
    const fields = { kind: 'train', ...common, optimizer, batchSize, resultEpochs } as const;
    const name = `train ${optimizer} ${batchSize}`;
    if (batchSize === 'full') {
      return makeCase(dtype, name, fields, inputs, trained(optimizer, ROWS, resultEpochs, range(ROWS)));
    }
    const shuffled = { ...inputs, order: { shape: [ROWS], data: ORDER } };
    return makeCase(dtype, name, fields, shuffled, trained(optimizer, batchSize, resultEpochs, ORDER));
  };
  return [
    makeCase(
      dtype,
      'infer',
      { kind: 'infer', hidden: [HIDDEN] },
      parameters,
      rowsOf(x).flatMap((row) => forward(p, row).z),
    ),
    train('sgd', 'full', 3),
    train('sgd', 5, 1),
    train('adam', 5, 2),
    makeCase(
      dtype,
      'memory',
      { kind: 'memory', ...common, optimizer: 'sgd', batchSize: 'full', resultEpochs: 2 },
      inputs,
      trained('sgd', ROWS, 2, range(ROWS)),
    ),
  ];
}

export function casesOf(dtype: DType): readonly Case[] {
  return [
    ...matmulCases(dtype),
    ...csrCases(dtype),
    ...elementwiseCases(dtype),
    ...reductionCases(dtype),
    ...optimizerCases(dtype),
    ...networkCases(dtype),
    ...[...SMALL_CONVNETS, ...SMALL_SEQUENCES].map(({ name, fields, inputs, expected }) =>
      makeCase(dtype, name, fields, inputs, expected),
    ),
  ];
}
