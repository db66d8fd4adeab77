/** One small network for each module and each option that matters for other libraries: fixtures/keras/modules.json. */
import { readFileSync } from 'node:fs';
import {
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  LAYERS,
  type Network,
  networkFromConfig,
  type OpenShape,
  Random,
  sizeOf,
  type TypedConfig,
} from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { KERAS_LAYERS } from '../../src/index.js';

export interface ModuleCase {
  readonly name: string;
  readonly inputShape: OpenShape;
  readonly module: TypedConfig;
  /** How many inputs of this shape. Default: 1. */
  readonly inputs?: number;
  /** The inputs are tokens below this number. Default: floats. */
  readonly tokens?: number;
  /** Why the other library cannot have it. */
  readonly keras?: string;
  readonly tfjs?: string;
}

export const fixture = (name: string): string => new URL(`../../fixtures/keras/${name}`, import.meta.url).pathname;

export const MODULES: readonly ModuleCase[] = JSON.parse(readFileSync(fixture('modules.json'), 'utf8'));

export const TABLE = { ...SEQUENCE_LAYERS, ...KERAS_LAYERS };

/** Names of all modules that there are, but for those around others. */
export const TYPES: readonly string[] = [...Object.keys(LAYERS), ...Object.keys(TABLE)];

/** Makes the network of a case, with random numbers in every parameter. */
export async function networkOf(backend: Backend, one: ModuleCase, dtype: FloatDType): Promise<Network> {
  const { inputShape, module, inputs = 1 } = one;
  const shapes = inputs === 1 ? inputShape : new Array<OpenShape>(inputs).fill(inputShape);
  const network = networkFromConfig(backend, { inputShape: shapes, module }, { layers: TABLE, dtype });
  const random = new Random(3);
  const values = await network.parameters.read();
  for (const [name, { data }] of values) {
    const isPositive = /variance/i.test(name);
    for (let at = 0; at < data.length; at++) data[at] = isPositive ? 0.5 + random.uniform() : random.normal() / 2;
  }
  network.parameters.load(values);
  return network;
}

/** Makes inputs of two examples. Open dimensions are 5 long. */
export function inputsOf({ inputShape, inputs = 1, tokens }: ModuleCase, dtype: FloatDType): DenseArray[] {
  const shape = [2, ...inputShape.map((size) => (typeof size === 'number' ? size : 5))];
  const random = new Random(5);
  const next = (): number => (tokens === undefined ? random.normal() : Math.floor(tokens * random.uniform()));
  const Type = tokens !== undefined ? Int32Array : dtype === 'float64' ? Float64Array : Float32Array;
  return Array.from({ length: inputs }, () => dense(new Type(sizeOf(shape)).map(next), shape));
}
