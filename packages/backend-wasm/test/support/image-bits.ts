/**
 * Tests that convolution and pooling give the same bits as core's composition of other kernels, on any number of
 * threads. `docs/what-fixes-the-bits.md` defines the sums of the composition. backend-native runs them too.
 */
import {
  averagePool2d,
  type Backend,
  type ConvOptions,
  type ConvTransposeOptions,
  conv2d,
  convTranspose2d,
  greater,
  less,
  max,
  maxPool2d,
  multiply,
  type Pair,
  type PoolOptions,
  Random,
  type Shape,
  sizeOf,
  sum,
  type Tensor,
  type TypedArray,
  upload,
  valueAndGrad,
  where,
} from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameBits } from './bits.js';

type Dtype = 'float32' | 'float64';
/** The loops for float64 have the same source: in short, float32 alone. */
const DTYPES: readonly Dtype[] = process.env['NABLA_SLOW'] === '1' ? ['float32', 'float64'] : ['float32'];

type Named = Readonly<Record<'x' | 'w', Tensor>>;

type Draw = (shape: Shape, seed: number, density: number) => Float64Array;

/** Draws the numbers of a test once for all its backends, which takes longer than the kernels. */
function drawing(): Draw {
  const drawn = new Map<string, Float64Array>();
  return (shape, seed, density) => {
    const key = `${shape} ${seed} ${density}`;
    const known = drawn.get(key);
    if (known !== undefined) return known;
    const numbers = new Random(seed);
    const draw = () => (density < 1 && numbers.uniform() > density ? 0 : numbers.normal());
    const made = Float64Array.from({ length: sizeOf(shape) }, draw);
    drawn.set(key, made);
    return made;
  };
}

/** Returns the output and every gradient, by fused kernels or by the composition. */
async function computed(
  backend: Backend,
  dtype: Dtype,
  shapes: Readonly<Record<string, Shape>>,
  f: (parameters: Record<string, Tensor>) => Tensor,
  fused: boolean,
  density: number,
  draw: Draw,
): Promise<Record<string, TypedArray>> {
  const random = (shape: Shape, seed: number, share = 1): Tensor => {
    const data = draw(shape, seed, share);
    const own = dtype === 'float64' ? data.slice() : new Float32Array(data);
    return upload(backend, { layout: 'dense', shape, data: own });
  };
  const parameters = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], seed) => [name, random(shape, seed)]),
  );
  const { value, gradients, aux } = valueAndGrad(
    (given: Record<string, Tensor>) => {
      const y = f(given);
      return [sum(multiply(y, random(y.shape, 9, density))), y] as const;
    },
    parameters,
    { fused },
  );
  const found: Record<string, TypedArray> = { y: await aux.data() };
  for (const [name, gradient] of Object.entries(gradients)) found[name] = await (gradient as Tensor).data();
  for (const tensor of [value, aux, ...Object.values(parameters), ...Object.values(gradients)])
    (tensor as Tensor).dispose();
  return found;
}

