/** Checks every bit of batch normalisation against its definition, at several numbers of threads. */
import {
  type Backend,
  batchNorm,
  type FloatDType,
  multiply,
  Random,
  sum,
  type Tensor,
  upload,
  valueAndGrad,
} from '@nablajs/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';
import { columnStatistics, type Floats } from '../support/definition.js';

let backends: readonly Backend[];
beforeAll(async () => {
  backends = await Promise.all([1, 3].map((threads) => createBackend({ threads })));
});
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

const EPSILON = 1e-5;

/** Numbers whose mean is far from 0. */
function numbers(length: number, dtype: FloatDType, seed: number, middle: number): Floats {
  const random = new Random(seed);
  const data = Float64Array.from({ length }, () => middle + random.normal());
  return dtype === 'float64' ? data : Float32Array.from(data);
}

/** The sums of two numbers of each row, part by part. */
function sumsOf(rows: number, term: (row: number) => readonly [number, number]): [number, number] {
  const totals: [number, number] = [0, 0];
  for (let from = 0; from < rows; from += 512) {
    const part = [0, 0] as [number, number];
    for (let row = from; row < Math.min(from + 512, rows); row++) {
      const [first, second] = term(row);
      part[0] += first;
      part[1] += second;
    }
    totals[0] += part[0];
    totals[1] += part[1];
  }
  return totals;
}

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  const round = dtype === 'float32' ? Math.fround : (x: number) => x;
  it.each([
    [2, 1, 'none'],
    [511, 3, 'relu'],
    [513, 8, 'none'],
    [2049, 5, 'relu'],
  ] as const)(
    'normalises %i rows of %i columns by the definition, with the activation %s',
    async (rows, width, activation) => {
      const [x, scale, offset, dY] = [
        numbers(rows * width, dtype, 1, 1000),
        numbers(width, dtype, 2, 1),
        numbers(width, dtype, 3, 0.5),
        numbers(rows * width, dtype, 4, 0),
      ];
      const expected = { y: x.slice(), dX: x.slice(), dScale: scale.slice(), dOffset: offset.slice() };
      for (let column = 0; column < width; column++) {
        const own = columnStatistics(x, width, column);
        const factor = (scale[column] as number) / Math.sqrt(own.variance + EPSILON);
        const at = (row: number) => row * width + column;
        for (let row = 0; row < rows; row++) {
          const value = round(((x[at(row)] as number) - own.mean) * factor + (offset[column] as number));
          expected.y[at(row)] = activation === 'relu' && value < 0 ? 0 : value;
        }
        const inverse = 1 / Math.sqrt(own.variance + EPSILON);
        const isOpen = (row: number) => activation === 'none' || (expected.y[at(row)] as number) > 0;
        const dZ = (row: number) => (isOpen(row) ? (dY[at(row)] as number) : 0);
        const deviation = (row: number) => (x[at(row)] as number) - own.mean;
        const [total, product] = sumsOf(rows, (row) => [dZ(row), dZ(row) * deviation(row)]);
        expected.dOffset[column] = total;
        expected.dScale[column] = product * inverse;
        const share = (product * inverse * inverse) / rows;
        for (let row = 0; row < rows; row++) {
          const rest = dZ(row) - total / rows - deviation(row) * share;
          expected.dX[at(row)] = rest * ((scale[column] as number) * inverse);
        }
      }
      for (const backend of backends) {
        const put = (data: Floats, shape: readonly number[]) => upload(backend, { layout: 'dense', shape, data });
        const parameters = { x: put(x, [rows, width]), scale: put(scale, [width]), offset: put(offset, [width]) };
        const weights = put(dY, [rows, width]);
        const { aux, gradients } = valueAndGrad((given: typeof parameters) => {
          const { y } = batchNorm(given.x, given.scale, given.offset, EPSILON, activation);
          return [sum(multiply(y, weights)), y] as [Tensor, Tensor];
        }, parameters);
        expectSameBits(await aux.data(), expected.y);
        expectSameBits(await gradients.x.data(), expected.dX);
        expectSameBits(await gradients.scale.data(), expected.dScale);
        expectSameBits(await gradients.offset.data(), expected.dOffset);
      }
    },
  );
});
