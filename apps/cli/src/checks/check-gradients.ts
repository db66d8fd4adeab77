/** `nabla gradcheck`: the default set of small networks and operations, or the network of the settings. */

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
import { type Backend, breather, dense, Sequential } from '@nablajs/core';
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
import { loadSplits, NORMALISATION } from '../data/image-splits.js';
import { DIGITS, LOSS } from '../data/task.js';
import { createNetwork } from '../models/network.js';
import { matches, nothingMatches } from './filter.js';
import { FINITE_DIFFERENCES, type GradcheckSettings, NETWORK_SAMPLES } from './gradcheck-settings.js';
import { startReference } from './gradient-reference.js';
import { type Against, type CheckedCase, gradientReport } from './gradient-report.js';
import { type Supervision, supervised } from './supervise.js';

/** Images that the settings' network is differentiated on. */
const NETWORK_ROWS = 8;

type Float = 'float32' | 'float64';

/** Whatever was started, to be ended in reverse order. */
type Ends = (() => void | Promise<void>)[];

/** Resolves to the exit code: 1 where a gradient is wrong. Throws what `describeFailure` understands. */
export async function checkGradients(settings: GradcheckSettings, output: Output): Promise<number> {
  const ends: Ends = [];
  try {
    return await run(settings, output, ends);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function run(settings: GradcheckSettings, output: Output, ends: Ends): Promise<number> {
  if (settings.dataGiven && !settings.namesNetwork) {
    throw usageError('--data is for a network: name one with --preset, --hidden or --config.');
  }
  if (settings.samples !== undefined && settings.against !== FINITE_DIFFERENCES) {
    throw usageError('--samples is for finite differences: against a backend every element is compared.');
  }
  if (settings.filter !== undefined && settings.namesNetwork) {
    throw usageError('--filter is for the default set: leave out --preset, --hidden and --config.');
  }
  const { backend, note } = await resolveForCheck(settings, settings.dtype, 'float64');
  ends.push(() => backend.dispose());
  const dtype = settings.dtype ?? widestFloat(backend);
  const against = await loadAgainst(settings, backend.name, ends);
  const set = settings.namesNetwork ? undefined : defaultSet(settings.filter, against);
  const report = gradientReport(settings, output, { backend, dtype, note, against, filter: settings.filter });
  report.start();
  const options: GradcheckOptions = {
    seed: settings.seed,
    ...(settings.samples === undefined ? {} : { samples: settings.samples }),
    ...(against === undefined ? await differencesOption(backend, settings, ends) : { against: against.reference }),
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

/** Where differences are computed: ours, which is fast, where the backend has no float64. */
async function differencesOption(backend: Backend, settings: GradcheckSettings, ends: Ends): Promise<GradcheckOptions> {
  if (backend.dtypes.includes('float64')) return {};
  const { backend: differencesOn } = await loadBackend({ ...settings, backend: 'ts', backendOptions: {} });
  ends.push(() => differencesOn.dispose());
  return { differencesOn };
}

async function loadAgainst(settings: GradcheckSettings, own: string, ends: Ends): Promise<Against | undefined> {
  const { against: name } = settings;
  if (name === FINITE_DIFFERENCES) return undefined;
  if (name === 'auto' || name === own) {
    const received = name === own ? `'${name}', the backend under test` : "'auto'";
    throw usageError(
      `--against: expected ${FINITE_DIFFERENCES} or another backend than the tested. Received ${received}.`,
    );
  }
  try {
    return await startAgainst(settings, ends);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const remedy = suggestion(name, [FINITE_DIFFERENCES]) || ` Or take ${FINITE_DIFFERENCES}.`;
    throw usageError(`--against: ${error.message}${remedy}`, { cause: error });
  }
}

async function startAgainst(settings: GradcheckSettings, ends: Ends): Promise<Against> {
  const { against: name } = settings;
  const request = requestFor(name, settings);
  const reference = await startReference({ name, module: await importBackend(request) }, settings);
  if (reference !== undefined) {
    ends.push(() => reference.dispose?.());
    const { description = 'its own gradients', native, notice } = reference;
    return { reference, name, description, native, notice };
  }
  const { backend } = await loadBackend(request);
  ends.push(() => backend.dispose());
  const { description, native, notice } = backend;
  return { reference: backend, name, description: `the same formulas on ${description}`, native, notice };
}

interface DefaultSet {
  readonly networks: readonly GradientCase[];
  readonly operations: readonly OperationCase[];
}

/** What `filter` chooses of the default set, at least one case. */
function defaultSet(filter: string | undefined, against: Against | undefined): DefaultSet {
  const knowsAll = !isForeign(against);
  const networks = gradientCases().filter(({ weights, penalty }) => knowsAll || (weights ?? penalty) === undefined);
  const operations = knowsAll ? operationCases() : [];
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

/** A reference that is no backend, such as TensorFlow's automatic gradients, knows networks alone, and plain losses. */
const isForeign = (against: Against | undefined): boolean =>
  against !== undefined && 'differentiate' in against.reference;

/** A check that cannot be made, since a backend throws, is one that failed. */
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

/** The network on the first images of the training set. */
async function checkNetwork(
  { seed, hidden, data, samples }: GradcheckSettings,
  backend: Backend,
  dtype: Float,
  options: GradcheckOptions,
  { signal, onProgress }: Supervision,
): Promise<CheckedCase[]> {
  const { train } = await loadSplits(data, { dtype, layout: 'dense', normalisation: NORMALISATION });
  const { x, y } = train.batch(Int32Array.from({ length: NETWORK_ROWS }, (_, row) => row));
  if (x.layout === 'csr') throw new Error('a dense data set gave a CSR batch');
  const inputShape = train.inputShape;
  using drawn = createNetwork(backend, { inputShape, hidden, outputs: DIGITS.classes.length, dtype, seed });
  const { layers } = drawn;
  // Not with biases of 0, with which the units behind a dead layer are all at the kink of their ReLU.
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
  const name = [...train.inputShape, ...hidden, model.outputShape[0]].join('-');
  return [{ name, layer: 'Dense', activation: 'ReLU', loss: LOSS.config.type, report }];
}
