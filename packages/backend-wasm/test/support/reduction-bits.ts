/**
 * Tests that max, argmax, maximum and sums of columns give the bits of plain loops, at sizes around those of vectors,
 * stretches of rows and items, with NaN, zeros of either sign and infinities. backend-native runs them too.
 */
import type { Backend, FloatDType, ReductionShape } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnSum, type Floats } from './definition.js';

/** Around one vector, four vectors and twice as many, of 16 to 64 bytes. */
const LENGTHS = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 128, 131];
/** A vector has half as many float64. The nightly run has more lengths. */
function lengthsOf(dtype: FloatDType): readonly number[] {
  if (process.env['NABLA_SLOW'] === '1') return [...LENGTHS, 13, 23, 47, 67, 79, 127, 259];
  return LENGTHS.filter((n) => dtype === 'float32' || n < 100);
}
/** Also around the fewest and the most columns that are reduced together. */
const WIDTHS = [2, 3, 4, 5, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 255, 256, 257, 531];
/** Around a stretch of 32 rows. */
const HEIGHTS = [1, 2, 5, 31, 32, 33, 34, 65];

type Line = (i: number) => number;
/** A number that looks random, without a tie. */
const real: Line = (i) => ((i * 7919) % 10007) / 8 - 600;

/** Marks place `at`: what a line has there and elsewhere, its largest element, and the first place of that. */
const MARKS: Readonly<Record<string, (at: number, n: number) => readonly [line: Line, top: number, place: number]>> = {
  NaN: (at) => [(i) => (i === at ? Number.NaN : real(i)), Number.NaN, at],
  'NaN and a later one': (at, n) => [(i) => (i === at || i === n - 1 ? Number.NaN : -i), Number.NaN, at],
  'NaN among infinities': (at) => [(i) => (i === at ? Number.NaN : i % 2 === 0 ? Infinity : -Infinity), Number.NaN, at],
  'the largest and an equal one': (at, n) => [(i) => (i === at || i === n - 1 ? 2000 : real(i)), 2000, at],
  '+0 among -0': (at) => [(i) => (i === at ? 0 : -0), 0, 0],
  '+0 among -0 and numbers below': (at) => [(i) => (i === at ? 0 : i % 3 === 0 ? -0 : -1e-40), 0, 0],
  '-0 among numbers below': (at) => [(i) => (i === at ? -0 : -1 - i), -0, at],
  'nothing but -0': () => [() => -0, -0, 0],
  'Infinity among -Infinity': (at) => [(i) => (i === at ? Infinity : -Infinity), Infinity, at],
  'nothing but -Infinity': () => [() => -Infinity, -Infinity, 0],
  'large numbers': (at) => [(i) => (i === at ? 3.2e38 : i % 2 === 0 ? 3e38 : -3e38), 3.2e38, at],
};

