import type { FusedActivation, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { relu } from '../ops/composed.js';
import { multiply, stopGradient } from '../ops/ops.js';
import { LayerRandom } from '../random/random-streams.js';
import { listOf } from '../tensors/host-array.js';
import { keep, scope } from '../tensors/scope.js';
import { checkSameShape } from '../tensors/shape.js';
import { withTapes } from '../tensors/tape.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { wrongReturn } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import type { Initializer } from './initializers.js';

/** A parameter that a module asks for: its shape and how its first values are drawn. */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly initializer: Initializer;
  /**
   * False for a parameter that the module updates itself with `Context.update`, such as running statistics. It has no
   * gradient, but is saved. Default: true.
   */
  readonly trainable?: boolean;
  /**
   * Marks the weight [..., inputs, outputs] of a layer that computes with `Context.linear`, so adapters such as LoRA
   * find it. An object divides the outputs into parts: `{ query: 64, key: 64, value: 64 }`. Default: false.
   */
  readonly linear?: boolean | Readonly<Record<string, number>>;
}

/** What a linear layer computes of x with a weight: activation(x w + b), as `denseForward` does, or a convolution. */
export type LinearMap = (x: Tensor, w: Tensor, b: Tensor | undefined, activation: FusedActivation) => Tensor;

/** Returns what takes the place of y = x w + b, which a linear layer has computed by `map`, before its activation. */
export type Adapter = (y: Tensor, x: Tensor, map: LinearMap) => Tensor;

/** What a module's `build` returns for given input shapes. Shapes have no batch dimension. */
export interface Blueprint {
  /** The shape of the output; an array of shapes if there are several outputs. */
  readonly outputShape: Shape | readonly Shape[];
  /** The parameters by name, such as `weight`. Default: none. */
  readonly parameters?: Readonly<Record<string, ParameterSpec>>;
  /** The blueprints of inner modules, by the names that `Context.run` calls them by. Default: none. */
  readonly children?: Readonly<Record<string, Blueprint>>;
  /**
   * True if, while training, the output for one example depends on the others of its batch, as with `BatchNorm`.
   * Training then cuts no batch into parts, unless its options say so. Default: false.
   */
  readonly wholeBatch?: boolean;
  /**
   * What `Network.summary` lists of a module whose parts are not modules: name, type, output shape and number of
   * parameters. Default: its children.
   */
  readonly summaryRows?: readonly (readonly string[])[];
}

/**
 * A part of a network. Implement it for a custom layer: `build` names the parameters, `call` computes the output;
 * operations bring their derivatives. A module holds no tensors; it gets its parameters with each call.
 *
 * @example
 * ```ts
 * class Scale implements Module {
 *   readonly config = { type: 'Scale' };
 *   build(inputShape: Shape): Blueprint {
 *     return { outputShape: inputShape, parameters: { factor: { shape: inputShape, initializer: 'zeros' } } };
 *   }
 *   call(context: Context, x: Tensor): Tensor {
 *     return multiply(x, context.parameter('factor'));
 *   }
 * }
 * ```
 */
export interface Module {
  /** The module as JSON; `config.type` finds its class when a model is loaded. */
  readonly config: TypedConfig;
  /** Replaces the layer's number in names of parameters: `encoder.weight`. `named` sets it. Default: none. */
  readonly name?: string;
  /** Whether `call` takes a CSR input. Default: false. */
  readonly acceptsCsr?: boolean;
  /** Whether `call` takes int32 inputs, such as tokens; an array says it of each input. Default: false. */
  readonly acceptsIntegers?: boolean | readonly boolean[];
  /** Checks the input shapes (NablaError `shape`) and returns output shapes, parameters and inner modules. */
  build(...inputShapes: readonly Shape[]): Blueprint;
  /** Computes the output [n, ...outputShape] of inputs [n, ...inputShape], or an array of outputs. */
  call(context: Context, ...inputs: readonly Tensor[]): Output;
  /** The activation that this layer is, so the one before it may compute both. Only for built-in layers. */
  readonly fusesAs?: FusedActivation;
  /** Whether `call` applies `context.activation`. Only for built-in layers. */
  readonly fuses?: boolean;
}

/** What a module returns: a tensor or several. */
export type Output = Tensor | readonly Tensor[];

/** The inputs that a module's `call` takes, by its type. */
export type InputsOf<M extends Module> =
  Parameters<M['call']> extends readonly [Context, ...infer I extends readonly Tensor[]] ? I : readonly Tensor[];

/** What a module's `call` returns, by its type. */
export type OutputOf<M extends Module> = ReturnType<M['call']>;

