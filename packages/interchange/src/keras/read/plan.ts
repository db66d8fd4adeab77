/** What a layer of Keras becomes here: modules, and how its variables become their parameters. */
import type { DenseArray, Module, NablaError, Shape } from '@nablajs/core';
import { damaged } from '../../model/damage.js';
import { type Json, type KerasCall, type KerasLayer, shown } from '../config.js';

/** A variable of a layer, in the order of Keras' `layer.weights`. */
export interface KerasVariable {
  /** Such as `kernel`. */
  readonly name: string;
  /** Where a `.keras` file has it, below its layer: `vars/0`. */
  readonly path: string;
  readonly trainable: boolean;
}

/** How a parameter is made of variables. */
export interface Binding {
  /** The full name of the parameter: `dense.weight`. */
  readonly parameter: string;
  /** The positions of the variables among those of the layer. */
  readonly from: readonly number[];
  /** Their numbers in our layout. Also used for the optimizer's moments, unless `isSum`. */
  readonly make: (arrays: readonly DenseArray[]) => DenseArray;
  /** Whether two variables are added, so their moments say nothing about the sum's. */
  readonly isSum?: boolean;
}

/** A layer as modules. */
export interface Plan {
  /** Returns the modules, one after the other; the first takes the inputs of the layer. Shapes have no batch. */
  readonly build: (shapes: readonly Shape[]) => readonly Module[];
  /** Chooses among the values that a call takes. Default: all. */
  readonly inputs?: (values: readonly number[]) => readonly number[];
  /** Default: none. */
  readonly variables?: readonly KerasVariable[];
  /** Default: none. What no binding names keeps its first value, and is not trained. */
  readonly bindings?: readonly Binding[];
}

/** What an entry of the table gets. */
export interface Reading extends Pick<KerasLayer, 'className' | 'config' | 'isKeras3'> {
  /** For the module with the parameters: without dots. */
  readonly name: string;
  readonly calls: readonly KerasCall[];
}

/** Throws `Unsupported` for what cannot be done. */
export type PlanOf = (reading: Reading) => Plan;

/** A layer, or an option of it, without a counterpart. They are collected and reported together. */
export class Unsupported extends Error {
  /** `what` names the class, and the option if only that is the matter. */
  constructor(what: string) {
    super(what.slice(0, 160).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
  }
}

/** Reads the options of a layer's config. */
export class Options {
  readonly #className: string;
  readonly #config: Json;

  constructor({ className, config }: Pick<Reading, 'className' | 'config'>) {
    this.#className = className;
    this.#config = config;
  }

  /** Returns an option as it is, or undefined. */
  get(name: string): unknown {
    return this.#config[name] ?? undefined;
  }

  number(name: string, missing?: number): number {
    const value = this.get(name) ?? missing;
    if (typeof value === 'number') return value;
    throw this.#damaged(name, 'a number');
  }

  /** Returns true or false. */
  flag(name: string, missing: boolean): boolean {
    const value = this.get(name) ?? missing;
    if (typeof value === 'boolean') return value;
    throw this.#damaged(name, 'true or false');
  }

  /** One number stands for `length` of them. */
  numbers(name: string, length: number, missing?: unknown): number[] {
    const value = this.get(name) ?? missing;
    const list = typeof value === 'number' ? new Array<unknown>(length).fill(value) : value;
    if (Array.isArray(list) && list.length === length && list.every((one) => typeof one === 'number')) return list;
    throw this.#damaged(name, `${length} numbers`);
  }

  /** Throws `Unsupported` for other values. The first is the default. */
  only<T>(name: string, ...allowed: readonly T[]): T {
    const value = this.get(name) ?? allowed[0];
    if (allowed.includes(value as T)) return value as T;
    throw this.unsupported(`${name} ${shown(value)}`);
  }

  /** Throws unless an option is missing or false. */
  without(...names: readonly string[]): void {
    for (const name of names) {
      const value = this.get(name);
      if (value !== undefined && value !== false) throw this.unsupported(`${name} ${shown(value)}`);
    }
  }

  channelsLast(): void {
    this.only('data_format', 'channels_last');
  }

  unsupported(what: string): Unsupported {
    return new Unsupported(`${this.#className} with ${what.slice(0, 100)}`);
  }

  #damaged(name: string, expected: string): NablaError {
    const received = shown(this.get(name));
    return damaged('Keras', `${this.#className} needs ${expected} as ${name}. Received ${received}`);
  }
}

/** A plan without parameters. */
export const plain = (...modules: readonly Module[]): Plan => ({ build: () => modules });

/** Variables of one group: `vars/0`, `vars/1` … under `path`. */
export const variables = (names: readonly string[], path = '', trainable = true): KerasVariable[] =>
  names.map((name, at) => ({ name, path: `${path}vars/${at}`, trainable }));

/** A parameter that is one variable as it is. */
export const same = (parameter: string, from: number): Binding => ({
  parameter,
  from: [from],
  make: ([only]) => only as DenseArray,
});
