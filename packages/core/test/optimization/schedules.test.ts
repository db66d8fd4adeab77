/** Learning rates by step; 100 steps of training under each are in traces.test.ts. */
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/index.js';
import {
  Constant,
  CosineDecay,
  ExponentialDecay,
  LinearDecay,
  OneCycle,
  StepDecay,
  scheduleFromConfig,
  Warmup,
} from '../../src/schedules/index.js';
import { digest, readDigests } from '../support/digests.js';
import { expectError } from '../support/index.js';
import { nameOf } from '../support/reference.js';

const rates = (schedule: Schedule, totalSteps: number, base = 1): number[] =>
  Array.from({ length: totalSteps + 1 }, (_, step) => schedule.rate(step, totalSteps, base));

const expectRates = (schedule: Schedule, expected: readonly number[], base?: number): void => {
  const taken = rates(schedule, expected.length - 1, base);
  for (const [step, rate] of expected.entries()) expect(taken[step], `step ${step}`).toBeCloseTo(rate, 12);
};

const everySchedule: readonly Schedule[] = [
  new Constant(),
  new StepDecay(),
  new StepDecay({ stepSize: 7, gamma: 0.5 }),
  new ExponentialDecay(),
  new ExponentialDecay({ gamma: 0.9 }),
  new LinearDecay(),
  new LinearDecay({ startFactor: 0.5, endFactor: 2 }),
  new CosineDecay(),
  new CosineDecay({ minimum: 0.25 }),
  new OneCycle(),
  new OneCycle({ maximum: 3, risingShare: 0, startDivisor: 2, endDivisor: 5 }),
  new Warmup(),
  new Warmup({ steps: 3, startFactor: 0, schedule: new Warmup({ schedule: new CosineDecay() }) }),
];

describe.each(everySchedule.map((schedule) => ({ name: nameOf(schedule.config), schedule })))(
  '$name',
  ({ schedule }) => {
    it('comes back from JSON', () => {
      const again = scheduleFromConfig(JSON.parse(JSON.stringify(schedule.config)));
      expect(again.config).toEqual(schedule.config);
      expect(rates(again, 30, 0.3)).toEqual(rates(schedule, 30, 0.3));
    });

    it.each([1, 2, 3, 4, 10])('is finite and not negative in a training of %i steps, and after it', (totalSteps) => {
      for (const rate of [...rates(schedule, totalSteps, 0.3), schedule.rate(3 * totalSteps, totalSteps, 0.3)]) {
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(3);
      }
    });
  },
);

it('committed digest: the rates of 1,000 steps have the same bits on every engine', () => {
  const all = everySchedule.flatMap((schedule) => rates(schedule, 1000, 0.3));
  expect(digest(Float64Array.from(all))).toBe(readDigests()['schedules']);
});

