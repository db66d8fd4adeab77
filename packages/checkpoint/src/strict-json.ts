import { damaged, show } from './damage.js';

/** Deeper nesting than any model has; readers that recurse stay far from the end of their stack. */
const MAX_DEPTH = 64;

/**
 * Parses JSON that someone else may have written: refuses what JSON.parse lets through silently, which is bytes that are
 * not UTF-8, keys that an object holds twice (readers differ in which one they take), the keys in `forbidden`, and
 * nesting deeper than 64. Throws a NablaError of code `data` that starts with `file`.
 */
export function parseJson(bytes: Uint8Array, file: string, forbidden: readonly string[]): unknown {
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

/** Walks over the tokens of JSON that has parsed without error: brackets and keys are all that matters. */
function findProblem(json: string, forbidden: readonly string[]): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{' || character === '[') open.push(new Set());
    else if (character === '}' || character === ']') open.pop();
    if (open.length > MAX_DEPTH) return `expected JSON nested at most ${MAX_DEPTH} deep`;
    if (character !== '"') continue;
    const start = at;
    at = endOfString(json, start);
    if (!isFollowedByColon(json, at + 1)) continue;
    const key = JSON.parse(json.slice(start, at + 1)) as string;
    if (forbidden.includes(key)) return `the key ${show(key)} is not allowed`;
    const keys = open.at(-1);
    if (keys?.has(key)) return `the key ${show(key)} appears twice in one object`;
    keys?.add(key);
  }
  return undefined;
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
