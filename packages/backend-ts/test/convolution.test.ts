/** Convolution kernels: compared with core's composition of required kernels, and at edge cases. */
import type { ConvKernels, FusedActivation, Operand, Shape, TypedArray, Window } from '@nablajs/core';
import {
  allocate,
  type ConvOptions,
  type ConvTransposeOptions,
  conv2d,
  convTranspose2d,
  sizeOf,
  type Tensor,
} from '@nablajs/core';
import { difference, type Tolerance } from '@nablajs/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { expectEqual } from '../../core/test/support/expect-equal.js';
import {
  expectComposition,
  expectNothingLive,
  FLOATS,
  type FloatName,
  floatsOf,
  type Input,
  input,
  ours,
  put,
  randomInput,
  runningSum,
} from './support.js';

const conv = ours.conv as ConvKernels;
const POINT: Window = { size: [1, 1], stride: [1, 1], dilation: [1, 1], padding: [0, 0] };

afterAll(expectNothingLive);

/** numerics: 4 sqrt(K) u of |A| |B|, which is at most K here. */
const toleranceOf = (dtype: FloatName, terms: number): Tolerance =>
  dtype === 'float32'
    ? { relative: 2 ** -22, absolute: 4 * Math.sqrt(terms) * 2 ** -24 }
    : { relative: 1e-12, absolute: 1e-13 * Math.sqrt(terms) };

/** Images, filters [rows, columns, channels / groups, filters], and options. */
const CASES: (readonly [image: Shape, filters: Shape, options: ConvOptions])[] = [
  // A window with more elements than a block has rows, and more filters than it has columns.
  [[1, 5, 6, 65], [3, 3, 65, 3], { padding: 1 }],
  [[2, 3, 3, 2], [2, 2, 2, 259], {}],
  [[1, 1, 1, 1], [1, 1, 1, 1], {}],
  [[3, 5, 4, 3], [1, 1, 3, 5], {}],
  [[3, 6, 5, 33], [1, 1, 33, 2], { stride: 2 }],
  [[1, 4, 4, 5], [1, 1, 5, 3], { padding: 'same' }],
  [[3, 7, 6, 1], [3, 3, 1, 5], {}],
  [[1, 7, 6, 5], [3, 2, 5, 3], { padding: 'same' }],
  [[3, 8, 9, 3], [3, 3, 3, 33], { stride: [2, 3], padding: 1 }],
  [[1, 9, 8, 33], [2, 3, 33, 3], { dilation: [2, 3], padding: [1, 2] }],
  [[3, 9, 8, 3], [3, 3, 3, 2], { dilation: [3, 1], stride: [1, 2], padding: [2, 1] }],
  [[1, 9, 9, 1], [3, 3, 1, 2], { dilation: 2, padding: 'same' }],
  [[3, 2, 3, 5], [5, 7, 5, 3], { padding: [2, 3] }],
  [[1, 1, 3, 2], [3, 3, 2, 2], { padding: 'same' }],
  [[1, 5, 5, 33], [3, 3, 33, 7], { padding: 'same' }],
  [[2, 24, 23, 1], [3, 3, 1, 3], { padding: 1 }],
  [[2, 17, 19, 5], [5, 5, 5, 3], { stride: 3 }],
  [[1, 10, 1, 3], [4, 1, 3, 2], { stride: 4 }],
  [[3, 5, 6, 6], [3, 3, 2, 9], { groups: 3, padding: 'same' }],
  [[1, 6, 5, 10], [2, 3, 5, 4], { groups: 2, stride: 2, dilation: [1, 2], padding: 1 }],
  [[3, 5, 4, 6], [1, 1, 3, 4], { groups: 2 }],
  [[3, 6, 5, 5], [3, 3, 1, 5], { groups: 5 }],
  [[1, 6, 5, 33], [3, 3, 1, 33], { groups: 33, padding: 'same' }],
  [[3, 7, 6, 3], [3, 2, 1, 9], { groups: 3, stride: [2, 1], padding: [1, 0] }],
  [[1, 9, 8, 5], [3, 3, 1, 10], { groups: 5, dilation: 2, padding: 2 }],
  [[2, 3, 2, 3], [5, 5, 1, 3], { groups: 3, padding: 2 }],
  [[1, 14, 13, 2], [13, 12, 1, 4], { groups: 2, padding: [1, 0] }],
];

