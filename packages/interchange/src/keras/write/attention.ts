/** Attention of `@nablajs/sequences`, and transformers, as layers of Keras. */
import type { DenseArray, Shape } from '@nablajs/core';
import { reshaped, splitLast } from '../arrays.js';
import type { Json } from '../config.js';
import { attentionVariables } from '../read/sequences.js';
import {
  type Emitter,
  NoCounterpart,
  plainVariables,
  variable,
  type Write,
  type Writing,
  type WrittenValue,
} from './emitter.js';

function attention(
  writing: Writing,
  [query, source = query]: readonly WrittenValue[],
  [shape]: readonly Shape[],
): WrittenValue {
  const { config, emitter, path } = writing;
  const heads = config['heads'] as number;
  if (config['keyHeads'] !== heads) throw new NoCounterpart('attention with fewer keyHeads than heads');
  if (config['rotary'] === true) throw new NoCounterpart('attention with rotary positions');
  const width = shape?.at(-1) as number;
  const size = width / heads;
  const bias = config['bias'] === true;
  const part =
    (at: number) =>
    ([array]: readonly DenseArray[]): DenseArray => {
      const own = splitLast(array as DenseArray, [width, width, width])[at] as DenseArray;
      return reshaped(own, [...own.shape.slice(0, -1), heads, size]);
    };
  const output = ([array]: readonly DenseArray[]): DenseArray => reshaped(array as DenseArray, [heads, size, width]);
  const named = attentionVariables(bias).map((one) => {
    const [group = '', kind] = one.name.split('/');
    const at = ['query', 'key', 'value'].indexOf(group);
    const isKernel = kind === 'kernel';
    if (at >= 0) return variable(writing, one, isKernel ? 'input.weight' : 'input.bias', part(at));
    return isKernel ? variable(writing, one, 'output.weight', output) : variable(writing, one, 'output.bias');
  });
  return emitter.call(path, {
    className: 'MultiHeadAttention',
    inputs: [query as WrittenValue, source as WrittenValue],
    config: { num_heads: heads, key_dim: size, value_dim: size, use_bias: bias, dropout: config['dropout'] },
    variables: named,
    options: config['causal'] === true ? { use_causal_mask: true } : {},
  });
}

const multiHead: Write = (writing) => {
  const { inputs, shapes } = writing;
  if (shapes.some(({ length }) => length === 1)) throw new NoCounterpart('attention with a mask');
  return attention(writing, inputs, shapes);
};

/** A block of a transformer: parts that are added to their input, each with a norm before or behind. */
class Block {
  readonly #writing: Writing;
  readonly #options: Json;

  constructor(writing: Writing) {
    this.#writing = writing;
    this.#options = writing.config;
    const activation = writing.config['activation'];
    if (activation === 'swiglu') throw new NoCounterpart("a transformer layer with activation 'swiglu'");
    if (writing.shapes.some(({ length }) => length === 1)) throw new NoCounterpart('a transformer layer with a mask');
  }

  get #emitter(): Emitter {
    return this.#writing.emitter;
  }

  #at(name: string): Writing {
    const { path } = this.#writing;
    return { ...this.#writing, path: path === '' ? name : `${path}.${name}` };
  }

  #norm(part: number, x: WrittenValue): WrittenValue {
    const writing = this.#at(`norm${part}`);
    const variables = plainVariables(writing, [
      ['gamma', 'scale'],
      ['beta', 'offset'],
    ]);
    const config = { axis: -1, epsilon: 1e-5, center: true, scale: true };
    return this.#emitter.call(writing.path, { className: 'LayerNormalization', config, inputs: [x], variables });
  }

  #dropped(name: string, x: WrittenValue): WrittenValue {
    const rate = this.#options['dropout'] as number;
    if (rate === 0) return x;
    return this.#emitter.call(this.#at(name).path, { className: 'Dropout', config: { rate }, inputs: [x] });
  }

  #linear(name: string, units: number, activation: string, x: WrittenValue): WrittenValue {
    const writing = this.#at(name);
    const bias = this.#options['bias'] === true;
    const variables = plainVariables(writing, [['kernel', 'weight'], ...(bias ? [['bias', 'bias'] as const] : [])]);
    const config = { units, activation, use_bias: bias };
    return this.#emitter.call(writing.path, { className: 'Dense', config, inputs: [x], variables });
  }

  added(part: number, x: WrittenValue, make: (x: WrittenValue) => WrittenValue): WrittenValue {
    const isFirst = this.#options['normFirst'] === true;
    const made = this.#dropped(`dropout${part}`, make(isFirst ? this.#norm(part, x) : x));
    const id = `${this.#writing.path}:add${part}`;
    const sum = this.#emitter.call(id, { className: 'Add', config: {}, inputs: [x, made] });
    return isFirst ? sum : this.#norm(part, sum);
  }

  attention(name: string, inputs: readonly WrittenValue[], isCausal: boolean): WrittenValue {
    const config = { ...this.#options, causal: isCausal };
    return attention({ ...this.#at(name), config }, inputs, this.#writing.shapes);
  }

  feedForward(x: WrittenValue): WrittenValue {
    const { feedForward, activation } = this.#options as { readonly feedForward: number } & Json;
    const hidden = this.#dropped('dropout', this.#linear('linear1', feedForward, activation as string, x));
    return this.#linear('linear2', this.#writing.shapes[0]?.at(-1) as number, 'linear', hidden);
  }
}

const encoder: Write = (writing) => {
  const block = new Block(writing);
  const isCausal = writing.config['causal'] === true;
  const [x] = writing.inputs as readonly [WrittenValue];
  const y = block.added(1, x, (own) => block.attention('selfAttention', [own], isCausal));
  return block.added(2, y, (own) => block.feedForward(own));
};

const decoder: Write = (writing) => {
  const block = new Block(writing);
  const isCausal = writing.config['causal'] === true;
  const [x, memory] = writing.inputs as readonly [WrittenValue, WrittenValue];
  const y = block.added(1, x, (own) => block.attention('selfAttention', [own], isCausal));
  const z = block.added(2, y, (own) => block.attention('crossAttention', [own, memory], false));
  return block.added(3, z, (own) => block.feedForward(own));
};

/** By our types. */
export const WRITE_ATTENTION: Readonly<Record<string, Write>> = {
  MultiHeadAttention: multiHead,
  TransformerEncoderLayer: encoder,
  TransformerDecoderLayer: decoder,
};
