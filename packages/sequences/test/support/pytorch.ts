/** What scripts/pytorch.py recorded, and the numbers that it drew. */
import { readFileSync } from 'node:fs';
import {
  Adam,
  type Backend,
  type DenseArray,
  dense,
  type Loss,
  multiply,
  type NetworkConfig,
  networkFromConfig,
  type SequentialConfig,
  type Shape,
  SoftmaxCrossEntropy,
  scope,
  sizeOf,
  sum,
  type Tensor,
  type TypedConfig,
  upload,
} from '@nablajs/core';
import { uniformStream } from '@nablajs/golden';
import { SEQUENCE_LAYERS } from '../../src/index.js';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')).cases;

type Specs = readonly (readonly [name: string, shape: Shape])[];

/** What a module computed. */
export interface ModuleCase {
  readonly config: TypedConfig;
  /** Whether only the places of the mask, the second input, count. */
  readonly isMasked: boolean;
  readonly parameters: Specs;
  readonly inputs: readonly ({ readonly shape: Shape } | { readonly values: readonly (readonly number[])[] })[];
  readonly output: { readonly shape: Shape; readonly values: readonly number[] };
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** What a training computed. */
export interface TrainingCase {
  readonly config: NetworkConfig | SequentialConfig;
  readonly parameters: Specs;
  readonly losses: readonly number[];
}

export const moduleCases: readonly ModuleCase[] = read('modules');
export const trainingCases: readonly TrainingCase[] = read('trainings');

function draw(uniform: () => number, shape: Shape, center = 0): DenseArray {
  return dense(
    Float64Array.from({ length: sizeOf(shape) }, () => center + uniform() - 0.5),
    shape,
  );
}

const drawn = (uniform: () => number, specs: Specs): Map<string, DenseArray> =>
  new Map(specs.map(([name, shape]) => [name, draw(uniform, shape, name.endsWith('scale') ? 1 : 0)]));

/** The shape of an input without the batch, its time open. */
const openShape = ({ shape }: DenseArray, at: number): (number | string)[] => [`time${at}`, ...shape.slice(2)];

/** Makes the network of a case, and what goes in. */
function prepare(backend: Backend, { config, parameters, inputs }: ModuleCase) {
  const uniform = uniformStream();
  const values = drawn(uniform, parameters);
  const given = inputs.map((one) => {
    if ('shape' in one) return draw(uniform, one.shape);
    return dense(Int32Array.from(one.values.flat()), [one.values.length, one.values[0]?.length ?? 0]);
  });
  const inputShape = given.map((array, at) => {
    // A mask has the length of the sequence before it.
    return openShape(array, at > 0 && array.shape.length === 2 ? at - 1 : at);
  });
  const options = { layers: SEQUENCE_LAYERS, parameters: values, dtype: 'float64' } as const;
  const network = networkFromConfig(backend, { inputShape, module: config }, options);
  return { network, inputs: given, uniform };
}

/** The sum of outputs times weights, which are the targets. */
const WEIGHTED: Loss = {
  config: { type: 'Weighted' },
  classification: false,
  compute: (y, w) => ({ sum: sum(multiply(y, w)), weight: 1 }),
};

/** Returns the output of a case and its gradients, by the names that the recording has. */
export async function differentiate(backend: Backend, one: ModuleCase) {
  const { network, inputs, uniform } = prepare(backend, one);
  const weights = draw(uniform, one.output.shape);
  const hasTokens = one.inputs.length === 1 && inputs[0]?.data instanceof Int32Array;
  using _ = network;
  const made = scope(() => {
    // A mask is of floats here, so that the other inputs may have gradients.
    const tensors = inputs.map((array) =>
      upload(backend, hasTokens ? array : dense(Float64Array.from(array.data), array.shape)),
    );
    const [, mask] = tensors;
    const counted = (y: Tensor): Tensor =>
      one.isMasked && mask !== undefined ? multiply(y, mask.reshape([...mask.shape, 1])) : y;
    const targets = counted(upload(backend, weights));
    const pass = network.pass(tensors, targets, WEIGHTED, { seed: 0, step: 1, inputGradient: !hasTokens });
    const ofInputs = pass.inputGradients.map((gradient, at) => [`input ${at}`, gradient] as const);
    const gradients = [...pass.gradients, ...ofInputs.filter(([name]) => name in one.gradients)];
    return { output: counted(network.forward(...tensors) as Tensor), gradients };
  });
  const arrays = made.gradients.map(async ([name, gradient]) => [name, [...(await gradient.data())]] as const);
  return { output: [...(await made.output.data())], gradients: Object.fromEntries(await Promise.all(arrays)) };
}

const [VOCABULARY, CONTEXT, BATCH, STEPS] = [11, 8, 4, 100];

/** The text that the recorded trainings learn: a sentence with mistakes. */
function lessonText(): readonly number[] {
  const uniform = uniformStream();
  return Array.from({ length: STEPS * BATCH + CONTEXT + 1 }, (_, at) =>
    uniform() < 0.9 ? (3 * at + Math.floor(at / 7)) % VOCABULARY : Math.floor(uniform() * VOCABULARY),
  );
}

/** Trains the network of a case for some steps, and returns the losses. */
export async function train(backend: Backend, { config, parameters }: TrainingCase, steps: number): Promise<number[]> {
  const options = { layers: SEQUENCE_LAYERS, parameters: drawn(uniformStream(), parameters) };
  using network = networkFromConfig(backend, config, { ...options, dtype: 'float64' });
  using optimizer = new Adam({ learningRate: 0.01 });
  const text = lessonText();
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const loss = scope(() => {
      const rows = (from: number): Tensor => {
        const tokens = Array.from({ length: BATCH }, (_, row) => text.slice(from + row, from + row + CONTEXT));
        return upload(backend, dense(Int32Array.from(tokens.flat()), [BATCH, CONTEXT]));
      };
      const start = (step - 1) * BATCH;
      const pass = network.pass([rows(start)], rows(start + 1), new SoftmaxCrossEntropy(), { seed: 0, step });
      optimizer.step(network.parameters.list, pass.gradients);
      return pass.loss;
    });
    losses.push(await loss.item());
    loss.dispose();
  }
  return losses;
}
