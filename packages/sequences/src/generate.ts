/** Writes the tokens that follow a sequence. */
import {
  checkOptionNames,
  dense,
  isTensor,
  type Module,
  NablaError,
  type Network,
  Random,
  RandomKey,
  State,
  scope,
  slice,
  type Tensor,
  unexpected,
  upload,
} from '@nablajs/core';
import { exp } from '@nablajs/core/math';
import { checkCount, checkToken } from './checks.js';

/** Options of `generate`. */
export interface GenerateOptions {
  /** How many tokens to write, >= 1. */
  readonly length: number;
  /**
   * Divides the logits, >= 0: below 1, likely tokens become more likely; above 1, less. 0 always takes the most likely
   * token. Default: 1.
   */
  readonly temperature?: number;
  /** Draws only from this many of the most likely tokens, >= 1. Default: all. */
  readonly topK?: number;
  /**
   * Draws only from the most likely tokens that have this probability together, in (0, 1] (Holtzman et al. 2020, "The
   * curious case of neural text degeneration"). Default: 1.
   */
  readonly topP?: number;
  /** Determines what is drawn: a whole number in [0, 2^53). Default: 0. */
  readonly seed?: number;
  /**
   * How many tokens the network can read, >= 1. Then it begins again with the last half of them. Default: any number.
   */
  readonly context?: number;
  /** Tokens that are never written, such as one for unknown characters. Default: none. */
  readonly exclude?: readonly number[];
}

type Checked = Required<GenerateOptions>;

/**
 * Yields tokens that continue a sequence, one by one. The network takes int32 tokens [1, time] and returns logits [1,
 * time, vocabulary], as `GPT` does, and keeps keys and values in a `State`.
 *
 * Draws from `softmax(logits / temperature)`. Of the tokens, in order of their probability, the first `topK` stay, and
 * of those the first with at least `topP` of it.
 *
 * @param prompt The tokens to continue, at least one. Of more than `context`, only the last ones are read.
 * @throws NablaError `argument` for a wrong option or an empty prompt, and with code `non-finite` if a logit is NaN or
 * infinite.
 *
 * @example
 * ```ts
 * for await (const token of generate(model, [18, 47, 56], { length: 100, temperature: 0.8, context: 128 })) {
 *   console.log(token);
 * }
 * ```
 */
export async function* generate(
  model: Network<Module>,
  prompt: ArrayLike<number>,
  options: GenerateOptions,
): AsyncGenerator<number, void, undefined> {
  const checked = checkGenerate(options);
  const { length, seed, context } = checked;
  const random = new Random(new RandomKey(seed, 'generate'));
  const all = Array.from(prompt, (token) => checkToken('generate prompt', token));
  if (all.length === 0) throw unexpected('generate prompt', 'at least one token', []);
  using state = new State();
  let read = 0;
  let next = all.slice(-context);
  for (let count = 0; count < length; count++) {
    if (read + next.length > context) {
      state.dispose();
      [read, next] = [0, all.slice(-Math.max(1, Math.floor(context / 2)))];
    }
    const logits = await lastLogits(model, state, next);
    read += next.length;
    const token = draw(logits, checked, random);
    all.push(token);
    if (all.length > 2 * context) all.splice(0, all.length - context);
    next = [token];
    yield token;
  }
}

function checkGenerate(options: GenerateOptions): Checked {
  if (Object(options) !== options) throw unexpected('generate', 'options, such as { length: 100 }', options);
  const { length, temperature = 1, topK = Number.MAX_SAFE_INTEGER, topP = 1, seed = 0, exclude = [] } = options;
  const { context = Number.MAX_SAFE_INTEGER } = options;
  const checked = { length, temperature, topK, topP, seed, context, exclude };
  checkOptionNames('generate', options, Object.keys(checked));
  for (const name of ['length', 'topK', 'context'] as const) checkCount(`generate ${name}`, checked[name]);
  if (!(temperature >= 0 && Number.isFinite(temperature)))
    throw unexpected('generate temperature', 'a number >= 0', temperature);
  if (!(topP > 0 && topP <= 1)) throw unexpected('generate topP', 'a number in (0, 1]', topP);
  if (!Array.isArray(exclude)) throw unexpected('generate exclude', 'a list of tokens', exclude);
  return checked;
}

/** Reads tokens, and returns the logits [vocabulary] after the last one. */
async function lastLogits(model: Network<Module>, state: State, tokens: readonly number[]): Promise<ArrayLike<number>> {
  const last = scope((): Tensor => {
    const output = state.forward(model, upload(model.backend, dense(Int32Array.from(tokens), [1, tokens.length])));
    if (isTensor(output) && output.shape.length === 3 && output.shape[1] === tokens.length)
      return tokens.length === 1 ? output : slice(output, [0, -1]);
    throw new NablaError(
      'shape',
      'generate: expected a network that returns logits [1, time, vocabulary]. Received another; use GPT.',
    );
  });
  try {
    return await last.data();
  } finally {
    last.dispose();
  }
}

function mostLikely(logits: ArrayLike<number>, exclude: readonly number[]): number {
  let best = -1;
  for (let token = 0; token < logits.length; token++) {
    if (exclude.length > 0 && exclude.includes(token)) continue;
    const value = logits[token] as number;
    if (!Number.isFinite(value)) throw notFinite();
    if (best === -1 || value > (logits[best] as number)) best = token;
  }
  if (best === -1) throw unexpected('generate exclude', 'tokens to stay', exclude);
  return best;
}

const notFinite = (): NablaError =>
  new NablaError('non-finite', 'generate: expected logits that are numbers. Received NaN or infinity.');

/** Draws a token. */
function draw(logits: ArrayLike<number>, { temperature, topK, topP, exclude }: Checked, random: Random): number {
  if (temperature === 0) return mostLikely(logits, exclude);
  const value = (token: number): number => logits[token] as number;
  const order = Array.from(logits, (_, token) => token).filter((token) => !exclude.includes(token));
  if (order.length === 0) throw unexpected('generate exclude', 'tokens to stay', exclude);
  if (!order.every((token) => Number.isFinite(value(token)))) throw notFinite();
  order.sort((a, b) => value(b) - value(a) || a - b);
  // A temperature above 0 may still be too small to divide by.
  const largest = value(order[0] as number);
  const likely = order.slice(0, topK);
  const weights = likely.map((token) => (token === order[0] ? 1 : exp((value(token) - largest) / temperature)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [kept, count] = [0, 0];
  while (count < likely.length && (count === 0 || kept < topP * total)) kept += weights[count++] as number;
  let left = random.uniform() * kept;
  for (let at = 0; at < count; at++) {
    left -= weights[at] as number;
    if (left < 0) return likely[at] as number;
  }
  // Rounding can leave a rest.
  return likely[count - 1] as number;
}
