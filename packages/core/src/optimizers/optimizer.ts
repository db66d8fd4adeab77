// So that users of these types need not add the `Symbol.dispose` library themselves.
/// <reference lib="esnext.disposable" preserve="true" />

import type { JsonValue, TypedConfig } from '../config/json.js';
import type { Parameter } from '../modules/parameter.js';
import { areNamed, checkNames } from '../modules/parameter-names.js';
import { checkAlike, checkGate } from '../ops/operands.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { keptFill, type Tensor } from '../tensors/tensor.js';
import { checkNotNegative, checkOptions, checkPositive } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { type ParameterGroup, readGroups } from './parameter-groups.js';

/** Options that every optimizer takes. */
export interface OptimizerOptions {
  /** How far each step goes (η), > 0. The default depends on the optimizer. */
  readonly learningRate?: number;
  /**
   * Pulls weights towards 0 (λ), >= 0. An L2 penalty, `g ← g + λ w`; in AdamW, Lion and Keras' formulas decoupled,
   * `w ← w − η λ w` before the step. Default: 0; AdamW 0.01.
   */
  readonly weightDecay?: number;
  /** Other options for some parameters. If several groups name a parameter, the first one applies. Default: none. */
  readonly groups?: readonly ParameterGroup[];
}

/** What `update` gets for the step of one parameter, with its group's options applied. */
export interface ParameterStep {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Number of this parameter's steps, including this one: 1 at its first. */
  readonly count: number;
  /** [] Any value but 0, NaN included, must leave the parameter and its slots unchanged: see `adoptUnless`. */
  readonly gate: Tensor | undefined;
}

/** @internal How many steps an optimizer has taken, as `takeCounters` returns them. */
export interface OptimizerCounters {
  readonly steps: number;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Base class of optimizers. An optimizer keeps state for parameters by name: use one for each network, and `dispose()`
 * it with the network. For a custom optimizer, extend this class and write `update`.
 *
 * @example
 * ```ts
 * class PlainDescent extends Optimizer {
 *   constructor(options: OptimizerOptions = {}) {
 *     super('PlainDescent', options, 0.01, 0);
 *   }
 *   protected update({ value }: Parameter, gradient: Tensor, { learningRate, gate }: ParameterStep): void {
 *     adoptUnless(gate, value, subtract(value, multiply(gradient, learningRate)));
 *   }
 * }
 * ```
 */
export abstract class Optimizer {
  readonly weightDecay: number;
  readonly groups: readonly ParameterGroup[];
  /** The slots of a parameter after its first update. If undefined, `loadOptimizerState` does not check them. */
  protected readonly slotNames: readonly string[] | undefined = undefined;
  readonly #name: string;
  readonly #own: readonly string[];
  #groupsChecked = false;
  #learningRate: number;
  #steps = 0;
  readonly #counts = new Map<string, number>();
  readonly #state = new Map<string, Tensor>();

  /**
   * `own` names the options that the class adds to `OptimizerOptions`. It has a property for each, which is part of
   * `config`. If given, any other key of `options` throws.
   */
  constructor(name: string, options: OptimizerOptions, learningRate: number, weightDecay = 0, own?: readonly string[]) {
    const known = own === undefined ? undefined : ['learningRate', 'weightDecay', 'groups', ...own];
    checkOptions(name, options, known, '{ learningRate: 0.01 }');
    this.#name = name;
    this.#own = own ?? [];
    this.#learningRate = checkPositive(`${name} learningRate`, options.learningRate ?? learningRate);
    this.weightDecay = checkNotNegative(`${name} weightDecay`, options.weightDecay ?? weightDecay);
    this.groups = readGroups(name, options.groups ?? []);
  }

