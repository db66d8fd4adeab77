/** A checkpoint is a set of files: `manifest.json` and `tensors.safetensors`. */
import {
  type CallbackState,
  type DenseArray,
  dtypeOf,
  formatShape,
  type JsonValue,
  NablaError,
  type TrainState,
} from '@nablajs/core';
import { damaged, show } from '../damage.js';
import { checkJsonValue } from '../json/json-value.js';
import { describeModel, type ModelDescription, type SavedModel } from '../model/model-description.js';
import { decodeSafetensors, encodeSafetensorsInSlices } from '../safetensors/safetensors.js';
import { sha256Of } from '../sha256.js';
import { VERSION } from '../version.js';
import { historyInState, packHistory } from './history.js';
import {
  formatManifest,
  MANIFEST_FILE,
  MAX_MANIFEST_BYTES,
  type Manifest,
  parseManifest,
  type StateValues,
  TENSORS_FILE,
  wrongDigest,
} from './manifest.js';

/** The files of one checkpoint, by name. */
export type CheckpointFiles = ReadonlyMap<string, Uint8Array>;

/** What a checkpoint may hold beside the state. */
export interface CheckpointExtras {
  /** With it the checkpoint is a model too, which `loadModel` takes and `nabla evaluate` tests. */
  readonly model?: ModelDescription;
  /** Any JSON, of yours. NaN, infinities and -0 come back as they are. */
  readonly note?: JsonValue;
}

/** What a checkpoint holds. */
export interface Checkpoint extends CheckpointExtras {
  /** Give it to a trainer and the run goes on. The arrays are yours. */
  readonly state: TrainState;
  /** The version of @nablajs/checkpoint that wrote it. */
  readonly nabla: string;
}

/** All files together are at most what Node.js reads at once: 2 GiB, of which 64 MiB are for manifest and headers. */
const MAX_TENSOR_BYTES = 2 ** 31 - 2 ** 26;
const PREFIXES = { parameters: 'parameters/', optimizer: 'optimizer/', callbacks: 'callbacks/' } as const;

/**
 * The files of a checkpoint; equal states give equal bytes, and every number comes back to the bit. The state's arrays
 * are copied piece by piece while the event loop turns: leave them as they are until the promise resolves.
 *
 * Rejects with a NablaError of code `argument` for a state that could not be read back: values that JSON cannot hold
 * (NaN, infinities and -0 it can), data that do not fit their shape, a `model` of another dtype than the parameters, a
 * manifest over 20 MB, tensors over 1.9 GiB.
 */
export async function encodeCheckpoint(state: TrainState, extras: CheckpointExtras = {}): Promise<CheckpointFiles> {
  checkArguments(state, extras);
  const document: object = { ...documentOf(state, extras), history: packHistory(checkedHistory(state)) };
  checkJsonValue(document, { who: 'encodeCheckpoint', limit: MAX_MANIFEST_BYTES, anyNumber: true });
  const tensors = await encodeSafetensorsInSlices(checkedSize(tensorsOf(state)));
  const record = { bytes: tensors.length, sha256: await sha256Of(tensors) };
  const manifest = await formatManifest({
    nabla: VERSION,
    ...(document as Readonly<Record<string, JsonValue>>),
    files: { [TENSORS_FILE]: record },
  });
  await parseManifest(manifest, `encodeCheckpoint: ${MANIFEST_FILE}`).catch((error: Error) => {
    throw new NablaError('argument', error.message, { cause: error });
  });
  return new Map([
    [MANIFEST_FILE, manifest],
    [TENSORS_FILE, tensors],
  ]);
}

/** For callers in plain JavaScript, and a model that would not fit its parameters. */
function checkArguments(state: TrainState, { model }: CheckpointExtras): void {
  const { parameters, optimizer, callbacks } = (state ?? {}) as Partial<TrainState>;
  if (parameters === undefined || optimizer === undefined || callbacks === undefined) {
    const expected = 'expected the state of a training, takeState(training)';
    throw new NablaError('argument', `encodeCheckpoint: ${expected}. Received ${show(typeof state)}.`);
  }
  if (model === undefined) return;
  for (const [name, { data }] of parameters) {
    if (dtypeOf(data) === model.dtype) continue;
    const expected = `expected ${model.dtype}, as the model says. Received ${dtypeOf(data)}`;
    throw new NablaError('argument', `encodeCheckpoint: parameter '${name}': ${expected}.`);
  }
}

/** Before it is packed, so that the message names what the caller has. */
function checkedHistory({ history }: TrainState): TrainState['history'] {
  try {
    return historyInState(history, 'encodeCheckpoint: history');
  } catch (error) {
    throw new NablaError('argument', (error as Error).message, { cause: error });
  }
}

function documentOf(state: TrainState, { model, note }: CheckpointExtras): object {
  const { parameters: _parameters, optimizer, callbacks, ...values } = state;
  const { slots: _slots, ...ofOptimizer } = optimizer;
  return {
    ...values,
    optimizer: ofOptimizer,
    callbacks: Object.fromEntries(Object.entries(callbacks).map(([name, callback]) => [name, callback.values])),
    ...(model === undefined ? {} : { model: describeModel(model) }),
    ...(note === undefined ? {} : { note }),
  };
}

