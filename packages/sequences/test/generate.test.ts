import { type Context, dense, type Module, Network, type Tensor, upload } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { EmbeddingBag, type GenerateOptions, GPT, generate } from '../src/index.js';
import { networkOf, PLACES } from './support/index.js';

const [place] = PLACES;
const CONTEXT = 8;
const gpt = (): Network =>
  networkOf(place, new GPT({ vocabulary: 11, context: CONTEXT, blocks: 2, width: 8, heads: 2 }), ['time']);

async function tokens(model: Network, prompt: readonly number[], options: GenerateOptions): Promise<number[]> {
  const all: number[] = [];
  for await (const token of generate(model, prompt, options)) all.push(token);
  return all;
}

/** The logits after the last of some tokens, without a `State`. */
async function logitsAfter(model: Network, prompt: readonly number[]): Promise<number[]> {
  const output = model.forward(upload(model.backend, dense(Int32Array.from(prompt), [1, prompt.length]))) as Tensor;
  return [...(await output.data())].slice(-11);
}

/** Gives the same logits at every place. */
class Fixed implements Module {
  readonly acceptsIntegers = true;
  readonly config = { type: 'Fixed' };
  readonly logits: readonly number[];

  constructor(logits: readonly number[]) {
    this.logits = logits;
  }

  build() {
    return { outputShape: [Number.NaN, this.logits.length] };
  }

  call(_: Context, x: Tensor): Tensor {
    const time = x.shape[1] as number;
    const row = Float64Array.from(
      { length: time * this.logits.length },
      (_, at) => this.logits[at % this.logits.length] as number,
    );
    return upload(x.backend, dense(row, [1, time, this.logits.length]));
  }
}

const fixed = (logits: readonly number[]): Network =>
  new Network(place.backend, new Fixed(logits), { inputShape: ['time'], dtype: 'float64' });

