import { describe, expect, test } from 'vitest';
import {
  type ConvGeometry,
  convGeometry,
  forEachPixel,
  forEachProduct,
  placed,
  randomGeometries,
  showGeometry,
} from '../../src/harness/geometry.js';

describe('where windows lie', () => {
  test('follows from size, stride, dilation and padding along each direction', () => {
    const moves = { stride: [2, 1], dilation: [1, 2], before: [1, 0], after: [0, 1] } as const;
    const found = convGeometry([3, 5, 6, 2], [3, 2, 1, 4], moves, 2);
    expect(found.out).toEqual([3, 2, 5, 4]);
    expect(found.window).toEqual({ size: [3, 2], stride: [2, 1], dilation: [1, 2], padding: [1, 0] });
    expect(showGeometry(found)).toBe('3x5x6x2 by 3x2x1x4 to 2x5 stride 2x1 dilation 1x2 padding 1x0 groups 2');
    expect(showGeometry(convGeometry([1, 3, 3, 1], [2, 2, 1, 1]))).toBe('1x3x3x1 by 2x2x1x1 to 2x2');
    expect(placed([1, 7, 4, 1], [3, 4]).places).toEqual([5, 1]);
  });

  test('the padding is left out, in each image', () => {
    const seen: number[][] = [];
    const window = { size: [1, 2], stride: [1, 2], dilation: [1, 1], padding: [0, 1] } as const;
    forEachPixel([2, 1, 2], window, [1, 3], (...each) => seen.push(each));
    // Pixel, place, row and column in the window. The first pixel of each first window is padding.
    expect(seen).toEqual([
      [0, 0, 0, 1],
      [1, 1, 0, 0],
      [2, 1, 0, 1],
      [3, 2, 0, 1],
      [4, 3, 0, 0],
      [5, 3, 0, 1],
    ]);
    const rows: number[][] = [];
    const tall = { size: [2, 1], stride: [2, 1], dilation: [2, 1], padding: [1, 0] } as const;
    forEachPixel([1, 2, 1], tall, [4, 1], (...each) => rows.push(each));
    expect(rows).toEqual([
      [1, 0, 1, 0],
      [1, 1, 0, 0],
      [3, 1, 1, 0],
    ]);
  });
});

describe('the products of a convolution', () => {
  test('stay in their group', () => {
    const products: number[][] = [];
    forEachProduct(convGeometry([1, 1, 3, 2], [1, 2, 1, 2], {}, 2), (...each) => products.push(each));
    // Image, filter, output.
    expect(products).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      [2, 2, 0],
      [3, 3, 1],
      [2, 0, 2],
      [3, 1, 3],
      [4, 2, 2],
      [5, 3, 3],
    ]);
  });

  test('without groups take all channels', () => {
    const products: number[][] = [];
    forEachProduct(convGeometry([1, 2, 1, 2], [2, 1, 2, 1]), (...each) => products.push(each));
    expect(products).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0],
      [3, 3, 0],
    ]);
  });

  test('need a window of the size of the filters', () => {
    const { window, ...rest } = convGeometry([1, 2, 2, 1], [2, 1, 1, 1]);
    const wrong = { ...rest, window: { ...window, size: [1, 1] as const } };
    expect(() => forEachProduct(wrong, () => undefined)).toThrow('a window of another size than the filters');
  });
});

describe('random convolutions', () => {
  const some = () => randomGeometries(300, 7);

  test('are the same in every run, and others from another seed', () => {
    const found = some();
    expect(found.slice(0, 3).map(showGeometry)).toEqual([
      '3x4x8x1 by 1x5x1x5 to 2x4 stride 2x3 padding 0x3',
      '2x4x5x3 by 2x2x3x3 to 3x4 dilation 2x2 padding 1x1',
      '1x9x5x15 by 3x1x3x10 to 4x5 stride 2x1 dilation 2x1 groups 5',
    ]);
    expect(some()).toEqual(found);
    expect(randomGeometries(1, 8)).not.toEqual(found.slice(0, 1));
  });

  test('are different, and each window covers a part of the image', () => {
    const found = some();
    expect(new Set(found.map(showGeometry)).size).toBe(300);
    for (const geometry of found) {
      const covered = new Set<number>();
      const [n, height, width] = geometry.out;
      const size = [geometry.x[1], geometry.x[2]] as const;
      forEachPixel([n, height, width], geometry.window, size, (_, place) => covered.add(place));
      // A dilated window may lie around the image without a pixel in it.
      if (geometry.window.dilation.every((step) => step === 1)) expect(covered.size).toBe(n * height * width);
    }
  });

  test('have every option', () => {
    const found = some();
    const values = (of: (one: ConvGeometry) => readonly number[]): number[] =>
      [...new Set(found.flatMap(of))].sort((a, b) => a - b);
    expect(values(({ window }) => window.size)).toEqual([1, 2, 3, 5]);
    expect(values(({ window }) => window.stride)).toEqual([1, 2, 3]);
    expect(values(({ window }) => window.dilation)).toEqual([1, 2]);
    expect(values(({ window }) => window.padding)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(values(({ groups }) => [groups])).toEqual([1, 2, 3, 5]);
    expect(values(({ x }) => [x[0]])).toEqual([1, 2, 3]);
    expect(values(({ w }) => [w[2]])).toEqual([1, 3, 5, 16]);
    expect(values(({ w, groups }) => [w[3] / groups])).toEqual([1, 2, 3, 5]);
  });
});
