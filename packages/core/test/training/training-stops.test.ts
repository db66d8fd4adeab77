/** Stopping a run that is going well: by signal, or by leaving the loop. */
import { describe, expect, it } from 'vitest';
import { type DoneEvent, type Sequential, type TrainEvent, type TrainOptions, train } from '../../src/index.js';
import { liveBuffers, newBackend, separableDataset, weightsOf } from '../support/index.js';
import { adamOptions, classifier, eventsOf } from '../support/training.js';

/** Aborts when `when` says so; every event until the end. */
async function runUntil(
  when: (event: TrainEvent) => boolean,
  changes: Partial<TrainOptions> = {},
): Promise<{ model: Sequential; events: TrainEvent[]; done: DoneEvent; options: TrainOptions }> {
  const controller = new AbortController();
  const model = classifier(await newBackend());
  const options = adamOptions({ epochs: 5, batchSize: 4, shuffle: false, signal: controller.signal, ...changes });
  const events: TrainEvent[] = [];
  for await (const event of train(model, separableDataset(12), options)) {
    events.push(event);
    if (when(event)) controller.abort();
  }
  return { model, events, done: events.at(-1) as DoneEvent, options };
}

const isBatch = (epoch: number, step: number) => (event: TrainEvent) =>
  event.type === 'batch' && event.epoch === epoch && event.step === step;

describe('an abort', () => {
  it('within an epoch stops after the step under way', async () => {
    const { events, done } = await runUntil(isBatch(2, 1));
    expect(done).toMatchObject({ type: 'done', aborted: true, epochs: 1, steps: 4 });
    const end = events.find((event) => event.type === 'epoch-end');
    expect(done.loss).toBe(end?.loss);
    expect(events.map(({ type }) => type)).toEqual([
      'epoch-start',
      'batch',
      'batch',
      'batch',
      'epoch-end',
      'epoch-start',
      'batch',
      'done',
    ]);
  });

  it('keeps the weights of the steps taken', async () => {
    const { model } = await runUntil(isBatch(1, 2));
    const other = classifier(await newBackend());
    for await (const event of train(
      other,
      separableDataset(12),
      adamOptions({ epochs: 5, batchSize: 4, shuffle: false }),
    )) {
      if (isBatch(1, 2)(event)) break;
    }
    expect(await weightsOf(model)).toEqual(await weightsOf(other));
  });

  it('at the last step of an epoch completes the epoch', async () => {
    const { done, events } = await runUntil(isBatch(2, 3));
    expect(done).toMatchObject({ aborted: true, epochs: 2, steps: 6 });
    expect(events.at(-2)?.type).toBe('epoch-end');
  });

  it('after the very last step changes nothing', async () => {
    const { done } = await runUntil(isBatch(5, 3));
    expect(done).toMatchObject({ aborted: false, epochs: 5, steps: 15 });
  });

  it('before the first step takes none', async () => {
    const { done, events } = await runUntil(() => false, { signal: AbortSignal.abort() });
    expect(events).toHaveLength(1);
    expect(done).toMatchObject({ aborted: true, epochs: 0, steps: 0, loss: undefined });
  });

  it('in the first epoch has no epoch’s loss to report', async () => {
    expect((await runUntil(isBatch(1, 1))).done).toMatchObject({ aborted: true, epochs: 0, steps: 1, loss: undefined });
  });

  it('from a timer is seen while steps run', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const model = classifier(await newBackend());
    const options = adamOptions({ epochs: 1_000_000, batchSize: 4, signal: controller.signal });
    const events = await eventsOf(model, separableDataset(12), options);
    expect(events.at(-1)).toMatchObject({ type: 'done', aborted: true });
  });

  it.each([0, 1, 99])('gives every buffer back, with the host %d steps late', async (stepsAhead) => {
    for (const batchSize of ['full', 4] as const) {
      for (const type of ['epoch-start', 'batch', 'epoch-end']) {
        const { model, options } = await runUntil((event) => event.type === type, {
          stepsAhead,
          batchSize,
          parts: 4,
        });
        expect(liveBuffers(model.backend)).toBe(4 + options.optimizer.state.size);
      }
    }
  });
});

describe('leaving the loop', () => {
  it.each(['epoch-start', 'batch', 'epoch-end', 'done'])('at %s gives every buffer back', async (type) => {
    for (const stepsAhead of [0, 1, 99]) {
      for (const batchSize of ['full', 4] as const) {
        const model = classifier(await newBackend());
        const options = adamOptions({ batchSize, stepsAhead, parts: 4 });
        for await (const event of train(model, separableDataset(12), options)) if (event.type === type) break;
        expect(liveBuffers(model.backend)).toBe(4 + options.optimizer.state.size);
        options.optimizer.dispose();
        model.dispose();
        expect(liveBuffers(model.backend)).toBe(0);
      }
    }
  });

  it('with an error does too', async () => {
    const model = classifier(await newBackend());
    const options = adamOptions({ batchSize: 4, stepsAhead: 99 });
    const consume = async (): Promise<void> => {
      for await (const event of train(model, separableDataset(12), options)) {
        if (event.type === 'batch' && event.step === 2) throw new Error('mine');
      }
    };
    await expect(consume()).rejects.toThrow('mine');
    expect(liveBuffers(model.backend)).toBe(4 + options.optimizer.state.size);
  });

  it('before it began takes nothing', async () => {
    const model = classifier(await newBackend());
    const run = train(model, separableDataset(12), adamOptions());
    await run.return();
    expect(liveBuffers(model.backend)).toBe(4);
  });
});
