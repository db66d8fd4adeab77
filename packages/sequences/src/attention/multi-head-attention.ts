import {
  type Blueprint,
  type Context,
  checkOptionNames,
  concat,
  Dropout,
  denseForward,
  formatShape,
  type Initializer,
  type LinearMap,
  type Module,
  type ModuleState,
  NablaError,
  type Shape,
  slice,
  type Tensor,
  type TypedConfig,
  unexpected,
} from '@nablajs/core';
import { checkCount, checkDivides, checkFlag } from '../checks.js';
import { type Masked, masked, sequenceShapes } from '../masks.js';
import { type Attending, attention, headsOf, joinHeads } from './attention.js';
import { withEarlier } from './earlier.js';
import { linear, linearOf, withParts } from './linear.js';
import { rotary } from './rotary.js';

/** Options of `MultiHeadAttention`. */
export interface MultiHeadAttentionOptions {
  /** How many heads there are; they divide the width of the sequence among them. */
  readonly heads: number;
  /** How many heads keys and values have, which divides `heads` (Ainslie et al. 2023). Default: `heads`. */
  readonly keyHeads?: number;
  /** Whether an element sees only itself and those before it. Default: false. */
  readonly causal?: boolean;
  /** Whether the linear layers have biases. Default: true. */
  readonly bias?: boolean;
  /** The share of attention weights that training drops, in [0, 1). Default: 0. */
  readonly dropout?: number;
  /** Whether queries and keys are turned by their positions: see `rotary`. Default: false. */
  readonly rotary?: boolean;
  /** How the weights are drawn. Default: `glorotUniform`, as in PyTorch's `Transformer`. */
  readonly initializer?: Initializer;
}

const OPTIONS = ['heads', 'keyHeads', 'causal', 'bias', 'dropout', 'rotary', 'initializer'];

/**
 * Attention, `softmax(q kᵀ / √size) v`, with several heads (Vaswani et al. 2017, "Attention is all you need"),
 * PyTorch's `MultiheadAttention`. Each element of a sequence x [n, time, width] asks all elements of a sequence, and
 * gets [n, time, width]. Inputs are
 * - x: it asks itself;
 * - x and a source [n, sourceTime, width]: it asks the source (cross attention).
 *
 * Behind the sequence that is asked may be a mask of its padding, [n, its time]: int32 or of the dtype of x, 0 where
 * nothing is. `PaddingMask` makes one of tokens. An element that may see nothing gets the output's bias, or zeros
 * without one. A sequence gets the same bits alone as padded at its end.
 *
 * Parameters: `input.weight` [width, (heads + 2 keyHeads) size], with `size = width / heads`, has the columns of
 * queries, then those of keys, then those of values; `output.weight` is [width, width]; and the biases of both.
 *
 * With a `State`, causal attention takes only the new elements, with the bits of a call with all of them. Pass the same
 * source each time.
 *
 * @example
 * ```ts
 * const model = new Network(backend, new MultiHeadAttention({ heads: 4, causal: true }), { inputShape: ['time', 64] });
 * ```
 */
export class MultiHeadAttention implements Module {
  readonly options: Required<MultiHeadAttentionOptions>;
  /** Masks may be int32. */
  readonly acceptsIntegers: readonly boolean[] = [false, true, true, true];
  readonly #dropout: Dropout;

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(options: MultiHeadAttentionOptions) {
    if (Object(options) !== options) throw unexpected('MultiHeadAttention', 'options, such as { heads: 4 }', options);
    checkOptionNames('MultiHeadAttention', options, OPTIONS);
    const {
      heads,
      keyHeads = heads,
      causal = false,
      bias = true,
      dropout = 0,
      initializer = 'glorotUniform',
    } = options;
    checkCount('MultiHeadAttention heads', heads);
    checkCount('MultiHeadAttention keyHeads', keyHeads);
    if (heads % keyHeads !== 0)
      throw unexpected('MultiHeadAttention keyHeads', `a divisor of ${heads} heads`, keyHeads);
    checkFlag('MultiHeadAttention causal', causal);
    checkFlag('MultiHeadAttention bias', bias);
    const turns = checkFlag('MultiHeadAttention rotary', options.rotary ?? false);
    this.options = { heads, keyHeads, causal, bias, dropout, rotary: turns, initializer };
    this.#dropout = new Dropout(dropout);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'MultiHeadAttention', ...this.options };
  }

