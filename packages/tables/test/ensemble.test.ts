import { createBackend } from '@nablajs/backend-ts';
import {
  Dense,
  type DenseArray,
  dense,
  fromConfig,
  predict,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  type TypedConfig,
} from '@nablajs/core';
import { gradcheck } from '@nablajs/gradcheck';
import { afterAll, describe, expect, it } from 'vitest';
import { Ensemble, type EnsembleTask, TABLE_LAYERS } from '../src/index.js';
import { drawn } from './tables.js';

const backend = await createBackend();
afterAll(() => backend.dispose());

const [MEMBERS, INPUTS, OUTPUTS, ROWS] = [3, 4, 2, 5];

const ensembleOf = (task: EnsembleTask, temperature = 1) =>
  new Ensemble({ members: MEMBERS, hidden: [6], outputs: OUTPUTS, task, temperature });

const PARAMETERS = new Map([
  ['0.scale', drawn(1, MEMBERS, 1, INPUTS)],
  ['0.weight1', drawn(2, MEMBERS, INPUTS, 6)],
  ['0.bias1', drawn(3, MEMBERS, 1, 6)],
  ['0.weight2', drawn(4, MEMBERS, 6, OUTPUTS)],
  ['0.bias2', drawn(5, MEMBERS, 1, OUTPUTS)],
]);

/** What a network of dense layers with the weights of one member answers. */
async function memberAlone(member: number, x: DenseArray): Promise<number[][]> {
  const own = (name: string, shape: number[]): DenseArray => {
    const { data } = PARAMETERS.get(`0.${name}`) as DenseArray;
    const size = data.length / MEMBERS;
    return dense(data.slice(member * size, (member + 1) * size), shape);
  };
  const scale = own('scale', [INPUTS]).data;
  const scaled = dense(
    Float64Array.from(x.data, (value, at) => value * (scale[at % INPUTS] as number)),
    x.shape,
  );
  const parameters = new Map([
    ['0.weight', own('weight1', [INPUTS, 6])],
    ['0.bias', own('bias1', [6])],
    ['2.weight', own('weight2', [6, OUTPUTS])],
    ['2.bias', own('bias2', [OUTPUTS])],
  ]);
  const layers = [new Dense(6), new ReLU(), new Dense(OUTPUTS)];
  using alone = new Sequential(backend, { inputShape: [INPUTS], layers, dtype: 'float64', parameters });
  return rowsOf(await predict(alone, scaled));
}

const rowsOf = ({ data }: DenseArray): number[][] =>
  Array.from({ length: data.length / OUTPUTS }, (_, row) => [...data.slice(row * OUTPUTS, (row + 1) * OUTPUTS)]);

const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / total);
};

const build = (inputShape: number[], task: EnsembleTask, temperature?: number) =>
  new Sequential(backend, {
    ...{ inputShape, layers: [ensembleOf(task, temperature)], dtype: 'float64' as const },
    parameters: PARAMETERS,
  });

