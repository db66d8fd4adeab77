/** Keras' layers for sequences as modules of `@nablajs/sequences`. */
import { type DenseArray, type Module, named, type Shape } from '@nablajs/core';
import { Bidirectional, Embedding, GRU, LSTM, MultiHeadAttention, SimpleRNN } from '@nablajs/sequences';
import { joinLast, reshaped, splitLast, summed } from '../arrays.js';
import { isJson, shown } from '../config.js';
import { type Binding, type KerasVariable, Options, type PlanOf, type Reading, same, variables } from './plan.js';

const embedding: PlanOf = (reading) => {
  const options = new Options(reading);
  // In Keras, a mask travels with the vectors; here it is an input.
  options.without('mask_zero', 'lora_rank', 'quantization_config');
  const made = new Embedding(options.number('input_dim'), options.number('output_dim'));
  return {
    build: () => [named(reading.name, made)],
    variables: variables(['embeddings']),
    bindings: [same(`${reading.name}.weight`, 0)],
  };
};

type Recurrent = SimpleRNN | LSTM | GRU;

interface Recurrence {
  readonly layer: Recurrent;
  readonly names: readonly string[];
  readonly bindings: (name: string, first: number) => Binding[];
}

function recurrenceOf(reading: Reading): Recurrence {
  const options = new Options(reading);
  options.without('go_backwards', 'return_state', 'stateful', 'time_major');
  options.only('activation', 'tanh');
  const { className } = reading;
  // TensorFlow.js' default is hard_sigmoid, so it must be written.
  if (className !== 'SimpleRNN') options.only('recurrent_activation', 'sigmoid');
  const units = options.number('units');
  const bias = options.flag('use_bias', true);
  const how = { returnSequences: options.flag('return_sequences', false), bias };
  const names = ['kernel', 'recurrent_kernel', ...(bias ? ['bias'] : [])];
  if (className === 'GRU') return gruOf(options, units, how, names);
  const layer = className === 'LSTM' ? new LSTM(units, how) : new SimpleRNN(units, how);
  const bindings = (name: string, first: number): Binding[] => [
    same(`${name}.weight`, first),
    same(`${name}.recurrentWeight`, first + 1),
    ...(bias ? [same(`${name}.bias`, first + 2)] : []),
  ];
  return { layer, names, bindings };
}

/** Keras has the columns of z, r and n; ours are those of r, z and n. */
export function swapGates([array]: readonly DenseArray[]): DenseArray {
  const given = array as DenseArray;
  const units = (given.shape.at(-1) as number) / 3;
  const [a, b, n] = splitLast(given, [units, units, units]) as [DenseArray, DenseArray, DenseArray];
  return joinLast([b, a, n]);
}

function gruOf(
  options: Options,
  units: number,
  how: { readonly returnSequences: boolean; readonly bias: boolean },
  names: readonly string[],
): Recurrence {
  const resetAfter = options.flag('reset_after', false);
  const bindings = (name: string, first: number): Binding[] => {
    const weights = [
      { parameter: `${name}.weight`, from: [first], make: swapGates },
      { parameter: `${name}.recurrentWeight`, from: [first + 1], make: swapGates },
    ];
    if (!how.bias) return weights;
    if (!resetAfter) return [...weights, { parameter: `${name}.bias`, from: [first + 2], make: swapGates }];
    // Two rows of biases. Those of r and z are only ever added, so they are one here.
    const parts = ([array]: readonly DenseArray[]): DenseArray[] =>
      splitLast(reshaped(array as DenseArray, [6 * units]), new Array<number>(6).fill(units));
    const input: Binding['make'] = (arrays) => {
      const [z, r, n, moreZ, moreR] = parts(arrays) as [DenseArray, DenseArray, DenseArray, DenseArray, DenseArray];
      return joinLast([summed(r, moreR), summed(z, moreZ), n]);
    };
    return [
      ...weights,
      { parameter: `${name}.bias`, from: [first + 2], make: input, isSum: true },
      { parameter: `${name}.recurrentBias`, from: [first + 2], make: (arrays) => parts(arrays)[5] as DenseArray },
    ];
  };
  return { layer: new GRU(units, { ...how, resetAfter }), names, bindings };
}

