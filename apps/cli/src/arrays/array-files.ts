/** Reads arrays from files of NumPy and from JSON. */
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { describeFailure, type Output, workError } from '@nablajs/command-line';
import { array, NablaError, type NestedNumbers } from '@nablajs/core';
import type { AnyArray } from '@nablajs/datasets';
import { readNpy, readNpz } from '@nablajs/interchange';
import { openFile } from '../data/data-kind.js';
import { withReadingBar } from '../data/reading-bar.js';

/** Arrays by name. An array without a name has that of its file. Arrays of JSON have no `type`. */
export type NamedArrays = ReadonlyMap<string, AnyArray & { readonly type?: string }>;

/** Reads a file, and gives its bytes to `hash`. Throws a CommandError or a NablaError of code `data`. */
export async function readArrays(path: string, output?: Output, hash?: Hash): Promise<NamedArrays> {
  return await parseArrays(await readBytes(path, output, hash), basename(path));
}

export async function readBytes(path: string, output?: Output, hash?: Hash): Promise<Uint8Array> {
  const { size } = await openFile(path, 'a file');
  const bytes = new Uint8Array(size);
  await withReadingBar({ name: basename(path), bytes: size }, output, async (onProgress) => {
    let done = 0;
    for await (const chunk of createReadStream(path, { end: Math.max(0, size - 1) }) as AsyncIterable<Uint8Array>) {
      bytes.set(chunk, done);
      hash?.update(chunk);
      done += chunk.length;
      onProgress(done);
    }
  });
  return bytes;
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** `\x93NUMPY` and `PK`. */
const [NPY, ZIP] = [
  [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
  [0x50, 0x4b],
];

/** Parses .npy, .npz or JSON, which their first bytes tell apart. `name` names the file. */
export async function parseArrays(bytes: Uint8Array, name: string): Promise<NamedArrays> {
  try {
    if (startsWith(bytes, NPY))
      return new Map([[name.slice(0, name.length - extname(name).length), readNpy(bytes, name)]]);
    if (startsWith(bytes, ZIP)) return readNpz(bytes, name);
    return arraysOfJson(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), name);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw notArrays(name, error);
    const { message } = describeFailure(error);
    throw message.startsWith(name) ? error : workError(`${name}: ${message}`, { cause: error });
  }
}

const notArrays = (name: string, cause: unknown): Error =>
  workError(`${name}: expected arrays as .npy, .npz or JSON, such as [[1, 2], [3, 4]]. Received something else.`, {
    cause,
  });

/** Reads `[[1, 2], [3, 4]]`, or `{ "x": [[1, 2]], … }`. Throws a NablaError of code `data` for anything else. */
export function arraysOfJson(value: unknown, name: string): NamedArrays {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isRecord ? Object.entries(value) : [[name.replace(/\.json$/i, ''), value] as const];
  return new Map(entries.map(([key, nested]) => [key, nestedArray(nested, isRecord ? `${name}: ${key}` : name)]));
}

function nestedArray(nested: unknown, at: string): AnyArray {
  try {
    return array(nested as NestedNumbers, 'float64');
  } catch (error) {
    throw new NablaError('data', `${at}: ${describeFailure(error).message}`, { cause: error });
  }
}
