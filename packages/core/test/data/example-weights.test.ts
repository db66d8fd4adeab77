/** The weights of a data set's examples, by themselves and by classes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copyWeights } from '../../src/data/example-weights.js';
import {
  type Batch,
  type ClassWeights,
  type Dataset,
  type DenseArray,
  dense,
  type HostTargets,
  withClassWeights,
} from '../../src/index.js';
import { uploadAs } from '../../src/tensors/tensor.js';
import { expectError, expectRejection, FLOATS, newBackend, pickRows, valuesOf } from '../support/index.js';
import { type PackedTensor, unpack } from '../support/reference.js';

/** scikit-learn's, made by scripts/reference/weights.py. */
const { balanced } = JSON.parse(readFileSync(new URL('../fixtures/weights.json', import.meta.url), 'utf8')) as {
  readonly balanced: readonly { readonly labels: PackedTensor; readonly weights: PackedTensor }[];
};

/** One input, and weights where they are given. */
function datasetWith(y: HostTargets, weights?: readonly number[]): Dataset<HostTargets> & { readonly asked: number[] } {
  const [first] = [y].flat();
  const length = first?.shape[0] ?? 0;
  const asked: number[] = [];
  return {
    ...{ length, inputShape: [1], asked },
    batch: (indices): Batch<never, HostTargets> => {
      asked.push(indices.length);
      return {
        x: dense(Float64Array.from(indices), [indices.length, 1]) as never,
        y: Array.isArray(y) ? y.map((one) => pickRows(one, indices)) : pickRows(y as never, indices),
        ...(weights && { weights: Array.from(indices, (index) => weights[index] as number) }),
      };
    },
  };
}

const labels = (...values: readonly number[]) => dense(Int32Array.from(values), [values.length]);

async function weightsOf(data: Dataset<HostTargets>, classWeights: ClassWeights, ...indices: readonly number[]) {
  const { weights } = await (await withClassWeights(data, classWeights)).batch(Int32Array.from(indices));
  return Array.from((weights as DenseArray).data);
}

