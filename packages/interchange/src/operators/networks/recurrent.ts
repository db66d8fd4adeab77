/** LSTM, GRU and RNN. */
import { cast, greater, slice, stack, type Tensor } from '@nablajs/core';
import type { NodeInfo } from '../attributes.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run, WeightForm } from '../run.js';
import { device, isDevice, reorder, type Value } from '../values.js';
import { optional } from './arguments.js';
import { uploadNumbers } from './kernels/numbers.js';
import { type RecurrentType, recurrence } from './kernels/recurrence.js';
import { RECURRENT_FORMS } from './weight-forms.js';

/** The activations of each direction by default; no others are supported. */
const ACTIVATIONS: Readonly<Record<RecurrentType, readonly string[]>> = {
  LSTM: ['Sigmoid', 'Tanh', 'Tanh'],
  GRU: ['Sigmoid', 'Tanh'],
  RNN: ['Tanh'],
};

const DIRECTIONS: Readonly<Record<string, readonly boolean[]>> = {
  forward: [false],
  reverse: [true],
  bidirectional: [false, true],
};

const recurrent =
  (type: RecurrentType): Operator =>
  (node) => {
    const backward = directionsOf(node, type);
    const resetAfter = node.flag('linear_before_reset');
    const isBatchFirst = node.flag('layout');
    const forms = RECURRENT_FORMS[type === 'GRU' && resetAfter ? 'GRU after' : type];
    return {
      weights: { 1: forms.weight, 2: forms.recurrentWeight, 3: forms.bias },
      device: (run, x, w, r, b?: Value, lengths?: Value, ...first: readonly (Value | undefined)[]) => {
        const sequences = isBatchFirst ? run.tensor(x) : swapped(run.tensor(x));
        const states = first.slice(0, type === 'LSTM' ? 2 : 1).map((value) => {
          const state = isZero(value) ? undefined : optional(run, value);
          return state === undefined || !isBatchFirst ? state : swapped(state);
        });
        const mask = lengths && maskOf(run.tensor(lengths), sequences);
        const needsLast = node.hasOutput(2) || (node.hasOutput(1) && mask !== undefined);
        const made = recurrence({
          ...{ type, x: sequences, mask, backward, resetAfter, needsLast, first: states },
          weight: run.inForm(w, forms.weight),
          recurrentWeight: run.inForm(r, forms.recurrentWeight),
          bias: b && biasOf(run, b, forms.bias),
          peepholes: type === 'LSTM' ? optional(run, first[2]) : undefined,
        });
        const last = made.last ?? [lastOf(made.outputs, backward)];
        const y = isBatchFirst ? made.outputs : reorder(made.outputs, [1, 2, 0, 3]);
        return [device(y, x.type), ...last.map((state) => device(isBatchFirst ? swapped(state) : state, x.type))];
      },
    };
  };

/** Returns for each direction whether it reads from the end; refuses by name what is not supported. */
function directionsOf(node: NodeInfo, type: RecurrentType): readonly boolean[] {
  const direction = node.string('direction', 'forward');
  const backward = Object.hasOwn(DIRECTIONS, direction) ? DIRECTIONS[direction] : undefined;
  if (backward === undefined) throw node.error(`expected forward, reverse or bidirectional. Received '${direction}'`);
  const expected = backward.flatMap(() => ACTIVATIONS[type]);
  const activations = node.strings('activations', expected);
  if (activations.length > 0 && activations.join().toLowerCase() !== expected.join().toLowerCase()) {
    throw node.error(`expected the activations ${expected.join(', ')}. Received ${activations.join(', ')}`);
  }
  if (node.has('clip')) throw node.error("the attribute 'clip' is not supported");
  if (node.flag('input_forget')) throw node.error("the attribute 'input_forget' is not supported");
  return backward;
}

/** Biases in the form that they have: the short one, or both. */
const biasOf = (run: Run, value: Value, form: WeightForm): Tensor =>
  run.inForm(value, isDevice(value) && value.layout === form.short?.form.name ? form.short.form : form);

/** Swaps the first two axes: time and batch, or directions and batch. */
const swapped = (x: Tensor): Tensor => reorder(x, [1, 0, ...x.shape.slice(2).map((_, at) => at + 2)]);

/** Whether a first state is known to be 0, so a backend's kernel can be used. */
const isZero = (value: Value | undefined): boolean =>
  value !== undefined && !isDevice(value) && value.data.every((element) => element === 0);

/** Returns 1 at the first elements of each sequence, as many as it has, else 0 [n, time]. */
function maskOf(lengths: Tensor, sequences: Tensor): Tensor {
  const [n, time] = sequences.shape as readonly [number, number];
  const places = uploadNumbers(
    sequences,
    [1, time],
    Array.from({ length: time }, (_, at) => at),
  );
  return greater(cast(lengths.reshape([n, 1]), sequences.dtype), places);
}

/** Returns the last output of each direction, [directions, n, units], of outputs [n, time, directions, units]. */
function lastOf(outputs: Tensor, backward: readonly boolean[]): Tensor {
  return stack(backward.map((fromEnd, direction) => slice(outputs, [[], fromEnd ? 0 : -1, direction])));
}

/** Recurrent operators. */
export const RECURRENT: OperatorTable = { LSTM: recurrent('LSTM'), GRU: recurrent('GRU'), RNN: recurrent('RNN') };
