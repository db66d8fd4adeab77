/** How the weights of convolutions and recurrent layers lie in ONNX's files and in core's kernels. */
import { gather, permute, type Shape, scope, sizeOf } from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import { hostPermute } from '../exact/arrays.js';
import type { WeightForm } from '../run.js';
import { GATES, type RecurrentType } from './kernels/recurrence.js';

/** [...sizes, channels, filters] of [filters, channels, ...sizes]. */
const toFilters = (rank: number): number[] => [...Array.from({ length: rank - 2 }, (_, at) => at + 2), 1, 0];
const toFile = (rank: number): number[] => [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, at) => at)];

/** Filters of convolutions: [filters, channels, height, width] as [height, width, channels, filters]. */
export const FILTERS: WeightForm = {
  name: 'filters',
  toKernel: (weight) => hostPermute(weight, toFilters(weight.shape.length)),
  toFile: (weight) => hostPermute(weight, toFile(weight.shape.length)),
  turn: (weight) => permute(weight, toFilters(weight.shape.length)),
};

/** Reorders the gates along axis 1, [directions, gates units, width], and puts that axis last if `isTurned`. */
function gatesForm(type: RecurrentType, name: string, isTurned: boolean): WeightForm {
  const gates = GATES[type];
  // A bias has two parts, one behind the other.
  const all = isTurned ? gates : [...gates, ...gates.map((gate) => gate + gates.length)];
  const back = all.map((_, gate) => all.indexOf(gate));
  const parts = (shape: Shape): Shape => [
    shape[0] as number,
    all.length,
    (shape[1] as number) / all.length,
    ...shape.slice(2),
  ];
  return {
    name: `${type}.${name}`,
    toKernel: (weight) => {
      const ordered = { ...reordered({ ...weight, shape: parts(weight.shape) }, all), shape: weight.shape };
      return isTurned ? hostPermute(ordered, [0, 2, 1]) : ordered;
    },
    toFile: (weight) => {
      const ordered = isTurned ? hostPermute(weight, [0, 2, 1]) : weight;
      return { ...reordered({ ...ordered, shape: parts(ordered.shape) }, back), shape: ordered.shape };
    },
    turn: (weight) =>
      scope(() => {
        const chosen = gather(weight.reshape(parts(weight.shape)), Int32Array.from(all), { axis: 1 });
        return isTurned ? permute(chosen.reshape(weight.shape), [0, 2, 1]) : chosen.reshape(weight.shape);
      }),
  };
}

/** Chooses parts along axis 1. */
function reordered({ type, shape, data }: HostTensor, order: readonly number[]): HostTensor {
  const [outer = 0, count = 0, ...rest] = shape;
  const size = sizeOf(rest);
  const made = hostData(type, outer * order.length * size);
  for (let block = 0; block < outer; block++) {
    for (const [at, from] of order.entries()) {
      const start = (block * count + from) * size;
      made.set(data.subarray(start, start + size), (block * order.length + at) * size);
    }
  }
  return { type, shape: [outer, order.length, ...rest], data: made };
}

/**
 * The form of biases [directions, 2 gates units] of which the second part is 0 but for its last `kept` gates:
 * [directions, (gates + kept) units]. As two parameters, both parts would be trained, twice as fast.
 */
function oneBias(type: RecurrentType, bias: WeightForm, kept: number): NonNullable<WeightForm['short']> {
  const { length: gates } = GATES[type];
  const places = Array.from({ length: gates + kept }, (_, at) => (at < gates ? at : at + gates - kept));
  const partsOf = (weight: HostTensor, count: number): HostTensor => {
    const [directions = 0, size = 0] = weight.shape;
    return { ...weight, shape: [directions, count, size / count] };
  };
  const joined = ({ shape: [directions = 0, count = 0, units = 0], ...rest }: HostTensor): HostTensor => ({
    ...rest,
    shape: [directions, count * units],
  });
  return {
    holds: (weight) => {
      const { shape, data } = partsOf(weight, 2 * gates);
      const [, , units = 0] = shape;
      return (
        weight.shape.length === 2 &&
        Number.isInteger(units) &&
        data.every((value, at) => value === 0 || places.includes(Math.floor(at / units) % (2 * gates)))
      );
    },
    form: {
      name: `${type}.bias + ${kept}`,
      toKernel: (weight) => joined(reordered(partsOf(bias.toKernel(weight), 2 * gates), places)),
      toFile: (weight) => {
        const { type: elements, shape, data } = partsOf(weight, places.length);
        const [directions = 0, , units = 0] = shape;
        const both = hostData(elements, directions * 2 * gates * units);
        for (let block = 0; block < directions * places.length; block++) {
          const [direction, at] = [Math.floor(block / places.length), block % places.length];
          both.set(
            data.subarray(block * units, (block + 1) * units),
            (direction * 2 * gates + (places[at] as number)) * units,
          );
        }
        return bias.toFile({ type: elements, shape: [directions, 2 * gates * units], data: both });
      },
      turn: bias.turn,
    },
  };
}

/** Forms of the three weights of a recurrent operator. */
export interface RecurrentForms {
  /** [directions, gates units, width] as [directions, width, gates units]. */
  readonly weight: WeightForm;
  readonly recurrentWeight: WeightForm;
  /** [directions, 2 gates units], or short: [directions, gates units], and the last gate again if it has two. */
  readonly bias: WeightForm;
}

/** `resetAfter`: whether the last gate keeps its second bias, as with linear_before_reset of ONNX. */
function formsOf(type: RecurrentType, resetAfter = false): RecurrentForms {
  const bias = gatesForm(type, 'bias', false);
  return {
    weight: gatesForm(type, 'weight', true),
    recurrentWeight: gatesForm(type, 'recurrentWeight', true),
    bias: { ...bias, short: oneBias(type, bias, resetAfter ? 1 : 0) },
  };
}

/** The forms of each recurrent operator's weights. */
export const RECURRENT_FORMS: Readonly<Record<RecurrentType | 'GRU after', RecurrentForms>> = {
  LSTM: formsOf('LSTM'),
  GRU: formsOf('GRU'),
  'GRU after': formsOf('GRU', true),
  RNN: formsOf('RNN'),
};
