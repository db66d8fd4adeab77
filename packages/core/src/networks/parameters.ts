// Types of `Symbol.dispose`, also for users. / <reference lib="esnext.disposable" preserve="true" />

import type { Parameter } from '../modules/parameter.js';
import { checkMap, checkValues, isOfShape } from '../modules/parameter-specs.js';
import { type DenseArray, dense } from '../tensors/host-array.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { checkSameShape, sameShape } from '../tensors/shape.js';
import { type Tensor, uploadAs } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { isObject, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** What `Parameters.load` did not load. */
export interface LoadReport {
  /** Parameters without a value: they keep theirs. */
  readonly missing: readonly string[];
  /** Values without a parameter. */
  readonly unexpected: readonly string[];
  /** Values of another shape than their parameter. */
  readonly misshapen: readonly string[];
}

/** Options of `Parameters.load`. */
export interface LoadOptions {
  /** Whether to throw, before anything changes, unless all parameters have values and all fit. Default: true. */
  readonly strict?: boolean;
}

/** Options of `Parameters.share`. */
export interface ShareOptions {
  /** The path of a module in the other parameters, or a whole name. Default: everything. */
  readonly from?: string;
  /** The path that replaces it here. Default: none. */
  readonly to?: string;
}

interface Entry extends Parameter {
  readonly trainable: boolean;
  frozen: boolean;
}

/**
 * The parameters of a network by name, such as `encoder.0.weight`. Networks can share tensors, and two names can be one
 * tensor. Iterating gives each tensor once, under its first name.
 *
 * Whoever creates them releases them with `dispose()`; a network disposes of its own. A shared tensor lives until the
 * last network that has it is gone.
 *
 * @example
 * ```ts
 * const encoder = new Parameters().share(model.parameters, { from: '0' }); // '0.weight' is 'weight' here
 * model.parameters.freeze('0');
 * console.log(Array.from(model.parameters, ({ name, value }) => `${name} ${value.shape}`));
 * ```
 */
export class Parameters implements Iterable<Parameter> {
  /** @internal By every name; names that are tied have one entry. */
  readonly entries: Map<string, Entry> = new Map();

  /** The tensors by every name. */
  readonly tensors: Map<string, Tensor> = new Map();

  /** Made when it is needed. */
  #list: readonly Entry[] | undefined;

  /** Each tensor once, under its first name. */
  get list(): readonly Parameter[] {
    this.#list ??= [...new Set(this.entries.values())];
    return this.#list;
  }

  /** Iterates over each tensor once. */
  [Symbol.iterator](): Iterator<Parameter> {
    return this.list.values();
  }

  /** What an optimizer updates: neither what is frozen nor what its module updates. */
  get trainable(): readonly Parameter[] {
    return this.list.filter(({ trainable, frozen }) => trainable !== false && frozen !== true);
  }

  /** The names of what is frozen. */
  get frozen(): readonly string[] {
    return [...this.entries.keys()].filter((name) => this.entries.get(name)?.frozen);
  }

  /** Returns a tensor by name, or throws NablaError `argument`. The parameters keep it. */
  get(name: string): Tensor {
    return this.#entry(name).value;
  }

  /** Whether a tensor has this name. */
  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** @internal Adds a handle of `Tensor.hold`, or another name of a tensor that is here; owns it from then on. */
  add(name: string, value: Tensor, trainable = true, frozen = false): void {
    this.#checkFree(name);
    const present = [...this.entries.values()].find((entry) => entry.value.identity === value.identity);
    this.#set(name, present ?? { name, value, trainable, frozen });
    if (present !== undefined) value.dispose();
  }

  #checkFree(name: string): void {
    if (this.has(name)) throw new NablaError('argument', `parameters: two are called '${name}'.`);
  }

  #set(name: string, entry: Entry): void {
    this.entries.set(name, entry);
    this.tensors.set(name, entry.value);
    this.#list = undefined;
  }

  /**
   * Adds the tensors of `other` whose names begin with the path `from`, under the path `to`. Both have the same
   * elements then: training one changes the other. Default: all, under the same names.
   */
  share(other: Parameters, options: ShareOptions = {}): this {
    checkOptions('share', options, ['from', 'to'], "{ from: 'encoder' }");
    if (!isParameters(other)) throw unexpected('share', 'parameters, such as network.parameters', other);
    const { from = '', to = '' } = options;
    const shared = namesAt(other, from).map((name) => {
      const rest = name === from ? '' : from === '' ? name : name.slice(from.length + 1);
      const own = [to, rest].filter((part) => part !== '').join('.');
      this.#checkFree(own);
      return [own, other.entries.get(name) as Entry] as const;
    });
    for (const [name, { value, trainable, frozen }] of shared) this.add(name, value.hold(), trainable, frozen);
    return this;
  }

  /**
   * Makes `name` another name of the tensor `to`, which must have the same shape, and releases its own. Then both are
   * one parameter, with one gradient.
   */
  tie(name: string, to: string): void {
    const [own, other] = [this.#entry(name), this.#entry(to)];
    if (own === other) return;
    checkSameShape(`tie '${name}' to '${to}'`, own.value.shape, other.value.shape);
    own.value.dispose();
    const names = [...this.entries].flatMap(([key, entry]) => (entry === own || entry === other ? [key] : []));
    const tied = { ...other, name: names[0] as string };
    for (const key of names) this.#set(key, tied);
  }

  /** Excludes parameters from training: all of a module (`encoder`), one (`encoder.0.weight`) or all (`''`). */
  freeze(path: string): void {
    for (const name of namesAt(this, path)) this.#entry(name).frozen = true;
  }

  /** Includes parameters in training again after `freeze`. */
  unfreeze(path: string): void {
    for (const name of namesAt(this, path)) this.#entry(name).frozen = false;
  }

  /**
   * Replaces elements by values of the same names and shapes, rounded to the parameters' dtype. Throws NablaError
   * `argument` or `shape` and changes nothing unless all fit; a tied tensor needs a value under one of its names. With
   * `strict: false` it loads what fits, and returns the names of the rest.
   */
  load(values: ReadonlyMap<string, DenseArray>, options: LoadOptions = {}): LoadReport {
    checkOptions('load', options, ['strict'], '{ strict: false }');
    checkMap('load', values);
    const own = this.#byFirstNames(values);
    const { list } = this;
    if (options.strict !== false) checkValues('load', list.map(specOf), own);
    const doFit = ({ name, value }: Parameter): boolean => isOfShape(value.shape, own.get(name));
    const fitting = list.filter(doFit);
    const made = scope(() =>
      fitting.map(({ name, value }) => uploadAs(value.backend, own.get(name) as DenseArray, value.dtype)),
    );
    for (const [at, { value }] of fitting.entries()) value.adopt(made[at] as Tensor);
    const left = list.filter((parameter) => !doFit(parameter)).map(({ name }) => name);
    return {
      missing: left.filter((name) => !own.has(name)),
      unexpected: [...own.keys()].filter((name) => !this.has(name)),
      misshapen: left.filter((name) => own.has(name)),
    };
  }

  #byFirstNames(given: ReadonlyMap<string, DenseArray>): Map<string, DenseArray> {
    const values = new Map<string, DenseArray>();
    for (const [name, value] of given) {
      const first = this.entries.get(name)?.name ?? name;
      if (!areEqual(values.get(first) ?? value, value)) {
        throw new NablaError('argument', `load: '${first}' and a name tied to it have two values.`);
      }
      values.set(first, value);
    }
    return values;
  }

  /** Copies the elements to the host, as they are at the call. You own the arrays; tied names have the same one. */
  async read(): Promise<Map<string, DenseArray>> {
    const reading = this.list.map(async ({ name, value }) => [name, dense(await value.data(), value.shape)] as const);
    const arrays = new Map(await Promise.all(reading));
    return new Map(Array.from(this.entries, ([name, entry]) => [name, arrays.get(entry.name) as DenseArray]));
  }

  /** Releases the tensors, except those that other parameters share. */
  dispose(): void {
    disposeAll(this.list.map(({ value }) => value));
  }

  #entry(name: string): Entry {
    return this.entries.get(name) ?? none(this, name);
  }
}

export const isParameters = (given: unknown): given is Parameters =>
  isObject(given) && typeof given['share'] === 'function';

function namesAt(parameters: Parameters, path: string): string[] {
  const names = [...parameters.entries.keys()];
  const found = names.filter((name) => path === '' || name === path || name.startsWith(`${path}.`));
  return found.length > 0 ? found : none(parameters, path);
}

function none({ entries }: Parameters, path: string): never {
  const known = entries.size === 0 ? 'There are none' : `There are: ${[...entries.keys()].join(', ')}`;
  throw new NablaError('argument', `parameters: none is called '${path}'. ${known}.`);
}

const specOf = ({ name, value }: Parameter) => ({ name, shape: value.shape });

const areEqual = (a: DenseArray, b: DenseArray): boolean =>
  a === b ||
  (sameShape(a.shape, b.shape) && (a.data as Float64Array).every((value, at) => Object.is(value, b.data[at])));
