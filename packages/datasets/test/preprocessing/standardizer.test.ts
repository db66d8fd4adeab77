import { dense } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { oneHotEncoder, Standardizer } from '../../src/index.js';

describe('Standardizer', () => {
  const x = dense(Float64Array.of(1, 5, 3, 5, 5, 5), [3, 2]);

  it('scales each column to mean 0 and standard deviation 1, and back', () => {
    const standardizer = Standardizer.fit(x);
    expect(standardizer.scales).toEqual([
      { mean: 3, standardDeviation: Math.sqrt(8 / 3) },
      { mean: 5, standardDeviation: 1 },
    ]);
    const scaled = standardizer.transform(x);
    expect(scaled.data).toEqual(Float64Array.of(-2 / Math.sqrt(8 / 3), 0, 0, 0, 2 / Math.sqrt(8 / 3), 0));
    const back = standardizer.inverse(scaled).data;
    for (const [index, value] of x.data.entries()) expect(back[index]).toBeCloseTo(value, 14);
  });

  it('refuses data without a scale', () => {
    expect(() => Standardizer.fit(dense(new Float32Array(0), [0, 2]))).toThrow('expected at least one row');
    expect(() => Standardizer.fit(dense(Int32Array.of(1), [1, 1]))).toThrow('expected floats. Received int32');
    expect(() => Standardizer.fit(x).transform(dense(new Float64Array(3), [1, 3]))).toThrow('expected 2 columns');
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    for (const [mean, standardDeviation] of [
      [0, 0],
      [nan, 1],
      [0, infinity],
    ] as const) {
      expect(() => new Standardizer([{ mean, standardDeviation }])).toThrow('a standard deviation > 0');
    }
  });

  it.each([[[]], [[6]], [[2, 2]], [[3, 2, 1]]])('refuses 6 numbers of shape %j', (shape) => {
    expect(() => Standardizer.fit({ ...x, shape })).toThrow('Standardizer.fit: expected [n, columns]');
  });

  it('keeps the dtype', () => {
    const floats = dense(Float32Array.of(1, 3), [2, 1]);
    expect(Standardizer.fit(floats).transform(floats).data).toEqual(Float32Array.of(-1, 1));
  });
});

describe('oneHotEncoder', () => {
  it('gives each text a place', () => {
    const encoder = oneHotEncoder(['blue', 'green', 'red']);
    expect(encoder.encode('green')).toEqual(Float32Array.of(0, 1, 0));
    expect(encoder.encode('pink')).toEqual(new Float32Array(3));
    expect([encoder.indexOf('red'), encoder.indexOf('pink')]).toEqual([2, -1]);
    expect(() => oneHotEncoder(['a', 'b', 'a'])).toThrow('Received "a" twice');
  });
});