  /** Returns the shape of the first input, and the linear layers. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape, source] = sequenceShapes('MultiHeadAttention', inputShapes, 1, 2) as [Shape, Shape?];
    const { heads, keyHeads, bias, initializer, causal, rotary: turns } = this.options;
    const width = shape[1] as number;
    const size = width / checkDivides('MultiHeadAttention heads', heads, width, 'the width');
    if (turns) checkDivides('MultiHeadAttention rotary', 2, size, 'the width of a head');
    if (source !== undefined && (causal || turns || source[1] !== width)) {
      const expected = `a source of width ${width}, and neither causal nor rotary with a source`;
      throw new NablaError('shape', `MultiHeadAttention: expected ${expected}. Received width ${source[1]}.`);
    }
    return {
      outputShape: shape,
      children: {
        input: withParts(linearOf(shape, (heads + 2 * keyHeads) * size, { bias, initializer }), {
          query: width,
          key: keyHeads * size,
          value: keyHeads * size,
        }),
        output: linearOf(shape, width, { bias, initializer }),
      },
    };
  }

  /** Returns what the elements of x get, [n, time, width]. */
  call(context: Context, x: Tensor, ...more: readonly Tensor[]): Tensor {
    const { heads, keyHeads, bias, causal, dropout } = this.options;
    const [own, source] = masked('MultiHeadAttention', [x, ...more]) as [Masked, Masked?];
    const drop = (weights: Tensor): Tensor => context.run('dropout', this.#dropout, weights);
    const [, mask] = source ?? own;
    const how = { heads, keyHeads, causal, mask, drop: context.training && dropout > 0 ? drop : undefined };
    const y = source === undefined ? this.#own(context, own[0], how) : this.#other(context, own[0], source[0], how);
    return linear(context, 'output', y, bias);
  }

  /** What a sequence that asks itself, and what was before it in earlier calls, gets. */
  #own(context: Context, x: Tensor, how: Attending): Tensor {
    const { heads, keyHeads, bias, rotary: turns, causal } = this.options;
    const { state } = context;
    if (state !== undefined && !causal) {
      throw new NablaError(
        'argument',
        'MultiHeadAttention: without causal, later elements change earlier outputs, so a State cannot be used. Pass ' +
          'causal: true, or call forward with whole sequences.',
      );
    }
    const width = x.shape[2] as number;
    const asking = width + (width / heads) * keyHeads;
    const part = (y: Tensor, from: number, to?: number): Tensor => slice(y, [[], [], [from, to]]);
    let all = linear(context, 'input', x, bias);
    if (turns) {
      const start = state?.get<number>('count') ?? 0;
      const turned = rotary(headsOf(part(all, 0, asking), heads + keyHeads), { start });
      all = concat([joinHeads(turned), part(all, asking)], { axis: 2 });
    }
    return state === undefined ? attention(all, undefined, how) : withEarlier(state, all, how);
  }

  /** What a sequence that asks another one gets. */
  #other(context: Context, x: Tensor, source: Tensor, how: Attending): Tensor {
    const { heads, keyHeads, bias } = this.options;
    const size = (x.shape[2] as number) / heads;
    const offset = bias ? context.parameter('input.bias') : undefined;
    const columns = (y: Tensor, from: number, to: number): Tensor => {
      const range = [from * size, to * size] as const;
      const map: LinearMap = (rows, w, b) => denseForward(rows, slice(w, [[], range]), b && slice(b, [range]), 'none');
      return context.linear(map, y, 'input.weight', offset, 'none');
    };
    const both = (): Tensor => columns(source, heads, heads + 2 * keyHeads);
    return attention(columns(x, 0, heads), sameSource(context.state, source, both), how);
  }
}

/** Returns keys and values of a source: those of the first call, if a State has them. */
function sameSource(state: ModuleState | undefined, source: Tensor, compute: () => Tensor): Tensor {
  const kept = state?.get('source') ?? compute();
  const [n, time] = kept.shape as readonly [number, number];
  if (source.shape[0] !== n || source.shape[1] !== time) {
    const expected = `with a State, expected the source of its first call, ${formatShape([n, time, '…'])}`;
    throw new NablaError('shape', `MultiHeadAttention: ${expected}. Received ${formatShape(source.shape)}.`);
  }
  state?.set('source', kept);
  return kept;
}
