/** `nabla gradcheck`: checks the default set of small networks and operations, or the network of the settings. */

import {
  CommandError,
  EXIT,
  importBackend,
  loadBackend,
  type Output,
  oneLine,
  requestFor,
  resolveForCheck,
  suggestion,
  usageError,
} from '@nablajs/command-line';
import { type Backend, breather, dense, Random, Sequential, type TypedArray } from '@nablajs/core';
import {
  checkCase,
  checkOperation,
  drawParameters,
  type GradcheckOptions,
  type GradcheckReport,
  type GradientCase,
  gradcheck,
  gradientCases,
  type OperationCase,
  operationCases,
} from '@nablajs/gradcheck';
import { sequenceCases } from '@nablajs/sequences/testing';
import { loadSplits, NORMALISATION } from '../data/image-splits.js';
import { LOSS } from '../data/task.js';
import { createNetwork } from '../models/network.js';
import { matches, nothingMatches } from './filter.js';
import { FINITE_DIFFERENCES, type GradcheckSettings, NETWORK_SAMPLES } from './gradcheck-settings.js';
import { startReference } from './gradient-reference.js';
import { type Against, type CheckedCase, gradientReport } from './gradient-report.js';
import { type Supervision, supervised } from './supervise.js';

/** How many images to check the settings' network on. */
const NETWORK_ROWS = 8;

type Float = 'float32' | 'float64';

/** They run in reverse order. */
type Cleanups = (() => void | Promise<void>)[];

/** Resolves to the exit code: 1 if a gradient is wrong. */
export async function checkGradients(settings: GradcheckSettings, output: Output): Promise<number> {
  const cleanups: Cleanups = [];
  try {
    return await run(settings, output, cleanups);
  } finally {
    for (const cleanUp of cleanups.toReversed()) await cleanUp();
  }
}

async function run(settings: GradcheckSettings, output: Output, cleanups: Cleanups): Promise<number> {
  if (settings.dataGiven && !settings.namesNetwork) {
    throw usageError('--data needs a network: name one with --preset, --layers, --hidden or --config.');
  }
  if (settings.samples !== undefined && settings.against !== FINITE_DIFFERENCES) {
    throw usageError('--samples works only with finite differences: against a backend every element is compared.');
  }
  if (settings.filter !== undefined && settings.namesNetwork) {
    throw usageError('--filter works only with the default set: leave out --preset, --layers, --hidden and --config.');
  }
  const { backend, note } = await resolveForCheck(settings, settings.dtype, 'float64');
  cleanups.push(() => backend.dispose());
  const dtype = settings.dtype ?? widestFloat(backend);
  const against = await loadAgainst(settings, backend.name, cleanups);
  const set = settings.namesNetwork ? undefined : defaultSet(settings.filter, against);
  const report = gradientReport(settings, output, { backend, dtype, note, against, filter: settings.filter });
  report.start();
  const options: GradcheckOptions = {
    seed: settings.seed,
    ...(settings.samples === undefined ? {} : { samples: settings.samples }),
    ...(against === undefined ? await differencesOption(backend, settings, cleanups) : { against: against.reference }),
  };
  const start = performance.now();
  const cases = await supervised(output, set === undefined ? 'elements' : 'cases', (supervision) =>
    set === undefined
      ? checkNetwork(settings, backend, dtype, options, supervision)
      : checkDefaultSet(set, backend, dtype, options, supervision),
  );
  return report.finish(cases, (performance.now() - start) / 1000) ? EXIT.ok : EXIT.failure;
}

const widestFloat = ({ dtypes }: Backend): Float => (dtypes.includes('float64') ? 'float64' : 'float32');

/** If the backend has no float64, computes the differences on `ts`. */
async function differencesOption(
  backend: Backend,
  settings: GradcheckSettings,
  cleanups: Cleanups,
): Promise<GradcheckOptions> {
  if (backend.dtypes.includes('float64')) return {};
  const { backend: differencesOn } = await loadBackend({ ...settings, backend: 'ts', backendOptions: {} });
  cleanups.push(() => differencesOn.dispose());
  return { differencesOn };
}

async function loadAgainst(settings: GradcheckSettings, own: string, cleanups: Cleanups): Promise<Against | undefined> {
  const { against: name } = settings;
  if (name === FINITE_DIFFERENCES) return undefined;
  if (name === 'auto' || name === own) {
    const received = name === own ? `'${name}', the backend under test` : "'auto'";
    throw usageError(
      `--against: expected ${FINITE_DIFFERENCES} or a backend other than the one under test. Received ${received}.`,
    );
  }
  try {
    return await startAgainst(settings, cleanups);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const remedy = suggestion(name, [FINITE_DIFFERENCES]) || ` Or use ${FINITE_DIFFERENCES}.`;
    throw usageError(`--against: ${error.message}${remedy}`, { cause: error });
  }
}

async function startAgainst(settings: GradcheckSettings, cleanups: Cleanups): Promise<Against> {
  const { against: name } = settings;
  const request = requestFor(name, settings);
  const reference = await startReference({ name, module: await importBackend(request) }, settings);
  if (reference !== undefined) {
    cleanups.push(() => reference.dispose?.());
    const { description = 'its own gradients', native, notice } = reference;
    return { reference, name, description, native, notice };
  }
  const { backend } = await loadBackend(request);
  cleanups.push(() => backend.dispose());
  const { description, native, notice } = backend;
  return { reference: backend, name, description: `the same formulas on ${description}`, native, notice };
}

