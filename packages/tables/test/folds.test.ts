import { dense } from '@nablajs/core';
import { expect, it } from 'vitest';
import { blocksInTime, countFolds, foldsOf, foldsOfGroups } from '../src/folds.js';
import { MemberRows } from '../src/member-rows.js';

it('cuts rows into folds of equal size in which targets are alike', () => {
  const targets = Array.from({ length: 103 }, (_, row) => (row % 10 === 0 ? 1 : 0));
  const folds = foldsOf(targets, 5, 3);
  const count = (fold: number, target: number) =>
    targets.filter((own, row) => own === target && folds[row] === fold).length;
  for (let fold = 0; fold < 5; fold++) {
    expect(count(fold, 0) + count(fold, 1)).toBeGreaterThanOrEqual(20);
    expect(count(fold, 1)).toBeGreaterThanOrEqual(2);
    expect(count(fold, 1)).toBeLessThanOrEqual(3);
  }
  expect(foldsOf(targets, 5, 3)).toEqual(folds);
  expect(foldsOf(targets, 5, 4)).not.toEqual(folds);
});

it('keeps groups together, in folds of about equal size', () => {
  const groups = Array.from({ length: 120 }, (_, row) => (row < 40 ? 0 : 1 + (row % 16)));
  const folds = foldsOfGroups(groups, 3, 1);
  for (let group = 0; group <= 16; group++) {
    expect(new Set(folds.filter((_, row) => groups[row] === group)).size).toBe(1);
  }
  expect([0, 1, 2].map((fold) => folds.filter((own) => own === fold).length)).toEqual([40, 40, 40]);
  expect(foldsOfGroups(groups, 3, 2)).not.toEqual(folds);
  expect(new Set(foldsOfGroups([7, 7, 9], 5, 0))).toEqual(new Set([0, 1]));
});

it('cuts time into blocks, and never within one time', () => {
  expect([...blocksInTime([30, 10, 20, 40, 60, 50], 3)]).toEqual([1, 0, 0, 1, 2, 2]);
  expect([...blocksInTime([1, 1, 1, 2], 2)]).toEqual([1, 1, 1, 1]);
});

it('counts folds: five, and fewer of few rows, of few groups and of few times', () => {
  const folds = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 344].map((rows) => countFolds(rows).folds);
  expect(folds).toEqual([2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5]);
  expect(countFolds(100, { folds: 12 })).toEqual({ folds: 12, tested: 12 });
  expect(countFolds(6, { folds: 12 })).toEqual({ folds: 6, tested: 6 });
  expect(countFolds(90, { groups: [4, 7, 4] })).toEqual({ folds: 2, tested: 2 });
  expect(countFolds(90, { groups: [4, 4] })).toEqual({ folds: 2, tested: 0 });
  expect(countFolds(12, { times: Array.from({ length: 12 }, (_, row) => row) })).toEqual({ folds: 5, tested: 5 });
  expect(countFolds(12, { times: Array.from({ length: 12 }, (_, row) => row % 2) })).toEqual({ folds: 5, tested: 1 });
  expect(countFolds(12, { times: new Array(12).fill(3) })).toEqual({ folds: 5, tested: 0 });
});

it('gives each member its own rows, and those of a shorter member no weight', () => {
  const table = { x: dense(Float32Array.of(0, 1, 2, 3), [4, 1]), y: dense(Int32Array.of(5, 6, 7, 8), [4]) };
  const rows = new MemberRows(table, [Int32Array.of(3, 1), Int32Array.of(2)]);
  expect(rows.length).toBe(2);
  expect(rows.inputShape).toEqual([2, 1]);
  expect(rows.batch(Int32Array.of(0))).toEqual({
    x: dense(Float32Array.of(3, 2), [1, 2, 1]),
    y: dense(Int32Array.of(8, 7), [1, 2]),
  });
  const { x, y, weights } = rows.batch(Int32Array.of(1, 0));
  expect(x).toEqual(dense(Float32Array.of(1, 2, 3, 2), [2, 2, 1]));
  expect(y).toEqual(dense(Int32Array.of(6, 7, 8, 7), [2, 2]));
  expect(weights).toEqual(dense(Float32Array.of(1, 0, 1, 1), [2, 2]));
});
