/** Embeddings, positions, and what is made of all elements of a sequence. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerCall, option } from '../layer-call.js';
import { masked } from './masks.js';

/** Returns 1 where a token is not padding, else 0. */
const isToken = (tokens: tf.Tensor, paddingIndex: number): tf.Tensor =>
  tf.cast(tf.notEqual(tokens, paddingIndex), 'float32');

export function embedding({ x, config: { paddingIndex }, parameters: { weight } }: LayerCall): tf.Tensor {
  const vectors = tf.gather(weight as tf.Tensor, x as tf.Tensor1D);
  if (paddingIndex === undefined) return vectors;
  return tf.mul(vectors, tf.expandDims(isToken(x, paddingIndex as number), -1));
}

export function embeddingBag(call: LayerCall): tf.Tensor {
  const { x, config } = call;
  const total = tf.sum(embedding(call), 1);
  if (config['mode'] === 'sum') return total;
  const { paddingIndex } = config;
  const counts = paddingIndex === undefined ? tf.onesLike(x) : isToken(x, paddingIndex as number);
  return tf.div(total, tf.maximum(tf.sum(tf.cast(counts, 'float32'), 1, true), 1));
}

export const positionEmbedding = ({ x, parameters: { weight } }: LayerCall): tf.Tensor =>
  tf.add(x, tf.slice(weight as tf.Tensor, 0, x.shape[1] as number));

/** Adds the sine to even elements and the cosine to odd ones. */
export function sinePositions({ x }: LayerCall): tf.Tensor {
  const [, time, width] = x.shape as [number, number, number];
  const waves = Array.from({ length: time }, (_, position) =>
    Array.from({ length: width }, (_, at) => {
      const angle = position / 10_000 ** ((at - (at % 2)) / width);
      return at % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
  );
  return tf.add(x, tf.tensor2d(waves));
}

export function meanOverTime({ inputs }: LayerCall): tf.Tensor {
  const [{ x, mask }] = masked(inputs) as [ReturnType<typeof masked>[0]];
  if (mask === undefined) return tf.mean(x, 1);
  return tf.div(tf.sum(tf.mul(x, tf.expandDims(mask, -1)), 1), tf.maximum(tf.sum(mask, 1, true), 1));
}

export function maxOverTime({ inputs }: LayerCall): tf.Tensor {
  const [{ x, mask }] = masked(inputs) as [ReturnType<typeof masked>[0]];
  if (mask === undefined) return largest(x);
  const lowered = tf.add(x, tf.mul(tf.sub(tf.expandDims(mask, -1), 1), 1e9)) as tf.Tensor3D;
  return tf.mul(largest(lowered), tf.max(mask, 1, true));
}

/** Takes the first largest element: the derivative of `tf.max` counts each of several equal ones. */
function largest(x: tf.Tensor3D): tf.Tensor {
  const chosen = tf.cast(tf.oneHot(tf.argMax(x, 1), x.shape[1]), 'float32');
  return tf.sum(tf.mul(tf.transpose(chosen, [0, 2, 1]), x), 1);
}

export const paddingMask = (call: LayerCall): tf.Tensor => isToken(call.x, option(call, 'paddingIndex'));
