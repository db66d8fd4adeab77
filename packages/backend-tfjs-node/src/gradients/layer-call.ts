import type { LayerRandom, TypedConfig } from '@nablajs/core';
import type * as tf from '@tensorflow/tfjs-core';

export interface LayerCall {
  /** [n, ...] */
  readonly x: tf.Tensor;
  /** The complete config, with defaults. */
  readonly config: TypedConfig;
  /** The layer's parameters by role. */
  readonly parameters: Readonly<Record<string, tf.Tensor>>;
  readonly random: LayerRandom;
  /** Applies a child of the layer by name. */
  readonly child: (name: string, x: tf.Tensor) => tf.Tensor;
}

/** A layer of core, written with TensorFlow's functions. */
export type ReferenceLayer = (call: LayerCall) => tf.Tensor;

/** Returns a number of the layer's config. */
export const option = ({ config }: LayerCall, name: string): number => config[name] as number;
