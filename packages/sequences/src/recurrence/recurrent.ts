/** What the recurrent layers share: they walk along a sequence, with what they know of it so far. */
import {
  type Blueprint,
  type Context,
  checkOptionNames,
  denseForward,
  fill,
  type Module,
  NablaError,
  type ParameterSpec,
  permute,
  type Shape,
  scope,
  slice,
  stack,
  type Tensor,
  type TypedConfig,
  where,
} from '@nablajs/core';
import { checkCount, checkFlag } from '../checks.js';
import { masked, sequenceShapes } from '../masks.js';

/** Options of `SimpleRNN`, `LSTM` and `GRU`. */
export interface RecurrentOptions {
  /** Whether to return the output of each element, [n, time, units], and not only the last one. Default: false. */
  readonly returnSequences?: boolean;
  /** Whether to add biases. Default: true. */
  readonly bias?: boolean;
}

export interface Walk {
  /** Which elements are there: 1 or 0 [n, time]; undefined if all are. */
  readonly mask: Tensor | undefined;
  /** Whether from the end to the start. */
  readonly isBackward: boolean;
}

/** A recurrent layer. Weights start from `U(±1 / √units)`, as in PyTorch, and biases too. */
export abstract class Recurrent implements Module {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly bias: boolean;
  /** The mask may be int32. */
  readonly acceptsIntegers: readonly boolean[] = [false, true];
  readonly #type: string;
  readonly #gates: number;

  constructor(type: string, units: number, options: RecurrentOptions, gates: number, known: readonly string[] = []) {
    checkOptionNames(type, options, ['returnSequences', 'bias', ...known]);
    this.#type = type;
    this.#gates = gates;
    this.units = checkCount(`${type} units`, units);
    this.returnSequences = checkFlag(`${type} returnSequences`, options.returnSequences ?? false);
    this.bias = checkFlag(`${type} bias`, options.bias ?? true);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    const { units, returnSequences, bias } = this;
    return { type: this.#type, units, returnSequences, bias };
  }

  /** What is handed from one element to the next, each [n, units]; the first is the output. */
  protected abstract readonly states: readonly string[];

  /** Parameters besides weights and bias. */
  protected get more(): Readonly<Record<string, ParameterSpec>> {
    return {};
  }

  /** Returns the next states from `x W + b` of an element, [n, gates units], and the states before it. */
  protected abstract step(context: Context, inputs: Tensor, states: readonly Tensor[]): readonly Tensor[];

  /**
   * Returns all outputs by a kernel of the backend, from first states of 0, or undefined if it has none. `compose`
   * returns the same by `step`.
   */
  protected walk(_context: Context, _inputs: Tensor, _walk: Walk, _compose: () => Tensor): Tensor | undefined {
    return undefined;
  }

  /** How a parameter of this shape starts. */
  protected spec(shape: Shape): ParameterSpec {
    return { shape, initializer: { uniform: 1 / Math.sqrt(this.units) } };
  }

  /** Returns the output's shape and the parameters. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = sequenceShapes(this.#type, inputShapes, 1) as [Shape];
    const [time, width] = shape as readonly [number, number];
    const [units, columns] = [this.units, this.#gates * this.units];
    const weights = { weight: this.spec([width, columns]), recurrentWeight: this.spec([units, columns]) };
    return {
      outputShape: this.returnSequences ? [time, units] : [units],
      parameters: { ...weights, ...(this.bias && { bias: this.spec([columns]) }), ...this.more },
    };
  }

  /** Returns the last output [n, units] or all of them [n, time, units] for x [n, time, width] and its mask, if any. */
  call(context: Context, ...inputs: readonly Tensor[]): Tensor {
    return this.read(context, inputs, false);
  }

  /** @internal Does what `call` does, also from the end to the start. Outputs stay in the places of their inputs. */
  read(context: Context, inputs: readonly Tensor[], isBackward: boolean): Tensor {
    const [[x, mask]] = masked(this.#type, inputs) as [readonly [Tensor, Tensor | undefined]];
    const [n, time] = x.shape as readonly [number, number];
    const bias = this.bias ? context.parameter('bias') : undefined;
    const projected = denseForward(x, context.parameter('weight'), bias, 'none');
    const how = { mask, isBackward };
    const compose = () => stack(this.#steps(context, projected, how), { axis: 1 });
    const walked = context.state === undefined && n > 0 ? this.walk(context, projected, how, compose) : undefined;
    if (!this.returnSequences) {
      const last = isBackward ? 0 : time - 1;
      if (walked !== undefined) return slice(walked, [[], last]);
      return this.#steps(context, projected, how)[last] as Tensor;
    }
    const all = walked ?? compose();
    return mask === undefined ? all : where(mask.reshape([n, time, 1]), all, 0);
  }

  /** Returns the output of each element, in its place. */
  #steps(context: Context, inputs: Tensor, { mask, isBackward }: Walk): Tensor[] {
    const [n, time] = inputs.shape as readonly [number, number];
    // Time first, so each step reads one block.
    const projected = permute(inputs, [1, 0, 2]);
    const isThere = mask && permute(mask.reshape([n, time, 1]), [1, 0, 2]);
    const outputs = new Array<Tensor>(time);
    let states = this.states.map(
      (name) => context.state?.get(name) ?? fill(inputs.backend, [n, this.units], 0, inputs.dtype),
    );
    const [rows] = (states[0] as Tensor).shape;
    if (rows !== n) {
      const expected = `with a State, expected the ${rows} sequences of its first call`;
      throw new NablaError('shape', `${this.#type}: ${expected}. Received ${n}; use a State for each batch.`);
    }
    for (let step = 0; step < time; step++) {
      const at = isBackward ? time - 1 - step : step;
      const before = states;
      states = scope(() => {
        const next = this.step(context, slice(projected, [at]), before);
        const here = isThere && slice(isThere, [at]);
        return next.map((state, index) => (here === undefined ? state : where(here, state, before[index] as Tensor)));
      });
      outputs[at] = states[0] as Tensor;
    }
    for (const [index, name] of this.states.entries()) context.state?.set(name, states[index] as Tensor);
    return outputs;
  }
}
