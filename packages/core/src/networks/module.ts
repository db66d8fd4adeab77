import { withTapes } from '../autodiff/tape.js';
import type { FusedActivation, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { listOf } from '../data/dataset.js';
import { multiply } from '../ops/ops.js';
import { LayerRandom } from '../random/random-streams.js';
import { keep, scope } from '../tensors/scope.js';
import { checkSameShape } from '../tensors/shape.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { wrongReturn } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import type { Initializer } from './initializers.js';

/** A parameter that a module asks for: its shape and how its first values are drawn. */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly initializer: Initializer;
  /**
   * False for what the module changes itself, by `Context.update`: running statistics, say. It has no gradient, and is saved
   * with the model. Default true.
   */
  readonly trainable?: boolean;
}

/** What a module becomes once the shapes of its inputs are known. Shapes are without the batch dimension. */
export interface Blueprint {
  /** A shape for each output where there are several. */
  readonly outputShape: Shape | readonly Shape[];
  /** By name, without dots: `weight`. Default none. */
  readonly parameters?: Readonly<Record<string, ParameterSpec>>;
  /** Of the modules that this one is made of, by the names under which `Context.run` calls them. Default none. */
  readonly children?: Readonly<Record<string, Blueprint>>;
}

/**
 * A part of a network: a layer, several of them, or the whole. It says what it computes, by operations that have
 * derivatives; `valueAndGrad` does the rest. It holds no tensors: its parameters come with each call.
 */
export interface Module {
  /** The module as JSON; `config.type` finds its class when a model is loaded. */
  readonly config: TypedConfig;
  /** True where `call` takes a CSR input. */
  readonly acceptsCsr?: boolean;
  /** True where `call` takes int32 inputs, such as tokens. */
  readonly acceptsIntegers?: boolean;
  /** Checks the shapes of the inputs (a NablaError of code `shape`) and says what the module needs and gives. */
  build(...inputShapes: readonly Shape[]): Blueprint;
  /** The output [n, ...outputShape] of inputs [n, ...inputShape], or an array of several. */
  call(context: Context, ...inputs: readonly Tensor[]): Output;
  /** What a layer before it may apply in its stead, in one kernel; the built-in layer it names, exactly. */
  readonly fusesAs?: FusedActivation | undefined;
  /** This module and the next one as one, where a fused kernel does both; undefined where there is none. */
  fuse?(next: Module): Module | undefined;
}

/** What a module gives: a tensor, or several. */
export type Output = Tensor | readonly Tensor[];

/** The inputs that a module's `call` takes, by its type. */
export type InputsOf<M extends Module> =
  Parameters<M['call']> extends readonly [Context, ...infer I extends readonly Tensor[]] ? I : readonly Tensor[];

/** What a module's `call` gives, by its type. */
export type OutputOf<M extends Module> = ReturnType<M['call']>;

/** From what modules draw while training. */
export interface Draw {
  /** A whole number in [0, 2^53). */
  readonly seed: number;
  /** Of the run, from 1: at each step modules draw something else. */
  readonly step: number;
  /** Where the first example lies in the batch that it is a part of; default 0. */
  readonly firstRow?: number | undefined;
}

/** What a module may know while it is called: its parameters and, while training, what it draws from. */
export class Context {
  /** Where the module is in the network: `encoder.0`; empty for the network itself. */
  readonly path: string;
  readonly #parameters: ReadonlyMap<string, Tensor>;
  readonly #draw: Draw | undefined;
  readonly #updates: Map<string, Tensor>;

  /**
   * `parameters` by their names in the network; without `draw` it is no training. `updates` gets what modules change, by
   * name; its tensors are the caller's.
   */
  constructor(
    parameters: ReadonlyMap<string, Tensor>,
    draw?: Draw,
    path = '',
    updates: Map<string, Tensor> = new Map(),
  ) {
    this.#parameters = parameters;
    this.#draw = draw;
    this.path = path;
    this.#updates = updates;
  }

  /** Whether dropout and the like are on. */
  get training(): boolean {
    return this.#draw !== undefined;
  }

  /** How messages call the module. */
  get #who(): string {
    return this.path === '' ? 'network' : this.path;
  }

  /** The module's parameter of this name, such as `weight`; a NablaError of code `argument` where it has none. */
  parameter(name: string): Tensor {
    const parameter = this.#parameters.get(joined(this.path, name));
    if (parameter !== undefined) return parameter;
    throw new NablaError('argument', `${this.#who}: build asked for no parameter '${name}'.`);
  }

  /**
   * While training: what a parameter that is not trainable becomes once the step is done; of several calls the last
   * counts. The value is copied, and takes no part in gradients. A step that fails changes nothing.
   */
  update(name: string, value: Tensor): void {
    const parameter = this.parameter(name);
    this.#drawFor('nothing is updated');
    checkSameShape(`${this.#who}: update of '${name}'`, value.shape, parameter.shape);
    const full = joined(this.path, name);
    const copy = keep(withTapes([], () => multiply(value, 1)));
    this.#updates.get(full)?.dispose();
    this.#updates.set(full, copy);
  }

  /** While training: the random numbers of this module, which neither chunks nor the rest of the network change. */
  get random(): LayerRandom {
    const { seed, step, firstRow } = this.#drawFor('there is no random');
    return new LayerRandom(seed, this.path, step, firstRow);
  }

  #drawFor(refusal: string): Draw {
    if (this.#draw !== undefined) return this.#draw;
    throw new NablaError('argument', `${this.#who}: ${refusal} outside training.`);
  }

  /** Calls a module that this one is made of, under its name in the `children` of the blueprint. */
  run<M extends Module>(name: string, module: M, ...inputs: InputsOf<M>): OutputOf<M> {
    return callModule(
      module,
      new Context(this.#parameters, this.#draw, joined(this.path, name), this.#updates),
      inputs,
    );
  }
}

/** The name of what is called `name` inside the module at `path`. */
export const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** What a module gives, which must be tensors. What else it makes is released. */
export function callModule<M extends Module>(module: M, context: Context, inputs: InputsOf<M>): OutputOf<M> {
  return scope(() => {
    const output = module.call(context, ...(inputs as readonly Tensor[]));
    const all = listOf<unknown>(output);
    if (all.length > 0 && all.every(isTensor)) return output as OutputOf<M>;
    throw wrongReturn(module.config.type, 'call', 'a tensor, or an array of tensors', output);
  });
}

/** The shape of the one input that a module takes. */
export function onlyInput(type: string, inputShapes: readonly Shape[]): Shape {
  const [first] = inputShapes;
  if (first !== undefined && inputShapes.length === 1) return first;
  throw new NablaError('shape', `${type}: expected one input. Received ${inputShapes.length}.`);
}

/** The shapes of what has one or several, such as the `outputShape` of a blueprint: always an array of them. */
export function shapesOf(shape: Shape | readonly Shape[]): readonly Shape[] {
  return isSeveral(shape) ? shape : [shape];
}

const isSeveral = (shape: Shape | readonly Shape[]): shape is readonly Shape[] => Array.isArray(shape[0]);