function tensorsOf({ parameters, optimizer, callbacks }: TrainState): Map<string, DenseArray> {
  const groups: (readonly [string, ReadonlyMap<string, DenseArray>])[] = [
    [PREFIXES.parameters, parameters],
    [PREFIXES.optimizer, optimizer.slots],
    ...Object.entries(callbacks).map(([name, { tensors }]) => [prefixOf(name), tensors] as const),
  ];
  return new Map(
    groups.flatMap(([prefix, tensors]) =>
      [...tensors].map(([name, tensor]): [string, DenseArray] => [`${prefix}${name}`, tensor]),
    ),
  );
}

function checkedSize(tensors: Map<string, DenseArray>): Map<string, DenseArray> {
  const bytes = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  if (bytes <= MAX_TENSOR_BYTES) return tensors;
  const expected = `expected at most ${MAX_TENSOR_BYTES} bytes of tensors`;
  throw new NablaError('argument', `encodeCheckpoint: ${expected}. Received ${bytes}.`);
}

/** A callback's name may hold a slash, which must not end it. */
function prefixOf(callback: string): string {
  return `${PREFIXES.callbacks}${callback.replaceAll('%', '%25').replaceAll('/', '%2F')}/`;
}

/**
 * Reads what `encodeCheckpoint` wrote, of this version of the format or an older one; `name` is for messages. The files
 * are only read, and the caller owns the arrays.
 *
 * Rejects with a NablaError of code `data` that names the file which is missing, unknown, damaged by as little as one
 * bit, cut short, or written by a newer nabla.
 */
export async function decodeCheckpoint(files: CheckpointFiles, name = 'checkpoint'): Promise<Checkpoint> {
  const bytes = files.get(MANIFEST_FILE);
  if (bytes === undefined) throw damaged(`${name}: ${MANIFEST_FILE}`, 'expected a file. Received none');
  const { nabla, model, note, files: table, ...values } = await parseManifest(bytes, `${name}: ${MANIFEST_FILE}`);
  for (const file of files.keys()) {
    if (file !== MANIFEST_FILE && !Object.hasOwn(table, file)) {
      throw damaged(`${name}: ${show(file)}`, `expected no file but those that ${MANIFEST_FILE} names`);
    }
  }
  const at = `${name}: ${TENSORS_FILE}`;
  const { tensors } = decodeSafetensors(await matching(files.get(TENSORS_FILE), table[TENSORS_FILE], at), at);
  const state = stateOf(values, tensors, at);
  if (model !== undefined) checkDTypes(state, model, at);
  return { state, nabla, ...(model === undefined ? {} : { model }), ...(note === undefined ? {} : { note }) };
}

/**
 * The model in a checkpoint: its description and all its parameters, those that are not trained too, for
 * `sequentialFromConfig` and `networkFromConfig`. The arrays are those of the state; `name` is for messages. Throws a
 * NablaError of code `data` for a checkpoint that was saved without `model`.
 */
export function modelOfCheckpoint({ model, state }: Checkpoint, name = 'checkpoint'): SavedModel {
  if (model !== undefined) return { ...model, parameters: state.parameters };
  const expected = 'expected a model, which is saved with save(state, { model: { config, dtype } })';
  throw damaged(name, `${expected}. Received the state of a training alone`);
}

async function matching(bytes: Uint8Array | undefined, record: Manifest['files'][typeof TENSORS_FILE], at: string) {
  if (bytes?.length !== record.bytes) {
    throw damaged(at, `expected ${record.bytes} bytes. Received ${bytes === undefined ? 'no file' : bytes.length}`);
  }
  const actual = await sha256Of(bytes);
  if (actual !== record.sha256) throw damaged(at, wrongDigest(record.sha256, actual));
  return bytes;
}

/** The tensors go where their names say. */
function stateOf(values: StateValues, tensors: ReadonlyMap<string, DenseArray>, at: string): TrainState {
  const callbacks = Object.entries(values.callbacks).map(
    ([name, kept]) => [name, { values: kept, tensors: new Map<string, DenseArray>() }] as const,
  );
  const parameters = new Map<string, DenseArray>();
  const slots = new Map<string, DenseArray>();
  const groups: (readonly [string, Map<string, DenseArray>])[] = [
    [PREFIXES.parameters, parameters],
    [PREFIXES.optimizer, slots],
    ...callbacks.map(([name, callback]) => [prefixOf(name), callback.tensors] as const),
  ];
  const byPrefix = new Map(groups);
  for (const [name, tensor] of tensors) {
    const prefix = /^(parameters\/|optimizer\/|callbacks\/[^/]*\/)/.exec(name)?.[1] ?? '';
    const group = byPrefix.get(prefix);
    if (group === undefined)
      throw damaged(`${at}: ${show(name)}`, 'expected a name of something that the manifest has');
    group.set(name.slice(prefix.length), tensor);
  }
  const states: Record<string, CallbackState> = Object.fromEntries(callbacks);
  return { ...values, parameters, optimizer: { ...values.optimizer, slots }, callbacks: states };
}

function checkDTypes({ parameters }: TrainState, { dtype }: ModelDescription, at: string): void {
  for (const [name, { data, shape }] of parameters) {
    if (dtypeOf(data) === dtype) continue;
    throw damaged(`${at}: ${show(name)}`, `expected ${dtype}. Received ${dtypeOf(data)} ${formatShape(shape)}`);
  }
}
