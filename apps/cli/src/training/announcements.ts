/** The notes of a training before its first step, and when it stops. */
import type { Output } from '@nablajs/command-line';
import type { TrainStart } from '../evaluation/report.js';
import { backendLine } from '../evaluation/test-model.js';
import type { Ranks } from '../ranks/ranks.js';
import type { TrainSettings } from '../settings/settings.js';
import { hasThreads } from './distribution.js';
import type { TrainingResources } from './training-resources.js';

/** Prints the ranks, the backend, and which data are not used. */
export function announceResources(
  { backend, note, data }: TrainingResources,
  settings: TrainSettings,
  output: Output,
  ranks?: Ranks,
): void {
  const { dtype, threads, presetNote } = settings;
  if (presetNote !== undefined) output.note(presetNote);
  if (ranks !== undefined) output.note(ranks.text(hasThreads(backend) ? ranks.threadsOf(settings) : undefined));
  output.warnOf(backend);
  if (threads !== undefined && !hasThreads(backend)) {
    output.warn(`--threads has no effect: only the backends wasm and native take it, and this is ${backend.name}.`);
  }
  output.note(backendLine(backend, dtype, note));
  for (const line of data.notes) output.note(line);
}

/** What every training says of itself before its first step. */
export function startFacts(
  settings: TrainSettings,
  { backend, data }: Pick<TrainingResources, 'backend' | 'data'>,
): Pick<TrainStart, 'settings' | 'backend' | 'layout' | 'trainRows' | 'testRows' | 'shape' | 'testName'> {
  const { train, test, layout, shape, testName } = data;
  return {
    ...{ settings, backend: backend.name, layout },
    ...{ trainRows: train.length, testRows: test.length, shape, testName },
  };
}

/** Warns at the first signal that training will stop. */
export function announceStop(output: Output): void {
  output.warn('stopping after the current step; press Ctrl-C again to stop at once.');
}
