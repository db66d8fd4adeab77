/** What a pickle holds, without running anything of it. */

/** A value of a pickle. Tuples are frozen arrays; dictionaries are Maps. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | PickleObject
  | object;

/** The name of a class or function. It is never looked up. */
export class PickleGlobal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** An object that the pickle asks to be made by a class or function. Nothing is made: this stands for it. */
export class PickleObject {
  readonly name: string;
  readonly args: readonly PickleValue[];
  /** What `__setstate__` would get. */
  state: PickleValue = null;
  /** What would be appended to it or set in it. */
  readonly items: PickleValue[] = [];

  constructor(name: string, args: readonly PickleValue[]) {
    this.name = name;
    this.args = args;
  }
}

/** What the reader of a pickle decides. */
export interface PickleHooks {
  /** Returns what stands for a call of a class or function by its name. */
  call(name: string, args: readonly PickleValue[]): PickleValue;
  /** Returns what stands for an object outside the pickle. */
  persistent(id: PickleValue): PickleValue;
  /** Makes the error for a damaged pickle. */
  fail(problem: string): Error;
}