describe('a schedule', () => {
  it('is constant', () => expectRates(new Constant(), [0.3, 0.3, 0.3], 0.3));

  it('falls in steps', () => expectRates(new StepDecay({ stepSize: 2, gamma: 0.5 }), [8, 8, 4, 4, 2, 2], 8));
  it('falls after shares of the training, rounded up', () => {
    expectRates(new StepDecay(), [1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01]);
    // 0.07 of 100 is 7.000000000000001 in float64, which is no eighth step.
    expect(new StepDecay({ stepSize: 0.07 }).rate(7, 100, 1)).toBeCloseTo(0.1, 12);
  });

  it('falls exponentially, by a factor or to a hundredth', () => {
    expectRates(new ExponentialDecay({ gamma: 0.5 }), [4, 2, 1, 0.5], 4);
    expectRates(new ExponentialDecay(), [4, 0.4, 0.04], 4);
  });

  it('is a line', () => {
    expectRates(new LinearDecay(), [2, 1.5, 1, 0.5, 0], 2);
    expectRates(new LinearDecay({ startFactor: 0.5, endFactor: 1 }), [1, 1.5, 2], 2);
  });

  it('is half a cosine', () => {
    expectRates(new CosineDecay(), [2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2, 0], 2);
    expectRates(new CosineDecay({ minimum: 1 }), [3, 2, 1], 3);
  });

  it('OneCycle rises to the base rate or to a given maximum', () => {
    // The peak is at 0.5 * 6 - 1 = 2, the end at 5.
    expectRates(new OneCycle({ risingShare: 0.5 }), [0.04, 0.52, 1, 0.750001, 0.250003, 4e-6, 4e-6]);
    const own = new OneCycle({ maximum: 8, risingShare: 0.5, startDivisor: 2, endDivisor: 4 });
    expectRates(own, [4, 6, 8, 6.25, 2.75, 1, 1], 0.5);
  });

  it('warms up, then leaves the remaining steps to another schedule', () => {
    const linear = new LinearDecay();
    expectRates(new Warmup({ steps: 2, startFactor: 0.5, schedule: linear }), [2, 3, 4, 2, 0], 4);
    expectRates(new Warmup({ steps: 0.5, startFactor: 0 }), [0, 2, 4, 4, 4], 4);
    expectRates(new Warmup({ steps: 9, startFactor: 0.1 }), [0.1, 0.2, 0.3]);
  });

  it('of your own can come from a config, inside of another too', () => {
    const config = { type: 'Share' };
    const Share = (): Schedule => ({ config, rate: (step, totalSteps, base) => (base * (step + 1)) / totalSteps });
    const warm = { type: 'Warmup', steps: 1, startFactor: 0.5, schedule: config };
    // Over the four steps that are left.
    expect(rates(scheduleFromConfig(warm, { Share }), 5, 8)).toEqual([1, 2, 4, 6, 8, 10]);
  });
});

it.each<[() => unknown, string]>([
  [() => new StepDecay({ stepSize: 1.5 }), 'StepDecay stepSize: expected a whole number of steps >= 1, or a share'],
  [() => new StepDecay({ stepSize: 0 }), 'StepDecay stepSize'],
  [() => new StepDecay({ stepSize: '3' as never }), 'StepDecay stepSize: expected a whole number of steps >= 1, or a'],
  [() => new StepDecay({ gamma: 0 }), 'StepDecay gamma'],
  [() => new ExponentialDecay({ gamma: -1 }), 'ExponentialDecay gamma'],
  [() => new ExponentialDecay({ gamma: null as never }), 'ExponentialDecay gamma'],
  [() => new LinearDecay({ startFactor: -1 }), 'LinearDecay startFactor'],
  [() => new LinearDecay({ endFactor: Number.NaN }), 'LinearDecay endFactor'],
  [() => new CosineDecay({ minimum: -1 }), 'CosineDecay minimum'],
  [() => new CosineDecay({ min: 1 } as never), "CosineDecay: unknown option 'min'. Known: minimum."],
  [() => new OneCycle({ maximum: 0 }), 'OneCycle maximum'],
  [() => new OneCycle({ risingShare: 1 }), 'OneCycle risingShare'],
  [() => new OneCycle({ startDivisor: 0 }), 'OneCycle startDivisor'],
  [() => new OneCycle({ endDivisor: Number.POSITIVE_INFINITY }), 'OneCycle endDivisor'],
  [() => new Warmup({ steps: -1 }), 'Warmup steps'],
  [() => new Warmup({ startFactor: -1 }), 'Warmup startFactor'],
  [() => new Warmup({ schedule: CosineDecay as never }), 'Warmup schedule: expected a schedule'],
  [() => scheduleFromConfig({ type: 'Cosine' }), "schedule: unknown type 'Cosine'."],
  [() => scheduleFromConfig({ type: 'Constant', rate: 1 }), "Constant: unknown option 'rate'"],
  [() => scheduleFromConfig({ type: 'Warmup', schedule: 'CosineDecay' }), 'schedule: expected a config'],
  [() => scheduleFromConfig('CosineDecay' as never), 'schedule: expected a config'],
])('%s is refused', (make, message) => expectError(make, 'argument', message));
