/** Handmade states of a training. */
import {
  type CallbackState,
  type DenseArray,
  dense,
  type EpochLog,
  type JsonValue,
  type TrainState,
} from '@nablajs/core';
import fc from 'fast-check';
import type { CheckpointExtras, CheckpointFiles } from '../src/index.js';
import { AWKWARD, bitsOf } from './helpers.js';

const float32 = (...values: number[]): DenseArray => dense(Float32Array.from(values), [values.length]);

/** A small state with every number that JSON lacks. */
export function smallState(steps = 1200): TrainState {
  return {
    run: { seed: 7, examples: 400, batchSize: 2, shuffle: true, parts: 1, schedule: null },
    position: {
      epoch: 6,
      step: 200,
      steps,
      sums: { names: ['loss'], numbers: [Number.NaN, 400] },
      learningRate: 0.1,
      epochEnded: true,
      validatedAt: 100,
    },
    unreported: [{ step: steps, rows: 2, loss: Number.POSITIVE_INFINITY }],
    history: [
      { loss: 0.5, val_loss: Number.NEGATIVE_INFINITY },
      { loss: -0, val_loss: Number.NaN },
    ],
    parameters: new Map([['0.weight', float32(steps, -0)]]),
    optimizer: {
      config: { type: 'Adam', learningRate: 0.1 },
      steps,
      counts: { '0.weight': steps },
      slots: new Map([
        ['0.weight/m', float32(Number.NaN, 1)],
        ['0.weight/v', float32(2, Number.POSITIVE_INFINITY)],
      ]),
    },
    callbacks: {
      ema: { values: { decay: 0.99 }, tensors: new Map([['0.weight', float32(3, 4)]]) },
      stopping: { values: { best: Number.POSITIVE_INFINITY, wait: 0 }, tensors: new Map() },
    },
  };
}

export const smallExtras: CheckpointExtras = {
  model: {
    config: { inputShape: [2], layers: [{ type: 'Dense', units: 1, initializer: 'heNormal', bias: false }] },
    dtype: 'float32',
    normalisation: { divisor: 255 },
    notes: { preset: 'small' },
  },
  note: { host: 'a', tried: [-0, null] },
};

/** A state for `toEqual`, which distinguishes -0 from 0, but not the bits of NaNs. */
export function plain({ parameters, optimizer, callbacks, ...values }: TrainState): object {
  return {
    ...values,
    parameters: bitsOf(parameters),
    optimizer: { ...optimizer, slots: bitsOf(optimizer.slots) },
    callbacks: Object.fromEntries(
      Object.entries(callbacks).map(([name, { values: kept, tensors }]) => [name, { kept, tensors: bitsOf(tensors) }]),
    ),
  };
}

/** Replaces one file. */
export function withFile(files: CheckpointFiles, name: string, bytes: Uint8Array): CheckpointFiles {
  return new Map([...files, [name, bytes]]);
}

const anyNumber = fc.oneof(fc.constantFrom(...AWKWARD), fc.double());
const whole = fc.maxSafeNat();
const name = fc.oneof(
  fc.constantFrom('0.weight', 'a/b', '%2F', '%', '$', '$$number', '$number', 'ü', '..', '', '\u0000"\\'),
  fc.string({ maxLength: 8 }),
);
const key = name.filter((text) => text !== '__proto__' && text !== 'constructor');
const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    anyNumber,
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const typedConfig = fc
  .dictionary(key, json, { maxKeys: 3, noNullPrototype: true })
  .map((options) => ({ ...options, type: 'Adam' }));

const tensor: fc.Arbitrary<DenseArray> = fc
  .tuple(
    fc.constantFrom(Float32Array, Float64Array, Int32Array, Uint8Array),
    fc.array(anyNumber, { maxLength: 6 }),
    fc.boolean(),
  )
  .map(([Kind, values, twice]) => {
    const data = Kind.from(values);
    return dense(data, twice && values.length % 2 === 0 ? [values.length / 2, 2] : [values.length]);
  });
const tensors = fc.array(fc.tuple(key, tensor), { maxLength: 4 }).map((entries) => new Map(entries));
const callback: fc.Arbitrary<CallbackState> = fc.record({
  values: fc.dictionary(key, json, { maxKeys: 3, noNullPrototype: true }),
  tensors,
});
const numbersOf = <T>(value: fc.Arbitrary<T>) => fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
const log: fc.Arbitrary<EpochLog> = numbersOf(anyNumber);

/** Any state that the types allow, except for keys that checkpoints refuse. */
export const anyState: fc.Arbitrary<TrainState> = fc.record({
  run: fc.record(
    {
      seed: whole,
      examples: whole,
      batchSize: whole,
      shuffle: fc.boolean(),
      parts: whole,
      frozen: fc.array(name, { maxLength: 2 }),
      tied: fc.array(fc.array(name, { maxLength: 2 }), { maxLength: 2 }),
      schedule: fc.option(typedConfig),
    },
    { requiredKeys: ['seed', 'examples', 'batchSize', 'shuffle', 'schedule'] },
  ),
  position: fc.record({
    epoch: whole,
    step: whole,
    steps: whole,
    sums: fc.record({ names: fc.array(key, { maxLength: 3 }), numbers: fc.array(anyNumber, { maxLength: 3 }) }),
    learningRate: anyNumber,
    epochEnded: fc.boolean(),
    validatedAt: whole,
  }),
  unreported: fc.array(
    fc.record(
      { step: whole, rows: whole, loss: anyNumber, logs: numbersOf(anyNumber) },
      { requiredKeys: ['step', 'rows', 'loss'] },
    ),
    { maxLength: 3 },
  ),
  history: fc.array(log, { maxLength: 3 }),
  parameters: tensors,
  optimizer: fc.record({
    config: typedConfig,
    steps: whole,
    counts: fc.dictionary(key, whole, { maxKeys: 3, noNullPrototype: true }),
    slots: tensors,
  }),
  callbacks: fc.dictionary(key, callback, { maxKeys: 3, noNullPrototype: true }),
});
export const anyNote: fc.Arbitrary<JsonValue> = json;
