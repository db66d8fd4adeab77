import { createBackend } from '@nablajs/backend-wasm';
import { type Backend, dense, Random } from '@nablajs/core';
import { expect, it } from 'vitest';
import { crossFit, foldsOf, heldOutAnswers, MemberRows, type Recipe } from '../src/index.js';

const RECIPE: Recipe = {
  ...{ hidden: [32], dropout: 0, weightDecay: 0.01, learningRate: 0.02, epochs: 40, batchSize: 16 },
  ...{ folds: 4, repeats: 2, seed: 0 },
};

const ROWS = 150;

/** Three classes that a line does not separate: how far a point is from the origin. */
function rings(seed = 1) {
  const random = new Random(seed);
  const x = Float32Array.from({ length: 2 * ROWS }, () => random.normal());
  const classOf = (row: number): number => {
    const distance = Math.hypot(x[2 * row] as number, x[2 * row + 1] as number);
    return distance < 0.8 ? 0 : distance < 1.5 ? 1 : 2;
  };
  const y = Int32Array.from({ length: ROWS }, (_, row) => classOf(row));
  return { x: dense(x, [ROWS, 2]), y: dense(y, [ROWS]) };
}

async function onThreads<T>(threads: number, work: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await createBackend({ threads });
  try {
    return await work(backend);
  } finally {
    await backend.dispose();
  }
}

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

it('learns, and judges each row by members that have not seen it; bits do not depend on threads', async () => {
  const table = rings();
  const fitted = async (backend: Backend) => {
    const fit = await crossFit(backend, table, 'classes', 3, RECIPE);
    using network = fit.network;
    return { epoch: fit.epoch, heldOut: await heldOutAnswers(fit, table), parameters: await network.parameters.read() };
  };
  const [one, two] = [await onThreads(1, fitted), await onThreads(2, fitted)];
  expect(two).toEqual(one);
  expect(one.epoch).toBeGreaterThan(1);
  const { data } = table.y;
  const right = data.filter((target, row) => {
    const probabilities = one.heldOut.subarray(3 * row, 3 * row + 3);
    return probabilities.indexOf(Math.max(...probabilities)) === target;
  });
  expect(right.length / ROWS).toBeGreaterThan(0.85);
});

it('a row does not change what is said about it', async () => {
  const table = rings();
  const changed = { ...table, y: dense(table.y.data.slice(), [ROWS]) };
  changed.y.data[7] = ((changed.y.data[7] as number) + 1) % 3;
  // The same cut, and one epoch: then nothing else depends on the row's target.
  const cut = foldsOf(table.y.data, 4, 0);
  const heldOut = async (of: typeof table) =>
    onThreads(1, async (backend) => {
      const fit = await crossFit(backend, of, 'classes', 3, { ...RECIPE, epochs: 1, repeats: 1 }, [cut]);
      using _ = fit.network;
      return await heldOutAnswers(fit, of);
    });
  const [before, after] = [await heldOut(table), await heldOut(changed)];
  const own = cut[7];
  for (let row = 0; row < ROWS; row++) {
    const same = cut[row] === own;
    const [a, b] = [before, after].map((all) => [...all.subarray(3 * row, 3 * row + 3)]);
    if (same) expect(a).toEqual(b);
    else expect(a).not.toEqual(b);
  }
});
