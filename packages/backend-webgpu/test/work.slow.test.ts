/** How much a step of training asks of the card: submits, reads, dispatches and memory, counted by a wrapped device. */
import { Adam, type Backend, Dense, dense, ReLU, Sequential, SoftmaxCrossEntropy, train } from '@nablajs/core';
import { expect, it } from 'vitest';
import { SMALL, trainGpt } from '../scripts/gpt.mjs';
import { createBackend } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';
import { type Counts, countedAdapter } from './counted-adapter.js';

const PIXELS = 16;

/** Rows of numbers whose class is where their largest group of pixels is. */
function rows(count: number) {
  const x = Float32Array.from({ length: count * PIXELS }, (_, i) => ((i * 7919) % 251) / 251);
  const y = Int32Array.from({ length: count }, (_, i) => (i * 31) % 10);
  return {
    length: count,
    inputShape: [PIXELS],
    batch: (indices: Int32Array) => ({
      x: dense(
        Float32Array.from(
          { length: indices.length * PIXELS },
          (_, i) => x[indices[Math.floor(i / PIXELS)]! * PIXELS + (i % PIXELS)]!,
        ),
        [indices.length, PIXELS],
      ),
      y: dense(
        indices.map((row) => y[row]!),
        [indices.length],
      ),
    }),
  };
}

/** Trains a network like that of the preset `quick` and calls `onStep` after each step that was reported. */
async function trainQuick(backend: Backend, steps: number, onStep: (step: number) => void): Promise<void> {
  using model = new Sequential(backend, {
    inputShape: [PIXELS],
    layers: [new Dense(16), new ReLU(), new Dense(10)],
    dtype: 'float32',
    seed: 1,
  });
  using optimizer = new Adam({ learningRate: 0.001 });
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 1, batchSize: 16, seed: 1 };
  for await (const event of train(model, rows(16 * steps), options)) {
    if (event.type === 'batch') onStep(event.step);
  }
}

/** All at night: SwiftShader computes on the processors that the other tests share. */
const STEPS = 1000;

/** Operations that core records in a step of the GPT. Each has a gradient, too. */
const RECORDED = 87;

describeOnAdapter('the work of a step', () => {
  it('quick: two submits and one read, in memory that does not grow and that dispose releases', async () => {
    const { adapter, counts } = await countedAdapter();
    const backend = await createBackend({ adapter });
    const seen: Counts[] = [];
    await trainQuick(backend, STEPS, () => seen.push({ ...counts }));
    const [early, late] = [seen[49]!, seen[STEPS - 11]!];
    const perStep = (name: keyof Counts): number => (late[name] - early[name]) / (STEPS - 60);
    expect(perStep('submits')).toBeLessThanOrEqual(2);
    expect(perStep('maps')).toBe(1);
    expect(perStep('dispatches')).toBe(19);
    expect([late.buffers, late.bytes]).toEqual([early.buffers, early.bytes]);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    await backend.dispose();
    expect([counts.buffers, counts.bytes]).toEqual([0, 0]);
  });

  it('a GPT: at most 1.3 runs of a program for each operation and each gradient', async () => {
    const dispatches = async (steps: number): Promise<number> => {
      const { adapter, counts } = await countedAdapter();
      const backend = await createBackend({ adapter });
      await trainGpt(backend, { ...SMALL, rows: 2, steps });
      await backend.dispose();
      return counts.dispatches;
    };
    const perStep = (await dispatches(2)) - (await dispatches(1));
    expect(perStep).toBeGreaterThan(RECORDED);
    expect(perStep / (2 * RECORDED)).toBeLessThanOrEqual(1.3);
    console.log(`GPT: ${perStep} runs a step`);
  });
});
