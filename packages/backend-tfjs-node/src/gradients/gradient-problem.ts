/** A file of its own: the public types import none of TensorFlow's, which need more than a strict project has. */
import type { DenseArray, NetworkConfig, SequentialConfig, TypedConfig } from '@nablajs/core';

/** One pass of a network over a batch, on the host. Everything is rounded to float32. */
export interface GradientProblem {
  readonly network: SequentialConfig | NetworkConfig;
  readonly loss: TypedConfig;
  /** Every parameter by its name in the network: `0.weight`. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** [n, ...inputShape], n >= 1. */
  readonly x: DenseArray;
  /** int32 labels [n], or floats of the outputs' shape. */
  readonly targets: DenseArray;
  /** Refused: the loss is the plain mean. */
  readonly weights?: DenseArray;
  /** Refused: nothing is added to the loss. */
  readonly penalty?: object;
  /** Layers draw as in step 1 of a run with this seed. */
  readonly seed: number;
}
