/** What turns an image of any size into a network's input, as plain JSON. */
import { NablaError } from '@nablajs/core';
import type { Normalisation } from './normalisation.js';

/** How an image comes into the frame: whole, or its ink as in MNIST. */
export type Placement = 'fit' | 'centred';

/**
 * How an image of any size becomes the input of a network, [height, width, channels], and what its outputs are called. Plain
 * JSON, so that a saved model can carry it.
 */
export interface ImageForm {
  readonly type: 'images';
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 red, green and blue. */
  readonly channels: 1 | 3;
  readonly normalisation: Normalisation;
  /**
   * - `fit`: the image is scaled in its proportions until it fits the frame, and lies in its middle, on black;
   * - `centred`: what is written on it is cut out, and placed as MNIST's digits are. Grey only.
   */
  readonly placement: Placement;
  /** The name of each class, in the order of the network's outputs. */
  readonly classes: readonly string[];
}

/** The most numbers that an image may become. */
export const MAX_FORM_VALUES: number = 1_000_000;
/** The most classes. */
export const MAX_FORM_CLASSES: number = 65_536;
const MAX_CLASS_LENGTH = 256;

const KEYS = ['type', 'height', 'width', 'channels', 'normalisation', 'placement', 'classes'];
const NORMALISATION_KEYS = ['divisor', 'mean', 'standardDeviation'];

type Json = Readonly<Record<string, unknown>>;

/**
 * Checks what came out of a JSON file, and copies it. Throws a NablaError of code `data`, whose message begins with `name`,
 * for anything but an ImageForm: also for one of more than MAX_FORM_VALUES numbers or MAX_FORM_CLASSES classes, and for
 * names of classes that are longer than 256 characters, come twice, or have control characters.
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

/** Throws where a key is missing too: what is left out is undefined, which none of the checks lets through. */
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
  if (new Set(value).size !== value.length) throw wrong(name, 'classes of different names', value);
  return [...value];
}

/** Throws a NablaError of code `data` unless a person can read the name. */
export function checkClassName(value: unknown, name: string): void {
  const isText = typeof value === 'string' && value !== '' && value.length <= MAX_CLASS_LENGTH;
  if (isText && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value)) return;
  throw wrong(name, `names of classes of 1 to ${MAX_CLASS_LENGTH} characters, none of them a control character`, value);
}

function wrong(name: string, expected: string, received: unknown): NablaError {
  return new NablaError('data', `${name}: expected ${expected}. Received ${shown(received)}.`);
}

/** Short, on one line, whatever it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.replace(/[\p{C}\u2028\u2029]/gu, '?').slice(0, 40));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
