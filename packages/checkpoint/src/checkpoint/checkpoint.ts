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
import { retie } from '../safetensors/ties.js';
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

/** The files of one checkpoint by name: `manifest.json` and `tensors.safetensors`. */
export type CheckpointFiles = ReadonlyMap<string, Uint8Array>;

/** What a checkpoint can hold besides the state. */
export interface CheckpointExtras {
  /** Describes the model, so `loadModel` and `nabla evaluate` accept the checkpoint. Default: none. */
  readonly model?: ModelDescription;
  /** Any JSON value of yours; also NaN, infinities and -0. Default: none. */
  readonly note?: JsonValue;
}

/** A checkpoint in memory. */
export interface Checkpoint extends CheckpointExtras {
  /** Pass it to `resumeFrom` to continue the run. You own the arrays. */
  readonly state: TrainState;
  /** The version of `@nablajs/checkpoint` that wrote the checkpoint. */
  readonly nabla: string;
}

/** Node.js reads at most 2 GiB at once; 64 MiB are for the manifest and headers. */
const MAX_TENSOR_BYTES = 2 ** 31 - 2 ** 26;
const PREFIXES = { parameters: 'parameters/', optimizer: 'optimizer/', callbacks: 'callbacks/' } as const;

/**
 * Encodes a training's state as the files of a checkpoint. Equal states give equal bytes, and `decodeCheckpoint`
 * restores every bit. Do not change the arrays before the promise resolves.
 *
 * @throws NablaError `argument` for a state that could not be read back: values that JSON cannot hold, data that do not
 * fit their shape, a `model` of another dtype than the parameters, a manifest over 20 MB, or tensors over 1.9 GiB.
 *
 * @example
 * ```ts
 * const files = await encodeCheckpoint(await takeState(training), { note: 'before the new data' });
 * const { state, note } = await decodeCheckpoint(files);
 * ```
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

/** Catches wrong arguments from plain JavaScript, and a model whose dtype differs from its parameters. */
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

/** Checks the history before it is packed, so the message names what the caller passed. */
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

/** Escapes slashes in a callback's name: an unescaped slash would end the name. */
function prefixOf(callback: string): string {
  return `${PREFIXES.callbacks}${callback.replaceAll('%', '%25').replaceAll('/', '%2F')}/`;
}

/**
 * Decodes the files of a checkpoint of this or an older nabla. You own the arrays.
 *
 * @param name Names the checkpoint in errors. Default: `checkpoint`.
 * @throws NablaError `data` that names the file that is missing, unknown, truncated, damaged (even by a single bit), or
 * written by a newer nabla.
 *
 * @example
 * ```ts
 * const { state } = await decodeCheckpoint(unpackCheckpoint(bytes));
 * ```
 */
export async function decodeCheckpoint(files: CheckpointFiles, name = 'checkpoint'): Promise<Checkpoint> {
  const bytes = files.get(MANIFEST_FILE);
  if (bytes === undefined) throw damaged(`${name}: ${MANIFEST_FILE}`, 'expected a file. Received none');
  const { nabla, model, note, files: table, ...values } = await parseManifest(bytes, `${name}: ${MANIFEST_FILE}`);
  for (const file of files.keys()) {
    if (file !== MANIFEST_FILE && !Object.hasOwn(table, file)) {
      throw damaged(`${name}: ${show(file)}`, `expected only the files that ${MANIFEST_FILE} names`);
    }
  }
  const at = `${name}: ${TENSORS_FILE}`;
  const { tensors, metadata } = decodeSafetensors(await matching(files.get(TENSORS_FILE), table[TENSORS_FILE], at), at);
  const state = stateOf(values, retie(tensors, metadata), at);
  if (model !== undefined) checkDTypes(state, model, at);
  return { state, nabla, ...(model === undefined ? {} : { model }), ...(note === undefined ? {} : { note }) };
}

/**
 * Returns the model in a checkpoint: its description and all its parameters, for `sequentialFromConfig` or
 * `networkFromConfig`. The arrays are shared with the checkpoint's state.
 *
 * @param name Names the checkpoint in errors. Default: `checkpoint`.
 * @throws NablaError `data` if the checkpoint was saved without `model`.
 *
 * @example
 * ```ts
 * const { config, dtype, parameters } = modelOfCheckpoint(await loadCheckpoint('run/checkpoints/0003-epoch-3'));
 * const network = sequentialFromConfig(backend, config, { dtype, parameters });
 * ```
 */
export function modelOfCheckpoint({ model, state }: Checkpoint, name = 'checkpoint'): SavedModel {
  if (model !== undefined) return { ...model, parameters: state.parameters };
  const expected = 'expected a model, saved with save(state, { model: { config, dtype } })';
  throw damaged(name, `${expected}. Received only the state of a training`);
}

async function matching(bytes: Uint8Array | undefined, record: Manifest['files'][typeof TENSORS_FILE], at: string) {
  if (bytes?.length !== record.bytes) {
    throw damaged(at, `expected ${record.bytes} bytes. Received ${bytes === undefined ? 'no file' : bytes.length}`);
  }
  const actual = await sha256Of(bytes);
  if (actual !== record.sha256) throw damaged(at, wrongDigest(record.sha256, actual));
  return bytes;
}

/** Sorts the tensors into the state by the prefixes of their names. */
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
    if (group === undefined) throw damaged(`${at}: ${show(name)}`, 'expected the name of something in the manifest');
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