interface DefaultSet {
  readonly networks: readonly GradientCase[];
  readonly operations: readonly OperationCase[];
}

function defaultSet(filter: string | undefined, against: Against | undefined): DefaultSet {
  const supportsAll = !isNetworkReference(against);
  const all: GradientCase[] = [...gradientCases(), ...sequenceCases()];
  const networks = all.filter(({ weights, penalty }) => supportsAll || (weights ?? penalty) === undefined);
  const operations = supportsAll ? operationCases() : [];
  const chosen = { networks: networks.filter(matches(filter)), operations: operations.filter(matches(filter)) };
  if (filter === undefined || chosen.networks.length + chosen.operations.length > 0) return chosen;
  const words = [
    ...networks.flatMap(({ layer, activation, lossFunction }) => [layer, activation, lossFunction.config.type]),
    ...operations.map(({ operation }) => operation),
  ];
  throw nothingMatches(filter, [...new Set(words)], (networks[0] as GradientCase).name);
}

async function checkDefaultSet(
  { networks, operations }: DefaultSet,
  backend: Backend,
  dtype: Float,
  options: GradcheckOptions,
  { signal, onProgress }: Supervision,
): Promise<CheckedCase[]> {
  const total = networks.length + operations.length;
  const checked: CheckedCase[] = [];
  const breathe = breather();
  const own = { ...options, signal };
  for (const one of networks) {
    signal.throwIfAborted();
    const { name, layer, activation, loss } = one;
    const report = await reportOf(dtype, signal, () => checkCase(one, backend, dtype, own));
    checked.push({ name, layer, activation, loss, report });
    onProgress(checked.length, total);
    await breathe();
  }
  for (const one of operations) {
    signal.throwIfAborted();
    const { name, operation } = one;
    checked.push({
      name,
      operation,
      report: await reportOf(dtype, signal, () => checkOperation(one, backend, dtype, own)),
    });
    onProgress(checked.length, total);
    await breathe();
  }
  return checked;
}

/**
 * Whether the reference is no backend, such as TensorFlow's automatic gradients: it has only networks and plain losses.
 */
const isNetworkReference = (against: Against | undefined): boolean =>
  against !== undefined && 'differentiate' in against.reference;

/** Runs a check. If the backend throws, the check counts as failed. */
export async function reportOf(
  dtype: Float,
  signal: AbortSignal,
  check: () => Promise<GradcheckReport>,
): Promise<GradcheckReport> {
  try {
    return await check();
  } catch (error) {
    signal.throwIfAborted();
    const problems = [`it threw: ${oneLine(error instanceof Error ? error.message : String(error))}`];
    const nothing = { checked: 0, moved: 0, tensors: [], warnings: [] };
    return { ok: false, dtype, against: 'nothing', worstRelativeError: Number.POSITIVE_INFINITY, problems, ...nothing };
  }
}

/** Adds noise, so that no window has equal values: there max pooling has a kink. */
function addNoise(data: TypedArray, seed: number): void {
  const random = new Random(seed);
  for (let at = 0; at < data.length; at++) data[at] = (data[at] as number) + 0.1 * random.uniform();
}

async function checkNetwork(
  { seed, layers: firstLayers, hidden, data, samples }: GradcheckSettings,
  backend: Backend,
  dtype: Float,
  options: GradcheckOptions,
  { signal, onProgress }: Supervision,
): Promise<CheckedCase[]> {
  const { train, classes } = await loadSplits(data, {
    ...{ dtype, layout: 'dense', normalisation: NORMALISATION },
    flatten: firstLayers.length === 0,
  });
  const { x, y } = train.batch(Int32Array.from({ length: NETWORK_ROWS }, (_, row) => row));
  if (x.layout === 'csr') throw new Error('a dense data set gave a CSR batch');
  if (firstLayers.length > 0) addNoise(x.data, seed);
  const inputShape = train.inputShape;
  using drawn = createNetwork(backend, {
    ...{ inputShape, layers: firstLayers, hidden, outputs: classes.length, dtype, seed },
  });
  const { layers } = drawn;
  // Draw biases too: with biases of 0, all units behind a dead layer are at the kink of their ReLU.
  const parameters = await drawParameters(backend, layers, inputShape, seed);
  using model = new Sequential(backend, { inputShape, layers, dtype, parameters });
  const report = await reportOf(dtype, signal, () =>
    gradcheck(model, dense(x.data.slice(), x.shape), {
      ...options,
      ...(options.against === undefined ? { samples: samples ?? NETWORK_SAMPLES } : {}),
      loss: LOSS,
      targets: dense(y.data.slice(), y.shape),
      signal,
      onProgress,
    }),
  );
  const name = [inputShape.join('x'), ...firstLayers.map(({ type }) => type), ...hidden, model.outputShape[0]].join(
    '-',
  );
  return [{ name, layer: firstLayers[0]?.type ?? 'Dense', activation: 'ReLU', loss: LOSS.config.type, report }];
}
