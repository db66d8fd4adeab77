/** What analytic gradients may be held against in place of finite differences: a backend, or whoever differentiates in its own way. */
import {
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  type HostTargets,
  isFloat,
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
import { arrayOf, isSeveral } from '../arrays.js';
import { listOf } from '../subjects/projection.js';

/** One loss of one network at one point, on the host. */
export interface GradientProblem {
  /** Layers one after the other, or a module of any kind. */
  readonly network: SequentialConfig | NetworkConfig;
  readonly loss: TypedConfig;
  /** The same as objects, for whoever can run them. */
  readonly module: Module;
  readonly lossFunction: Loss<Output, Targets>;
  /** By their names in the network: `0.weight`. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** [n, ...inputShape]; of several inputs the first. */
  readonly x: DenseArray;
  /** Every input. */
  readonly inputs: readonly DenseArray[];
  /** int32 labels [n], or floats as the loss takes them; of several the first. */
  readonly targets: DenseArray;
  /** What the loss gets: `targets`, or an array of every one where it takes several. */
  readonly lossTargets: HostTargets;
  /** [n] What each example counts; the loss is the sum of weight times loss, divided by n. Absent: 1 each. */
  readonly weights?: DenseArray;
  /** Added to the loss. */
  readonly penalty?: Penalty;
  /** Layers that draw while training (dropout) do so as in step 1 of a run with this seed. */
  readonly seed: number;
}

/** The float32 or float64 numbers that a reference came to. */
export interface ReferenceGradients {
  readonly loss: number;
  /** For every parameter, by name, of its shape. */
  readonly gradients: ReadonlyMap<string, DenseArray>;
  /** Of x's shape; undefined where the reference has none. */
  readonly inputGradient: DenseArray | undefined;
  /** Of every input, where there are several. */
  readonly inputGradients?: readonly DenseArray[];
}

/** Somebody else's gradients: TensorFlow's automatic ones, another backend's. */
export interface GradientReference {
  /** For messages: `tfjs-node`. */
  readonly name: string;
  /** Rejects with a NablaError of code `argument` for a layer or a loss that it does not know. */
  differentiate(problem: GradientProblem): Promise<ReferenceGradients>;
}

/** The gradients of `Network.pass` on another backend, in its widest float type or `dtype`. The backend stays the caller's. */
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
      const options = { seed, step: 1, inputGradient: true, weights, penalty };
      const { loss, gradients, inputGradients, updates } = model.pass(uploaded, targets, lossFunction, options);
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
      }
    },
  };
}

export function asReference(against: Backend | GradientReference): GradientReference {
  return 'differentiate' in against ? against : backendReference(against);
}

/** float64 where the backend computes in it. */
export function widestFloat(backend: Backend): FloatDType {
  if (backend.dtypes.includes('float64')) return 'float64';
  if (backend.dtypes.some(isFloat)) return 'float32';
  throw new NablaError('dtype', `gradcheck: backend '${backend.name}' computes in no float type.`);
}

async function download(tensor: Tensor): Promise<DenseArray> {
  return dense(await tensor.data(), tensor.shape);
}