/** `create` returns backends, which must all give the same bits. */
export function describeReductions(create: () => Promise<readonly Backend[]>): void {
  let backends: readonly Backend[];
  beforeAll(async () => {
    backends = await create();
  });
  afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

  async function expectResult(
    kernel: 'sum' | 'max' | 'argmax',
    x: Floats,
    shape: ReductionShape,
    expected: readonly number[],
    what: string,
  ): Promise<void> {
    const dtype = x instanceof Float32Array ? 'float32' : 'float64';
    for (const [at, backend] of backends.entries()) {
      const operand = { storage: backend.upload(x.slice(), [x.length], dtype), shape: [x.length], dtype } as const;
      const storage = backend[kernel](operand, shape);
      const type = kernel === 'argmax' ? 'int32' : dtype;
      const received = await backend.download({ storage, shape: [expected.length], dtype: type });
      for (const one of [operand.storage, storage]) backend.release(one);
      const wrong = expected.findIndex((value, i) => !Object.is(value, received[i]));
      const where = `${kernel}, ${what}, ${shape}, backend ${at}, element ${wrong}`;
      if (wrong !== -1) expect(received[wrong], where).toBe(expected[wrong]);
      expect(received.length).toBe(expected.length);
    }
  }

  describe.each<FloatDType>(['float32', 'float64'])('%s', (dtype) => {
    const FloatArray = dtype === 'float32' ? Float32Array : Float64Array;
    const filled = (length: number, at: (i: number) => number): Floats => {
      const data = new FloatArray(length);
      for (let i = 0; i < length; i++) data[i] = at(i);
      return data;
    };
    const rounded = (x: number): number => FloatArray.of(x)[0] as number;

    it.each(Object.keys(MARKS))('max and argmax find %s at any place', async (name) => {
      const mark = MARKS[name] as (typeof MARKS)[string];
      for (const n of lengthsOf(dtype)) {
        const lines = Array.from({ length: n }, (_, at) => mark(at, n));
        const element = (row: number, i: number): number => (lines[row] as (typeof lines)[number])[0](i);
        const rows = filled(n * n, (i) => element(Math.floor(i / n), i % n));
        const columns = filled(n * n, (i) => element(i % n, Math.floor(i / n)));
        const tops = lines.map(([, top]) => rounded(top));
        const places = lines.map(([, , place]) => place);
        await expectResult('max', rows, [n, n, 1], tops, name);
        await expectResult('max', columns, [1, n, n], tops, name);
        await expectResult('argmax', rows, [n, n, 1], places, name);
        await expectResult('argmax', columns, [1, n, n], places, name);
      }
    });

    it.each([1, 7, 8, 9, 63, 64, 65, 1000])('maximum of every pair of special numbers, in %i elements', async (n) => {
      const special = [Number.NaN, 0, -0, 1, -1, Infinity, -Infinity, 1e-40, -1e-40];
      const shape = [n];
      for (const one of special) {
        const [a, b] = [new FloatArray(n).fill(one), filled(n, (i) => special[i % 9] as number)];
        const expected = [...b].map((other) => Math.max(rounded(one), other));
        for (const backend of backends) {
          const [x, y] = [a, b].map((data) => ({ storage: backend.upload(data.slice(), shape, dtype), shape, dtype }));
          if (x === undefined || y === undefined) continue;
          const results = [
            backend.maximum(x, y, shape),
            backend.maximum(y, x, shape),
            backend.maximum(y, rounded(one), shape),
          ];
          for (const storage of results) {
            const received = await backend.download({ storage, shape, dtype });
            expect([...(received as Floats)], `${one}`).toEqual(expected);
          }
          for (const storage of [x.storage, y.storage, ...results]) backend.release(storage);
        }
      }
    });

    it.each(HEIGHTS)('columns of %i', async (n) => {
      for (const width of WIDTHS) {
        // Two matrices, so that what follows the first one's rows is not the end of memory.
        const x = filled(2 * n * width, (i) => real(i * 31) * 2 ** (i % 11));
        const columns = Array.from({ length: 2 * width }, (_, at) => {
          const start = at < width ? at : n * width + at - width;
          return Array.from({ length: n }, (_, row) => x[start + row * width] as number);
        });
        const tops = columns.map((column) => Math.max(...column));
        const sums = [x.subarray(0, n * width), x.subarray(n * width)].flatMap((matrix) =>
          Array.from({ length: width }, (_, column) => columnSum(matrix, width, column)),
        );
        await expectResult('max', x, [2, n, width], tops, 'columns');
        await expectResult(
          'argmax',
          x,
          [2, n, width],
          columns.map((column, at) => column.indexOf(tops[at] as number)),
          'columns',
        );
        await expectResult('sum', x, [2, n, width], sums, 'columns');
      }
    });

    it.each<ReductionShape>([
      [1, 70_001, 1],
      [2, 65_537, 1],
      [1, 32_769, 2],
      [3, 4097, 5],
      [1, 8193, 70],
      [2, 300, 600],
      [700, 3, 3],
      [1, 2, 20_000],
      [5000, 10, 1],
    ])('several items: %i, %i, %i', async (outer, n, inner) => {
      const x = filled(outer * n * inner, (i) => real(i * 13));
      // The end of a group of rows and the next one's beginning, the last row, and a NaN near the middle.
      const last = x.length - inner;
      x.fill(5000, last);
      x[Math.floor(n / 2) * inner] = Number.NaN;
      const [tops, places, sums]: [number[], number[], number[]] = [[], [], []];
      for (let at = 0; at < outer * inner; at++) {
        const [o, j] = [Math.floor(at / inner), at % inner];
        const column = filled(n, (row) => x[(o * n + row) * inner + j] as number);
        const nan = column.findIndex(Number.isNaN);
        const top = nan >= 0 ? Number.NaN : [...column].reduce((a, b) => Math.max(a, b));
        tops.push(top);
        places.push(nan >= 0 ? nan : column.indexOf(top));
        sums.push(columnSum(column, 1, 0));
      }
      await expectResult('max', x, [outer, n, inner], tops, 'items');
      await expectResult('argmax', x, [outer, n, inner], places, 'items');
      if (inner > 1) await expectResult('sum', x, [outer, n, inner], sums, 'items');
    });
  });
}