/** Determines the random numbers of modules while training. */
export interface Draw {
  /** A whole number in [0, 2^53). */
  readonly seed: number;
  /** The step of the run, from 1. Each step draws other numbers. */
  readonly step: number;
  /** Position of the first example in its batch, for a part of a batch. Default: 0. */
  readonly firstRow?: number | undefined;
}

/** Options of `Context`. */
export interface ContextOptions {
  /** Where the module is in the network: `encoder.0`. Default: empty, for the network itself. */
  readonly path?: string;
  /** Determines the random numbers while training. Default: the network is not training. */
  readonly draw?: Draw | undefined;
  /** Receives what modules update, by name; the caller owns these tensors. */
  readonly updates?: Map<string, Tensor> | undefined;
  /** See `Context.activation`. */
  readonly activation?: FusedActivation;
  /** The names of frozen parameters, or true for all of them. Default: none. */
  readonly frozen?: readonly string[] | true | undefined;
  /** Returns what the module at a path keeps between calls: see `State`. Default: nothing is kept. */
  readonly stateAt?: ((path: string) => ModuleState) | undefined;
  /** What adapts linear layers, by the full names of their weights. Default: nothing. */
  readonly adapters?: ReadonlyMap<string, Adapter> | undefined;
}

const OPTIONS = ['path', 'draw', 'updates', 'activation', 'frozen', 'stateAt', 'adapters'];

/** What a module keeps between calls of inference, by names of its own. */
export interface ModuleState {
  /** Returns what `set` got last under this name, in an earlier call or in this one; undefined if there was none. */
  get<T extends Tensor | number = Tensor>(name: string): T | undefined;
  /** Keeps a tensor, without copying it, or a number, until the next `set`. A call that throws keeps nothing. */
  set(name: string, value: Tensor | number): void;
}

/**
 * What a module can use while it is called: its parameters and, while training, random numbers.
 *
 * @example
 * ```ts
 * const context = new Context(new Map([['0.weight', tensor(backend, [[1, 2]])]]), { path: '0' });
 * const weight = context.parameter('weight'); // the tensor of '0.weight'
 * ```
 */
export class Context {
  /** Where the module is in the network: `encoder.0`; empty for the network itself. */
  readonly path: string;
  /** @internal What a layer that `fuses` applies to its output, because the next one is this activation. */
  readonly activation: FusedActivation;
  readonly #parameters: ReadonlyMap<string, Tensor>;
  readonly #options: ContextOptions;

  /** `parameters` are by their names in the network. */
  constructor(parameters: ReadonlyMap<string, Tensor>, options: ContextOptions = {}) {
    checkOptions('Context', options, OPTIONS, "{ path: '0' }");
    this.#parameters = parameters;
    this.#options = options;
    this.path = options.path ?? '';
    this.activation = options.activation ?? 'none';
  }

  /** Whether the network is training. */
  get training(): boolean {
    return this.#options.draw !== undefined;
  }

  /** What this module keeps between calls of inference; undefined if the caller keeps nothing: see `State`. */
  get state(): ModuleState | undefined {
    return this.#options.stateAt?.(this.path);
  }

