/** The kinds of `LayoutGroup`s. */
import { type Shape, sizeOf } from '@nablajs/core';
import { permuted } from '../../model/elements.js';
import type { HostData } from '../../model/host-tensor.js';
import { type Elements, type LayoutGroup, type Of, type Part, under } from './types.js';

/** Options of `moved`. */
interface Moved {
  /** The name in PyTorch. Default: the same. */
  readonly as?: string;
  /** Dimension i of PyTorch's tensor is dimension `axes[i]` of the viewed parameter. Default: the same. */
  readonly axes?: readonly number[];
  /** How the parameter is viewed before its dimensions are moved. Default: as it is. */
  readonly view?: Shape;
  /** The shape in PyTorch. Default: that of the moved dimensions. */
  readonly shape?: Shape;
  readonly isBuffer?: boolean;
  /** A row that is zero in PyTorch. */
  readonly zeroRow?: number | undefined;
}

/** A parameter whose dimensions are in another order in PyTorch. */
export function moved({ blueprint, path, torchPath }: Part, name: string, how: Moved = {}): LayoutGroup {
  const shape = shapeIn(blueprint, name);
  const view = how.view ?? shape;
  const axes = how.axes ?? view.map((_, axis) => axis);
  const turned = axes.map((axis) => view[axis] as number);
  const back = axes.map((_, axis) => axes.indexOf(axis));
  const torchShape = how.shape ?? turned;
  return {
    ours: [{ name: under(path, name), shape }],
    torch: [{ name: under(torchPath, how.as ?? name), shape: torchShape, isParameter: how.isBuffer !== true }],
    fromTorch: ([tensor]) => [{ shape, data: permuted({ shape: turned, data: dataOf(tensor) }, back).data }],
    toTorch: ([parameter]) => {
      const { data } = permuted({ shape: view, data: dataOf(parameter) }, axes);
      if (how.zeroRow !== undefined)
        data.fill(0, how.zeroRow * (view[1] as number), (how.zeroRow + 1) * (view[1] as number));
      return [{ shape: torchShape, data }];
    },
  };
}

/** The shape of a parameter of a blueprint, by its name: `input.weight` is one of an inner module. */
export function shapeIn(blueprint: Part['blueprint'], name: string): Shape {
  const [head = '', ...rest] = name.split('.');
  if (rest.length === 0) return blueprint.parameters?.[head]?.shape ?? [];
  return shapeIn(blueprint.children?.[head] as Part['blueprint'], rest.join('.'));
}

export const hasParameter = (blueprint: Part['blueprint'], name: string): boolean =>
  blueprint.parameters?.[name] !== undefined;

const dataOf = (elements: Elements | undefined): HostData => elements?.data ?? new Float64Array();

/** A matrix [in, out], which PyTorch has as [out, in]. */
export const transposed = (part: Part, name: string, as: string = name): LayoutGroup =>
  moved(part, name, { as, axes: [1, 0] });

/** Features that PyTorch has flattened channels first: how a parameter whose first dimension they are is viewed. */
export function flatView(
  flat: Shape | undefined,
  shape: Shape,
): { readonly view: Shape; readonly order: readonly number[] } {
  if (flat === undefined) return { view: shape, order: [0] };
  const channels = flat.at(-1) as number;
  return { view: [sizeOf(flat) / channels, channels, ...shape.slice(1)], order: [1, 0] };
}

/** A counter that PyTorch keeps and that means nothing here. */
export const counter = ({ torchPath }: Part, name: string): LayoutGroup => ({
  ours: [],
  torch: [{ name: under(torchPath, name), shape: [], isParameter: false, isOptional: true }],
  fromTorch: () => [],
  toTorch: () => [{ shape: [], data: new Float64Array(1) }],
});

/** A bias here that is the sum of two in PyTorch. Both get half of it there, so training goes on equally. */
export function summed({ blueprint, path, torchPath }: Part, name: string, as: readonly [string, string]): LayoutGroup {
  const shape = shapeIn(blueprint, name);
  return {
    ours: [{ name: under(path, name), shape }],
    torch: as.map((one) => ({ name: under(torchPath, one), shape, isParameter: true })),
    fromTorch: ([a, b], of) => [{ shape, data: total(dataOf(a), dataOf(b), of) }],
    toTorch: ([bias], of) => {
      const half = shared(dataOf(bias), of);
      return [
        { shape, data: half },
        { shape, data: half.slice() },
      ];
    },
    sums: 'all',
  };
}

/** The biases of a GRU: those of r and z are summed in PyTorch's formula, those of n are not. */
export function biasesOfGRU({ blueprint, path, torchPath }: Part, suffix: string): LayoutGroup {
  const [shape, own] = [shapeIn(blueprint, 'bias'), shapeIn(blueprint, 'recurrentBias')];
  const gates = 2 * (own[0] as number);
  const names = [`bias_ih_l0${suffix}`, `bias_hh_l0${suffix}`];
  return {
    ours: [
      { name: under(path, 'bias'), shape },
      { name: under(path, 'recurrentBias'), shape: own },
    ],
    torch: names.map((name) => ({ name: under(torchPath, name), shape, isParameter: true })),
    fromTorch: ([input, hidden], of) => {
      const bias = dataOf(input).slice();
      bias.set(total(dataOf(input).subarray(0, gates), dataOf(hidden).subarray(0, gates), of));
      return [
        { shape, data: bias },
        { shape: own, data: dataOf(hidden).slice(gates) },
      ];
    },
    toTorch: ([bias, recurrent], of) => {
      const [input, hidden] = [dataOf(bias).slice(), dataOf(bias).slice()];
      const half = shared(dataOf(bias).subarray(0, gates), of);
      for (const one of [input, hidden]) one.set(half);
      hidden.set(dataOf(recurrent), gates);
      return [
        { shape, data: input },
        { shape, data: hidden },
      ];
    },
    sums: 'some',
  };
}

/** Weights add up; of what an optimizer keeps, the mean counts. */
const total = (a: HostData, b: HostData, of: Of): HostData =>
  a.map((value, at) => (value + (b[at] as number)) / (of === 'weights' ? 1 : 2));

const shared = (sum: HostData, of: Of): HostData => (of === 'weights' ? sum.map((value) => value / 2) : sum.slice());
