/** Steps of a small network, by every optimizer and under every schedule, as PyTorch and Keras take them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  Dense,
  type DenseArray,
  dense,
  fromConfig,
  OPTIMIZERS,
  Sequential,
  SoftmaxCrossEntropy,
  Tanh,
  type TypedConfig,
  upload,
} from '../../src/index.js';
import { SCHEDULES, scheduleFromConfig } from '../../src/schedules/index.js';
import { newBackend } from '../support/index.js';
import { nameOf, type PackedTensor, unpack } from '../support/reference.js';

interface Traces {
  readonly batchSize: number;
  readonly x: PackedTensor;
  readonly labels: PackedTensor;
  readonly initial: Readonly<Record<string, PackedTensor>>;
  readonly traces: readonly {
    readonly optimizer: TypedConfig;
    readonly schedule?: TypedConfig;
    /** Of every step, before its update. */
    readonly losses: readonly number[];
  }[];
}

/** Made by scripts/reference/traces.py. */
const fixture = JSON.parse(readFileSync(new URL('../fixtures/traces.json', import.meta.url), 'utf8')) as Traces;

const arrayOf = (packed: PackedTensor): DenseArray => dense(unpack(packed, 'float64').data, packed.shape);

/** The nightly run takes all 100 steps; others take 20, and under a schedule 60: rates that rise fall by then. */
function stepsOf({ schedule, losses }: Traces['traces'][number]): number {
  if (process.env['NABLA_SLOW'] === '1') return losses.length;
  return schedule ? 60 : 20;
}

/** The losses of the first steps, by mini batches in order. */
async function lossesOf(trace: Traces['traces'][number]): Promise<number[]> {
  const { optimizer: config, schedule, losses } = trace;
  const { batchSize, initial } = fixture;
  const [x, labels] = [arrayOf(fixture.x), arrayOf(fixture.labels)];
  const backend = await newBackend();
  const parameters = new Map(Object.entries(initial).map(([name, value]) => [name, arrayOf(value)]));
  const layers = [new Dense(6), new Tanh(), new Dense(3)];
  using model = new Sequential(backend, { inputShape: [5], layers, dtype: 'float64', parameters });
  using optimizer = fromConfig('optimizer', OPTIMIZERS, config);
  const base = optimizer.learningRate;
  const rates = schedule && scheduleFromConfig(schedule);
  const loss = new SoftmaxCrossEntropy();
  const batches = Array.from({ length: labels.data.length / batchSize }, (_, at) => [
    upload(backend, dense(x.data.slice(at * batchSize * 5, (at + 1) * batchSize * 5), [batchSize, 5])),
    upload(backend, dense(labels.data.slice(at * batchSize, (at + 1) * batchSize), [batchSize])),
  ]);
  const taken: number[] = [];
  for (let step = 0; step < stepsOf(trace); step += 1) {
    if (rates !== undefined) optimizer.learningRate = rates.rate(step, losses.length, base);
    const [inputs, targets] = batches[step % batches.length] as [never, never];
    const pass = model.pass(inputs, targets, loss, { seed: 0, step: step + 1 });
    optimizer.step(model.parameters.list, pass.gradients);
    taken.push(await pass.loss.item());
    for (const tensor of [pass.loss, ...pass.gradients.values()]) tensor.dispose();
  }
  return taken;
}

describe('the losses are those of PyTorch or Keras', () => {
  const cases = fixture.traces.map((trace) => {
    const schedule = trace.schedule === undefined ? '' : `, ${nameOf(trace.schedule)}`;
    return { name: nameOf(trace.optimizer) + schedule, trace };
  });

  it.each(cases)('$name', async ({ trace }) => {
    expect(trace.losses).toHaveLength(100);
    const taken = await lossesOf(trace);
    expect(taken).toHaveLength(stepsOf(trace));
    for (const [step, loss] of taken.entries()) {
      expect(Math.abs(loss / (trace.losses[step] as number) - 1), `step ${step}`).toBeLessThan(1e-9);
    }
  });

  it('of every optimizer and every schedule', () => {
    const types = (key: 'optimizer' | 'schedule') => new Set(fixture.traces.flatMap((trace) => trace[key]?.type ?? []));
    expect(types('optimizer')).toEqual(new Set(Object.keys(OPTIMIZERS)));
    expect(types('schedule')).toEqual(new Set(Object.keys(SCHEDULES)));
  });
});
