import {
  EXIT,
  type LoadedBackend,
  loadBackend,
  type NamedBackend,
  type Output,
  requestFor,
  usageError,
} from '@nablajs/command-line';
import { cases, compareBackends } from '@nablajs/conformance';
import { breather, dense } from '@nablajs/core';
import { backendReference, type GradientReference, gradcheck } from '@nablajs/gradcheck';
import { type ImageSplits, loadSplits, NORMALISATION } from '../data/image-splits.js';
import { LOSS } from '../data/task.js';
import { createNetwork } from '../models/network.js';
import { DEFAULT_PRESET, PRESETS, type PresetName } from '../settings/presets.js';
import type { CheckSettings } from '../settings/settings.js';
import { reportOf } from './check-gradients.js';
import { declaredDeviations } from './declared-deviations.js';
import { startReference } from './gradient-reference.js';
import { parityReport } from './parity-report.js';
import { COMPARED_STEPS, type GradientParity, isParity, type OperationParity, type Pair } from './parity-result.js';
import { judgeTraining, type TrainedRun, type TrainingPlan, trainOn } from './parity-training.js';
import { casesOptions, requireConformanceCases } from './selected-cases.js';
import { type Supervision, supervised } from './supervise.js';

export interface ParitySettings extends CheckSettings {
  /** At least two names; the others are compared with the first. */
  readonly backends: readonly string[];
  /** Trains this preset to its end. Default: `COMPARED_STEPS` steps of the original network. */
  readonly preset: PresetName | undefined;
  readonly steps: number | undefined;
  /** Part of the names of the operations' cases. Gradients and training are always compared. */
  readonly filter: string | undefined;
  /** Whether to fail if no backend computes in a native library. */
  readonly requireNative: boolean;
}

/** The batch size if the preset's is `full`, so that 100 steps take seconds. */
const STEP_ROWS = 128;

const GRADIENT_ROWS = 128;

/** Resolves to the exit code: 1 if the backends differ too much. */
export async function checkParity(settings: ParitySettings, output: Output): Promise<number> {
  const backends: NamedBackend[] = [];
  try {
    for (const name of settings.backends) backends.push({ name, ...(await load(name, settings)) });
    return await run(settings, backends, output);
  } finally {
    for (const { backend } of backends.toReversed()) await backend.dispose();
  }
}

function load(name: string, settings: ParitySettings): Promise<LoadedBackend> {
  if (name === 'auto')
    throw usageError("--backends: 'auto' is not a backend. Name the backends to compare: ts,tfjs-node");
  return loadBackend(requestFor(name, settings));
}

async function run(settings: ParitySettings, backends: readonly NamedBackend[], output: Output): Promise<number> {
  const dtype = commonDType(settings, backends);
  requireConformanceCases({ dtypes: [dtype], filter: settings.filter });
  const data = await loadSplits(settings.data, {
    ...{ dtype, layout: 'dense', normalisation: NORMALISATION },
    flatten: settings.layers.length === 0,
  });
  const plan = trainingPlan(settings, dtype, data.train.length);
  const report = parityReport(settings.json, output, { backends, dtype, plan, filter: settings.filter });
  report.start();
  if (settings.requireNative && backends.every(({ backend }) => backend.native === undefined)) {
    throw usageError('--require-native: no backend computes in a native library here. Run: npm run tensorflow');
  }
  const start = performance.now();
  const operations = await supervised(output, 'cases', (control) =>
    compareOperations(backends, dtype, settings.filter, control),
  );
  report.operations(operations);
  const gradients = await supervised(output, 'pairs', ({ signal }) =>
    compareGradients(settings, backends, data, plan, signal),
  );
  report.gradients(gradients);
  const runs = await supervised(output, 'steps', (control) => trainAll(backends, data, plan, control));
  const training = judgeTraining(runs);
  report.training(training);
  const result = { operations, gradients, training };
  report.finish(result, (performance.now() - start) / 1000);
  return isParity(result) ? EXIT.ok : EXIT.failure;
}

/** The dtype of the settings, or else float64 if all backends have it. */
function commonDType({ dtype }: ParitySettings, backends: readonly NamedBackend[]): 'float32' | 'float64' {
  const lacking = (type: 'float32' | 'float64'): string[] =>
    backends.filter(({ backend }) => !backend.dtypes.includes(type)).map(({ name }) => name);
  const chosen = dtype ?? (lacking('float64').length === 0 ? 'float64' : 'float32');
  const without = lacking(chosen);
  if (without.length === 0) return chosen;
  throw usageError(
    `dtype ${chosen}: ${without.join(' and ')} cannot compute in this dtype. Use another dtype or other backends.`,
  );
}

