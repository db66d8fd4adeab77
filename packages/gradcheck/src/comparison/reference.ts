/**
 * Other gradients to compare with, instead of finite differences: those of a backend, or of another implementation.
 */
import {
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  type HostTargets,
  isFloat,
  isTensor,
  type Loss,
  type Module,
  NablaError,
  Network,
  type NetworkConfig,
  type Output,
  type Penalty,
  type SequentialConfig,
  type Targets,
  type Tensor,
  type TypedConfig,
  upload,
} from '@nablajs/core';
import { arrayOf, isOfFloats, isSeveral } from '../arrays.js';
import { listOf } from '../subjects/projection.js';

/** A network with its loss at a point, on the host. */
export interface GradientProblem {
  /** The config of a `Sequential` or a `Network`. */
  readonly network: SequentialConfig | NetworkConfig;
  readonly loss: TypedConfig;
  /** The same as objects, for implementations that can run them. */
  readonly module: Module;
  readonly lossFunction: Loss<Output, Targets>;
  /** The parameters by their names in the network: `0.weight`. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** [n, ...inputShape]; the first of several inputs. */
  readonly x: DenseArray;
  /** All inputs. */
  readonly inputs: readonly DenseArray[];
  /** int32 labels [n], or floats as the loss takes them; the first of several. */
  readonly targets: DenseArray;
  /** What the loss gets: `targets`, or an array if it takes several. */
  readonly lossTargets: HostTargets;
  /** Weights of the examples, [n] or [n, ...], by whose sum the mean divides. Default: 1 each. */
  readonly weights?: DenseArray | undefined;
  /** Added to the loss. Default: none. */
  readonly penalty?: Penalty | undefined;
  /** Layers with random numbers (Dropout) draw them as in step 1 of a run with this seed. */
  readonly seed: number;
}

/** The result of a reference, in float32 or float64. */
export interface ReferenceGradients {
  readonly loss: number;
  /** The gradient of every parameter, by name. */
  readonly gradients: ReadonlyMap<string, DenseArray>;
  /** The gradient of x; undefined if the reference has none, or x has integers. */
  readonly inputGradient: DenseArray | undefined;
  /** The gradients of all inputs, if there are several. */
  readonly inputGradients?: readonly DenseArray[];
  /** A note on how they were computed. The report shows it as a warning. */
  readonly notice?: string;
}

/** Another implementation that computes gradients: TensorFlow, or another backend. */
export interface GradientReference {
  /** A name for messages: `tfjs-node`. */
  readonly name: string;
  /** Computes loss and gradients. Rejects with NablaError `argument` for an unknown layer or loss. */
  differentiate(problem: GradientProblem): Promise<ReferenceGradients>;
}

/**
 * Returns a reference that computes the gradients on another backend, in its widest float type or `dtype`. Does not
 * dispose the backend.
 *
 * @example
 * ```ts
 * const report = await gradcheck(model, x, { loss, targets, against: backendReference(otherBackend) });
 * ```
 */
export function backendReference(backend: Backend, dtype: FloatDType = widestFloat(backend)): GradientReference {
  return {
    name: backend.name,
    differentiate: async ({
      network,
      module,
      lossFunction,
      parameters,
      inputs,
      lossTargets,
      weights: given,
      penalty,
      seed,
    }) => {
      const { inputShape } = network;
      using model = new Network(backend, module, { inputShape, dtype, parameters });
      const up = (array: DenseArray): Tensor => upload(backend, arrayOf(array, dtype));
      const uploaded = inputs.map(up);
      const targets: Targets = isSeveral(lossTargets) ? lossTargets.map(up) : up(lossTargets);
      const weights = given && up(given);
      const inputGradient = inputs.every(isOfFloats);
      const options = { seed, step: 1, inputGradient, weights, penalty };
      const { loss, weight, gradients, inputGradients, updates } = model.pass(uploaded, targets, lossFunction, options);
      try {
        const named = new Map<string, DenseArray>();
        for (const [name, gradient] of gradients) named.set(name, await download(gradient));
        const own: DenseArray[] = [];
        for (const gradient of inputGradients) own.push(await download(gradient));
        return { loss: await loss.item(), gradients: named, inputGradient: own[0], inputGradients: own };
      } finally {
        for (const tensor of [
          ...listOf(targets),
          ...uploaded,
          weights,
          loss,
          ...gradients.values(),
          ...inputGradients,
          ...updates.values(),
        ]) {
          tensor?.dispose();
        }
        if (isTensor(weight)) weight.dispose();
      }
    },
  };
}

export function asReference(against: Backend | GradientReference): GradientReference {
  return 'differentiate' in against ? against : backendReference(against);
}

/** Returns float64 if the backend computes in it, else float32. */
export function widestFloat(backend: Backend): FloatDType {
  if (backend.dtypes.includes('float64')) return 'float64';
  if (backend.dtypes.some(isFloat)) return 'float32';
  throw new NablaError('dtype', `gradcheck: backend '${backend.name}' has no float dtype.`);
}

async function download(tensor: Tensor): Promise<DenseArray> {
  return dense(await tensor.data(), tensor.shape);
}