  /** The module's name in messages. */
  get #label(): string {
    return this.path === '' ? 'network' : this.path;
  }

  /** Returns the module's parameter of this name, such as `weight`, or throws NablaError `argument`. */
  parameter(name: string): Tensor {
    const parameter = this.#parameters.get(joined(this.path, name));
    if (parameter !== undefined) return this.#options.frozen === true ? stopGradient(parameter) : parameter;
    throw new NablaError('argument', `${this.#label}: build asked for no parameter '${name}'.`);
  }

  /**
   * Computes a linear layer, `map` of x, the module's weight of this name and the bias b. An adapter of this weight
   * changes the result before the activation. Mark the weight as `linear` in `build`: `linear: true`.
   *
   * @example
   * ```ts
   * const map: LinearMap = denseForward;
   * const made = new Context(model.parameters.tensors, { path: '0' }).linear(map, x, 'weight');
   * ```
   */
  linear(map: LinearMap, x: Tensor, weight: string, b?: Tensor, activation: FusedActivation = this.activation): Tensor {
    const w = this.parameter(weight);
    const adapter = this.#options.adapters?.get(joined(this.path, weight));
    if (adapter === undefined) return map(x, w, b, activation);
    const y = adapter(map(x, w, b, 'none'), x, map);
    return activation === 'relu' ? relu(y) : y;
  }

  /** This context with more adapters of linear layers, by the full names of their weights. */
  adapted(adapters: ReadonlyMap<string, Adapter>): Context {
    const all = new Map([...(this.#options.adapters ?? []), ...adapters]);
    return new Context(this.#parameters, { ...this.#options, adapters: all });
  }

  /** Whether the module's parameter of this name is frozen: see `Parameters.freeze`. */
  isFrozen(name: string): boolean {
    const { frozen = [] } = this.#options;
    return frozen === true || frozen.includes(joined(this.path, name));
  }

  /**
   * Sets a parameter that is not trainable to `value` once the step is done; only while training. The last of several
   * calls counts. The value is copied and takes no part in gradients. A failed step changes nothing, nor does a frozen
   * parameter change.
   */
  update(name: string, value: Tensor): void {
    const parameter = this.parameter(name);
    this.#drawFor('nothing is updated');
    const { updates } = this.#options;
    if (updates === undefined || this.isFrozen(name)) return;
    checkSameShape(`${this.#label}: update of '${name}'`, value.shape, parameter.shape);
    const full = joined(this.path, name);
    const copy = keep(withTapes([], () => multiply(value, 1)));
    updates.get(full)?.dispose();
    updates.set(full, copy);
  }

  /** The random numbers of this module; only while training. They do not depend on parts or on other modules. */
  get random(): LayerRandom {
    const { seed, step, firstRow } = this.#drawFor('there is no random');
    return new LayerRandom(seed, this.path, step, firstRow);
  }

  #drawFor(refusal: string): Draw {
    if (this.#options.draw !== undefined) return this.#options.draw;
    throw new NablaError('argument', `${this.#label}: ${refusal} outside training.`);
  }

  /** Calls an inner module by its name in the `children` of the blueprint. */
  run<M extends Module>(name: string, module: M, ...inputs: InputsOf<M>): OutputOf<M> {
    return callModule(module, this.inner(name), inputs);
  }

  /**
   * This context with all parameters frozen: what it runs passes gradients on to its inputs, but none to parameters.
   * `BatchNorm` then uses its running statistics and leaves them as they are.
   *
   * @example
   * ```ts
   * const image = context.run('painter', painter, noise);
   * const score = context.frozen.run('judge', judge, image); // trains the painter and not the judge
   * ```
   */
  get frozen(): Context {
    return this.at(this.path, 'none', true);
  }

  /** @internal Returns the context of an inner module. */
  inner(name: string, activation: FusedActivation = 'none'): Context {
    return this.at(joined(this.path, name), activation, this.#options.frozen);
  }

  /** @internal Returns the context of the module at another path. Spreading the options would take 30 times as long. */
  at(path: string, activation: FusedActivation, frozen: ContextOptions['frozen']): Context {
    const { draw, updates, stateAt, adapters } = this.#options;
    return new Context(this.#parameters, { path, activation, frozen, draw, updates, stateAt, adapters });
  }
}

export const takesIntegers = ({ acceptsIntegers = false }: Module, at: number): boolean =>
  typeof acceptsIntegers === 'boolean' ? acceptsIntegers : acceptsIntegers[at] === true;

export const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Calls a module; checks that it returns tensors. Releases the others that it makes. */
export function callModule<M extends Module>(module: M, context: Context, inputs: Readonly<InputsOf<M>>): OutputOf<M> {
  return scope(() => {
    const output = module.call(context, ...(inputs as readonly Tensor[]));
    const all = listOf<unknown>(output);
    if (all.length > 0 && all.every(isTensor)) return output as OutputOf<M>;
    throw wrongReturn(module.config.type, 'call', 'a tensor, or an array of tensors', output);
  });
}

/** Returns the only input's shape, or throws. */
export function onlyInput(type: string, inputShapes: readonly Shape[]): Shape {
  const [first] = inputShapes;
  if (first !== undefined && inputShapes.length === 1) return first;
  throw wrongInputs(type, 1, inputShapes);
}

export const wrongInputs = (type: string, expected: number, { length }: readonly unknown[]): NablaError =>
  new NablaError(
    'shape',
    `${type}: expected ${expected === 1 ? 'one input' : `${expected} inputs`}. Received ${length}.`,
  );

/**
 * Returns an array of shapes from one shape or several, such as a blueprint's `outputShape`.
 *
 * @example
 * ```ts
 * const shapes = shapesOf([2, 3]); // [[2, 3]]
 * ```
 */
export function shapesOf(shape: Shape | readonly Shape[]): readonly Shape[] {
  return isSeveral(shape) ? shape : [shape];
}

const isSeveral = (shape: Shape | readonly Shape[]): shape is readonly Shape[] => Array.isArray(shape[0]);