const named = CASES.map(([image, filters, options]) => ({
  name: `${image.join('x')}, filters ${filters.join('x')}, ${JSON.stringify(options)}`,
  ...{ image, filters, options },
}));

const IS_NIGHTLY = process.env['NABLA_SLOW'] === '1';
/** Both dtypes run the same loops; the slow tests check both against the composition. */
const COMPOSED = IS_NIGHTLY ? FLOATS : (['float32'] as const);
/** The activation comes after the sums: each case has one of them, and in the slow tests both. */
const casesWith = (activation: 'none' | 'relu') =>
  named.filter((_, at) => IS_NIGHTLY || (activation === 'relu') === (at % 2 === 0));

describe.each(COMPOSED)('%s, as composed', (dtype) => {
  for (const activation of ['none', 'relu'] as const) {
    it.each(casesWith(activation))(`conv2d with ${activation}: $name`, async ({ image, filters, options }) => {
      const inputs = [
        randomInput(dtype, image, 1),
        randomInput(dtype, filters, 2),
        randomInput(dtype, [filters[3] as number], 3),
      ];
      const run = ([x, w, b]: readonly Tensor[]) => [conv2d(x as Tensor, w as Tensor, b, { ...options, activation })];
      await expectComposition('conv', inputs, run, toleranceOf(dtype, sizeOf(image) + sizeOf(filters)));
      const withoutBias = ([x, w]: readonly Tensor[]) => [
        conv2d(x as Tensor, w as Tensor, undefined, { ...options, activation }),
      ];
      await expectComposition(
        'conv',
        inputs.slice(0, 2),
        withoutBias,
        toleranceOf(dtype, sizeOf(image) + sizeOf(filters)),
      );
    });
  }

  const TRANSPOSED: (readonly [image: Shape, filters: Shape, options: ConvTransposeOptions])[] = [
    [[3, 4, 3, 5], [3, 2, 3, 5], { stride: 2, outputPadding: 1 }],
    [[1, 4, 4, 2], [3, 3, 3, 2], { padding: 1, dilation: 2 }],
    [[3, 3, 5, 33], [2, 2, 5, 33], { stride: 2, padding: 'same' }],
    [[1, 3, 3, 4], [3, 3, 1, 4], { stride: 2, groups: 4 }],
    [[2, 3, 4, 6], [3, 3, 2, 6], { stride: [1, 3], groups: 2 }],
  ];
  it.each(TRANSPOSED)('convTranspose2d of %j with filters %j, %j', async (image, filters, options) => {
    const inputs = [randomInput(dtype, image, 1), randomInput(dtype, filters, 2)];
    const run = ([x, w]: readonly Tensor[]) => [convTranspose2d(x as Tensor, w as Tensor, undefined, options)];
    await expectComposition('conv', inputs, run, toleranceOf(dtype, sizeOf(image) + sizeOf(filters)));
  });

  it.each(named.map((one, at) => ({ ...one, at })))(
    'infinities and NaN: $name',
    async ({ image, filters, options, at }) => {
      const spoiled = (shape: Shape, seed: number, values: readonly number[]): Input => {
        const one = randomInput(dtype, shape, seed);
        for (const [i, value] of values.entries())
          one.data[Math.floor(((i + 1) * one.data.length) / 4) % one.data.length] = value;
        return one;
      };
      const { POSITIVE_INFINITY: infinity, NaN: none } = Number;
      const run = ([x, w, b]: readonly Tensor[]) => [
        conv2d(x as Tensor, w as Tensor, b, { ...options, activation: 'relu' }),
      ];
      const spoilt = [
        [[none], []],
        [[infinity, -infinity], []],
        [[], [infinity]],
        [[none], [-infinity]],
      ] as const;
      const chosen = spoilt.filter((_, i) => IS_NIGHTLY || i % 2 === at % 2);
      for (const [inX, inW] of chosen) {
        const inputs = [
          spoiled(image, 1, inX),
          spoiled(filters, 2, inW),
          randomInput(dtype, [filters[3] as number], 3),
        ];
        await expectComposition('conv', inputs, run, toleranceOf(dtype, sizeOf(image) + sizeOf(filters)));
      }
    },
  );
});

