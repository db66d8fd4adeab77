import { createBackend } from '@nablajs/backend-ts';
import { Dense, type DenseArray, dense, predict, Random, ReLU, Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import { gradcheck } from '@nablajs/gradcheck';
import { afterAll, describe, expect, it } from 'vitest';
import { Ensemble, type EnsembleTask } from '../src/index.js';

const backend = await createBackend();
afterAll(() => backend.dispose());

const [MEMBERS, INPUTS, OUTPUTS, ROWS] = [3, 4, 2, 5];

function drawn(seed: number, ...shape: number[]): DenseArray {
  const random = new Random(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return dense(
    Float64Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

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
});