describe('class weights', () => {
  it.each(balanced)('that are balanced are those of scikit-learn', async ({ labels: own, weights }) => {
    const { data, shape } = unpack(own, 'float64');
    const indices = Array.from(own.data.keys());
    const found = await weightsOf(datasetWith(dense(data, shape)), 'balanced', ...indices);
    expect(found).toEqual(weights.data);
    expect(found.reduce((a, b) => a + b) / found.length).toBeCloseTo(1, 14);
  });

  it('count a data set of more examples than are read at a time', async () => {
    const data = datasetWith(labels(...Array.from({ length: 1200 }, (_, row) => (row % 4 === 0 ? 5 : 2))));
    expect(await weightsOf(data, 'balanced', 0, 1)).toEqual([2, 2 / 3]);
    expect(data.asked).toEqual([512, 512, 176, 2]);
  });

  it('are those of the label, of the number or of the most likely class', async () => {
    const given = [0.5, 2, 0, 8];
    expect(await weightsOf(datasetWith(labels(3, 0, 1, 2)), given, 0, 3, 1, 1)).toEqual([8, 0, 0.5, 0.5]);
    for (const shape of [[3], [3, 1]]) {
      expect(await weightsOf(datasetWith(dense(Float32Array.of(1, 0, 1), shape)), given, 0, 1)).toEqual([2, 0.5]);
    }
    const rows = dense(Float32Array.of(0, 0.2, 0.1, 0.7, 0.4, 0.3, 0.3, 0), [2, 4]);
    expect(await weightsOf(datasetWith(rows), given, 1, 0)).toEqual([0.5, 8]);
  });

  it('multiply the weights that examples have', async () => {
    const data = datasetWith(labels(0, 1, 1), [3, 0.5, 0]);
    expect(await weightsOf(data, [10, 100], 2, 1, 0)).toEqual([0, 50, 30]);
    const { x, y } = await (await withClassWeights(data, [1, 1])).batch(Int32Array.of(1));
    expect({ x, y }).toEqual({ x: dense(Float64Array.of(1), [1, 1]), y: labels(1) });
  });

  it('are those of every token; a token of weight 0 needs no class and is not counted', async () => {
    const y = dense(Int32Array.of(1, 0, 1, -100, 1, 0), [3, 2]);
    const mask = dense(Float64Array.of(1, 2, 1, 0, 1, 0), [3, 2]);
    const data = { ...datasetWith(y), batch: (indices: Int32Array) => tokensAt(indices) };
    const tokensAt = (indices: Int32Array): Batch => ({
      ...{ x: dense(new Float64Array(indices.length), [indices.length, 1]), y: pickRows(y, indices) },
      weights: pickRows(mask, indices),
    });
    expect(await weightsOf(data, [10, 100], 2, 0, 1)).toEqual([100, 0, 100, 20, 100, 0]);
    // One of four is of class 0, three are of class 1.
    expect(await weightsOf(data, 'balanced', 0, 1, 2)).toEqual([4 / 6, 4, 4 / 6, 0, 4 / 6, 0]);
  });

  it.each([
    ['a class beyond them', labels(0, 2), [1, 1], ['class 2 of example 1 has no weight']],
    ['a class below 0', labels(0, -1), [1, 1], ['class -1 of example 1 has no weight']],
    ['a regression', dense(Float64Array.of(0.5, 2), [2, 1]), [1, 1], ['int32 labels [n, ...]', 'other targets [2, 1]']],
    ['rows that are no probabilities', dense(Float64Array.of(1, 1, 0, 1), [2, 2]), [1, 1], ['whose rows sum to 1']],
    ['targets of higher rank', dense(new Float64Array(4), [2, 2, 1]), 'balanced', ['other targets [2, 2, 1]']],
    ['several targets', [labels(0, 1), labels(0, 1)], 'balanced', ['Received an array of 2 elements']],
  ] as [string, HostTargets, ClassWeights, string[]][])('refuse %s', async (_what, y, classWeights, parts) => {
    await expectRejection(weightsOf(datasetWith(y), classWeights, 0, 1), 'data', 'class weights: ', ...parts);
  });

  it('are 0 for labels to ignore, which are not counted', async () => {
    const data = datasetWith(labels(1, -100, 0, 1, 1));
    const weights = async (classWeights: ClassWeights) => {
      const { batch } = await withClassWeights(data, classWeights, { ignoreIndex: -100 });
      return Array.from(((await batch(Int32Array.of(2, 1, 0))).weights as DenseArray).data);
    };
    expect(await weights([10, 100])).toEqual([10, 0, 100]);
    expect(await weights('balanced')).toEqual([4 / 2, 0, 4 / 6]);
    const wrong = withClassWeights(data, [1], { ignoreIndex: 0.5 });
    await expectRejection(wrong, 'argument', 'class weights ignoreIndex: expected a whole number');
  });

  it('must be numbers of at least 0, of a data set', async () => {
    for (const wrong of [[1, -1], [1, Number.NaN], { 0: 1 }, 'balance', 2]) {
      await expectRejection(withClassWeights(datasetWith(labels(0)), wrong as never), 'argument', "or 'balanced'");
    }
    await expectRejection(withClassWeights([] as never, [1]), 'argument', 'class weights: expected a data set');
    const short = { ...datasetWith(labels(0, 1)), batch: () => ({ x: labels(0, 1), y: labels(0, 1), weights: [1] }) };
    await expectRejection(weightsOf(short as never, [1, 1], 0, 1), 'data', 'one for each of 2 examples');
  });
});

describe('weights on the backend', () => {
  it.each(FLOATS)('are rounded once to %s', async (dtype) => {
    const backend = await newBackend();
    using made = uploadAs(backend, copyWeights(Float64Array.of(0.1, 0, 3), Int32Array.of(4, 4, 1)), dtype);
    const expected = { shape: [3], data: [0.1, 0, 3] };
    expect(await valuesOf(made)).toEqual(unpack(expected, dtype));
    expect(made.dtype).toBe(dtype);
  });

  it('are as many numbers of at least 0 as examples, or an array with one row for each', () => {
    const up = (weights: unknown) => copyWeights(weights as never, Int32Array.of(7, 3));
    expect(up(dense(Float32Array.of(1, 2, 3, 0), [2, 2]))).toEqual(dense(Float64Array.of(1, 2, 3, 0), [2, 2]));
    const wrong = dense(Float32Array.of(1, 1, 1, -2), [2, 2]);
    expectError(() => up(wrong), 'data', 'Received -2 for example 3');
    for (const shape of [
      [1, 4],
      [2, 3],
    ]) {
      expectError(() => up({ ...wrong, shape }), 'data', 'or [2, ...]', `a host array [${shape.join(', ')}]`);
    }
    expectError(() => up([1]), 'data', 'weights: expected one for each of 2 examples', 'an array of 1 element');
    expectError(() => up(null), 'data', 'one for each of 2 examples', 'null');
    for (const wrong of [-0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expectError(
        () => up(Float32Array.of(1, wrong)),
        'data',
        'weights: expected numbers >= 0',
        `${wrong} for example 3`,
      );
    }
  });
});
