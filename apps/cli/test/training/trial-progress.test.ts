import { expect, test } from 'vitest';
import { trialText } from '../../src/training/trial-progress.js';

const recipe = {
  ...{ binned: true, hidden: [128, 128], dropout: 0.2, weightDecay: 0.5, learningRate: 0.004 / 3 },
  ...{ epochs: 100, batchSize: 32 },
};
const state = { share: 0.5, recipe, best: { recipe, loss: 0.06642 } };
const text = (width: number, more: object = {}) =>
  trialText({ ...state, ...more }, { trial: 3, seconds: 30, shareBefore: 0.25, width });

test('shows what is tried, the best so far, and the time left after what a resumed run had', () => {
  const tried = 'trial 3: bins, 128x128, dropout 0.2, decay 0.5, rate 0.0013';
  expect(text(140)).toBe(`████████████░░░░░░░░░░░░ 50% | ${tried} | best loss 0.0664 | ETA 1m00s`);
  expect(text(105)).toBe(`██░░ 50% | ${tried} | best loss 0.0664 | ETA 1m00s`);
  expect(text(60)).toBe('██░░ 50% | trial 3 | best loss 0.0664 | ETA 1m00s');
  expect(text(20)).toBe('██░░ 50% | trial 3 ');
  expect(text(30, { share: 0.25, recipe: undefined, best: undefined })).toBe('█░░░ 25% | trial 3 | 30s');
});
