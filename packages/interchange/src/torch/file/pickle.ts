/**
 * Reads pickles, of protocols 0 to 5, without Python and without running anything. A pickle is a program that names
 * classes and functions, and calls them. Here a name stays a name, and a call becomes what `PickleHooks.call` returns.
 * The operations are those of Python's `pickletools`.
 */
import { PickleReader } from './pickle-reader.js';
import { PickleGlobal, type PickleHooks, PickleObject, type PickleValue } from './pickle-values.js';

/** A checkpoint of 60,000 tensors stays below these. They bound time and memory. */
const MOST_OPERATIONS = 5_000_000;
const MOST_OBJECTS = 500_000;
const MOST_MARKS = 1000;

/** Reads one pickle from `start`, and returns its value and where it ends. */
export function readPickle(
  bytes: Uint8Array,
  start: number,
  hooks: PickleHooks,
): { readonly value: PickleValue; readonly end: number } {
  const machine = new Machine(bytes, start, hooks);
  return { value: machine.run(), end: machine.reader.at };
}

class Machine {
  readonly reader: PickleReader;
  readonly #hooks: PickleHooks;
  #stack: PickleValue[] = [];
  readonly #marks: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();
  #objects = 0;

  constructor(bytes: Uint8Array, start: number, hooks: PickleHooks) {
    this.#hooks = hooks;
    this.reader = new PickleReader(bytes, start, (problem) => hooks.fail(problem));
  }

  run(): PickleValue {
    for (let count = 0; count < MOST_OPERATIONS; count++) {
      const code = this.reader.byte();
      if (code === STOP) return this.pop();
      const operation = OPERATIONS[code];
      if (operation === undefined) throw this.fail(`unknown operation 0x${code.toString(16)}`);
      operation(this, this.reader);
    }
    throw this.fail(`expected at most ${MOST_OPERATIONS} operations`);
  }

