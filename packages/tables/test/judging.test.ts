import { Random } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { bestTemperature, conformalDistances } from '../src/index.js';

const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map((logit) => Math.exp(logit));
  return powers.map((power) => power / powers.reduce((sum, own) => sum + own));
};

describe('the temperature', () => {
  /** Rows whose targets are drawn from softmax(logits), which the answers raise to a power. */
  function answers(power: number) {
    const random = new Random(3);
    const rows = Array.from({ length: 4000 }, () => {
      const logits = [random.normal(), random.normal(), random.normal()];
      const [a = 0, b = 0] = softmax(logits);
      const drawn = random.uniform();
      return { target: drawn < a ? 0 : drawn < a + b ? 1 : 2, said: softmax(logits.map((logit) => logit * power)) };
    });
    return [rows.flatMap(({ said }) => said), rows.map(({ target }) => target)] as const;
  }

  it.each([0.5, 1, 3])('undoes logits that are %f times what they should be', (power) => {
    expect(bestTemperature(...answers(power)) / power).toBeCloseTo(1, 1);
  });

  it('stays within its bounds where all answers are right, or wrong', () => {
    expect(bestTemperature([0.9, 0.1, 0.2, 0.8], [1, 0])).toBeCloseTo(Math.exp(3), 4);
    expect(bestTemperature([1, 0, 0, 1], [1, 1])).toBeGreaterThan(1);
  });

  it('leaves a doubt about as large as one row where all answers are right', () => {
    const [rows, said] = [50, 0.9];
    const found = bestTemperature(
      Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? said : 1 - said)),
      new Array<number>(rows).fill(0),
    );
    const [calibrated = 0] = softmax([Math.log(said) / found, Math.log(1 - said) / found]);
    // One row's worth of targets is shared by the two classes.
    expect(calibrated).toBeCloseTo((rows + 0.5) / (rows + 1), 4);
  });
});

describe('conformal distances', () => {
  it('are the residuals of rank ceil((n + 1) coverage), one for each percent', () => {
    const targets = Array.from({ length: 19 }, (_, row) => (row % 2 === 0 ? row : -row));
    const distances = conformalDistances(new Float64Array(19), targets);
    expect(distances).toHaveLength(99);
    expect(distances[89]).toBe(17);
    expect(distances[49]).toBe(9);
    expect(distances[0]).toBe(0);
  });

  it('end with the largest residual where there are too few rows', () => {
    expect(conformalDistances([1, 2], [1, 5])[98]).toBe(3);
  });

  it('cover their share of new numbers', () => {
    const random = new Random(5);
    const numbers = (count: number) => Array.from({ length: count }, () => random.normal());
    const distances = conformalDistances(new Float64Array(2000), numbers(2000));
    const inside = numbers(5000).filter((number) => Math.abs(number) <= (distances[89] as number)).length / 5000;
    expect(Math.abs(inside - 0.9)).toBeLessThan(0.02);
  });
});
