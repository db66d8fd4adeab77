import { dense, Random } from '@nablajs/core';
import { expect, it } from 'vitest';
import { ridgeModels } from '../src/ridge.js';
import { slopes } from './tables.js';

const rows = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, at) => from + at);

it('finds the linear model of rows, with a bias', () => {
  // y = 2 a - 3 b + 5
  const x = [0, 0, 1, 0, 0, 1, 1, 1, 2, 1, 1, 3];
  const y = [5, 7, 2, 4, 6, -2];
  const table = { x: dense(Float32Array.from(x), [6, 2]), y: dense(Float32Array.from(y), [6, 1]) };
  const [model] = ridgeModels(table, [{ seen: rows(0, 5), held: rows(5, 6) }]) ?? [];
  expect(model?.weights[0]).toBeCloseTo(2, 2);
  expect(model?.weights[1]).toBeCloseTo(-3, 2);
  expect(model?.bias).toBeCloseTo(5, 2);
});

it('adds the penalty to the squares of the inputs', () => {
  // One input: the sum of products with the target, 2, over the sum of squares and a penalty, 2 + penalty.
  const table = { x: dense(Float32Array.of(-1, 1, 10), [3, 1]), y: dense(Float32Array.of(-1, 1, 0), [3, 1]) };
  // The held row says that the weight should be 0: the largest penalty, 100, wins.
  const [model] = ridgeModels(table, [{ seen: rows(0, 2), held: rows(2, 3) }]) ?? [];
  expect(model?.weights[0]).toBeCloseTo(2 / 102, 12);
  expect(model?.bias).toBe(0);
});

it('gives each member a model of its own rows, all with the penalty that is best for all', () => {
  const table = slopes();
  const members = [
    { seen: rows(0, 100), held: rows(100, 150) },
    { seen: rows(50, 150), held: rows(0, 50) },
  ];
  const both = ridgeModels(table, members) ?? [];
  expect(both.length).toBe(2);
  for (const { weights } of both) {
    expect(weights[0]).toBeCloseTo(0.9, 1);
    expect(weights[1]).toBeCloseTo(-0.45, 1);
    expect(weights[2]).toBeCloseTo(0, 1);
  }
  expect(both[0]?.weights).not.toEqual(both[1]?.weights);
});

it('finds the same model of fewer rows than inputs', () => {
  // Two inputs that are always 0 change nothing.
  const x = [1, 0, 2, -1, 0, -2, 0, 1, 1, 0, -1, -1, 0.5, 0.5, 0.5];
  const wide = x.flatMap((value, at) => (at % 3 === 2 ? [value, 0, 0] : [value]));
  const y = dense(Float32Array.of(5, -5, 3, -3, 2), [5, 1]);
  const members = [{ seen: rows(0, 4), held: rows(4, 5) }];
  const [model] = ridgeModels({ x: dense(Float32Array.from(x), [5, 3]), y }, members) ?? [];
  const [ofWide] = ridgeModels({ x: dense(Float32Array.from(wide), [5, 5]), y }, members) ?? [];
  expect(model?.weights.length).toBe(3);
  for (let input = 0; input < 3; input++) {
    expect(ofWide?.weights[input]).toBeCloseTo(model?.weights[input] as number, 9);
  }
  expect(ofWide?.weights.slice(3)).toEqual(Float64Array.of(0, 0));
  expect(ofWide?.bias).toBeCloseTo(model?.bias as number, 9);
});

it('leaves tables to training that would take long', () => {
  const wide = { x: dense(new Float32Array(3000 * 1200), [1200, 3000]), y: dense(new Float32Array(1200), [1200, 1]) };
  expect(ridgeModels(wide, [{ seen: rows(0, 1000), held: rows(1000, 1200) }])).toBeUndefined();
  const long = {
    x: dense(new Float32Array(100 * 70_000), [70_000, 100]),
    y: dense(new Float32Array(70_000), [70_000, 1]),
  };
  expect(ridgeModels(long, [{ seen: rows(0, 65_000), held: rows(65_000, 70_000) }])).toBeUndefined();
});

it('solves inputs that are nearly the same', () => {
  const random = new Random(1);
  const count = 60;
  const common = Float64Array.from({ length: count }, () => random.normal());
  const own = Float64Array.from({ length: count }, () => random.normal());
  const x = Float32Array.from({ length: 2 * count }, (_, at) => {
    const row = at >> 1;
    return (common[row] as number) + (at % 2) * 0.05 * (own[row] as number);
  });
  const table = { x: dense(x, [count, 2]), y: dense(Float32Array.from(own), [count, 1]) };
  const [model] = ridgeModels(table, [{ seen: rows(0, 40), held: rows(40, 60) }]) ?? [];
  // own = 20 (second - first); the least penalty holds it back a little.
  expect((model?.weights[1] ?? 0) / 20).toBeGreaterThan(0.95);
  expect((model?.weights[0] ?? 0) / -20).toBeGreaterThan(0.95);
});