  fail(problem: string): Error {
    return this.#hooks.fail(problem);
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** Pushes a value that takes memory. */
  make(value: PickleValue): void {
    this.#objects += 1;
    if (this.#objects > MOST_OBJECTS) throw this.fail(`expected at most ${MOST_OBJECTS} objects`);
    this.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw this.fail('the stack is empty');
    return value;
  }

  get top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.fail('the stack is empty');
    return value;
  }

  mark(): void {
    if (this.#marks.length >= MOST_MARKS) throw this.fail(`expected at most ${MOST_MARKS} containers in each other`);
    this.#marks.push(this.#stack);
    this.#stack = [];
  }

  /** Returns what has been pushed since the last mark. */
  popMark(): PickleValue[] {
    const before = this.#marks.pop();
    if (before === undefined) throw this.fail('a mark is missing');
    const values = this.#stack;
    this.#stack = before;
    return values;
  }

  popText(): string {
    const value = this.pop();
    if (typeof value !== 'string') throw this.fail('expected a text');
    return value;
  }

  popTuple(length: number): void {
    const values = Array.from({ length }, () => this.pop());
    this.make(Object.freeze(values.reverse()));
  }

  put(at: number | bigint): void {
    this.#memo.set(Number(at), this.top);
  }

  memoize(): void {
    this.#memo.set(this.#memo.size, this.top);
  }

  get(at: number | bigint): void {
    const value = this.#memo.get(Number(at));
    if (value === undefined) throw this.fail(`nothing is remembered as ${at}`);
    this.push(value);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top;
    const target = list instanceof PickleObject ? list.items : list;
    if (!Array.isArray(target) || Object.isFrozen(target)) throw this.fail('expected a list to append to');
    for (const item of items) target.push(item);
  }

  setItems(items: readonly PickleValue[]): void {
    if (items.length % 2 !== 0) throw this.fail('a key has no value');
    const target = this.top;
    if (target instanceof PickleObject) {
      this.append(items);
      return;
    }
    if (!(target instanceof Map)) throw this.fail('expected a dictionary to set items of');
    for (let at = 0; at < items.length; at += 2) target.set(items[at] as PickleValue, items[at + 1] as PickleValue);
  }

  dictionary(items: readonly PickleValue[]): void {
    this.make(new Map());
    this.setItems(items);
  }

  call(callee: PickleValue, args: PickleValue): void {
    if (!Array.isArray(args)) throw this.fail('expected the arguments of a call');
    if (callee instanceof PickleGlobal) this.make(this.#hooks.call(callee.name, args));
    // A call of what another call has returned.
    else if (callee instanceof PickleObject) this.make(new PickleObject(`${callee.name}()`, [callee, ...args]));
    else throw this.fail('expected a class or a function to call');
  }

  build(state: PickleValue): void {
    if (this.top instanceof PickleObject) this.top.state = state;
  }

  persistent(id: PickleValue): void {
    this.make(this.#hooks.persistent(id));
  }
}

type Operation = (machine: Machine, reader: PickleReader) => void;

const global: Operation = (m, r) => m.make(new PickleGlobal(`${r.line()}.${r.line()}`));
const quoted = (line: string, m: Machine): string => {
  const [, , text] = /^(['"])(.*)\1$/.exec(line) ?? [];
  if (text === undefined) throw m.fail('expected a text in quotes');
  return text;
};

const STOP = 0x2e;
const code = (letter: string): number => letter.charCodeAt(0);

/** What each operation does, by its code. */
const OPERATIONS: Readonly<Record<number, Operation>> = {
  // Framing.
  128: (m, r) => {
    if (r.byte() > 5) throw m.fail('expected protocol 0 to 5');
  },
  149: (_, r) => {
    r.count(8);
  },
  // The stack.
  [code('(')]: (m) => m.mark(),
  [code('0')]: (m) => void m.pop(),
  [code('1')]: (m) => void m.popMark(),
  [code('2')]: (m) => m.push(m.top),
  // Plain values.
  [code('N')]: (m) => m.push(null),
  136: (m) => m.push(true),
  137: (m) => m.push(false),
  [code('I')]: (m, r) => m.push(r.lineNumber()),
  [code('L')]: (m, r) => m.push(r.lineNumber()),
  [code('J')]: (m, r) => m.push(r.int32()),
  [code('K')]: (m, r) => m.push(r.count(1)),
  [code('M')]: (m, r) => m.push(r.count(2)),
  138: (m, r) => m.push(r.long(r.count(1))),
  139: (m, r) => m.push(r.long(r.count(4))),
  [code('F')]: (m, r) => m.push(r.lineFloat()),
  [code('G')]: (m, r) => m.push(r.float()),
  // Texts and bytes.
  [code('S')]: (m, r) => m.push(quoted(r.line(), m)),
  [code('T')]: (m, r) => m.push(r.text(r.count(4))),
  [code('U')]: (m, r) => m.push(r.text(r.count(1))),
  [code('V')]: (m, r) => m.push(r.line()),
  [code('X')]: (m, r) => m.push(r.text(r.count(4))),
  140: (m, r) => m.push(r.text(r.count(1))),
  141: (m, r) => m.push(r.text(r.count(8))),
  [code('B')]: (m, r) => m.make(r.take(r.count(4))),
  [code('C')]: (m, r) => m.make(r.take(r.count(1))),
  142: (m, r) => m.make(r.take(r.count(8))),
  150: (m, r) => m.make(r.take(r.count(8))),
  // Containers. A set is a list here.
  [code(')')]: (m) => m.popTuple(0),
  133: (m) => m.popTuple(1),
  134: (m) => m.popTuple(2),
  135: (m) => m.popTuple(3),
  [code('t')]: (m) => m.make(Object.freeze(m.popMark())),
  [code(']')]: (m) => m.make([]),
  [code('l')]: (m) => m.make(m.popMark()),
  [code('a')]: (m) => m.append([m.pop()]),
  [code('e')]: (m) => m.append(m.popMark()),
  [code('}')]: (m) => m.make(new Map()),
  [code('d')]: (m) => m.dictionary(m.popMark()),
  [code('s')]: (m) => {
    const value = m.pop();
    m.setItems([m.pop(), value]);
  },
  [code('u')]: (m) => m.setItems(m.popMark()),
  143: (m) => m.make([]),
  144: (m) => m.append(m.popMark()),
  145: (m) => m.make(m.popMark()),
  // What was there before.
  [code('g')]: (m, r) => m.get(r.lineNumber()),
  [code('h')]: (m, r) => m.get(r.count(1)),
  [code('j')]: (m, r) => m.get(r.count(4)),
  [code('p')]: (m, r) => m.put(r.lineNumber()),
  [code('q')]: (m, r) => m.put(r.count(1)),
  [code('r')]: (m, r) => m.put(r.count(4)),
  148: (m) => m.memoize(),
  // Names, and calls that do not happen.
  [code('c')]: global,
  147: (m) => {
    const name = m.popText();
    m.make(new PickleGlobal(`${m.popText()}.${name}`));
  },
  [code('R')]: (m) => {
    const args = m.pop();
    m.call(m.pop(), args);
  },
  129: (m) => {
    const args = m.pop();
    m.call(m.pop(), args);
  },
  146: (m) => {
    const [named, args] = [m.pop(), m.pop()];
    m.call(m.pop(), Array.isArray(args) ? [...args, named] : args);
  },
  [code('i')]: (m, r) => {
    const args = m.popMark();
    m.call(new PickleGlobal(`${r.line()}.${r.line()}`), args);
  },
  [code('o')]: (m) => {
    const [callee, ...args] = m.popMark();
    m.call(callee ?? null, args);
  },
  [code('b')]: (m) => m.build(m.pop()),
  [code('P')]: (m, r) => m.persistent(r.line()),
  [code('Q')]: (m) => m.persistent(m.pop()),
};
