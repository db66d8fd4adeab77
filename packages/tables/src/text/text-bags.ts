/** The layer of one network that reads the words of texts. */
import {
  type Blueprint,
  type Context,
  checkOptionNames,
  concat,
  gather,
  type Module,
  NablaError,
  type Shape,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import { type BagInput, bagOf, isBag, otherInputs, WORD_DEVIATION } from './bags.js';

/**
 * A bag of embeddings for each text of a table: takes x [n, inputs], of which some hold the places of words, and
 * returns the other inputs and then, for each text, `Σ e / √k` over the embeddings e of its k words: [n, others + the
 * sizes of the texts]. Its parameters are `words<input>` [values - 1, size].
 *
 * The division keeps texts of all lengths about as large.
 *
 * @example
 * ```ts
 * const texts = textInputs(form).map((text) => ({ ...text, size: 16 }));
 * const layers = [new TextBags({ texts }), new Dense(64), new ReLU(), new Dense(3)];
 * ```
 */
export class TextBags implements Module {
  readonly texts: readonly BagInput[];

  /** Throws NablaError `argument` for texts that are none. */
  constructor(options: { readonly texts: readonly BagInput[] }) {
    checkOptionNames('TextBags', options, ['texts']);
    const { texts } = options;
    if (!Array.isArray(texts) || texts.length === 0 || !texts.every(isBag)) {
      const received = JSON.stringify(texts);
      throw new NablaError(
        'argument',
        `TextBags: expected texts, a list of { input, length, values, size }. Received ${received}.`,
      );
    }
    this.texts = texts;
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'TextBags', texts: this.texts };
  }

  /** Returns the output's shape and the parameters. */
  build(...[inputShape = []]: readonly Shape[]): Blueprint {
    const [inputs = 0] = inputShape;
    const others = otherInputs(inputs, this.texts);
    if (inputShape.length !== 1 || others === undefined) {
      const received = JSON.stringify(inputShape);
      throw new NablaError('shape', `TextBags: expected [inputs], with the texts among them. Received ${received}.`);
    }
    const width = this.texts.reduce((sum, { size }) => sum + size, others.length);
    const parameters = Object.fromEntries(
      this.texts.map(({ input, values, size }) => {
        return [`words${input}`, { shape: [values - 1, size], initializer: { normal: WORD_DEVIATION } }] as const;
      }),
    );
    return { outputShape: [width], parameters };
  }

  /** Returns the other inputs of x [n, inputs], and the bags. */
  call(context: Context, x: Tensor): Tensor {
    const [n = 0, inputs = 0] = x.shape;
    const bags = this.texts.map((text) => {
      const embeddings = context.parameter(`words${text.input}`);
      const bag = bagOf(x.reshape([1, n, inputs]), embeddings.reshape([1, ...embeddings.shape]), text);
      return bag.reshape([n, text.size]);
    });
    const others = otherInputs(inputs, this.texts) as Int32Array;
    return concat([...(others.length === 0 ? [] : [gather(x, others, { axis: -1 })]), ...bags], { axis: -1 });
  }
}
