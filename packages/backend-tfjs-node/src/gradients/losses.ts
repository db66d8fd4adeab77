/** Core's losses written with TensorFlow's functions; all are means. */
import type { TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';

interface LossCall {
  /** [n, ...] */
  readonly outputs: tf.Tensor;
  /** int32 labels [n, ...], or float32 in the shape of the outputs. */
  readonly targets: tf.Tensor;
  /** The complete config, with defaults. */
  readonly config: TypedConfig;
}

export type ReferenceLoss = (call: LossCall) => tf.Scalar;

function softmaxCrossEntropy({ outputs, targets, config }: LossCall): tf.Scalar {
  const { labelSmoothing, ignoreIndex, classWeights } = config as TypedConfig & Options;
  const classes = outputs.shape.at(-1) ?? 0;
  // Casts, because the kernel of `wasm` writes integers regardless of the dtype.
  const oneHot = (labels: tf.Tensor): tf.Tensor => tf.cast(tf.oneHot(labels, classes), 'float32');
  const areLabels = targets.dtype === 'int32';
  if (ignoreIndex === undefined && classWeights === undefined) {
    const probabilities = areLabels ? oneHot(targets) : targets;
    return tf.losses.softmaxCrossEntropy(probabilities, outputs, undefined, labelSmoothing);
  }
  const kept = areLabels
    ? tf.cast(tf.notEqual(targets, ignoreIndex ?? -1), 'float32')
    : tf.ones(outputs.shape.slice(0, -1));
  const probabilities = areLabels ? tf.mul(oneHot(targets), tf.expandDims(kept, -1)) : targets;
  const weights = classWeights === undefined ? tf.ones([classes]) : tf.tensor1d([...classWeights]);
  const smoothed = tf.add(tf.mul(probabilities, 1 - labelSmoothing), labelSmoothing / classes);
  const losses = tf.neg(tf.sum(tf.mul(tf.mul(smoothed, tf.logSoftmax(outputs)), weights), -1));
  const divisor = areLabels ? tf.sum(tf.mul(probabilities, weights)) : tf.sum(kept);
  return tf.div(tf.sum(tf.mul(losses, kept)), divisor);
}

interface Options {
  readonly labelSmoothing: number;
  readonly ignoreIndex?: number;
  readonly classWeights?: readonly number[];
}

function binaryCrossEntropy({ outputs, targets, config }: LossCall): tf.Scalar {
  const positiveWeight = config['positiveWeight'] as number | number[];
  if (positiveWeight === 1) return tf.losses.sigmoidCrossEntropy(targets, outputs);
  const positive = tf.mul(tf.mul(targets, positiveWeight), tf.softplus(tf.neg(outputs)));
  return tf.mean(tf.add(positive, tf.mul(tf.sub(1, targets), tf.softplus(outputs))));
}

/** Every loss of core by `config.type`. */
export const REFERENCE_LOSSES: Readonly<Record<string, ReferenceLoss>> = {
  SoftmaxCrossEntropy: softmaxCrossEntropy,
  MeanSquaredError: ({ outputs, targets }) => tf.losses.meanSquaredError(targets, outputs),
  MeanAbsoluteError: ({ outputs, targets }) => tf.losses.absoluteDifference(targets, outputs),
  Huber: ({ outputs, targets, config }) => tf.losses.huberLoss(targets, outputs, undefined, config['delta'] as number),
  BinaryCrossEntropy: binaryCrossEntropy,
};
