import type { LayerRandom, TypedConfig } from '@nablajs/core';
import type * as tf from '@tensorflow/tfjs-core';

export interface LayerCall {
  /** [n, ...] The first input. */
  readonly x: tf.Tensor;
  /** All inputs. */
  readonly inputs: readonly tf.Tensor[];
  /** The complete config, with defaults. */
  readonly config: TypedConfig;
  /** The layer's parameters by role. */
  readonly parameters: Readonly<Record<string, tf.Tensor>>;
  readonly random: LayerRandom;
  /** Applies a child of the layer by name. */
  readonly child: (name: string, ...inputs: tf.Tensor[]) => tf.Tensor;
}

/** A layer of core, written with TensorFlow's functions. */
export type ReferenceLayer = (call: LayerCall) => tf.Tensor;

/** Returns a number of the layer's config. */
export const option = ({ config }: LayerCall, name: string): number => config[name] as number;

/** Returns the name of a layer in a list of them: its own, or its number. */
export const childName = (layer: TypedConfig, at: number): string => `${layer['name'] ?? at}`;
