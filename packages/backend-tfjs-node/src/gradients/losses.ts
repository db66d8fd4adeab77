/** Core's losses by TensorFlow's own functions; all are means. */
import type { TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';

interface LossCall {
  /** [n, ...] */
  readonly outputs: tf.Tensor;
  /** int32 labels [n], or float32 of the outputs' shape. */
  readonly targets: tf.Tensor;
  /** Complete: defaults are filled in. */
  readonly config: TypedConfig;
}

export type ReferenceLoss = (call: LossCall) => tf.Scalar;

function softmaxCrossEntropy({ outputs, targets, config }: LossCall): tf.Scalar {
  const classes = outputs.shape[1] ?? 0;
  // Cast, for the kernel of `wasm` writes whole numbers whatever dtype it is asked for.
  const probabilities = targets.dtype === 'int32' ? tf.cast(tf.oneHot(targets, classes), 'float32') : targets;
  return tf.losses.softmaxCrossEntropy(probabilities, outputs, undefined, config['labelSmoothing'] as number);
}

/** By `config.type`: every loss of core. */
export const REFERENCE_LOSSES: Readonly<Record<string, ReferenceLoss>> = {
  SoftmaxCrossEntropy: softmaxCrossEntropy,
  MeanSquaredError: ({ outputs, targets }) => tf.losses.meanSquaredError(targets, outputs),
  MeanAbsoluteError: ({ outputs, targets }) => tf.losses.absoluteDifference(targets, outputs),
  Huber: ({ outputs, targets, config }) => tf.losses.huberLoss(targets, outputs, undefined, config['delta'] as number),
  BinaryCrossEntropy: ({ outputs, targets }) => tf.losses.sigmoidCrossEntropy(targets, outputs),
};
