/** Text goes through core's training and evaluation: a network that knows the token before, on a text that repeats. */
import {
  Adam,
  type Blueprint,
  type Context,
  evaluate,
  fit,
  gather,
  type Module,
  Network,
  type Shape,
  SoftmaxCrossEntropy,
  type Tensor,
} from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { expect, it } from 'vitest';
import { createTokenizer, learnBPE, textDataset } from '../../src/index.js';

/** Looks up the outputs of each token: a table of all pairs. */
class Bigram implements Module {
  readonly config = { type: 'Bigram' };
  readonly acceptsIntegers = true;
  readonly #tokens: number;

  constructor(tokens: number) {
    this.#tokens = tokens;
  }

  build(shape: Shape): Blueprint {
    const weight = { shape: [this.#tokens, this.#tokens], initializer: 'zeros' } as const;
    return { outputShape: [...shape, this.#tokens], parameters: { weight } };
  }

  call(context: Context, x: Tensor): Tensor {
    return gather(context.parameter('weight'), x);
  }
}

it('trains a network, and evaluates it on what was held out', async () => {
  const text = ' abcd efgh'.repeat(40);
  const tokenizer = await createTokenizer(await learnBPE(text, { maxTokens: 264 }));
  const { train, validation, validationTokens } = await textDataset(text, tokenizer, { context: 6, examples: 30 });
  if (validation === undefined) throw new Error('expected a part that is held out');
  expect(validationTokens % 6).not.toBe(0);
  using model = new Network(await createBackend(), new Bigram(tokenizer.size), { inputShape: ['time'], seed: 1 });
  const loss = new SoftmaxCrossEntropy();
  const before = await evaluate(model, validation, { loss });
  expect(before.loss).toBeCloseTo(Math.log(tokenizer.size), 5);
  await fit(model, train, { loss, optimizer: new Adam({ learningRate: 0.5 }), epochs: 4, batchSize: 10, validation });
  const after = await evaluate(model, validation, { loss, batchSize: 2 });
  expect(after.loss).toBeLessThan(0.1);
  expect((await evaluate(model, validation, { loss, batchSize: 100 })).loss).toBeCloseTo(after.loss, 6);
});
