import { damaged, show } from '../damage.js';

/** Deeper than any model, too shallow to overflow the stack. */
export const MAX_DEPTH = 64;

/**
 * Parsing costs time and memory per value and key. A tensor takes about 10 values and 4 keys, so these limits allow
 * 50,000 tensors.
 */
export const MAX_VALUES = 2_000_000;
export const MAX_KEYS = 200_000;

interface JsonLimits {
  readonly values: number;
  readonly keys: number;
}

const LIMITS: JsonLimits = { values: MAX_VALUES, keys: MAX_KEYS };

/**
 * Parses JSON from an untrusted file. Before parsing, it refuses nesting deeper than 64, more than 2,000,000 values and
 * more than 200,000 keys (or other `limits`). It also refuses bytes that are not UTF-8, an object with the same key
 * twice, and the keys in `forbidden`. Throws NablaError `data` that starts with `file`.
 *
 * The caller limits the number of bytes.
 */
export function parseJson(
  bytes: Uint8Array,
  file: string,
  forbidden: readonly string[],
  limits: JsonLimits = LIMITS,
): unknown {
  const limit = limitBroken(bytes, limits);
  if (limit !== undefined) throw damaged(file, `expected JSON ${limit}`);
  const text = decodeText(bytes, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(file, `expected JSON. Received ${show(text)}`, error);
  }
  const problem = findProblem(text, forbidden);
  if (problem !== undefined) throw damaged(file, problem);
  return value;
}

function decodeText(bytes: Uint8Array, file: string): string {
  try {
    // A byte order mark is not JSON: keep it, so the parser refuses it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw damaged(file, 'expected JSON in UTF-8. Received bytes that are not', error);
  }
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Names the first limit that some JSON exceeds (`nested at most 64 deep`), or returns undefined. It counts brackets,
 * commas and colons; an empty list or object counts as two values.
 */
export function limitBroken(
  bytes: Uint8Array,
  { values: maxValues, keys: maxKeys }: JsonLimits = LIMITS,
): string | undefined {
  let [depth, values, keys] = [0, 1, 0];
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inString && byte === BACKSLASH) at++;
    else if (byte === QUOTE) inString = !inString;
    else if (inString) continue;
    else if (byte === COLON) keys++;
    else if (byte === COMMA) values++;
    else if (CLOSING.has(byte)) depth--;
    else if (OPENING.has(byte)) {
      depth++;
      values++;
    }
    if (depth > MAX_DEPTH) return `nested at most ${MAX_DEPTH} deep`;
    if (values > maxValues) return `of at most ${maxValues} values`;
    if (keys > maxKeys) return `of at most ${maxKeys} keys`;
  }
  return undefined;
}

/** Walks over the tokens of valid JSON. Only brackets and keys matter. */
function findProblem(json: string, forbidden: readonly string[]): string | undefined {
  // One set of keys for each open object, created at its first key.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{' || character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    if (character !== '"') continue;
    const start = at;
    at = endOfString(json, start);
    if (!isFollowedByColon(json, at + 1)) continue;
    const key = keyIn(json.slice(start, at + 1));
    if (forbidden.includes(key)) return `the key ${show(key)} is not allowed`;
    const keys = open.at(-1) ?? new Set();
    if (keys.has(key)) return `the key ${show(key)} appears twice in one object`;
    open[open.length - 1] = keys.add(key);
  }
  return undefined;
}

function keyIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

/** Returns the closing quote of the string that opens at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

function isFollowedByColon(json: string, from: number): boolean {
  let at = from;
  while (' \t\n\r'.includes(json[at] ?? ':')) at++;
  return json[at] === ':';
}
