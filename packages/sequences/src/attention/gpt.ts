import {
  type Blueprint,
  type Context,
  checkOptionNames,
  Dense,
  Dropout,
  LayerNorm,
  type Module,
  matmul,
  NablaError,
  type Shape,
  type Tensor,
  type TypedConfig,
  unexpected,
} from '@nablajs/core';
import { checkCount, checkFlag, formatInputs } from '../checks.js';
import { Embedding } from '../embedding.js';
import { dropped } from './linear.js';
import { PositionEmbedding } from './positions.js';
import { TransformerEncoderLayer } from './transformer-encoder-layer.js';

/** Options of `GPT`. */
export interface GPTOptions {
  /** How many different tokens there are. */
  readonly vocabulary: number;
  /** The most tokens that a sequence may have. */
  readonly context: number;
  readonly blocks: number;
  readonly width: number;
  /** How many heads attention has; they divide `width` among them. */
  readonly heads: number;
  /** The share that training drops: of the embeddings, and in each block, in [0, 1). Default: 0.1, as in GPT-2. */
  readonly dropout?: number;
  /**
   * Whether the scores of the next token are products with the vectors of `tokens`, without a bias, as in GPT-2, and
   * not a linear layer `head` with weights and biases of its own. Default: false.
   */
  readonly tied?: boolean;
}

/** A config may come from anywhere, and a billion blocks would only take memory. */
const MOST_BLOCKS = 1000;
/** As in GPT-2. */
const INITIALIZER = { normal: 0.02 };

/**
 * A network that continues texts (Radford et al. 2019, "Language models are unsupervised multitask learners"): vectors
 * of tokens and positions, blocks of causal attention that normalise first and have 4 width units with GELU between,
 * a norm, and a score for each possible next token. It takes int32 tokens [n, time] and returns logits [n, time,
 * vocabulary]: those at place t are for token `t + 1`.
 *
 * Inner modules: `tokens`, `positions`, `block0`, `block1` …, `norm`, and `head` unless it is tied. With a `State`, a
 * call takes only the new tokens.
 *
 * @example
 * ```ts
 * const gpt = new GPT({ vocabulary: 65, context: 128, blocks: 4, width: 128, heads: 4 });
 * const model = new Network(backend, gpt, { inputShape: ['time'] }); // 826,433 parameters
 * const loss = new SoftmaxCrossEntropy(); // targets: the tokens from the second on, int32 [n, time]
 * ```
 */
export class GPT implements Module {
  readonly options: Required<GPTOptions>;
  readonly acceptsIntegers = true;
  readonly #tokens: Embedding;
  readonly #positions: PositionEmbedding;
  readonly #dropout: Dropout;
  readonly #block: TransformerEncoderLayer;
  readonly #norm: LayerNorm = new LayerNorm();
  readonly #head: Dense;

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(options: GPTOptions) {
    if (Object(options) !== options) throw unexpected('GPT', 'options, such as { vocabulary: 65, … }', options);
    const { vocabulary, context, blocks, width, heads, dropout = 0.1, tied = false } = options;
    this.options = { vocabulary, context, blocks, width, heads, dropout, tied };
    checkOptionNames('GPT', options, Object.keys(this.options));
    for (const name of ['vocabulary', 'context', 'blocks', 'width', 'heads'] as const) {
      checkCount(`GPT ${name}`, options[name]);
    }
    if (blocks > MOST_BLOCKS) throw unexpected('GPT blocks', `at most ${MOST_BLOCKS}`, blocks);
    checkFlag('GPT tied', tied);
    if (width % heads !== 0) throw unexpected('GPT heads', `a divisor of the width, ${width}`, heads);
    this.#tokens = new Embedding(vocabulary, width, { initializer: INITIALIZER });
    this.#positions = new PositionEmbedding(context, { initializer: INITIALIZER });
    this.#dropout = new Dropout(dropout);
    const block = {
      heads,
      dropout,
      feedForward: 4 * width,
      activation: 'gelu',
      normFirst: true,
      causal: true,
    } as const;
    this.#block = new TransformerEncoderLayer({ ...block, initializer: INITIALIZER });
    this.#head = new Dense(vocabulary, { initializer: INITIALIZER });
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'GPT', ...this.options };
  }

  /** Returns the output's shape, [time, vocabulary], and the inner modules. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const { vocabulary, blocks, width, tied } = this.options;
    const [shape] = inputShapes;
    if (shape?.length !== 1 || inputShapes.length !== 1) {
      throw new NablaError('shape', `GPT: expected tokens [n, time]. Received ${formatInputs(inputShapes)}.`);
    }
    const inner = [shape[0] as number, width];
    const block = this.#block.build(inner);
    return {
      outputShape: [shape[0] as number, vocabulary],
      children: {
        tokens: this.#tokens.build(shape),
        positions: this.#positions.build(inner),
        ...Object.fromEntries(Array.from({ length: blocks }, (_, at) => [`block${at}`, block])),
        norm: this.#norm.build(inner),
        ...(tied ? {} : { head: this.#head.build(inner) }),
      },
    };
  }

  /** Returns the logits of the next tokens, [n, time, vocabulary], for int32 tokens [n, time]. */
  call(context: Context, tokens: Tensor): Tensor {
    const embedded = context.run('positions', this.#positions, context.run('tokens', this.#tokens, tokens));
    let x = dropped(context, 'dropout', this.#dropout, embedded);
    for (let at = 0; at < this.options.blocks; at++) x = context.run(`block${at}`, this.#block, x);
    const y = context.run('norm', this.#norm, x);
    if (!this.options.tied) return context.run('head', this.#head, y);
    return matmul(y, context.parameter('tokens.weight'), { transposeB: true });
  }
}
