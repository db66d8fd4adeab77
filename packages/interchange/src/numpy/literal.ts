/** The few literals of Python that the header of an NPY file has: a dictionary of texts, truths, numbers and tuples. */

/** A tuple or a list is an array. */
export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<string, Literal>;

/** Deeper than any header is nested. */
const MOST_DEPTH = 8;
const TOKEN =
  /\s*(?:([{}[\](),:])|('(?:[^'\\\n]|\\['\\])*'|"(?:[^"\\\n]|\\["\\])*")|(True|False|None)|(-?\d{1,16})L?)/y;
const NAMES: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

/** Parses a literal. `fail` makes the error for anything else. */
export function parseLiteral(text: string, fail: (problem: string) => Error): Literal {
  const reader = new Reader(text, fail);
  const value = reader.value(0);
  if (text.slice(reader.at).trim() !== '') throw reader.unexpected();
  return value;
}

class Reader {
  at = 0;
  readonly #text: string;
  readonly #fail: (problem: string) => Error;

  constructor(text: string, fail: (problem: string) => Error) {
    this.#text = text;
    this.#fail = fail;
  }

  unexpected(): Error {
    const rest = this.#text.slice(this.at, this.at + 20);
    return this.#fail(`expected a literal of Python. Received ${JSON.stringify(rest)} at ${this.at}`);
  }

  value(depth: number): Literal {
    const [, sign, quoted, name, digits] = this.#next();
    if (depth > MOST_DEPTH) throw this.unexpected();
    if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
    if (name !== undefined) return NAMES[name] as boolean | null;
    if (digits !== undefined) return Number(digits);
    if (sign === '{') return new Map(this.#items('}', () => this.#pair(depth + 1)));
    if (sign === '(' || sign === '[') return this.#items(sign === '(' ? ')' : ']', () => this.value(depth + 1));
    throw this.unexpected();
  }

  #pair(depth: number): readonly [string, Literal] {
    const key = this.value(depth);
    if (typeof key !== 'string' || !this.#skip(':')) throw this.unexpected();
    return [key, this.value(depth)];
  }

  #items<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.#skip(close)) {
      items.push(item());
      if (this.#skip(',')) continue;
      if (this.#skip(close)) break;
      throw this.unexpected();
    }
    return items;
  }

  #match(): RegExpExecArray | null {
    TOKEN.lastIndex = this.at;
    return TOKEN.exec(this.#text);
  }

  #next(): RegExpExecArray {
    const match = this.#match();
    if (match === null) throw this.unexpected();
    this.at = TOKEN.lastIndex;
    return match;
  }

  #skip(sign: string): boolean {
    if (this.#match()?.[1] !== sign) return false;
    this.#next();
    return true;
  }
}
