/** A separate file, so public types do not import TensorFlow's, which do not compile in a strict project. */
import type { DenseArray, Module, NetworkConfig, SequentialConfig, TypedConfig } from '@nablajs/core';

/** One pass of a network over a batch, with arrays on the host. All numbers are rounded to float32. */
export interface GradientProblem {
  readonly network: SequentialConfig | NetworkConfig;
  /** The network as an object, for modules that core does not know. Default: made of the config. */
  readonly module?: Module | undefined;
  readonly loss: TypedConfig;
  /** Every parameter by its name in the network, such as `0.weight`. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** [n, ...inputShape], n >= 1; int32 for tokens, which have no gradient. */
  readonly x: DenseArray;
  /** int32 labels [n, ...], or floats in the shape of the outputs. */
  readonly targets: DenseArray;
  /** Not supported: the loss is the plain mean. */
  readonly weights?: DenseArray | undefined;
  /** Not supported: nothing is added to the loss. */
  readonly penalty?: object | undefined;
  /** Layers draw random numbers as in step 1 of a run with this seed. */
  readonly seed: number;
}
