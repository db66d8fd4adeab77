/** The form of a model for arrays: what goes in and comes out, if it is neither a table, nor images, nor text. */
import { NablaError } from '@nablajs/core';
import { checkClassName, MAX_FORM_CLASSES } from '../images/image-form.js';

/** The types of elements that arrays of a model may have in files. */
export type ArrayType = 'float32' | 'float64' | `${'' | 'u'}int${8 | 16 | 32 | 64}` | 'bool';

/** All of them. */
export const ARRAY_TYPES: readonly ArrayType[] = [
  ...([
    'float32',
    'float64',
    'int8',
    'int16',
    'int32',
    'int64',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
    'bool',
  ] as const),
];

/** One array that goes into a model or comes out of it. */
export type ArrayPlace = {
  readonly name: string;
  /** The type of its elements. A network computes integers and booleans in int32, and all floats in its own dtype. */
  readonly type: ArrayType;
  /** The shape of one example; a name is a dimension of any length. */
  readonly shape: readonly (number | string)[];
};

/**
 * Says which arrays a network takes and returns, in its order. It is plain JSON: save it with the model.
 */
export type ArrayForm = {
  readonly type: 'arrays';
  readonly inputs: readonly ArrayPlace[];
  readonly outputs: readonly ArrayPlace[];
  /** The names of the classes, in the order of the only output, which has logits. Default: the outputs are numbers. */
  readonly classes?: readonly string[];
};

/** The most arrays that go into a model, or come out. */
const MAX_PLACES = 100;
const MAX_RANK = 16;
const MAX_NAME = 4096;

type Json = Readonly<Record<string, unknown>>;

/**
 * Checks that a value from a JSON file is the form of arrays, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything else; also for classes without a single output [classes].
 *
 * @example
 * ```ts
 * const { form } = await loadModel('model');
 * const { inputs } = readArrayForm(form, 'model.json');
 * ```
 */
export function readArrayForm(value: unknown, name: string): ArrayForm {
  const { type, inputs, outputs, classes } = (value ?? {}) as Json;
  if (type !== 'arrays') throw wrong(name, "a form of type 'arrays'");
  const own: ArrayForm = {
    type,
    ...{ inputs: readPlaces(inputs, `${name}: inputs`), outputs: readPlaces(outputs, `${name}: outputs`) },
  };
  if (classes === undefined) return own;
  const [output] = own.outputs;
  const names = readClasses(classes, name);
  if (own.outputs.length !== 1 || output?.shape.length !== 1 || output.shape[0] !== names.length) {
    throw wrong(name, `one output [${names.length}] for its ${names.length} classes`);
  }
  return { ...own, classes: names };
}

function readPlaces(value: unknown, at: string): readonly ArrayPlace[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_PLACES) {
    throw wrong(at, `a list of 1 to ${MAX_PLACES} arrays`);
  }
  const places = value.map((place) => readPlace(place, at));
  if (new Set(places.map(({ name }) => name)).size === places.length) return places;
  throw wrong(at, 'arrays with different names');
}

function readPlace(value: unknown, at: string): ArrayPlace {
  const { name, type, shape } = (value ?? {}) as Json;
  if (typeof name !== 'string' || name.length > MAX_NAME) throw wrong(at, `a name of at most ${MAX_NAME} characters`);
  const known = ARRAY_TYPES.find((one) => one === type);
  if (known === undefined) throw wrong(at, `one of the types ${ARRAY_TYPES.join(', ')}`);
  if (!Array.isArray(shape) || shape.length > MAX_RANK || !shape.every(isDimension)) {
    throw wrong(at, `a shape of at most ${MAX_RANK} sizes and names`);
  }
  return { name, type: known, shape: [...(shape as ArrayPlace['shape'])] };
}

const isDimension = (one: unknown): boolean =>
  typeof one === 'string' ? one !== '' && one.length <= MAX_NAME : Number.isSafeInteger(one) && (one as number) >= 0;

function readClasses(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_FORM_CLASSES) {
    throw wrong(name, `from 1 to ${MAX_FORM_CLASSES} classes`);
  }
  for (const one of value) checkClassName(one, name);
  if (new Set(value).size === value.length) return [...value];
  throw wrong(name, 'classes with different names');
}

const wrong = (at: string, expected: string): NablaError =>
  new NablaError('data', `${at}: expected ${expected}. Received another value; it is damaged.`);
