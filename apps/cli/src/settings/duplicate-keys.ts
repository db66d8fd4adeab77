/** Keys that a JSON text gives twice: JSON.parse keeps the last one and says nothing. */

export interface DuplicateKey {
  readonly key: string;
  /** Lines of the text, from 1. */
  readonly firstLine: number;
  readonly line: number;
}

/** A string, with the colon that makes it a key; or what opens or closes an object; or a line break. */
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}\n]/g;

/** The first key that is twice in the same object of `text`, which JSON.parse must have taken. */
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
