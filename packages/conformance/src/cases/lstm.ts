/** The optional fused steps of an LSTM and their gradient. The definition is a composition in float64. */
import {
  add,
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  fill,
  grad,
  matmul,
  multiply,
  type Operand,
  scope,
  sigmoid,
  slice,
  split,
  stack,
  sum,
  type Tensor,
  tanh,
  where,
} from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { doubles, generate, pattern } from '../harness/host.js';
import { type KernelCall, kernelCase } from '../harness/kernel-case.js';
import { borrowed, outputOfTensor } from '../harness/tensors.js';
import { within } from '../tolerances/gates.js';

/** The formula above `lstm` in backend.ts: all h [n, time, units]. */
export function composedLstm(inputs: Tensor, weight: Tensor, mask: Tensor | undefined, reversed: boolean): Tensor {
  const [n, time] = inputs.shape as readonly [number, number];
  const units = weight.shape[0] as number;
  let h = fill(inputs.backend, [n, units], 0, inputs.dtype);
  let c = h;
  const outputs = new Array<Tensor>(time);
  for (let step = 0; step < time; step++) {
    const at = reversed ? time - 1 - step : step;
    const z = add(slice(inputs, [[], at]), matmul(h, weight));
    const [i, f, g, o] = split(z, 4, { axis: 1 }) as [Tensor, Tensor, Tensor, Tensor];
    const cell = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
    const output = multiply(sigmoid(o), tanh(cell));
    const here = mask && slice(mask, [[], [at, at + 1]]);
    [h, c] = here === undefined ? [output, cell] : [where(here, output, h), where(here, cell, c)];
    outputs[at] = h;
  }
  return stack(outputs, { axis: 1 });
}

/** The gradient of inputs. */
export const composedLstmBackward = (
  inputs: Tensor,
  weight: Tensor,
  mask: Tensor | undefined,
  reversed: boolean,
  dY: Tensor,
): Tensor => grad((x: Tensor) => sum(multiply(composedLstm(x, weight, mask, reversed), dY)))(inputs);

export interface Walk {
  readonly n: number;
  readonly time: number;
  readonly units: number;
  readonly masked: boolean;
  readonly reversed: boolean;
}

const walk = (n: number, time: number, units: number, options = ''): Walk => ({
  ...{ n, time, units, masked: options.includes('masked'), reversed: options.includes('reversed') },
});

/** Around the widths of tiles and the shares of threads. */
export const LSTM_WALKS: readonly Walk[] = [
  walk(1, 1, 1),
  walk(2, 1, 5, 'masked'),
  walk(3, 5, 7),
  walk(3, 9, 16, 'masked'),
  walk(13, 4, 33, 'reversed'),
  walk(25, 3, 40, 'masked reversed'),
  walk(64, 2, 33),
];

/** inputs, weight, dY and the mask, which hides the first element, single ones, and those at the end. */
export function lstmOperands(dtype: FloatDType, { n, time, units, masked }: Walk): DenseArray[] {
  const of = (shape: readonly number[], seed: number, size: number): DenseArray => pattern(dtype, shape, seed, size);
  const isThere = (at: number, example: number): boolean => at % 4 !== example % 4 && at <= 0.8 * time;
  const mask = generate(dtype, [n, time], (i) => Number(isThere(i % time, Math.floor(i / time))));
  const operands = [of([n, time, 4 * units], 51, 16), of([units, 4 * units], 52, 64), of([n, time, units], 53, 16)];
  return masked ? [...operands, mask] : operands;
}

/** Returns y and the gradient of inputs, which the caller releases. */
export function lstmBy(backend: Backend, operands: readonly Operand[], { reversed }: Walk): Operand[] {
  const [inputs, weight, dY, mask] = operands as readonly [Operand, Operand, Operand, Operand?];
  const { lstm, lstmBackward } = backend.fused ?? {};
  if (lstm === undefined || lstmBackward === undefined) {
    const [x, w, d, there] = operands.map((one) => borrowed(backend, one)) as [Tensor, Tensor, Tensor, Tensor?];
    const made = scope(() => [composedLstm(x, w, there, reversed), composedLstmBackward(x, w, there, reversed, d)]);
    return made.map(outputOfTensor);
  }
  const { y, statistics } = lstm(inputs, weight, mask, reversed);
  const dInputs = lstmBackward(weight, mask, reversed, statistics, dY);
  backend.release(statistics);
  return [
    { ...dY, storage: y },
    { ...inputs, storage: dInputs },
  ];
}

const TOLERANCES = {
  float32: { relative: 1e-5, absolute: 1e-5 },
  float64: { relative: 1e-12, absolute: 1e-12 },
} as const;

export function lstmCases(dtype: FloatDType): ConformanceCase[] {
  return LSTM_WALKS.map((one) => {
    const { n, time, units, masked, reversed } = one;
    const prepare = (): KernelCall => {
      const operands = lstmOperands(dtype, one);
      const gate = within(TOLERANCES[dtype]);
      return {
        operands,
        apply: (backend, uploaded) => lstmBy(backend, uploaded, one),
        expected: [{ gate }, { gate }],
        definitionOperands: () => operands.map(({ data, shape }) => dense(doubles(data), shape)),
      };
    };
    const label = `${n}x${time}x${units}${masked ? ' masked' : ''}${reversed ? ' reversed' : ''}`;
    return kernelCase({ kernel: 'fused.lstm', dtype, label, prepare });
  });
}