/** The arrays that a kernel returns. Operands and results are released. */
async function run(
  dtype: FloatName,
  inputs: readonly Input[],
  kernel: (operands: readonly Operand[]) => readonly (readonly [storage: unknown, shape: Shape])[],
): Promise<TypedArray[]> {
  const operands = inputs.map(({ data, shape }) => put(ours, data, shape, dtype));
  const made = kernel(operands);
  const results = await Promise.all(made.map(([storage, shape]) => ours.download({ storage, shape, dtype })));
  for (const [storage] of made) ours.release(storage);
  for (const { storage } of operands) ours.release(storage);
  return results;
}

const filled = (dtype: FloatName, shape: Shape, value: number): Input => ({
  data: allocate(dtype, sizeOf(shape)).fill(value),
  shape,
  dtype,
});

function forward(
  dtype: FloatName,
  x: Input,
  w: Input,
  shape: Shape,
  window: Window,
  groups = 1,
  activation: FusedActivation = 'none',
) {
  return run(dtype, [x, w], ([image, filters]) => [
    [conv.forward(image as Operand, filters as Operand, undefined, activation, window, groups, shape), shape],
  ]);
}

function backwardInput(dtype: FloatName, dY: Input, w: Input, shape: Shape, window: Window, groups = 1, y?: Input) {
  return run(dtype, y === undefined ? [dY, w] : [dY, w, y], ([gradient, filters, output]) => [
    [conv.backwardInput(gradient as Operand, filters as Operand, output, window, groups, shape), shape],
  ]);
}

function backwardFilter(dtype: FloatName, x: Input, dY: Input, shape: Shape, window: Window, groups = 1, y?: Input) {
  return run(dtype, y === undefined ? [x, dY] : [x, dY, y], ([image, gradient, output]) => {
    const { dW, db } = conv.backwardFilter(image as Operand, gradient as Operand, output, true, window, groups, shape);
    return [
      [dW, shape],
      [db, [shape[3] as number]],
    ];
  });
}

