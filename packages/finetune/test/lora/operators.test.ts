/** Adapters in graphs of operators, as they come from ONNX. */
import {
  Chain,
  Conv1d,
  Conv2d,
  Dense,
  fromConfig,
  GlobalAveragePool,
  LAYERS,
  type Module,
  Network,
  ReLU,
  type Tensor,
  upload,
} from '@nablajs/core';
import { exportOnnx, importOnnx, KERAS_LAYERS, OperatorGraph } from '@nablajs/interchange';
import { expect, it } from 'vitest';
import { mergeLora, withLora } from '../../src/index.js';
import { difference, fillAdapters, normals, PLACES } from './support.js';

const relu6 = (): Module =>
  fromConfig('layer', { ...LAYERS, ...KERAS_LAYERS }, { type: 'LimitedReLU', limit: 6, slope: 0, threshold: 0 });

const CASES: readonly (readonly [name: string, shape: readonly number[], layers: readonly Module[]])[] = [
  [
    'images',
    [6, 5, 2],
    [
      new Conv2d(4, [2, 3], { stride: [2, 1], padding: 1 }),
      relu6(),
      new Conv2d(4, 3, { groups: 2, padding: 1 }),
      new Conv2d(3, 1, { bias: false }),
      new ReLU(),
      new GlobalAveragePool(),
      new Dense(4),
      new ReLU(),
      new Dense(3),
    ],
  ],
  ['sequences', [7, 3], [new Conv1d(4, 3, { stride: 2 }), new ReLU(), new Dense(5, { bias: false })]],
];

const outputOf = async (network: Network, x: Tensor): Promise<ArrayLike<number>> =>
  (network.forward(x) as Tensor).data();

it.each(CASES.flatMap((one) => PLACES.map((place) => [...one, place.name, place] as const)))(
  '%s: a graph of operators computes what layers do with the same adapters, %4$s',
  async (_, inputShape, layers, __, { backend, dtype, tolerance }) => {
    using base = new Network(backend, new Chain(layers), { inputShape, dtype });
    const { model } = await exportOnnx(base);
    using graph = importOnnx(backend, model, { dtype });
    expect(graph.module).toBeInstanceOf(OperatorGraph);
    const options = { rank: 2, alpha: 3 };
    using ours = withLora(base, options);
    using theirs = withLora(graph, options);
    fillAdapters(ours);
    fillAdapters(theirs);
    const shapes = ({ parameters }: Network) => parameters.trainable.map(({ value }) => value.shape);
    expect(shapes(theirs)).toEqual(shapes(ours));
    const x = upload(backend, normals([3, ...inputShape], dtype));
    const received = await outputOf(theirs, x);
    expect(difference(received, await outputOf(ours, x))).toBeLessThanOrEqual(tolerance);
    expect(difference(received, await outputOf(graph, x))).toBeGreaterThan(0.01);
    using merged = await mergeLora(theirs);
    expect(difference(await outputOf(merged, x), received)).toBeLessThanOrEqual(tolerance);
  },
);
