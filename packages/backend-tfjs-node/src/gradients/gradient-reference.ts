/** Gradients by TensorFlow's automatic differentiation, to check core's gradients. */
import { checkOptionNames, type DenseArray, dense, dtypeOf, LayerRandom } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { type EngineName, startEngine } from '../engine.js';
import type { GradientProblem } from './gradient-problem.js';
import { type Plan, type PlannedLayer, planProblem } from './plan.js';
import { registerGradients } from './register.js';

/** Gradients as float32 arrays, which belong to the caller. */
export interface ReferenceGradients {
  readonly loss: number;
  /** dLoss/dParameter of every trainable parameter by name, in the parameter's shape. */
  readonly gradients: ReadonlyMap<string, DenseArray>;
  /** dLoss/dX, in the shape of x; undefined if x has integers. */
  readonly inputGradient: DenseArray | undefined;
  /** Says which engine computed instead of the reference's own, and why. */
  readonly notice?: string;
}

/** Computes gradients with TensorFlow; see `createGradientReference`. */
export interface GradientReference {
  readonly name: string;
  readonly description: string;
  /** The version of TensorFlow's C library, if that computes. */
  readonly native?: string;
  /** What to do if the native library is missing and another engine replaces it. */
  readonly notice?: string;
  /**
   * Computes the gradients of a problem by automatic differentiation of the forward pass. Rejects with a `NablaError`:
   * with code `argument` for a layer or loss that it does not support, or a parameter that the network does not have,
   * and with code `shape` if a parameter is missing or an array has the wrong shape. On `wasm`, the gradients of
   * convolutions and embeddings are missing and those of `MaxPool2d` are wrong. tfjs on `cpu` then computes the
   * network, and `notice` says so.
   */
  differentiate(problem: GradientProblem): Promise<ReferenceGradients>;
  /** Does nothing: the reference holds nothing between calls. */
  dispose(): void;
}

/** Options of `createGradientReference`. */
export interface GradientReferenceOptions {
  /** What computes, as for `createBackend`. Default: `'auto'`. */
  readonly engine?: EngineName | 'auto';
}

const OPTIONS = { engine: true } satisfies Record<keyof GradientReferenceOptions, true>;

/**
 * Creates a reference that computes gradients with TensorFlow. Pass it to `gradcheck` as `against`. It holds nothing
 * between two calls of `differentiate`. Rejects with the errors of `createBackend`.
 *
 * @example
 * ```ts
 * const against = await createGradientReference();
 * const { ok } = await gradcheck(model, inputs, { loss, targets, against });
 * ```
 */
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
      const missing = [...plan.kernels].find((kernel) => !engine.supports(kernel));
      const able = missing === undefined ? engine : await startEngine('cpu');
      able.select();
      const found = await downloaded(problem, plan, differentiate(problem, plan));
      if (missing === undefined) return found;
      const lack = `${engine.description} has no correct kernel ${missing}`;
      return { ...found, notice: `tfjs-node: ${lack}, so ${able.description} computed these gradients.` };
    },
    dispose: () => undefined,
  };
}

interface TensorGradients {
  readonly value: tf.Tensor;
  readonly grads: readonly tf.Tensor[];
}

/**
 * Computes the loss and its gradients with respect to x, unless it has integers, and to each trainable parameter, in
 * the order of the map.
 */
function differentiate(problem: GradientProblem, plan: Plan): TensorGradients {
  const varied = variedParameters(problem, plan);
  const names = varied.map(([name]) => name);
  return tf.tidy(() => {
    const [x, targets] = [uploaded(problem.x), uploaded(problem.targets)];
    const inputs = x.dtype === 'int32' ? [] : [x];
    const lossOf = tf.valueAndGrads((...all) => {
      const parameters = all.slice(inputs.length);
      const byName = new Map(names.map((name, at) => [name, parameters[at] as tf.Tensor]));
      return forward(plan, inputs.length === 0 ? x : (all[0] as tf.Tensor), targets, byName, problem.seed);
    });
    return lossOf([...inputs, ...varied.map(([, value]) => uploaded(value))]);
  });
}

const variedParameters = ({ parameters }: GradientProblem, { trainable }: Plan) =>
  [...parameters].filter(([name]) => trainable.has(name));

function forward(
  { network, loss }: Plan,
  x: tf.Tensor,
  targets: tf.Tensor,
  parameters: ReadonlyMap<string, tf.Tensor>,
  seed: number,
): tf.Tensor {
  const run = ({ form, config, path, names, children }: PlannedLayer, ...inputs: tf.Tensor[]): tf.Tensor => {
    const own = Object.entries(names).map(([role, name]) => [role, parameters.get(name) as tf.Tensor]);
    const child = (name: string, ...inner: tf.Tensor[]): tf.Tensor => run(children[name] as PlannedLayer, ...inner);
    return form({
      x: inputs[0] as tf.Tensor,
      inputs,
      config,
      parameters: Object.fromEntries(own),
      random: new LayerRandom(seed, path, 1),
      child,
    });
  };
  return loss.form({ outputs: run(network, x), targets, config: loss.config });
}

/** Uploads an array. Labels stay int32; everything else becomes float32. */
function uploaded({ data, shape }: DenseArray): tf.Tensor {
  return dtypeOf(data) === 'int32'
    ? tf.tensor(Int32Array.from(data), [...shape], 'int32')
    : tf.tensor(Float32Array.from(data), [...shape], 'float32');
}

async function downloaded(
  problem: GradientProblem,
  plan: Plan,
  { value, grads }: TensorGradients,
): Promise<ReferenceGradients> {
  const arrays: Float32Array[] = [];
  for (const tensor of [value, ...grads]) {
    arrays.push(Float32Array.from(await tensor.data()));
    tensor.dispose();
  }
  const [loss, ...all] = arrays as [Float32Array, ...Float32Array[]];
  const inputGradient =
    dtypeOf(problem.x.data) === 'int32' ? undefined : dense(all.shift() as Float32Array, problem.x.shape);
  const named = variedParameters(problem, plan).map(([name, { shape }], at) => {
    return [name, dense(all[at] as Float32Array, shape)] as const;
  });
  return { loss: loss[0] as number, gradients: new Map(named), inputGradient };
}
