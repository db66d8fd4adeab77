/** What encoder and decoder layers share. */
import {
  add,
  type Blueprint,
  type Context,
  checkOptionNames,
  Dropout,
  type Initializer,
  LayerNorm,
  layerNorm,
  type Module,
  type Shape,
  type Tensor,
  type TypedConfig,
  unexpected,
} from '@nablajs/core';
import { checkChoice, checkCount, checkFlag } from '../checks.js';
import { ACTIVATIONS, dropped, type FeedForwardActivation, feedForward, feedForwardOf } from './linear.js';
import { MultiHeadAttention } from './multi-head-attention.js';

/** Options of `TransformerEncoderLayer` and `TransformerDecoderLayer`. */
export interface TransformerLayerOptions {
  /** How many heads attention has; they divide the width of the sequence among them. */
  readonly heads: number;
  /** How many heads keys and values have, which divides `heads`. Default: `heads`. */
  readonly keyHeads?: number;
  /** The units between the two linear layers. Default: 2048, as in PyTorch. */
  readonly feedForward?: number;
  /** The share that training drops, in each of the places where PyTorch does, in [0, 1). Default: 0.1. */
  readonly dropout?: number;
  /**
   * What is between the two linear layers. `swiglu` is `SiLU(a) · b` (Shazeer 2020, equation 6): `linear1` then has
   * twice the units, first those of a. Default: `relu`, as in PyTorch.
   */
  readonly activation?: FeedForwardActivation;
  /** Whether parts normalise their input, `x + f(norm(x))`, and not their result, `norm(x + f(x))`. Default: false. */
  readonly normFirst?: boolean;
  /** Whether an element sees only itself and those before it. Default: false; true in a decoder. */
  readonly causal?: boolean;
  /** Whether linear layers have biases; norms keep their offsets, other than in PyTorch. Default: true. */
  readonly bias?: boolean;
  /** Whether queries and keys are turned by their positions: see `rotary`. Default: false. */
  readonly rotary?: boolean;
  /** How the weights are drawn. Default: `glorotUniform`, as in PyTorch's `Transformer`. */
  readonly initializer?: Initializer;
}

/** Both layers: parts that are added to their input, and normalised before or after. */
export abstract class TransformerLayer implements Module {
  /** All options, with their defaults. */
  readonly options: Required<TransformerLayerOptions>;
  /** Masks may be int32. */
  readonly acceptsIntegers: readonly boolean[] = [false, true, true, true];
  protected readonly selfAttention: MultiHeadAttention;
  readonly #type: string;
  readonly #dropout: Dropout;
  readonly #norm: LayerNorm = new LayerNorm();

  constructor(type: string, options: TransformerLayerOptions, isCausal: boolean) {
    if (Object(options) !== options) throw unexpected(type, 'options, such as { heads: 4 }', options);
    const { heads, keyHeads = heads, causal = isCausal, bias = true, dropout = 0.1, ...rest } = options;
    const { feedForward: units = 2048, activation = 'relu', normFirst = false, rotary = false } = rest;
    const { initializer = 'glorotUniform' } = rest;
    const attention = { heads, keyHeads, causal, bias, dropout, rotary, initializer };
    this.options = { ...attention, feedForward: units, activation, normFirst };
    checkOptionNames(type, options, Object.keys(this.options));
    checkCount(`${type} feedForward`, units);
    checkChoice(`${type} activation`, activation, ACTIVATIONS);
    checkFlag(`${type} normFirst`, normFirst);
    this.#type = type;
    this.#dropout = new Dropout(dropout);
    this.selfAttention = new MultiHeadAttention(attention);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: this.#type, ...this.options };
  }

  /** Checks the shapes of the inputs, and returns the output's and the inner modules. */
  abstract build(...inputShapes: readonly Shape[]): Blueprint;

  /** Computes the output [n, time, width]. */
  abstract call(context: Context, x: Tensor, ...more: readonly Tensor[]): Tensor;

  /** The blueprint of the layer with `parts` parts and these inner modules of its own. */
  protected blueprint(shape: Shape, parts: number, own: Readonly<Record<string, Blueprint>>): Blueprint {
    const { feedForward: units, activation, bias, initializer } = this.options;
    const norms = Array.from({ length: parts }, (_, part) => [`norm${part + 1}`, this.#norm.build(shape)] as const);
    const linears = feedForwardOf(shape, units, activation, { bias, initializer });
    return { outputShape: shape, children: { ...own, ...linears, ...Object.fromEntries(norms) } };
  }

  /** Adds what a part makes of x to x. Parts are numbered from 1, and each has its own norm. */
  protected added(context: Context, part: number, x: Tensor, make: (x: Tensor) => Tensor): Tensor {
    const { epsilon } = this.#norm;
    const of = (name: string): Tensor => context.parameter(`norm${part}.${name}`);
    const norm = (y: Tensor): Tensor => layerNorm(y, of('scale'), of('offset'), epsilon);
    const drop = (y: Tensor): Tensor => dropped(context, `dropout${part}`, this.#dropout, y);
    return this.options.normFirst ? add(x, drop(make(norm(x)))) : norm(add(x, drop(make(x))));
  }

  /** The part of the two linear layers. */
  protected feedForward(context: Context, x: Tensor): Tensor {
    const { activation, bias } = this.options;
    const drop = (y: Tensor): Tensor => dropped(context, 'dropout', this.#dropout, y);
    return feedForward(context, x, activation, bias, drop);
  }
}