function trainingPlan(settings: ParitySettings, dtype: 'float32' | 'float64', rows: number): TrainingPlan {
  const { layers, hidden, seed, preset } = settings;
  const { optimizer, learningRate, epochs, batchSize } = PRESETS[preset ?? DEFAULT_PRESET];
  const whole = preset !== undefined;
  const size = Math.min(rows, batchSize === 'full' ? (whole ? rows : STEP_ROWS) : batchSize);
  const stepsOfEpoch = Math.ceil(rows / size);
  const steps = settings.steps ?? (whole ? epochs * stepsOfEpoch : COMPARED_STEPS);
  return {
    layers,
    hidden,
    seed,
    dtype,
    optimizer,
    learningRate,
    batchSize: size,
    epochs: Math.ceil(steps / stepsOfEpoch),
    steps,
  };
}

function pairsOf<T extends NamedBackend>([first, ...others]: readonly T[]): (readonly [T, T])[] {
  return first === undefined ? [] : others.map((other) => [first, other] as const);
}

const namesOf = (pair: readonly [NamedBackend, NamedBackend]): Pair => [pair[0].name, pair[1].name];

async function compareOperations(
  backends: readonly NamedBackend[],
  dtype: 'float32' | 'float64',
  filter: string | undefined,
  { signal, onProgress }: Supervision,
): Promise<OperationParity[]> {
  const pairs = pairsOf(backends);
  const selected = { dtypes: [dtype], filter };
  const names = new Set(cases(casesOptions(selected)).map(({ name }) => name));
  const compared: OperationParity[] = [];
  for (const pair of pairs) {
    const [{ backend: first }, { backend: second }] = pair;
    const declared = pair.flatMap((one) => declaredDeviations(one.name, one)).map((deviation) => deviation.case);
    const excluded = new Set(declared.filter((name) => names.has(name)));
    const kernels = await compareBackends(first, second, {
      ...casesOptions(selected),
      excluded,
      signal,
      onCase: (done, total) => onProgress(compared.length * total + done, pairs.length * total),
    });
    if (filter !== undefined && kernels.length === 0) {
      throw usageError(`--filter: ${namesOf(pair).join(' and ')} can compare no case with '${filter}' in its name.`);
    }
    compared.push({ backends: namesOf(pair), kernels, declared: excluded.size });
  }
  return compared;
}

async function compareGradients(
  settings: ParitySettings,
  backends: readonly NamedBackend[],
  { train, classes }: ImageSplits,
  { layers, hidden, seed, dtype }: TrainingPlan,
  signal: AbortSignal,
): Promise<GradientParity[]> {
  const rows = Math.min(GRADIENT_ROWS, train.length);
  const { x, y } = train.batch(Int32Array.from({ length: rows }, (_, row) => row));
  if (x.layout === 'csr') throw new Error('a dense data set gave a CSR batch');
  const input = dense(x.data.slice(), x.shape);
  const options = { loss: LOSS, targets: dense(y.data.slice(), y.shape), seed };
  const compared: GradientParity[] = [];
  const breathe = breather();
  const check = async (
    tested: NamedBackend,
    other: NamedBackend,
    by: GradientParity['by'],
    differentiate: GradientReference['differentiate'],
  ): Promise<void> => {
    await breathe();
    const report = await reportOf(dtype, signal, async () => {
      const outputs = classes.length;
      const network = { inputShape: train.inputShape, layers, hidden, outputs, dtype, seed };
      using model = createNetwork(tested.backend, network);
      return await gradcheck(model, input, { ...options, against: { name: other.name, differentiate } });
    });
    compared.push({ tested: tested.name, against: other.name, by, report });
  };
  for (const [first, second] of pairsOf(backends)) {
    await check(second, first, 'kernels', backendReference(first.backend, dtype).differentiate);
    // If one of the two has its own automatic gradients, the other is compared with them.
    for (const [tested, referee] of [
      [first, second],
      [second, first],
    ] as const) {
      const reference = await startReference(referee, settings);
      if (reference === undefined) continue;
      try {
        await check(tested, referee, 'automatic differentiation', (problem) => reference.differentiate(problem));
      } finally {
        await reference.dispose?.();
      }
    }
  }
  return compared;
}

async function trainAll(
  backends: readonly NamedBackend[],
  data: ImageSplits,
  plan: TrainingPlan,
  { signal, onProgress }: Supervision,
): Promise<Map<string, TrainedRun>> {
  const runs = new Map<string, TrainedRun>();
  let done = 0;
  const onStep = (): void => onProgress(++done, backends.length * plan.steps);
  for (const { name, backend } of backends) runs.set(name, await trainOn(backend, data, plan, signal, onStep));
  return runs;
}
