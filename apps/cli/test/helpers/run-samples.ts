/** Writes folders of runs without training. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense } from '@nablajs/core';
import type { Example } from '../../src/results/example.js';
import { resultsOf, writeResults } from '../../src/results/results.js';
import type { Results } from '../../src/results/results-schema.js';
import { writeRecord } from '../../src/runs/run-record.js';
import type { NablaConfig } from '../../src/settings/config-schema.js';
import { temporaryFolder } from './temporary-folder.js';

export interface RunSample {
  readonly name?: string;
  readonly parent?: string;
  readonly config?: NablaConfig;
  readonly environment?: Readonly<Record<string, string>>;
  /** Finished epochs; each has two steps of 64 examples. */
  readonly epochs?: readonly { readonly loss: number; readonly [metric: string]: number }[];
  /** The last event; undefined for a run that is still going. */
  readonly end?: 'finished' | 'stopped';
  readonly results?: Results;
}

const CONFIG: NablaConfig = {
  ...{ preset: 'quick', epochs: 3, learningRate: 0.01, batchSize: 64, hidden: [32], optimizer: 'adam', seed: 1 },
};

/** Writes a run and returns its folder. */
export function sampleRun(sample: RunSample = {}): string {
  const {
    name = 'first',
    parent = temporaryFolder(),
    config = {},
    environment = {},
    epochs = [],
    end,
    results,
  } = sample;
  const folder = join(parent, name);
  mkdirSync(folder);
  writeRecord(folder, {
    started: '2026-01-02T03:04:05.000Z',
    config: { ...CONFIG, ...config },
    environment: { nabla: '1', node: 'v1', system: 'x', processor: 'y', backend: 'z', ...environment },
  });
  const last = epochs.at(-1)?.loss;
  const done = { event: 'done', epochs: epochs.length, loss: last, seconds: epochs.length, aborted: end === 'stopped' };
  const lines = [...epochs.flatMap(epochLines), ...(end === undefined ? [] : [done])];
  writeFileSync(join(folder, 'events.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  if (results !== undefined) writeResults(folder, results);
  return folder;
}

const epochLines = ({ loss, ...metrics }: { readonly loss: number }, at: number): object[] => [
  { event: 'epoch-start', epoch: at + 1, epochs: 3, steps: 2 },
  { event: 'batch', epoch: at + 1, step: 1, steps: 2, rows: 64, loss: loss + 0.1 },
  { event: 'batch', epoch: at + 1, step: 2, steps: 2, rows: 64, loss: loss - 0.1 },
  { event: 'epoch-end', epoch: at + 1, epochs: 3, seconds: 0.5, loss, ...metrics },
];

export const EPOCHS: readonly { readonly loss: number; readonly [metric: string]: number }[] = [
  { loss: 1, val_loss: 1.1, val_accuracy: 0.5 },
  { loss: 0.5, val_loss: 0.6, val_accuracy: 0.75 },
  { loss: 0.25, val_loss: 0.7, val_accuracy: 0.8 },
];

const GREY: Example = { kind: 'image', height: 2, width: 2, channels: 1, pixels: Uint8Array.of(0, 64, 128, 255) };

/** Returns results in which each example is predicted with certainty. */
export function classified(
  classes: readonly string[],
  truth: readonly number[],
  predicted: readonly number[],
  example: Example = GREY,
): Results {
  const logits = new Float64Array(truth.length * classes.length);
  for (const [at, label] of predicted.entries()) logits[at * classes.length + label] = 4 + at / 10;
  return resultsOf({
    task: { kind: 'classification', classes },
    ...{
      outputs: dense(logits, [truth.length, classes.length]),
      truth,
      example: () => example,
      epochs: 3,
      seconds: 0.25,
    },
  });
}

/** Returns results with these true values and predictions. */
export function regressed(pairs: readonly (readonly [number, number])[], target = 'price', example?: Example): Results {
  const predicted = Float64Array.from(pairs, (pair) => pair[1]);
  return resultsOf({
    task: { kind: 'regression', target, mean: 0, standardDeviation: 1 },
    outputs: dense(predicted, [pairs.length, 1]),
    truth: pairs.map((pair) => pair[0]),
    example: (index) => example ?? { kind: 'row', cells: [['rooms', `${index + 2}`]] },
    epochs: 3,
    seconds: 0,
  });
}