describe('an ensemble', () => {
  it('is its members: each computes what it would alone on its own rows', async () => {
    const x = drawn(6, ROWS, MEMBERS, INPUTS);
    using network = build([MEMBERS, INPUTS], 'classes');
    const together = rowsOf(await predict(network, x));
    for (let member = 0; member < MEMBERS; member++) {
      const rows = Array.from({ length: ROWS }, (_, row) => (row * MEMBERS + member) * INPUTS);
      const own = Float64Array.from(rows.flatMap((at) => [...x.data.slice(at, at + INPUTS)]));
      const alone = await memberAlone(member, dense(own, [ROWS, INPUTS]));
      for (const [row, outputs] of alone.entries()) {
        for (const [at, output] of outputs.entries()) {
          expect(together[row * MEMBERS + member]?.[at]).toBeCloseTo(output, 12);
        }
      }
    }
  });

  it.each([1, 2])('answers with the mean of the probabilities, at a temperature of %i', async (temperature) => {
    const x = drawn(7, ROWS, INPUTS);
    using network = build([INPUTS], 'classes', temperature);
    const answers = rowsOf(await predict(network, x, { activation: 'softmax' }));
    const members = await Promise.all([0, 1, 2].map((member) => memberAlone(member, x)));
    for (const [row, answer] of answers.entries()) {
      const each = members.map((outputs) => softmax(outputs[row] as number[]));
      const means = answer.map((_, at) => each.reduce((sum, own) => sum + (own[at] as number), 0) / MEMBERS);
      const expected = softmax(means.map((mean) => Math.log(mean) / temperature));
      for (const [at, probability] of answer.entries()) expect(probability).toBeCloseTo(expected[at] as number, 12);
    }
  });

  it('answers with the mean of the numbers', async () => {
    const x = drawn(8, ROWS, INPUTS);
    using network = build([INPUTS], 'numbers');
    const answers = rowsOf(await predict(network, x));
    const members = await Promise.all([0, 1, 2].map((member) => memberAlone(member, x)));
    const mean = members.reduce((sum, outputs) => sum + (outputs[4]?.[1] as number), 0) / MEMBERS;
    expect(answers[4]?.[1]).toBeCloseTo(mean, 12);
  });

  it.each([[[MEMBERS, INPUTS]], [[INPUTS]]])('has right gradients on inputs %j', async (inputShape) => {
    using network = build(inputShape, 'classes');
    const targets = dense(
      Int32Array.from({ length: inputShape.length === 2 ? ROWS * MEMBERS : ROWS }, (_, i) => i % 2),
      [ROWS, ...inputShape.slice(0, -1)],
    );
    const x = drawn(9, ROWS, ...inputShape);
    const { problems } = await gradcheck(network, x, { loss: new SoftmaxCrossEntropy(), targets });
    expect(problems).toEqual([]);
  });

  it('says which shapes it takes', () => {
    expect(() => ensembleOf('classes').build([2, 4])).toThrow(
      'Ensemble: expected one input, [inputs] or [3, inputs]. Received [[2,4]].',
    );
  });

  it('looks up what each member has learned of a category', async () => {
    const options = {
      members: 2,
      hidden: [],
      outputs: 1,
      task: 'numbers',
      categories: [{ input: 0, values: 3, size: 1 }],
    };
    const parameters = new Map([
      ['0.scale', dense(Float32Array.of(1, 1), [2, 1, 1])],
      ['0.embedding0', dense(Float32Array.of(0, 1, 2, 0, 10, 20), [2, 3, 1])],
      ['0.weight1', dense(Float32Array.of(100, 1, 100, 1), [2, 2, 1])],
      ['0.bias1', dense(Float32Array.of(0, 0), [2, 1, 1])],
    ]);
    const layers = [new Ensemble({ ...options, task: 'numbers' })];
    using network = new Sequential(backend, { inputShape: [2], layers, parameters });
    // The last is outside the list, and counts as its last place.
    const answers = await predict(network, dense(Float32Array.of(1, 0, 2, 1, 7, 0), [3, 2]));
    expect([...answers.data]).toEqual([5.5, 111, 11]);
    using each = new Sequential(backend, { inputShape: [2, 2], layers, parameters });
    const own = await predict(each, dense(Float32Array.of(1, 0, 2, 0), [1, 2, 2]));
    expect([...own.data]).toEqual([1, 20]);
  });

  it('keeps the numbers of each member in a range, and never answers with infinities', async () => {
    const members = { members: 2, hidden: [], outputs: 1, task: 'numbers' } as const;
    const parameters = new Map([
      ['0.scale', dense(Float32Array.of(1, 1), [2, 1, 1])],
      ['0.weight1', dense(Float32Array.of(1, 5), [2, 1, 1])],
      ['0.bias1', dense(Float32Array.of(0, 0), [2, 1, 1])],
    ]);
    using network = new Sequential(backend, {
      ...{ inputShape: [1], parameters },
      layers: [new Ensemble({ ...members, range: [-1, 3] })],
    });
    expect([...(await predict(network, dense(Float32Array.of(1, -9), [2, 1]))).data]).toEqual([2, -1]);
    const sure = new Map([...parameters, ['0.weight1', dense(Float32Array.of(999, 0, 999, 0), [2, 1, 2])]]);
    sure.set('0.bias1', dense(new Float32Array(4), [2, 1, 2]));
    const classes = new Ensemble({ ...members, outputs: 2, task: 'classes' });
    using certain = new Sequential(backend, { inputShape: [1], layers: [classes], parameters: sure });
    expect((await predict(certain, dense(Float32Array.of(1), [1, 1]))).data.every(Number.isFinite)).toBe(true);
  });

  it.each([
    [{ members: 0 }, 'Ensemble members: expected a whole number >= 1. Received 0.'],
    [{ hidden: [8, '8'] }, 'Ensemble hidden: expected a list of whole numbers >= 1. Received [8,"8"].'],
    [{ task: 'ranks' }, "Ensemble task: expected 'classes' or 'numbers'. Received \"ranks\"."],
    [{ categories: [{ input: 0, values: 2 }] }, 'Ensemble categories: expected a list of { input, values, size }.'],
    [{ temperature: 0 }, 'Ensemble temperature: expected a number > 0. Received 0.'],
    [{ range: [1] }, 'Ensemble range: expected two numbers. Received [1].'],
    [{ depth: 2 }, "Ensemble: unknown option 'depth'."],
  ])('refuses the options %j', (wrong, message) => {
    const config = { type: 'Ensemble', members: 2, hidden: [8], outputs: 2, task: 'classes', ...wrong };
    expect(() => fromConfig('layer', TABLE_LAYERS, config as TypedConfig)).toThrow(message);
  });
});
