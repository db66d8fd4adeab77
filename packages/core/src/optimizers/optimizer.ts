// Users of these types need not name the library of `Symbol.dispose`.
/// <reference lib="esnext.disposable" preserve="true" />

import type { JsonValue, TypedConfig } from '../config/json.js';
import type { Parameter } from '../networks/parameter.js';
import { checkAlike, checkGate } from '../ops/operands.js';
import { areNamed, checkNames, type ParameterGroup, readGroups } from '../optimization/parameter-groups.js';
import { disposeAll } from '../tensors/scope.js';
import { keptFill, type Tensor } from '../tensors/tensor.js';
import { checkNotNegative, checkOptions, checkPositive } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';

/** Options that every optimizer takes. */
export interface OptimizerOptions {
  /** > 0; the default is the optimizer's. */
  readonly learningRate?: number;
  /**
   * L2 penalty, added to the gradient; >= 0, default 0 (AdamW 0.01). Decoupled in AdamW, in Lion and by Keras' formulas:
   * w -= learningRate weightDecay w before the step.
   */
  readonly weightDecay?: number;
  /** Other options for some of the parameters; of several groups that name one, the first counts. Default: none. */
  readonly groups?: readonly ParameterGroup[];
}

/** What `update` needs to know of a step of one parameter, its group's options included. */
export interface ParameterStep {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Steps of this parameter with this one: 1 at its first. */
  readonly count: number;
  /** [] something else than 0, NaN too, must leave the parameter and its slots as they are: see `adoptUnless`. */
  readonly gate: Tensor | undefined;
}

/** @internal How many steps an optimizer has taken, as `takeCounters` gives them. */
export interface OptimizerCounters {
  readonly steps: number;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Changes parameters by their gradients. An optimizer keeps state for the parameters it has seen, by name: use one for
 * each network, and `dispose()` it with the network.
 */
export abstract class Optimizer {
  /** The optimizer as JSON; `config.type` finds its class in `OPTIMIZERS`. */
  abstract readonly config: TypedConfig;
  readonly weightDecay: number;
  readonly groups: readonly ParameterGroup[];
  readonly #name: string;
  #groupsChecked = false;
  #learningRate: number;
  #steps = 0;
  readonly #counts = new Map<string, number>();
  readonly #state = new Map<string, Tensor>();

  /**
   * `own` are the options of the class beside `OptimizerOptions`; where they are named, any other key of `options`
   * throws.
   */
  constructor(name: string, options: OptimizerOptions, learningRate: number, weightDecay = 0, own?: readonly string[]) {
    const known = own === undefined ? undefined : ['learningRate', 'weightDecay', 'groups', ...own];
    checkOptions(name, options, known, '{ learningRate: 0.01 }');
    this.#name = name;
    this.#learningRate = checkPositive(`${name} learningRate`, options.learningRate ?? learningRate);
    this.weightDecay = checkNotNegative(`${name} weightDecay`, options.weightDecay ?? weightDecay);
    this.groups = readGroups(name, options.groups ?? []);
  }

  /** The learning rate of the next step, times `learningRateFactor` for the parameters of a group that has one. */
  get learningRate(): number {
    return this.#learningRate;
  }

  /** Changes it between steps, as schedules do; a NablaError of code `argument` refuses what is no number >= 0. */
  set learningRate(value: number) {
    this.#learningRate = checkNotNegative(`${this.#name} learningRate`, value);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** The state tensors by `parameter name/slot`: momentum buffers and running moments. They belong to the optimizer. */
  get state(): ReadonlyMap<string, Tensor> {
    return this.#state;
  }

  /**
   * One step over all parameters. `gradients` holds one for each, by name; they stay the caller's. A missing one throws a
   * NablaError of code `argument`, before anything changes; so does, at the first step, a group that names no parameter.
   *
   * `gate` is a tensor [] of the parameters' dtype, and the caller's. 0 lets the step happen. Anything else, NaN above all,
   * leaves every parameter and all state as they were, bit for bit; the device decides, and the host reads nothing. The
   * counters `steps` and `counts` advance all the same.
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
      this.update(parameter, gradients.get(name) as Tensor, this.#stepOf(name, count, gate));
    }
  }

  #stepOf(name: string, count: number, gate: Tensor | undefined): ParameterStep {
    const { learningRate, weightDecay } = this;
    const { learningRateFactor = 1, weightDecay: own = weightDecay } =
      this.groups.find(({ names }) => areNamed(names, name)) ?? {};
    return { learningRate: learningRate * learningRateFactor, weightDecay: own, count, gate };
  }

  /**
   * Throws a NablaError of code `argument` for a group with a name or pattern that none of `parameters` has. The first
   * `step` does so by itself; who leaves out frozen parameters there calls this with all of them before.
   */
  checkGroups(parameters: readonly Parameter[]): void {
    const known = parameters.map(({ name }) => name);
    for (const [at, { names }] of this.groups.entries()) checkNames(`${this.#name} groups[${at}]`, names, known);
    this.#groupsChecked = true;
  }

  /** @internal What states of it are made of: see `takeOptimizerState`. */
  get stateLayout(): { readonly name: string; readonly slotNames: readonly string[] | undefined } {
    return { name: this.#name, slotNames: this.slotNames };
  }

  /** @internal Takes over the tensors, in the place of its own. */
  replaceState(state: ReadonlyMap<string, Tensor>, counters: OptimizerCounters): void {
    this.dispose();
    for (const [key, tensor] of state) this.#state.set(key, tensor);
    this.restoreCounters(counters);
  }

  /** @internal A copy of the counters: `restoreCounters` puts them back when a gate turns out to have skipped steps. */
  takeCounters(): OptimizerCounters {
    return { steps: this.#steps, counts: new Map(this.#counts) };
  }

  /** @internal */
  restoreCounters({ steps, counts }: OptimizerCounters): void {
    this.#steps = steps;
    this.#counts.clear();
    for (const [name, count] of counts) this.#counts.set(name, count);
  }

  /** Releases the state; parameters belong to the network. */
  dispose(): void {
    disposeAll(this.#state.values());
    this.#state.clear();
    this.#counts.clear();
  }

  /** What `using` calls: `dispose`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The step of one parameter. Take rate, decay and count from `step`, and end with `adoptUnless(step.gate, …)`. */
  protected abstract update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void;

  /** The slots of a parameter once it was updated; undefined where `loadOptimizerState` shall not check them. */
  protected get slotNames(): readonly string[] | undefined {
    return undefined;
  }

  /** The config of a class whose own options are `own`. */
  protected describe(own: Readonly<Record<string, JsonValue>>): TypedConfig {
    const { learningRate, weightDecay, groups } = this;
    return { type: this.#name, learningRate, weightDecay, ...own, groups: groups as readonly object[] as JsonValue };
  }

  /**
   * A state tensor of the parameter's shape, full of `initial` when first asked for. Throws where one of that name belongs
   * to another network's parameter.
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
    // One that was made here shares the shape.
    if (present.shape !== value.shape) {
      checkAlike(`${this.#name} state '${key}' (use one optimizer for each network)`, value, present);
    }
    return present;
  }
}
