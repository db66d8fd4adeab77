/** The form of a model for images: how an image becomes its input, and the names of its classes. */
import { NablaError } from '@nablajs/core';
import type { Normalisation } from './normalisation.js';

/**
 * How an image is placed in the frame of a network's input.
 *
 * - `fit`: the whole image is scaled without distortion until it fits the frame, and centred on black.
 * - `centred`: what is written on the image is cut out and placed as the digits of MNIST are. Grey only.
 */
export type Placement = 'fit' | 'centred';

/**
 * Says how an image of any size becomes a network's input [height, width, channels], and what the outputs mean. It is
 * plain JSON: save it with the model.
 */
export type ImageForm = {
  readonly type: 'images';
  readonly height: number;
  readonly width: number;
  /** 1: grey. 3: red, green and blue. */
  readonly channels: 1 | 3;
  /** How the bytes become inputs. */
  readonly normalisation: Normalisation;
  /** How the image is placed in the frame. */
  readonly placement: Placement;
  /** The names of the classes, in the order of the network's outputs. */
  readonly classes: readonly string[];
};

/** The largest number of inputs that an image may become: height * width * channels. */
export const MAX_FORM_VALUES: number = 1_000_000;
/** The largest number of classes in a form. */
export const MAX_FORM_CLASSES: number = 65_536;
const MAX_CLASS_LENGTH = 256;

const KEYS = ['type', 'height', 'width', 'channels', 'normalisation', 'placement', 'classes'];
const NORMALISATION_KEYS = ['divisor', 'mean', 'standardDeviation'];

type Json = Readonly<Record<string, unknown>>;

/**
 * Checks that a value from a JSON file is an image form, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything else; also for more than `MAX_FORM_VALUES` inputs or `MAX_FORM_CLASSES`
 * classes, and for names of classes longer than 256 characters, twice the same, or with control characters.
 *
 * @example
 * ```ts
 * const { form } = await loadModel('model');
 * const imageForm = readImageForm(form, 'model.json');
 * ```
 */
export function readImageForm(value: unknown, name: string): ImageForm {
  const form = readObject(value, KEYS, name, 'an image form');
  const { type, placement, channels } = form;
  if (type !== 'images') throw wrong(name, "type 'images'", type);
  const [height, width] = [readSize(form, 'height', name), readSize(form, 'width', name)];
  if (channels !== 1 && channels !== 3) throw wrong(name, 'channels 1 or 3', channels);
  if (height * width * channels > MAX_FORM_VALUES) {
    throw wrong(name, `at most ${MAX_FORM_VALUES} numbers for an image`, height * width * channels);
  }
  if (placement !== 'fit' && placement !== 'centred') throw wrong(name, "placement 'fit' or 'centred'", placement);
  if (placement === 'centred' && channels !== 1) throw wrong(name, "1 channel with placement 'centred'", channels);
  const normalisation = readNormalisation(form['normalisation'], name);
  return { type, height, width, channels, normalisation, placement, classes: readClasses(form['classes'], name) };
}

/** Checks for unknown keys. */
function readObject(value: unknown, known: readonly string[], name: string, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name, what, value);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw wrong(name, `${what} with no keys but ${known.join(', ')}`, unknown);
  return value as Json;
}

function readSize(form: Json, key: 'height' | 'width', name: string): number {
  const size = form[key];
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= MAX_FORM_VALUES) return size;
  throw wrong(name, `${key} as a whole number from 1 to ${MAX_FORM_VALUES}`, size);
}

function readNormalisation(value: unknown, name: string): Normalisation {
  const normalisation = readObject(value, NORMALISATION_KEYS, name, 'a normalisation');
  const read = (key: string, isPositive: boolean): number => {
    const number = normalisation[key];
    if (typeof number === 'number' && Number.isFinite(number) && (!isPositive || number > 0)) return number;
    throw wrong(name, `normalisation.${key} as a finite number${isPositive ? ' > 0' : ''}`, number);
  };
  return {
    divisor: read('divisor', true),
    ...('mean' in normalisation && { mean: read('mean', false) }),
    ...('standardDeviation' in normalisation && { standardDeviation: read('standardDeviation', true) }),
  };
}

function readClasses(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_FORM_CLASSES) {
    throw wrong(name, `from 1 to ${MAX_FORM_CLASSES} classes`, value);
  }
  for (const one of value) checkClassName(one, name);
  if (new Set(value).size !== value.length) throw wrong(name, 'classes with different names', value);
  return [...value];
}

/** Throws NablaError `data` if the name is empty, too long, or has control characters. */
export function checkClassName(value: unknown, name: string): void {
  const isText = typeof value === 'string' && value !== '' && value.length <= MAX_CLASS_LENGTH;
  if (isText && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value)) return;
  throw wrong(name, `class names of 1 to ${MAX_CLASS_LENGTH} characters, without control characters`, value);
}

function wrong(name: string, expected: string, received: unknown): NablaError {
  return new NablaError('data', `${name}: expected ${expected}. Received ${shown(received)}.`);
}

/** Formats any value briefly, on one line. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.replace(/[\p{C}\u2028\u2029]/gu, '?').slice(0, 40));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
