/** Finds keys that appear twice in one JSON object. JSON.parse keeps the last one without a warning. */

export interface DuplicateKey {
  readonly key: string;
  /** Lines of the text, from 1. */
  readonly firstLine: number;
  readonly line: number;
}

/** A string, with the colon that makes it a key; or a brace; or a line break. */
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}\n]/g;

/** Returns the first key that appears twice in one object of `text`, which must be valid JSON. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  const open: Map<string, number>[] = [];
  let line = 1;
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Map());
    else if (token === '}') open.pop();
    else if (token === '\n') line += 1;
    else if (string !== undefined && colon !== undefined) {
      const key = JSON.parse(string) as string;
      const firstLine = open.at(-1)?.get(key);
      if (firstLine !== undefined) return { key, firstLine, line };
      open.at(-1)?.set(key, line);
      line += colon.split('\n').length - 1;
    }
  }
  return undefined;
}