const recurrent: PlanOf = (reading) => {
  const { layer, names, bindings } = recurrenceOf(reading);
  return {
    build: () => [named(reading.name, layer)],
    variables: variables(names, 'cell/'),
    bindings: bindings(reading.name, 0),
  };
};

const bidirectional: PlanOf = (reading) => {
  const options = new Options(reading);
  options.only('merge_mode', 'concat');
  const inner = options.get('layer');
  const className = isJson(inner) ? inner['class_name'] : undefined;
  if (!isJson(inner) || !isJson(inner['config']) || typeof className !== 'string' || !RECURRENT.includes(className)) {
    throw options.unsupported(`the layer ${String(className)}`);
  }
  const { layer, names, bindings } = recurrenceOf({ ...reading, className, config: inner['config'] });
  return {
    build: () => [named(reading.name, new Bidirectional(layer))],
    variables: [...variables(names, 'forward_layer/cell/'), ...variables(names, 'backward_layer/cell/')],
    bindings: [...bindings(`${reading.name}.forward`, 0), ...bindings(`${reading.name}.backward`, names.length)],
  };
};

const RECURRENT = ['SimpleRNN', 'LSTM', 'GRU'];

/** Variables of attention: those of four layers, each with a kernel and perhaps a bias. */
export function attentionVariables(bias: boolean): KerasVariable[] {
  const parts = ['query', 'key', 'value', 'attention_output'];
  const groups = ['query_dense', 'key_dense', 'value_dense', 'output_dense'];
  return parts.flatMap((part, at) =>
    variables(bias ? ['kernel', 'bias'] : ['kernel'], `${groups[at]}/`).map((variable) => ({
      ...variable,
      name: `${part}/${variable.name}`,
    })),
  );
}

const attention: PlanOf = (reading) => {
  const options = new Options(reading);
  options.without('use_gate', 'output_shape', 'sliding_window', 'flash_attention');
  const heads = options.number('num_heads');
  const size = options.number('key_dim');
  const bias = options.flag('use_bias', true);
  if (options.number('value_dim', size) !== size) throw options.unsupported('a value_dim other than key_dim');
  const axes = options.get('attention_axes');
  if (axes !== undefined && shown(axes) !== '[1]') throw options.unsupported(`attention_axes ${shown(axes)}`);
  const causal = reading.calls.length > 0 && reading.calls.every((call) => call.options['use_causal_mask'] === true);
  const made = new MultiHeadAttention({ heads, causal, bias, dropout: options.number('dropout', 0) });
  const build = ([shape]: readonly Shape[]): Module[] => {
    const width = shape?.at(-1) as number;
    if (width !== heads * size) throw options.unsupported(`${heads} heads of ${size} for a width of ${width}`);
    return [named(reading.name, made)];
  };
  const { name } = reading;
  const step = bias ? 2 : 1;
  // Kernels are [width, heads, size], biases [heads, size].
  const flat = (array: DenseArray): DenseArray => reshaped(array, [...array.shape.slice(0, -2), -1]);
  const join: Binding['make'] = (arrays) => joinLast(arrays.map(flat));
  const output: Binding['make'] = ([kernel]) => reshaped(kernel as DenseArray, [heads * size, -1]);
  return {
    build,
    inputs: (values) => {
      const [query, value = query, key = value] = values;
      if (key !== value) throw options.unsupported('a key other than its value');
      return query === value ? [query as number] : [query as number, value as number];
    },
    variables: attentionVariables(bias),
    bindings: [
      { parameter: `${name}.input.weight`, from: [0, step, 2 * step], make: join },
      { parameter: `${name}.output.weight`, from: [3 * step], make: output },
      ...(bias
        ? [{ parameter: `${name}.input.bias`, from: [1, 3, 5], make: join }, same(`${name}.output.bias`, 7)]
        : []),
    ],
  };
};

/** By Keras' class names. */
export const SEQUENCES: Readonly<Record<string, PlanOf>> = {
  Embedding: embedding,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Bidirectional: bidirectional,
  MultiHeadAttention: attention,
};