describe('generate', () => {
  it('takes the most likely token at temperature 0, as a network without a State says', async () => {
    using model = gpt();
    const prompt = [1, 5, 2];
    const written = await tokens(model, prompt, { length: 5, temperature: 0, context: CONTEXT });
    for (const [at, token] of written.entries()) {
      const logits = await logitsAfter(model, [...prompt, ...written.slice(0, at)]);
      expect(token).toBe(logits.indexOf(Math.max(...logits)));
    }
  });

  it('begins again with the last half of the context when it is full', async () => {
    using model = gpt();
    const prompt = [1, 5, 2, 7, 7, 0, 3, 9, 4, 6];
    const written = await tokens(model, prompt, { length: 12, temperature: 0, context: CONTEXT });
    const all = [...prompt, ...written];
    // The first token is from the last 8 of the prompt; the next ones from 4, 5, … 8 tokens, then from 4 again.
    const seen = [8, 4, 5, 6, 7, 8, 4, 5, 6, 7, 8, 4];
    for (const [at, count] of seen.entries()) {
      const end = prompt.length + at;
      const logits = await logitsAfter(model, all.slice(end - count, end));
      expect(all[end]).toBe(logits.indexOf(Math.max(...logits)));
    }
  });

  it('draws the same tokens for the same seed, and others for another', async () => {
    using model = gpt();
    const options = { length: 20, context: CONTEXT, seed: 3 };
    const first = await tokens(model, [1], options);
    expect(await tokens(model, [1], options)).toEqual(first);
    expect(await tokens(model, [1], { ...options, seed: 4 })).not.toEqual(first);
    expect(await tokens(model, [1], { ...options, length: 5 })).toEqual(first.slice(0, 5));
  });

  it('releases what it keeps, also if you leave it early', async () => {
    using model = gpt();
    const { buffers } = place.backend.memory();
    await tokens(model, [1], { length: 12, context: CONTEXT });
    for await (const _ of generate(model, [1], { length: 12, context: CONTEXT })) break;
    expect(place.backend.memory().buffers).toBe(buffers);
  });

  it('draws as often as temperature, topK and topP say', async () => {
    const shares = async (options: Partial<GenerateOptions>): Promise<number[]> => {
      using model = fixed([0.5, 0.3, 0.15, 0.05].map(Math.log));
      const drawn = await tokens(model, [0], { length: 2000, context: 1, ...options });
      return [0, 1, 2, 3].map((token) => drawn.filter((one) => one === token).length / drawn.length);
    };
    const close = (found: readonly number[], expected: readonly number[]): void => {
      for (const [at, share] of expected.entries()) {
        if (share === 0) expect(found[at]).toBe(0);
        else expect(Math.abs((found[at] as number) - share)).toBeLessThan(0.03);
      }
    };
    close(await shares({}), [0.5, 0.3, 0.15, 0.05]);
    // Squares of the probabilities, whose sum is 0.365.
    close(await shares({ temperature: 0.5 }), [0.25 / 0.365, 0.09 / 0.365, 0.0225 / 0.365, 0.0025 / 0.365]);
    close(await shares({ topK: 2 }), [0.625, 0.375, 0, 0]);
    close(await shares({ topP: 0.9 }), [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0]);
    close(await shares({ topP: 0.4 }), [1, 0, 0, 0]);
    close(await shares({ topK: 3, topP: 0.8 }), [0.625, 0.375, 0, 0]);
    close(await shares({ exclude: [0] }), [0, 0.6, 0.3, 0.1]);
  });

  it('takes the first of equally likely tokens, and temperatures near 0', async () => {
    using model = fixed([1, 2, 2, 1e300]);
    expect(await tokens(model, [0], { length: 2, temperature: 0, exclude: [3] })).toEqual([1, 1]);
    // The first of two has half of the probability: that is enough.
    const half = { length: 9, context: 1, topP: 0.5, exclude: [0, 3] };
    expect(new Set(await tokens(model, [0], half))).toEqual(new Set([1]));
    expect(await tokens(model, [0], { length: 2, temperature: 1e-320 })).toEqual([3, 3]);
  });

  it('refuses wrong options, prompts, networks and logits', async () => {
    using model = gpt();
    using broken = fixed([0, Number.NaN]);
    using flat = networkOf(place, new EmbeddingBag(3, 2), ['time']);
    const fails = (given: Network, prompt: readonly number[], options: object): Promise<Error> =>
      tokens(given, prompt, options as GenerateOptions).then(
        () => new Error('no error'),
        (error: Error) => error,
      );
    const messages = [
      await fails(model, [], { length: 1 }),
      await fails(model, [1.5], { length: 1 }),
      await fails(model, [1], {}),
      await fails(model, [1], { length: 1, temperature: -1 }),
      await fails(model, [1], { length: 1, topK: 0 }),
      await fails(model, [1], { length: 1, topP: 0 }),
      await fails(model, [1], { length: 1, seed: -1 }),
      await fails(model, [1], { length: 1, exclude: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }),
      await fails(broken, [1], { length: 1 }),
      await fails(flat, [1], { length: 1 }),
    ].map(({ message }) => message);
    expect(messages).toEqual([
      'generate prompt: expected at least one token. Received an array of 0 elements.',
      'generate prompt: expected a whole number >= 0. Received 1.5.',
      'generate length: expected a whole number >= 1. Received undefined.',
      'generate temperature: expected a number >= 0. Received -1.',
      'generate topK: expected a whole number >= 1. Received 0.',
      'generate topP: expected a number in (0, 1]. Received 0.',
      'Random seed: expected a whole number in [0, 2^53). Received -1.',
      'generate exclude: expected tokens to stay. Received an array of 11 elements.',
      'generate: expected logits that are numbers. Received NaN or infinity.',
      'generate: expected a network that returns logits [1, time, vocabulary]. Received another; use GPT.',
    ]);
  });
});
