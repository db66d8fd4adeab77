import type { Recipe } from '@nablajs/tables';
import { expect, it } from 'vitest';
import { BEGUN, type RunView } from '../../src/ui/parts/run-view.js';
import { lossWords, recipeWords, searchWords, short } from '../../src/ui/train/table/words.js';

const recipe: Recipe = {
  ...{ binned: true, hidden: [128, 128], dropout: 0.2, weightDecay: 0.5, learningRate: 0.004 },
  ...{ epochs: 100, batchSize: 32 },
};
const weight = { name: 'weight', kind: 'number', mean: 0, standardDeviation: 50 } as const;

it('says how a network is made, and how good it is', () => {
  expect(recipeWords(recipe)).toBe('2 hidden layers of 128 units, dropout 0.2, numbers in bins');
  expect(recipeWords({ ...recipe, hidden: [], binned: false })).toBe('no hidden layers');
  expect(recipeWords({ ...recipe, hidden: [64], dropout: 0, binned: false })).toBe('1 hidden layer of 64 units');
  expect(lossWords(0.01234, undefined)).toBe('log loss 0.0123');
  expect(lossWords(0.25, weight)).toBe('error 25');
  expect([short(3512.7), short(0.0123456), short(-0)]).toEqual(['3,513', '0.0123', '0']);
});

it('says how far a search is, and how it ended', () => {
  const view: RunView = {
    ...BEGUN,
    search: { share: 0.426, recipes: 3, recipe: { ...recipe, binned: false }, best: 0.5 },
  };
  const made = '2 hidden layers of 128 units, dropout 0.2.';
  expect(searchWords(BEGUN)).toBe('Preparing the data …');
  expect(searchWords(view)).toBe(`42 %. Trying network 3: ${made} Best so far: log loss 0.5.`);
  expect(searchWords({ ...view, state: 'done' })).toBe(`Done: the best of 3 networks. It has ${made}`);
  expect(searchWords({ ...view, state: 'stopped' })).toBe(`Stopped at 42 %: the best of 3 networks. It has ${made}`);
  expect(searchWords({ ...view, state: 'failed', message: 'No.' })).toBe('No.');
  expect(searchWords({ ...BEGUN, state: 'loaded' })).toBe('Loaded from a file.');
});
