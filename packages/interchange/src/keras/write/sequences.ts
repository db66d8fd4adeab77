import { type DenseArray, dense } from '@nablajs/core';
import { filled, floatType, joinLast, reshaped } from '../arrays.js';
import type { Json } from '../config.js';
import { type KerasVariable, variables } from '../read/plan.js';
import { swapGates } from '../read/sequences.js';
import { NoCounterpart, variable, type Write, type Writing, type WrittenVariable } from './emitter.js';
import { one } from './simple.js';

/** Masks of padding would have to travel with the values, as Keras has them. */
function withoutMask({ inputs, config }: Writing): void {
  if (inputs.length > 1) throw new NoCounterpart(`${String(config['type'])} with a mask`);
}

const embedding: Write = (writing) => {
  const { config } = writing;
  const padding = config['paddingIndex'] as number | undefined;
  const size = config['size'] as number;
  // The vector of padding counts as zeros here, whatever it is.
  const make = ([weight]: readonly DenseArray[]): DenseArray => {
    const { data, shape } = weight as DenseArray;
    if (padding === undefined) return weight as DenseArray;
    return dense(data.slice().fill(0, padding * size, (padding + 1) * size), shape);
  };
  const embeddings = { name: 'embeddings', path: 'vars/0', trainable: true };
  return one('Embedding', () => ({
    config: { input_dim: config['values'], output_dim: size, mask_zero: false },
    variables: [variable(writing, embeddings, 'weight', make)],
  }))(writing);
};

const embeddingBag: Write = (writing) => {
  const { config, emitter, path } = writing;
  if (config['mode'] !== 'mean') throw new NoCounterpart("EmbeddingBag with mode 'sum'");
  if (config['paddingIndex'] !== undefined) throw new NoCounterpart('EmbeddingBag with paddingIndex');
  const vectors = embedding(writing);
  return emitter.call(`${path}:mean`, { className: 'GlobalAveragePooling1D', config: {}, inputs: [vectors] });
};

/** The config and the variables of a recurrent layer, or of a half of a bidirectional one. */
function recurrence(config: Json, writing: Pick<Writing, 'path' | 'parameters'>, isTfjs: boolean, group: string) {
  const { type, units, returnSequences, bias } = config as { readonly type: string; readonly units: number } & Json;
  const isGru = type === 'GRU';
  const resetAfter = config['resetAfter'] === true;
  if (isTfjs && resetAfter) throw new NoCounterpart('a GRU with resetAfter');
  const names = ['kernel', 'recurrent_kernel', ...(bias === true ? ['bias'] : [])];
  const [kernel, recurrent, own] = variables(names, group) as unknown as readonly [
    KerasVariable,
    KerasVariable,
    KerasVariable?,
  ];
  const gates = isGru ? swapGates : undefined;
  const biasOf = (of: KerasVariable): WrittenVariable =>
    isGru && resetAfter
      ? variable(writing, of, ['bias', 'recurrentBias'], twoBiases)
      : variable(writing, of, 'bias', gates);
  return {
    variables: [
      variable(writing, kernel, 'weight', gates),
      variable(writing, recurrent, 'recurrentWeight', gates),
      ...(own === undefined ? [] : [biasOf(own)]),
    ],
    config: {
      units,
      activation: 'tanh',
      ...(type !== 'SimpleRNN' && { recurrent_activation: 'sigmoid' }),
      use_bias: bias,
      return_sequences: returnSequences,
      ...(isGru && { reset_after: resetAfter }),
    },
  };
}

/** Keras' two rows of biases: the second one has only that of n. */
function twoBiases([bias, recurrent]: readonly DenseArray[]): DenseArray {
  const all = swapGates([bias as DenseArray]);
  const units = (recurrent as DenseArray).data.length;
  const none = filled([2 * units], 0, floatType(all));
  return reshaped(joinLast([all, none, recurrent as DenseArray]), [2, 3 * units]);
}

const recurrent: Write = (writing) => {
  withoutMask(writing);
  return one(writing.config['type'] as string, () => {
    return recurrence(writing.config, writing, writing.emitter.isTfjs, 'cell/');
  })(writing);
};

const bidirectional: Write = (writing) => {
  withoutMask(writing);
  const { path, parameters, emitter } = writing;
  const inner = writing.config['layer'] as Json & { readonly type: string };
  const half = (name: string) =>
    recurrence(
      inner,
      { path: path === '' ? name : `${path}.${name}`, parameters },
      emitter.isTfjs,
      `${name}_layer/cell/`,
    );
  const [forward, backward] = [half('forward'), half('backward')];
  const name = inner.type.toLowerCase();
  // TensorFlow.js names both after the layer, and makes the second one itself.
  const layer = (own: string, isBackward: boolean): Json => ({
    ...(!emitter.isTfjs && { module: 'keras.layers', registered_name: null }),
    class_name: inner.type,
    config: { name: own, ...forward.config, go_backwards: isBackward },
  });
  const both = emitter.isTfjs
    ? { layer: layer(name, false) }
    : { layer: layer(`forward_${name}`, false), backward_layer: layer(`backward_${name}`, true) };
  return one('Bidirectional', () => ({
    config: { merge_mode: 'concat', ...both },
    variables: [...forward.variables, ...backward.variables],
  }))(writing);
};

const overTime =
  (className: string): Write =>
  (writing) => {
    withoutMask(writing);
    return one(className)(writing);
  };

/** By our types. */
export const WRITE_SEQUENCES: Readonly<Record<string, Write>> = {
  Embedding: embedding,
  EmbeddingBag: embeddingBag,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Bidirectional: bidirectional,
  MeanOverTime: overTime('GlobalAveragePooling1D'),
  MaxOverTime: overTime('GlobalMaxPooling1D'),
};