describe.each(FLOATS)('%s, by value', (dtype) => {
  const square: Window = { ...POINT, size: [2, 2] };

  it('gives the textbook sums', async () => {
    const x = input(dtype, [1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const w = input(dtype, [2, 2, 1, 1], [1, 10, 100, 1000]);
    expect(await forward(dtype, x, w, [1, 2, 2, 1], square)).toEqual([floatsOf(dtype, [5421, 6532, 8754, 9865])]);
    const dY = input(dtype, [1, 2, 2, 1], [1, 2, 3, 4]);
    const dX = [1, 12, 20, 103, 1234, 2040, 300, 3400, 4000];
    expect(await backwardInput(dtype, dY, w, [1, 3, 3, 1], square)).toEqual([floatsOf(dtype, dX)]);
    const [dW, db] = await backwardFilter(dtype, x, dY, [2, 2, 1, 1], square);
    expect([dW, db]).toEqual([floatsOf(dtype, [37, 47, 67, 77]), floatsOf(dtype, [10])]);
  });

  it.each([1, 2])('with %i groups, dY counts as 0 where y is 0 or negative, as NaN where y is NaN', async (groups) => {
    const y = input(dtype, [1, 1, 3, 2], [1, -0, 0, 2, -1, 1e-30]);
    const dY = input(dtype, [1, 1, 3, 2], [1, 2, 3, 4, 5, 6]);
    const own = 2 / groups;
    const w = input(dtype, [1, 1, own, 2], groups === 1 ? [1, 10, 100, 1000] : [1, 10]);
    const dX = groups === 1 ? [1, 100, 40, 4000, 60, 6000] : [1, 0, 0, 40, 0, 60];
    expect(await backwardInput(dtype, dY, w, [1, 1, 3, 2], POINT, groups, y)).toEqual([floatsOf(dtype, dX)]);
    const x = input(dtype, [1, 1, 3, 2], [1, 2, 3, 4, 5, 6]);
    const [dW, db] = await backwardFilter(dtype, x, dY, [1, 1, own, 2], POINT, groups, y);
    const expected = groups === 1 ? [1, 3 * 4 + 5 * 6, 2, 4 * 4 + 6 * 6] : [1, 4 * 4 + 6 * 6];
    expect([dW, db]).toEqual([floatsOf(dtype, expected), floatsOf(dtype, [1, 10])]);
    y.data[2] = Number.NaN;
    const [marked = []] = await backwardInput(dtype, dY, w, [1, 1, 3, 2], POINT, groups, y);
    const rest = groups === 1 ? [1, 100, Number.NaN, Number.NaN, 60, 6000] : [1, 0, Number.NaN, 40, 0, 60];
    expect(Array.from(marked)).toEqual(rest);
    const [, sums] = await backwardFilter(dtype, x, dY, [1, 1, own, 2], POINT, groups, y);
    expect(sums).toEqual(floatsOf(dtype, [Number.NaN, 10]));
  });

  it('relu keeps NaN and makes -infinity 0', async () => {
    const { NaN: none, POSITIVE_INFINITY: infinity } = Number;
    const x = input(dtype, [1, 1, 5, 1], [none, -infinity, infinity, -1, 2]);
    const one = input(dtype, [1, 1, 1, 1], [1]);
    const [y] = await forward(dtype, x, one, [1, 1, 5, 1], POINT, 1, 'relu');
    expect(Array.from(y as TypedArray)).toEqual([none, 0, infinity, 0, 2]);
  });

  it('returns no db unless needDB is true', async () => {
    const inputs = [randomInput(dtype, [1, 2, 2, 4]), randomInput(dtype, [1, 2, 2, 4])];
    const before = ours.memory();
    for (const groups of [1, 4]) {
      const [x, dY] = inputs.map(({ data, shape }) => put(ours, data, shape, dtype)) as [Operand, Operand];
      const { dW, db } = conv.backwardFilter(x, dY, undefined, false, POINT, groups, [1, 1, 4 / groups, 4]);
      expect(db).toBeUndefined();
      for (const storage of [dW, x.storage, dY.storage]) ours.release(storage);
    }
    expect(ours.memory()).toEqual(before);
  });

  it.each([1, 5])('padding counts as zeros, also times an infinity, with %i groups', async (groups) => {
    const { NaN: none, POSITIVE_INFINITY: infinity } = Number;
    const window: Window = { ...POINT, size: [3, 3], padding: [1, 1] };
    const [image, filters]: [Shape, Shape] = [
      [1, 2, 2, 5],
      [3, 3, 5 / groups, 5],
    ];
    const [x, w] = [filled(dtype, image, 1), filled(dtype, filters, 1)];
    const [infiniteW, infiniteDY] = [filled(dtype, filters, infinity), filled(dtype, image, infinity)];
    expectEqual(await forward(dtype, x, infiniteW, image, window, groups), [filled(dtype, image, none).data]);
    // Only the middle of the window never lies in the padding.
    const [dW] = await backwardFilter(dtype, x, infiniteDY, filters, window, groups);
    const size = (5 / groups) * 5;
    const expected = filled(dtype, filters, none).data.fill(infinity, 4 * size, 5 * size);
    expectEqual(dW, expected);
    // Gradients of the padding are dropped.
    expectEqual(await backwardInput(dtype, infiniteDY, w, image, window, groups), [infiniteDY.data]);
  });

  it.each([1, 3])('accepts a batch of no images, with %i groups: gradients are zeros', async (groups) => {
    const filters = [2, 2, 3 / groups, 3];
    const [x, w, dY] = [[0, 3, 3, 3], filters, [0, 2, 2, 3]].map((shape) => randomInput(dtype, shape)) as [
      Input,
      Input,
      Input,
    ];
    expect(await forward(dtype, x, w, [0, 2, 2, 3], square, groups)).toEqual([floatsOf(dtype, [])]);
    expect(await backwardInput(dtype, dY, w, [0, 3, 3, 3], square, groups)).toEqual([floatsOf(dtype, [])]);
    const zeros = [new Array(sizeOf(filters)).fill(0), [0, 0, 0]].map((values) => floatsOf(dtype, values));
    await run(dtype, [randomInput(dtype, filters)], ([used]) => [[ours.add(used as Operand, 1, filters), filters]]);
    expect(await backwardFilter(dtype, x, dY, filters, square, groups)).toEqual(zeros);
  });

  it('accepts images without channels: y is the bias, db the sums of dY', async () => {
    const [x, dY] = [input(dtype, [1, 1, 2, 0], []), input(dtype, [1, 1, 2, 2], [1, 2, 3, 4])];
    expect(await forward(dtype, x, input(dtype, [1, 1, 0, 2], []), [1, 1, 2, 2], POINT)).toEqual([
      floatsOf(dtype, [0, 0, 0, 0]),
    ]);
    expect(await backwardFilter(dtype, x, dY, [1, 1, 0, 2], POINT)).toEqual([
      floatsOf(dtype, []),
      floatsOf(dtype, [4, 6]),
    ]);
  });

  it.each([1, 3])('an image has the same bits alone and in a batch, with %i groups', async (groups) => {
    const window: Window = { size: [3, 3], stride: [2, 1], dilation: [1, 1], padding: [1, 1] };
    // More windows than one block has rows.
    const [x, w, dY] = [
      randomInput(dtype, [3, 31, 29, 3], 1),
      randomInput(dtype, [3, 3, 3 / groups, 9], 2),
      randomInput(dtype, [3, 16, 29, 9], 3),
    ];
    const part = ({ data, shape: [, ...rest] }: Input, i: number): Input => {
      const size = sizeOf(rest);
      return { data: data.slice(i * size, (i + 1) * size), shape: [1, ...rest], dtype };
    };
    const [y] = await forward(dtype, x, w, [3, 16, 29, 9], window, groups);
    const [dX] = await backwardInput(dtype, dY, w, [3, 31, 29, 3], window, groups);
    for (const i of [0, 1, 2]) {
      const alone = [
        ...(await forward(dtype, part(x, i), w, [1, 16, 29, 9], window, groups)),
        ...(await backwardInput(dtype, part(dY, i), w, [1, 31, 29, 3], window, groups)),
      ];
      const all = [part({ ...dY, data: y as TypedArray }, i).data, part({ ...x, data: dX as TypedArray }, i).data];
      expectEqual(alone, all);
    }
    expectEqual(await backwardInput(dtype, dY, w, [3, 31, 29, 3], window, groups), [dX]);
  });
});

describe('long sums', () => {
  const PLACES = 60_000;
  const third = Math.fround(1 / 3);

  it.each([1, 2])('over many windows in float32 are rounded once, with %i groups', async (groups) => {
    const [x, dY] = [1, 2].map((_) => filled('float32', [1, 1, PLACES, 2], third));
    const [dW, db] = await backwardFilter('float32', x as Input, dY as Input, [1, 1, 2 / groups, 2], POINT, groups);
    expect(dW).toEqual(new Float32Array(4 / groups).fill(third * third * PLACES));
    expect(db).toEqual(new Float32Array(2).fill(third * PLACES));
    // What this refuses: one running float32 sum.
    const running = runningSum(new Float32Array(PLACES).fill(third * third), Math.fround);
    expect(Math.abs(running / (third * third * PLACES) - 1)).toBeGreaterThan(1e-5);
  });

  it('over many channels and filters in float32 are rounded once', async () => {
    const [one, many] = [filled('float32', [1, 1, 1, PLACES], third), filled('float32', [1, 1, PLACES, 1], third)];
    const expected = [Float32Array.of(third * third * PLACES)];
    expect(await forward('float32', one, many, [1, 1, 1, 1], POINT)).toEqual(expected);
    expect(await backwardInput('float32', one, one, [1, 1, 1, 1], POINT)).toEqual(expected);
  });

  it.each([1, 2])('over many windows in float64 are added in blocks, with %i groups', async (groups) => {
    const places = 2 ** 18;
    const x = filled('float64', [1, 1, places, 2], 0.1);
    const ones = filled('float64', [1, 1, places, 2], 1);
    const [dW] = await backwardFilter('float64', x, ones, [1, 1, 2 / groups, 2], POINT, groups);
    const [, db] = await backwardFilter('float64', ones, x, [1, 1, 2 / groups, 2], POINT, groups);
    const gate = { relative: 1e-12, absolute: 0 };
    for (const result of [dW, db] as TypedArray[]) {
      const shape = [result.length];
      const expected = { data: new Float64Array(result.length).fill(0.1 * places), shape };
      expect(difference({ data: result, shape }, expected, gate)).toBeUndefined();
    }
    // What this refuses: one running float64 sum.
    const running = runningSum(x.data.subarray(places), Number);
    expect(Math.abs(running / (0.1 * places) - 1)).toBeGreaterThan(1e-12);
  });
});
