/** Turns the body of a request into the inputs of a network. */
import type { DenseArray } from '@nablajs/core';
import {
  type ArrayForm,
  type ImageForm,
  readImageHeader,
  readTable,
  type TableForm,
  type TableRows,
} from '@nablajs/datasets';
import { arraysOfJson } from '../arrays/array-files.js';
import type { Predictor } from '../predict/predictor.js';
import { HttpError } from './http-error.js';
import { MOST_ROWS, parseJson, rowsOfJson } from './rows-of-json.js';

/** The network's inputs, in its order, and how many cells have a text that is unknown to the model. */
export interface Encoded {
  readonly inputs: readonly DenseArray[];
  readonly unknown: number;
}

/** What encodes bodies: a predictor. */
export type Encoder = Pick<Predictor, 'form' | 'encodeRows' | 'encodeImage' | 'encodeArrays'>;

const IMAGE_TYPES = ['image/png', 'image/jpeg'];
/** A larger image takes seconds, and blocks all other requests. */
const MOST_PIXELS = 4_000_000;

/** Returns what encodes a body of a content type. Throws an HttpError 415 if the model takes no such bodies. */
export function encoderOf(
  encoder: Encoder,
  contentType: string,
): (body: Uint8Array<ArrayBuffer>) => Encoded | Promise<Encoded> {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  const { form } = encoder;
  if (form.type === 'images') {
    if (IMAGE_TYPES.includes(type)) return (body) => encodeImage(encoder, form, body);
    throw wrongType(IMAGE_TYPES, type);
  }
  if (form.type === 'arrays') {
    if (type === 'application/json') return (body) => encodeArrays(encoder, form, body);
    throw wrongType(['application/json'], type);
  }
  const encode = (rows: TableRows): Encoded => {
    const { x, unknown } = encoder.encodeRows(rows, form, 'the body');
    return { inputs: [x], unknown };
  };
  if (type === 'application/json') return (body) => encode(rowsOfJson(body, form));
  if (type === 'text/csv') return async (body) => encode(await rowsOfCsv(body, form));
  throw wrongType(['application/json', 'text/csv'], type);
}

function encodeImage(encoder: Encoder, form: ImageForm, body: Uint8Array): Encoded {
  const { width, height } = readImageHeader(body, 'the body');
  if (width * height > MOST_PIXELS) {
    throw new HttpError(413, `Expected an image of at most ${MOST_PIXELS} pixels. Received ${width} x ${height}.`);
  }
  return { inputs: [encoder.encodeImage(body, form, 'the body')], unknown: 0 };
}

/** The most numbers of a request. */
const MOST_NUMBERS = 4_000_000;

/** Reads `[[1, 2], [3, 4]]`, or the arrays by their names. */
function encodeArrays(encoder: Encoder, form: ArrayForm, body: Uint8Array): Encoded {
  const arrays = arraysOfJson(parseJson(body, MOST_NUMBERS), 'the body');
  for (const { shape } of arrays.values()) {
    if ((shape[0] ?? 0) > MOST_ROWS) throw new HttpError(400, `Expected at most ${MOST_ROWS} examples. Received more.`);
  }
  return { inputs: encoder.encodeArrays(arrays, form, 'the body'), unknown: 0 };
}

function wrongType(expected: readonly string[], received: string): HttpError {
  return new HttpError(415, `Expected a body of type ${expected.join(' or ')}. Received '${received.slice(0, 50)}'.`);
}

async function rowsOfCsv(body: Uint8Array<ArrayBuffer>, form: TableForm): Promise<TableRows> {
  const blocks: TableRows[] = [];
  let count = 0;
  for await (const block of readTable(new Blob([body]), { name: 'the body', form })) {
    count += block.rows.length;
    if (count > MOST_ROWS) throw new HttpError(400, `Expected at most ${MOST_ROWS} rows. Received more.`);
    blocks.push(block);
  }
  const [first] = blocks;
  if (first === undefined) throw new HttpError(400, 'Expected a table. Received no rows.');
  return { ...first, rows: blocks.flatMap(({ rows }) => rows) };
}
