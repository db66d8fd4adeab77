/** Refuses JSON that takes far longer to parse than rows of cells do. */
import { HttpError } from './http-error.js';

/** The most objects, lists and items of lists. A row is an object and an item, so rows alone have at most 20,000. */
const MOST_VALUES = 50_000;
/** The most lists of keys that objects begin with. V8 makes a hidden class for each, which takes microseconds. */
const MOST_BEGINNINGS = 100_000;

/** The keys that an object has had after the same first keys. */
interface Keys extends Map<string, Keys> {}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Throws an HttpError 400 if `text` has too many values, or too many different objects. Accepts other text, even if it
 * is not JSON. Takes time and memory in proportion to the text.
 */
export function checkJson(text: string, mostValues: number = MOST_VALUES): void {
  const first: Keys = new Map();
  /** Undefined for a list. */
  const outer: (Keys | undefined)[] = [];
  let keys: Keys | undefined;
  let [values, beginnings, from, to] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      [from, to] = [at + 1, endOfString(text, at)];
      at = to;
    } else if (code === COLON && keys !== undefined) {
      const key = text.slice(from, to);
      const next = keys.get(key) ?? new Map();
      if (!keys.has(key)) beginnings++;
      keys.set(key, next);
      keys = next;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      values++;
      outer.push(keys);
      keys = code === OPEN_OBJECT ? first : undefined;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) keys = outer.pop();
    else if (code === COMMA && keys === undefined) values++;
    if (values > mostValues) throw refusal(`more than ${mostValues} objects, lists and items of lists`);
    if (beginnings > MOST_BEGINNINGS) throw refusal(`more than ${MOST_BEGINNINGS} different keys, or orders of keys`);
  }
}

/** Returns the index of the quote that ends the string at `from`, or the text's length. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

function refusal(received: string): HttpError {
  return new HttpError(400, `Expected rows of cells with the same keys in the same order. Received ${received}.`);
}
