/** Reads the events of a run for its report. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { learningRates } from '../../src/run-report/read/learning-rates.js';
import { readEvents } from '../../src/run-report/read/read-events.js';
import { MOST_STEP_POINTS, StepLosses } from '../../src/run-report/read/step-losses.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

function eventsOf(...lines: readonly (object | string)[]) {
  const path = join(temporaryFolder(), 'events.jsonl');
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));
  return readEvents(path);
}

describe('the events of a run', () => {
  it('give epochs with all logged values, rows and steps', async () => {
    const events = await eventsOf(
      { event: 'epoch-start', epoch: 1, epochs: 2, steps: 2 },
      { event: 'batch', rows: 8, loss: 3 },
      { event: 'batch', rows: 4, loss: 1 },
      { event: 'epoch-end', epoch: 1, epochs: 2, seconds: 1.5, loss: 2, val_f1: 0.5, val_bad: null, text: 'x' },
    );
    expect(events).toMatchObject({
      plannedEpochs: 2,
      stepsPerEpoch: 2,
      steps: 2,
      status: 'unfinished',
      damagedLines: 0,
    });
    expect(events.epochs).toEqual([
      {
        epoch: 1,
        seconds: 1.5,
        rows: 12,
        values: new Map([
          ['loss', 2],
          ['val_f1', 0.5],
        ]),
      },
    ]);
    expect(events.stepLosses).toEqual([
      { step: 1, loss: 3 },
      { step: 2, loss: 1 },
    ]);
  });

  it('of a resumed run have its last state', async () => {
    const stopped = { event: 'done', epochs: 1, aborted: true };
    expect((await eventsOf(stopped)).status).toBe('stopped');
    expect((await eventsOf(stopped, { event: 'batch', loss: 1 })).status).toBe('unfinished');
    expect((await eventsOf(stopped, { event: 'done', aborted: false })).status).toBe('finished');
  });

  it('leave out damaged lines, however long, and the incomplete last line of a killed process', async () => {
    const events = await eventsOf(
      `${'x'.repeat(3_000_000)}\n`,
      `${'['.repeat(200_000)}\n`,
      'null\n',
      { event: 'batch', loss: 'high', rows: -1 },
      { event: 'batch', loss: 5 },
      '{"event":"batch","loss":7}',
    );
    expect(events).toMatchObject({ damagedLines: 3, steps: 2, stepLosses: [{ step: 2, loss: 5 }] });
  });

  it('of a missing file are empty', async () => {
    expect(await readEvents(join(temporaryFolder(), 'none'))).toMatchObject({
      epochs: [],
      steps: 0,
      status: 'unfinished',
    });
  });
});

describe('losses of steps', () => {
  const of = (count: number) => {
    const losses = new StepLosses();
    for (let step = 1; step <= count; step++) losses.add(step);
    return losses.points();
  };

  it('are complete if a chart can show all of them', () => {
    expect(of(3)).toEqual([1, 2, 3].map((step) => ({ step, loss: step })));
    expect(of(MOST_STEP_POINTS - 1)).toHaveLength(MOST_STEP_POINTS - 1);
  });

  it('become means of the same number of losses', () => {
    const points = of(10_001);
    // 10,001 steps by 8.
    expect(points).toHaveLength(1251);
    expect(points[0]).toEqual({ step: 8, loss: 4.5 });
    expect(points[1]).toEqual({ step: 16, loss: 12.5 });
    expect(points.at(-1)).toEqual({ step: 10_001, loss: 10_001 });
    for (const count of [1999, 2000, 2001, 4000, 4001, 123_457])
      expect(of(count).length).toBeLessThanOrEqual(MOST_STEP_POINTS);
  });
});

describe('learning rates', () => {
  const events = { plannedEpochs: 2, stepsPerEpoch: 50, steps: 100 } as Parameters<typeof learningRates>[1];

  it('are those of the schedule', () => {
    const rates = learningRates({ schedule: 'linear', learningRate: 0.5 }, events);
    expect(rates?.[0]).toEqual({ step: 1, rate: 0.5 });
    expect(rates?.[50]?.rate).toBeCloseTo(0.25, 12);
    expect(rates).toHaveLength(100);
  });

  it('are undefined if they never change or are unknown', () => {
    expect(learningRates({ learningRate: 0.5 }, events)).toBeUndefined();
    expect(learningRates({ schedule: 'constant', learningRate: 0.5 }, events)).toBeUndefined();
    expect(learningRates({ schedule: { type: 'Unheard' }, learningRate: 0.5 }, events)).toBeUndefined();
    expect(learningRates({ schedule: 'linear', learningRate: 0.5 }, { ...events, steps: 0 })).toBeUndefined();
  });
});
