/** Options of windows: TensorFlow takes pairs, and zeros around an image must be there before. */
import type { TypedConfig } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';

export type Two = readonly [y: number, x: number];
export type Edges = 'valid' | 'same' | Two;

/** Returns an option as a pair. */
export const pairOf = (config: TypedConfig, name: string): Two => both(config[name] as number | Two);

export function paddingOf({ padding }: TypedConfig): Edges {
  return padding === 'valid' || padding === 'same' ? padding : both(padding as number | Two);
}

const both = (value: number | Two): Two => (typeof value === 'number' ? [value, value] : value);

/** Surrounds images [n, height, width, channels] with `value`, `edges` times on each side. */
export function surrounded(x: tf.Tensor4D, [y, across]: Two, value = 0): tf.Tensor4D {
  const sides: [number, number][] = [
    [0, 0],
    [y, y],
    [across, across],
    [0, 0],
  ];
  return tf.pad(x, sides, value);
}
