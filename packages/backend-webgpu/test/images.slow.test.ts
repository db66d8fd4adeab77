/** Convolution and pooling where conformance has no case: sizes of tiles, parts of images, relu6, many workgroups. */
import {
  averagePool2d,
  type Backend,
  type ConvOptions,
  conv2d,
  maxPool2d,
  type Operand,
  type Tensor,
} from '@nablajs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';
import { expectDefinition, type TensorFunction } from './definition.js';

const conv =
  (options: ConvOptions): TensorFunction =>
  (x, w, b) =>
    conv2d(x as Tensor, w as Tensor, b, options);

const RELU: ConvOptions = { padding: 'same', activation: 'relu' };

const FUNCTIONS: readonly [name: string, f: TensorFunction, ...shapes: (readonly number[])[]][] = [
  ['tiles of 4 x 4', conv(RELU), [1, 7, 6, 34], [3, 3, 34, 35], [35]],
  ['tiles of 4 x 2', conv(RELU), [1, 7, 6, 9], [3, 3, 9, 24], [24]],
  ['tiles of 2 x 4', conv({}), [1, 4, 5, 17], [1, 2, 17, 40], [40]],
  ['tiles of groups', conv({ ...RELU, groups: 2, stride: [2, 1] }), [2, 7, 8, 18], [3, 3, 9, 36], [36]],
  ['more filters than a tile has steps', conv({ dilation: 2, stride: 2 }), [1, 9, 9, 8], [3, 3, 8, 50], [50]],
  ['groups of few channels', conv({ ...RELU, groups: 3 }), [2, 6, 5, 6], [3, 3, 2, 9], [9]],
  ['images in parts', conv(RELU), [3, 20, 20, 3], [3, 3, 3, 8], [8]],
  ['channels in parts, without a bias', conv({ groups: 5 }), [3, 20, 20, 5], [3, 3, 1, 5]],
  ['max pooling', (x) => maxPool2d(x as Tensor, [3, 2], { stride: [2, 1] }), [2, 9, 8, 5]],
  ['average pooling', (x) => averagePool2d(x as Tensor, [3, 2], { stride: 2, padding: 'same' }), [2, 9, 8, 5]],
];

describeOnAdapter('images', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend();
  });
  afterAll(() => backend.dispose());

  it.each(FUNCTIONS)('%s: the values and gradients of the definition', async (_name, f, ...shapes) => {
    await expectDefinition(backend, f, shapes, 1e-5);
  });

  const operand = (shape: readonly number[], data: Float32Array): Operand => {
    return { storage: backend.upload(data, shape, 'float32'), shape, dtype: 'float32' };
  };

  it('relu6 keeps NaN', async () => {
    const point = { size: [1, 1], stride: [1, 1], dilation: [1, 1], padding: [0, 0] } as const;
    const given = [NaN, Infinity, -Infinity, 7, 5.75, 0.5, 0, -0.25];
    const [x, w, b] = [
      operand([1, 1, 8, 1], Float32Array.from(given)),
      operand([1, 1, 1, 1], Float32Array.of(1)),
      operand([1], Float32Array.of(0.25)),
    ];
    const y = backend.conv?.relu6?.(x, w, b, point, 1, x.shape);
    const expected = Float32Array.of(NaN, 6, 0, 6, 6, 0.75, 0.25, 0);
    expect(await backend.download({ ...x, storage: y })).toEqual(expected);
    for (const storage of [x.storage, w.storage, b.storage, y]) backend.release(storage);
  });

  it('has more workgroups than fit along one dimension', async () => {
    const count = 65_536 * 64 + 3;
    const x = operand(
      [1, 1, count, 1],
      Float32Array.from({ length: count }, (_, i) => i % 8191),
    );
    const point = { size: [1, 1], stride: [1, 1], dilation: [1, 1], padding: [0, 0] } as const;
    const y = backend.pool?.max(x, point, x.shape);
    const made = await backend.download({ ...x, storage: y });
    expect(made.findIndex((value, i) => value !== i % 8191)).toBe(-1);
    backend.release(x.storage);
    backend.release(y);
  });
});