/** Defines the tests for backends. The first one computes what is expected, too. */
export function describeImageBits(create: () => Promise<readonly Backend[]>): void {
  let backends: readonly Backend[];
  beforeAll(async () => {
    backends = await create();
  });
  afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

  async function expectComposed(
    shapes: Readonly<Record<string, Shape>>,
    f: (parameters: Record<string, Tensor>) => Tensor,
    density = 1,
    dtypes = DTYPES,
  ): Promise<void> {
    const draw = drawing();
    for (const dtype of dtypes) {
      const [first] = backends as [Backend];
      const composed = await computed(first, dtype, shapes, f, false, density, draw);
      for (const backend of backends) {
        const found = await computed(backend, dtype, shapes, f, true, density, draw);
        expect(Object.keys(found)).toEqual(Object.keys(composed));
        for (const [name, expected] of Object.entries(composed)) {
          expectSameBits(found[name] as TypedArray, expected, name);
        }
        expect(backend.memory().buffers).toBe(0);
      }
    }
  }

  describe('convolution', () => {
    it.each<[string, Shape, Shape, ConvOptions]>([
      ['one channel', [3, 9, 8, 1], [3, 3, 1, 5], { activation: 'relu' }],
      ['one filter', [5, 13, 12, 3], [3, 2, 3, 1], { padding: 1, activation: 'relu' }],
      ['many channels', [2, 9, 7, 33], [3, 3, 33, 20], { activation: 'relu' }],
      ['same padding', [2, 9, 7, 3], [3, 5, 3, 8], { padding: 'same', activation: 'relu' }],
      ['stride and padding', [2, 11, 8, 5], [3, 2, 5, 9], { stride: [2, 3], padding: [2, 1] }],
      ['dilation', [2, 11, 12, 3], [3, 2, 3, 4], { dilation: [2, 3], padding: 2 }],
      ['one pixel', [3, 5, 6, 7], [1, 1, 7, 9], { activation: 'relu' }],
      ['one pixel with a stride', [3, 5, 6, 7], [1, 1, 7, 9], { stride: 2 }],
      ['groups', [2, 7, 6, 12], [3, 3, 4, 15], { groups: 3, padding: 1, activation: 'relu' }],
      ['depthwise', [2, 7, 6, 37], [3, 3, 1, 37], { groups: 37, padding: 1, activation: 'relu' }],
      ['depthwise with a stride', [3, 9, 8, 5], [5, 3, 1, 5], { groups: 5, padding: 'same', stride: 2 }],
      ['depthwise with two filters each', [2, 7, 6, 3], [3, 3, 1, 6], { groups: 3 }],
      ['depthwise with a large window', [1, 15, 15, 2], [13, 11, 1, 2], { groups: 2, padding: 6 }],
      ['large windows side by side', [1, 32, 32, 3], [16, 16, 3, 8], { stride: 16 }],
      ['a window larger than the image', [2, 3, 3, 2], [5, 5, 2, 3], { padding: 2, activation: 'relu' }],
      ['a window of many steps', [1, 6, 6, 150], [3, 3, 150, 11], {}],
      ['filters wider than scratch memory', [1, 4, 4, 3], [2, 2, 3, 700], { activation: 'relu' }],
      [
        'sums over more outputs than a part has',
        [1, 130, 131, 1],
        [3, 3, 1, 3],
        { padding: 'same', activation: 'relu' },
      ],
      ['few steps and several stretches of groups', [7, 28, 27, 6], [3, 3, 2, 45], { groups: 3, activation: 'relu' }],
      ['few steps and no mask', [9, 28, 27, 1], [2, 3, 1, 32], { stride: [1, 2], padding: [0, 2] }],
      ['as many steps as a kernel takes', [1, 4, 4, 1820], [3, 3, 1820, 2], {}],
      ['more steps than a kernel takes', [1, 3, 3, 1900], [3, 3, 1900, 2], { padding: 1 }],
      ['as many filters as a kernel takes', [1, 2, 2, 1], [2, 2, 1, 16_384], {}],
      ['no images', [0, 5, 5, 2], [3, 3, 2, 4], {}],
    ])('has the bits of the composition with %s', async (_what, x, w, options) => {
      const b = [w[3] as number];
      await expectComposed({ x, w, b }, (given) =>
        conv2d(given['x'] as Tensor, given['w'] as Tensor, given['b'] as Tensor, options),
      );
    });
  });

  it('the bias of one filter is summed in the order of a row, which shows in float64', async () => {
    const f = ({ x, w, b }: Record<string, Tensor>) => conv2d(x as Tensor, w as Tensor, b, { activation: 'relu' });
    await expectComposed({ x: [5, 13, 12, 3], w: [3, 3, 3, 1], b: [1] }, f, 1, ['float64']);
  });

  describe('convolution with a sparse gradient', () => {
    it.each<[string, Shape, Shape, ConvOptions]>([
      ['several blocks', [9, 13, 13, 8], [3, 3, 8, 64], {}],
      ['padding', [3, 20, 20, 5], [5, 4, 5, 66], { padding: 'same' }],
      ['more filters than a block has', [2, 30, 31, 8], [3, 3, 8, 150], { stride: 2, padding: 1 }],
      ['many steps', [9, 17, 17, 40], [3, 3, 40, 44], { dilation: 2 }],
      ['several parts', [1, 130, 130, 16], [2, 2, 16, 4], {}],
      ['more sums than fit into scratch memory', [1, 35, 35, 160], [3, 3, 160, 64], {}],
      ['more sums than fit into scratch memory, and padding', [1, 33, 33, 160], [3, 3, 160, 64], { padding: 1 }],
      ['strides and dilated rows', [10, 33, 34, 16], [3, 3, 16, 40], { stride: [2, 3], dilation: [2, 1] }],
      ['images of one window', [1100, 3, 4, 16], [3, 4, 16, 60], {}],
      ['padding at the end alone', [9, 12, 12, 8], [2, 2, 8, 64], { padding: 'same' }],
    ])('has the bits of the composition with %s', async (_what, x, w, options) => {
      const b = [w[3] as number];
      const f = (given: Record<string, Tensor>) =>
        conv2d(given['x'] as Tensor, given['w'] as Tensor, given['b'] as Tensor, { ...options, activation: 'relu' });
      await expectComposed({ x, w, b }, f, 0.12);
    });

    it.each(['x', 'w'])('multiplies a zero by an infinity of %s', async (name) => {
      const f = (given: Record<string, Tensor>) => {
        const own = given[name] as Tensor;
        const { x, w } = { ...given, [name]: where(greater(own, 3), Number.POSITIVE_INFINITY, own) } as Named;
        return conv2d(x, w, undefined);
      };
      await expectComposed({ x: [9, 13, 13, 8], w: [3, 3, 8, 64] }, f, 0.12);
    });

    it.each(['x', 'b'])('is NaN where the ReLU gets a NaN of %s', async (name) => {
      const f = (given: Record<string, Tensor>) => {
        const own = given[name] as Tensor;
        const marked = { ...given, [name]: where(less(own, max(own)), own, Number.NaN) };
        const { x, w, b } = marked as unknown as Readonly<Record<'x' | 'w' | 'b', Tensor>>;
        return conv2d(x, w, b, { activation: 'relu' });
      };
      await expectComposed({ x: [9, 13, 13, 8], w: [3, 3, 8, 64], b: [64] }, f, 0.12);
    });
  });

  describe('pooling', () => {
    it.each<[string, Shape, Pair, PoolOptions]>([
      ['windows side by side', [3, 8, 9, 5], 2, {}],
      ['overlapping windows', [2, 9, 9, 33], 3, { stride: 2, padding: 1 }],
      ['more elements than a stretch', [2, 11, 12, 3], [7, 9], { stride: 1 }],
      ['the whole image', [2, 40, 30, 6], [40, 30], {}],
      ['no images', [0, 4, 4, 2], 2, {}],
    ])('has the bits of the composition with %s', async (_what, x, size, options) => {
      await expectComposed({ x }, (given) => averagePool2d(given['x'] as Tensor, size, options));
      await expectComposed({ x }, (given) => maxPool2d(given['x'] as Tensor, size, options));
    });
  });

  describe('transposed convolution', () => {
    it.each<[string, Shape, Shape, ConvTransposeOptions]>([
      ['a stride', [2, 4, 5, 6], [3, 3, 4, 6], { stride: 2, padding: 1, outputPadding: 1 }],
      ['groups', [2, 4, 5, 6], [2, 3, 2, 6], { groups: 2, stride: [2, 3] }],
      ['same padding', [1, 5, 5, 3], [5, 5, 2, 3], { stride: 2, padding: 'same' }],
      ['dilation', [2, 4, 4, 2], [3, 2, 5, 2], { dilation: 2, padding: 1 }],
    ])('has the bits of the composition with %s', async (_what, x, w, options) => {
      await expectComposed({ x, w }, (given) =>
        convTranspose2d(given['x'] as Tensor, given['w'] as Tensor, undefined, options),
      );
    });
  });
}
