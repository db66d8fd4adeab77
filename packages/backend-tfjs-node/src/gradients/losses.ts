/** Core's losses written with TensorFlow's functions; all are means. */
import type { TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';

interface LossCall {
  /** [n, ...] */
  readonly outputs: tf.Tensor;
  /** int32 labels [n], or float32 in the shape of the outputs. */
  readonly targets: tf.Tensor;
  /** The complete config, with defaults. */
  readonly config: TypedConfig;
}

export type ReferenceLoss = (call: LossCall) => tf.Scalar;

function softmaxCrossEntropy({ outputs, targets, config }: LossCall): tf.Scalar {
  const classes = outputs.shape[1] ?? 0;
  // Casts, because the kernel of `wasm` writes integers regardless of the dtype.
  const probabilities = targets.dtype === 'int32' ? tf.cast(tf.oneHot(targets, classes), 'float32') : targets;
  return tf.losses.softmaxCrossEntropy(probabilities, outputs, undefined, config['labelSmoothing'] as number);
}

/** Every loss of core by `config.type`. */
export const REFERENCE_LOSSES: Readonly<Record<string, ReferenceLoss>> = {
  SoftmaxCrossEntropy: softmaxCrossEntropy,
  MeanSquaredError: ({ outputs, targets }) => tf.losses.meanSquaredError(targets, outputs),
  MeanAbsoluteError: ({ outputs, targets }) => tf.losses.absoluteDifference(targets, outputs),
  Huber: ({ outputs, targets, config }) => tf.losses.huberLoss(targets, outputs, undefined, config['delta'] as number),
  BinaryCrossEntropy: ({ outputs, targets }) => tf.losses.sigmoidCrossEntropy(targets, outputs),
};
