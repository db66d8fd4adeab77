/** Small models for the tests of `nabla import` and `nabla export`. */
import { join } from 'node:path';
import { saveModel } from '@nablajs/checkpoint';
import { dense, type JsonValue, type Shape, sizeOf, type TypedConfig } from '@nablajs/core';
import type { ArrayForm } from '@nablajs/datasets';
import type { Attribute, GraphModel, HostTensor, OperatorNode } from '@nablajs/interchange';

export const floats = (shape: Shape, data?: Iterable<number>): HostTensor => ({
  type: 'float32',
  shape,
  data: Float32Array.from(data ?? Array.from({ length: sizeOf(shape) }, (_, at) => Math.fround(Math.sin(at + 1)))),
});

export const node = (
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, Attribute>> = {},
): OperatorNode => ({ name: output, type, domain: '', inputs, outputs: [output], attributes });

/** A model of ONNX with the input `x` and the output `y`, of version 13. */
export function graph(
  input: readonly (number | string)[],
  output: readonly (number | string)[],
  nodes: readonly OperatorNode[],
  constants: Readonly<Record<string, HostTensor>> = {},
): GraphModel {
  return {
    ...{ name: 'graph', nodes, functions: [], metadata: {}, opsets: { '': 13 } },
    inputs: [{ name: 'x', type: 'float32', shape: input }],
    outputs: [{ name: 'y', type: 'float32', shape: output }],
    constants: new Map(Object.entries(constants)),
  };
}

/** Saves a model for arrays in `folder/name`. `weights`: by the names of the layers' parameters. */
export async function saveArrays(
  folder: string,
  name: string,
  { input, output, layers, weights = {}, classes }: SavedArrays,
): Promise<string> {
  const form: ArrayForm = {
    type: 'arrays',
    inputs: [{ name: 'x', type: 'float32', shape: input }],
    outputs: [{ name: 'y', type: 'float32', shape: output }],
    ...(classes && { classes }),
  };
  const parameters = new Map(
    Object.entries(weights).map(([own, { data, shape }]) => [own, dense(data as Float32Array, shape)]),
  );
  const path = join(folder, name);
  const own = form as unknown as Readonly<Record<string, JsonValue>>;
  await saveModel(path, { config: { inputShape: input, layers }, dtype: 'float32', parameters, form: own });
  return path;
}

interface SavedArrays {
  readonly input: Shape;
  readonly output: Shape;
  readonly layers: readonly TypedConfig[];
  readonly weights?: Readonly<Record<string, HostTensor>>;
  readonly classes?: readonly string[];
}

/** Two layers with the weights of a small network, [3] to [2]. */
export const SMALL: SavedArrays = {
  ...{ input: [3], output: [2] },
  layers: [{ type: 'Dense', units: 4 }, { type: 'ReLU' }, { type: 'Dense', units: 2 }],
  weights: {
    '0.weight': floats([3, 4]),
    '0.bias': floats([4]),
    '2.weight': floats([4, 2]),
    '2.bias': floats([2]),
  },
};