  /** The optimizer as JSON; `config.type` finds its class in `OPTIMIZERS`. */
  get config(): TypedConfig {
    const { learningRate, weightDecay, groups } = this;
    const own = Object.fromEntries(this.#own.map((name) => [name, this[name as keyof this] as JsonValue]));
    return { type: this.#name, learningRate, weightDecay, ...own, groups: groups as readonly object[] as JsonValue };
  }

  /** The learning rate of the next step. A group's `learningRateFactor` multiplies it. */
  get learningRate(): number {
    return this.#learningRate;
  }

  /** Changes the learning rate between steps. Throws a NablaError of code `argument` unless it is a number >= 0. */
  set learningRate(value: number) {
    this.#learningRate = checkNotNegative(`${this.#name} learningRate`, value);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** The state tensors by `parameter name/slot`: momentum buffers and running moments. The optimizer owns them. */
  get state(): ReadonlyMap<string, Tensor> {
    return this.#state;
  }

  /**
   * Takes one step with all parameters. `gradients` has a gradient for each, by name; the caller keeps them. Throws
   * NablaError `argument`, before anything changes, if one is missing or, at the first step, if a group names no
   * parameter.
   *
   * `gate` is a tensor [] of the parameters' dtype, which the caller keeps. At 0 the step happens; any other value, NaN
   * included, leaves all parameters and state unchanged, bit for bit; only the counters `steps` and `counts` advance.
   */
  step(parameters: readonly Parameter[], gradients: ReadonlyMap<string, Tensor>, gate?: Tensor): void {
    const missing = parameters.find(({ name }) => gradients.get(name) === undefined);
    if (missing !== undefined) {
      throw new NablaError('argument', `${this.#name}: no gradient for parameter '${missing.name}'.`);
    }
    checkGate(
      this.#name,
      gate,
      parameters.map(({ value }) => value),
    );
    if (!this.#groupsChecked) this.checkGroups(parameters);
    this.#steps += 1;
    for (const parameter of parameters) {
      const { name } = parameter;
      const count = (this.#counts.get(name) ?? 0) + 1;
      this.#counts.set(name, count);
      scope(() => this.update(parameter, gradients.get(name) as Tensor, this.#stepOf(name, count, gate)));
    }
  }

  #stepOf(name: string, count: number, gate: Tensor | undefined): ParameterStep {
    const { learningRate, weightDecay } = this;
    const { learningRateFactor = 1, weightDecay: own = weightDecay } =
      this.groups.find(({ names }) => areNamed(names, name)) ?? {};
    return { learningRate: learningRate * learningRateFactor, weightDecay: own, count, gate };
  }

  /**
   * Throws NablaError `argument` if a group has a name or pattern that matches none of `parameters`. The first `step`
   * calls it; if you leave out frozen parameters there, call this before with all of them.
   */
  checkGroups(parameters: readonly Parameter[]): void {
    const known = parameters.map(({ name }) => name);
    for (const [at, { names }] of this.groups.entries()) checkNames(`${this.#name} groups[${at}]`, names, known);
    this.#groupsChecked = true;
  }

  /** @internal The names in a state of this optimizer: see `takeOptimizerState`. */
  get stateLayout(): { readonly name: string; readonly slotNames: readonly string[] | undefined } {
    return { name: this.#name, slotNames: this.slotNames };
  }

  /** @internal Replaces the state by these tensors, which the optimizer then owns. */
  replaceState(state: ReadonlyMap<string, Tensor>, counters: OptimizerCounters): void {
    this.dispose();
    for (const [key, tensor] of state) this.#state.set(key, tensor);
    this.restoreCounters(counters);
  }

  /** @internal Copies the counters. `restoreCounters` puts them back if a gate has skipped steps. */
  takeCounters(): OptimizerCounters {
    return { steps: this.#steps, counts: new Map(this.#counts) };
  }

  /** @internal */
  restoreCounters({ steps, counts }: OptimizerCounters): void {
    this.#steps = steps;
    this.#counts.clear();
    for (const [name, count] of counts) this.#counts.set(name, count);
  }

  /** Releases the state. The parameters belong to the network. */
  dispose(): void {
    disposeAll(this.#state.values());
    this.#state.clear();
    this.#counts.clear();
  }

  /** Calls `dispose`, for `using` declarations. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * Updates one parameter, in a scope of its own. Take rate, decay and count from `step`, and end with
   * `adoptUnless(step.gate, …)`.
   */
  protected abstract update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void;

  /**
   * Returns a state tensor of the parameter's shape, filled with `initial` at the first call. Throws if one of that
   * name belongs to another network's parameter.
   */
  protected slot(parameter: Parameter, name: string, initial = 0): Tensor {
    const key = `${parameter.name}/${name}`;
    const present = this.#state.get(key);
    const { value } = parameter;
    if (present === undefined) {
      const tensor = keptFill(value, initial);
      this.#state.set(key, tensor);
      return tensor;
    }
    // A tensor made here shares the shape.
    if (present.shape !== value.shape) {
      checkAlike(`${this.#name} state '${key}' (use one optimizer for each network)`, value, present);
    }
    return present;
  }
}
