import { describe, expect, it } from 'vitest';
import { isAccuracyParity, isLossParity } from '../../src/checks/parity-result.js';
import { judgeTraining, type TrainedRun } from '../../src/checks/parity-training.js';

const run = (losses: readonly number[], accuracy = 0.9) => ({ losses, accuracy });
const judge = (...runs: readonly TrainedRun[]) => judgeTraining(new Map(runs.map((one, at) => [`backend ${at}`, one])));

describe('losses', () => {
  it('are compared by the worst step of the worst backend, relative to the first backend', () => {
    const training = judge(run([2, 1, 0.5]), run([2, 1.001, 0.5]), run([2, 1, 0.501]));
    expect(training.worstRelativeLossDifference).toBeCloseTo(0.002, 12);
    expect(training.worstStep).toBe(3);
    expect(training.steps).toBe(3);
    expect(training.losses['backend 2']).toEqual([2, 1, 0.501]);
    expect(isLossParity(training)).toBe(false);
    expect(isLossParity(judge(run([2, 1]), run([2, 1.0009])))).toBe(true);
  });

  it('differ if they are missing or not finite', () => {
    expect(judge(run([2, 1]), run([2, Number.NaN])).worstRelativeLossDifference).toBe(Number.POSITIVE_INFINITY);
    expect(isLossParity(judge(run([2, 1]), run([2])))).toBe(false);
  });

  it('are compared only over the first 100 steps', () => {
    const losses = Array.from({ length: 101 }, () => 1);
    expect(isLossParity(judge(run(losses), run(losses.with(100, 2))))).toBe(true);
    expect(isLossParity(judge(run(losses), run(losses.with(99, 2))))).toBe(false);
  });
});

it('names runs that ended early', () => {
  const training = judge(run([2, 1]), { ...run([2], Number.NaN), problem: 'lost the device' });
  expect(training.problems).toEqual(['backend 1: lost the device']);
  expect(isAccuracyParity(training)).toBe(false);
});

it('accuracies may be 0.2 points apart', () => {
  const apart = (accuracy: number) => judge(run([1], 0.9774), run([1], accuracy));
  expect(apart(0.9754).worstAccuracyDifference).toBeCloseTo(0.002, 12);
  expect(isAccuracyParity(apart(0.9754))).toBe(true);
  expect(isAccuracyParity(apart(0.9753))).toBe(false);
});
