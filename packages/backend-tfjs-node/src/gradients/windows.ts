/** Turns the options of windows into TensorFlow's. */
import type { TypedConfig } from '@nablajs/core';

export type Two = readonly [y: number, x: number];
export type Edges = 'valid' | 'same' | Two;

/** Returns an option as a pair. */
export const pairOf = (config: TypedConfig, name: string): Two => both(config[name] as number | Two);

export function paddingOf({ padding }: TypedConfig): Edges {
  return padding === 'valid' || padding === 'same' ? padding : both(padding as number | Two);
}

const both = (value: number | Two): Two => (typeof value === 'number' ? [value, value] : value);

/** The padding before and after each dimension of images [n, height, width, channels]. */
export type Sides = [number, number][];

/** Pads both sides equally. */
export const bothSides = ([y, x]: Two): Sides => [
  [0, 0],
  [y, y],
  [x, x],
  [0, 0],
];
