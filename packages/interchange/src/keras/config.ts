/** Reads a model's description of Keras 2 and 3 and TensorFlow.js into one form. */
import { NablaError } from '@nablajs/core';
import { damaged as damagedFile } from '../model/damage.js';

/** JSON of a file: nothing about it is certain. */
export type Json = Readonly<Record<string, unknown>>;

/** What a call of a layer made: the layer's name, the number of the call, and of the output. */
export interface KerasValue {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** One call of a layer. */
export interface KerasCall {
  readonly inputs: readonly KerasValue[];
  /** Arguments that are no tensors and not null. */
  readonly options: Json;
}

export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Json;
  /** Empty in a Sequential. */
  readonly calls: readonly KerasCall[];
  /** Whether the file is of Keras 3, whose defaults differ here and there. */
  readonly isKeras3: boolean;
  readonly model?: KerasModel;
  /** The shape that Keras built it for, with the batch. */
  readonly builtFor: unknown;
}

/** A Sequential, or a graph of layers. */
export interface KerasModel {
  readonly name: string;
  readonly isSequential: boolean;
  readonly isTrainable: boolean;
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly KerasValue[];
  readonly outputs: readonly KerasValue[];
}

/** No model has models inside models so deep, or so many layers. */
const MAX_DEPTH = 16;
const MAX_LAYERS = 50_000;

const damaged = (what: string): NablaError => damagedFile('Keras', `the model's config has ${what}`);

/** Whether a value is an object of JSON. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
  } catch {
    return 'a list of lists without end';
  }
}

/** Parses JSON. Throws NablaError `data`. */
export function parseJson(text: string, what: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NablaError('data', `Keras: ${what} is no JSON.`, { cause });
  }
  if (isJson(value)) return value;
  throw damagedFile('Keras', `${what} is no object`);
}

const textOf = (value: unknown, what: string): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw damaged(`no text as ${what}`);
};

const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw damaged(`no list of ${what}`);
};

/** Throws NablaError `data` for a damaged config, or one of a class of the author's own. */
export const readModelConfig = (json: Json): KerasModel => modelOf(json, { left: MAX_LAYERS }, 0);

function modelOf(json: Json, budget: { left: number }, depth: number): KerasModel {
  if (depth > MAX_DEPTH) throw damaged(`models inside models, more than ${MAX_DEPTH} deep`);
  const className = textOf(json['class_name'], 'class_name');
  const isSequential = className === 'Sequential';
  // A Sequential of Keras 1 was only a list.
  const config = Array.isArray(json['config']) ? { layers: json['config'] } : json['config'];
  if (!isJson(config) || !Array.isArray(config['layers'])) {
    throw damaged(`no list of layers: '${className}' is a class of its author, whose code is not in the file`);
  }
  budget.left -= config['layers'].length;
  if (budget.left < 0) throw damaged(`more than ${MAX_LAYERS} layers`);
  const layers = config['layers'].map((layer) => layerOf(layer, budget, depth));
  const values = (key: string): KerasValue[] => (isSequential ? [] : valuesIn(config[key] ?? [], key));
  const names = new Set(layers.map(({ name }) => name));
  if (names.size < layers.length) throw damaged('two layers of one name');
  return {
    name: typeof config['name'] === 'string' ? config['name'] : className.toLowerCase(),
    isSequential,
    isTrainable: config['trainable'] !== false,
    layers,
    inputs: values('input_layers'),
    outputs: values('output_layers'),
  };
}

const isModel = (className: string, config: unknown): boolean =>
  className === 'Sequential' || (isJson(config) && Array.isArray(config['layers']) && 'output_layers' in config);

function layerOf(json: unknown, budget: { left: number }, depth: number): KerasLayer {
  if (!isJson(json)) throw damaged('a layer that is no object');
  const className = textOf(json['class_name'], 'class_name');
  const given = json['config'];
  const config = isJson(given) ? given : {};
  const name = textOf(json['name'] ?? config['name'], `name of a ${className}`);
  const calls = listOf(json['inbound_nodes'] ?? [], 'inbound_nodes').map(callOf);
  const isKeras3 = typeof json['module'] === 'string' || isJson(config['dtype']);
  const built = json['build_config'];
  const builtFor = isJson(built) ? built['input_shape'] : undefined;
  const layer = { className, name, config, calls, isKeras3, builtFor };
  return isModel(className, given) ? { ...layer, model: modelOf(json, budget, depth + 1) } : layer;
}

/** Keras 3 writes `{ args, kwargs }`; before, a call was a list of `[layer, call, output, kwargs]`. */
function callOf(json: unknown): KerasCall {
  const inputs: KerasValue[] = [];
  const options: Record<string, unknown> = {};
  const keep = (key: string, value: unknown, depth = 0): void => {
    if (depth > MAX_DEPTH) throw damaged('lists in lists without end');
    if (isTensor(value)) inputs.push(tensorOf(value));
    else if (Array.isArray(value) && value.some(isTensor)) for (const one of value) keep(key, one, depth + 1);
    else if (value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0))
      options[key] = value;
  };
  if (isJson(json)) {
    for (const [at, value] of listOf(json['args'], 'args').entries()) keep(`argument ${at}`, value);
    for (const [key, value] of Object.entries(isJson(json['kwargs']) ? json['kwargs'] : {})) keep(key, value);
    return { inputs, options };
  }
  for (const value of listOf(json, 'inputs of a call')) {
    inputs.push(historyOf(value));
    const kwargs = (value as readonly unknown[])[3];
    for (const [key, one] of Object.entries(isJson(kwargs) ? kwargs : {})) {
      // Keras 2 wrote a tensor among the arguments as [layer, call, output].
      if (isValue(one)) inputs.push(historyOf(one));
      else keep(key, one);
    }
  }
  return { inputs, options };
}

const isTensor = (value: unknown): value is Json => isJson(value) && value['class_name'] === '__keras_tensor__';

function tensorOf(json: Json): KerasValue {
  const config = json['config'];
  return historyOf(isJson(config) ? config['keras_history'] : undefined);
}

const isValue = (value: unknown): value is readonly [string, number, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && value.slice(1, 3).every(Number.isSafeInteger);

function historyOf(value: unknown): KerasValue {
  if (!isValue(value)) throw damaged('a call without the layer that it takes from');
  const [layer, call, output] = value;
  return { layer, call: call ?? 0, output: output ?? 0 };
}

function valuesIn(value: unknown, what: string): KerasValue[] {
  if (isValue(value)) return [historyOf(value)];
  const all = isJson(value) ? Object.values(value) : listOf(value, what);
  return all.map(historyOf);
}

/** As Keras writes it in the paths of a `.keras` file: `batch_normalization`. */
export const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
