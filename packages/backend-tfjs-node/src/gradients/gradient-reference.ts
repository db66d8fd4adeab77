/** TensorFlow's automatic differentiation as a second opinion on core's gradients. */
import { checkOptionNames, type DenseArray, dense, dtypeOf, LayerRandom } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { type EngineName, startEngine } from '../engine.js';
import type { GradientProblem } from './gradient-problem.js';
import { type Plan, type PlannedLayer, planProblem } from './plan.js';
import { registerGradients } from './register.js';

/** float32 arrays, the caller's. */
export interface ReferenceGradients {
  readonly loss: number;
  /** dLoss/dParameter, by name, in the parameter's shape. */
  readonly gradients: ReadonlyMap<string, DenseArray>;
  /** dLoss/dX, of x's shape. */
  readonly inputGradient: DenseArray;
}

/** Gradients that TensorFlow finds by itself; see `createGradientReference`. */
export interface GradientReference {
  readonly name: string;
  readonly description: string;
  /** Version of the TensorFlow library, where that computes. */
  readonly native?: string;
  /** Where the native library is missing and another engine took its place: what to do about it. */
  readonly notice?: string;
  /**
   * The gradients that TensorFlow finds by itself from the forward pass. Rejects with a NablaError of code `argument`
   * for a layer or a loss that it has no form of, and for a parameter that the network does not have; of code `shape`
   * where a parameter is missing or an array does not fit.
   */
  differentiate(problem: GradientProblem): Promise<ReferenceGradients>;
  /** Frees its engine. */
  dispose(): void;
}

/** Options of `createGradientReference`. */
export interface GradientReferenceOptions {
  /** As for `createBackend`. */
  readonly engine?: EngineName | 'auto';
}

const OPTIONS = { engine: true } satisfies Record<keyof GradientReferenceOptions, true>;

/** Rejects as `createBackend` does. Between two calls of `differentiate` it holds nothing. */
export async function createGradientReference(options: GradientReferenceOptions = {}): Promise<GradientReference> {
  checkOptionNames('createGradientReference', options, Object.keys(OPTIONS));
  const engine = await startEngine(options.engine);
  registerGradients();
  const { description, native, notice } = engine;
  return {
    name: 'tfjs-node',
    description: `automatic gradients of ${description}`,
    ...(native === undefined ? {} : { native }),
    ...(notice === undefined ? {} : { notice }),
    differentiate: async (problem) => {
      const plan = planProblem(problem);
      engine.select();
      return downloaded(problem, differentiate(problem, plan));
    },
    dispose: () => undefined,
  };
}

interface TensorGradients {
  readonly value: tf.Tensor;
  readonly grads: readonly tf.Tensor[];
}

/** The loss, and its gradients with respect to x and to each parameter in the order of the map. */
function differentiate(problem: GradientProblem, plan: Plan): TensorGradients {
  const names = [...problem.parameters.keys()];
  return tf.tidy(() => {
    const targets = uploaded(problem.targets);
    const lossOf = tf.valueAndGrads((x, ...parameters) => {
      const byName = new Map(names.map((name, at) => [name, parameters[at] as tf.Tensor]));
      return forward(plan, x as tf.Tensor, targets, byName, problem.seed);
    });
    return lossOf([problem.x, ...problem.parameters.values()].map(uploaded));
  });
}

function forward(
  { network, loss }: Plan,
  x: tf.Tensor,
  targets: tf.Tensor,
  parameters: ReadonlyMap<string, tf.Tensor>,
  seed: number,
): tf.Tensor {
  const run = ({ form, config, path, names, children }: PlannedLayer, input: tf.Tensor): tf.Tensor => {
    const own = Object.entries(names).map(([role, name]) => [role, parameters.get(name) as tf.Tensor]);
    const child = (name: string, inner: tf.Tensor): tf.Tensor => run(children[name] as PlannedLayer, inner);
    return form({
      x: input,
      config,
      parameters: Object.fromEntries(own),
      random: new LayerRandom(seed, path, 1),
      child,
    });
  };
  return loss.form({ outputs: run(network, x), targets, config: loss.config });
}

/** Labels stay whole numbers; all else is float32. */
function uploaded({ data, shape }: DenseArray): tf.Tensor {
  return dtypeOf(data) === 'int32'
    ? tf.tensor(Int32Array.from(data), [...shape], 'int32')
    : tf.tensor(Float32Array.from(data), [...shape], 'float32');
}

async function downloaded(
  { parameters, x }: GradientProblem,
  { value, grads }: TensorGradients,
): Promise<ReferenceGradients> {
  const arrays: Float32Array[] = [];
  for (const tensor of [value, ...grads]) {
    arrays.push(Float32Array.from(await tensor.data()));
    tensor.dispose();
  }
  const [loss, inputGradient, ...gradients] = arrays as [Float32Array, Float32Array, ...Float32Array[]];
  const named = [...parameters].map(([name, { shape }], at) => {
    return [name, dense(gradients[at] as Float32Array, shape)] as const;
  });
  return { loss: loss[0] as number, gradients: new Map(named), inputGradient: dense(inputGradient, x.shape) };
}
