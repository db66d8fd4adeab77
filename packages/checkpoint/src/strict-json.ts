import { damaged, show } from './damage.js';

/** Deeper nesting than any model has; readers that recurse stay far from the end of their stack. */
export const MAX_DEPTH = 64;

/**
 * Parses JSON that someone else may have written: refuses nesting deeper than 64 before anything is decoded or parsed, and what
 * JSON.parse lets through silently, which is bytes that are not UTF-8, keys that an object holds twice (readers differ in which
 * one they take), and the keys in `forbidden`. Throws a NablaError of code `data` that starts with `file`.
 *
 * The caller limits the number of bytes.
 */
export function parseJson(bytes: Uint8Array, file: string, forbidden: readonly string[]): unknown {
  if (isDeeperThan(MAX_DEPTH, bytes)) throw damaged(file, `expected JSON nested at most ${MAX_DEPTH} deep`);
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
    // A byte order mark is not JSON: leave it in, for the parser to refuse.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw damaged(file, 'expected JSON in UTF-8. Received bytes that are not', error);
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Stops at the first bracket that is too deep. What is no JSON may give either answer: the parser refuses it. */
function isDeeperThan(limit: number, bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inString && byte === BACKSLASH) at++;
    else if (byte === QUOTE) inString = !inString;
    else if (inString) continue;
    else if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte)) depth--;
    if (depth > limit) return true;
  }
  return false;
}

/** Walks over the tokens of JSON that has parsed without error: brackets and keys are all that matters. */
function findProblem(json: string, forbidden: readonly string[]): string | undefined {
  // A set for each object that is open, made at its first key.
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

/** Where the string that opens at `start` closes. */
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
