/** The optional fused optimizer steps, against PyTorch's and core's composition, for three steps. */
import {
  type AdamStep,
  adamStep,
  type Backend,
  type DenseArray,
  type FloatDType,
  type SgdStep,
  sgdStep,
  type Tensor,
  type TypedArray,
  upload,
} from '@nablajs/core';
import { createBackend as createNaive, OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { ConformanceError } from '../error.js';
import { adamLiterals, sgdLiterals } from '../fixtures/fused.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import { generate, pattern, typed } from '../harness/host.js';
import { assertWithin, type Expectation, firstDifference } from '../tolerances/compare.js';
import { within } from '../tolerances/gates.js';

const STEPS = 3;

/** What an optimizer does to one parameter. */
interface Descent {
  readonly dtype: FloatDType;
  readonly size: number;
  /** Number of state tensors, which start at zero. */
  readonly states: number;
  /** Step t, counted from 0. */
  step(parameter: Tensor, gradient: Tensor, states: readonly Tensor[], t: number): void;
  /** PyTorch's parameter after each step, then its states after the last; undefined for large sizes. */
  readonly literal?: readonly number[];
}

interface Trace {
  /** The parameter after each step, then the states. */
  readonly values: TypedArray;
  /** An element of a gradient that was changed, or -1. */
  readonly changedAt: number;
}

const gradientAt = ({ dtype, size }: Descent, t: number): DenseArray => pattern(dtype, [size], 13 + t, 16);

async function descend(backend: Backend, descent: Descent): Promise<Trace> {
  const { dtype, size, states: count, step } = descent;
  const parameter = upload(backend, pattern(dtype, [size], 12, 8));
  const states = Array.from({ length: count }, () =>
    upload(
      backend,
      generate(dtype, [size], () => 0),
    ),
  );
  const gradients = Array.from({ length: STEPS }, (_, t) => upload(backend, gradientAt(descent, t)));
  try {
    const parts: TypedArray[] = [];
    for (const [t, gradient] of gradients.entries()) {
      step(parameter, gradient, states, t);
      parts.push(await parameter.data());
    }
    for (const state of states) parts.push(await state.data());
    let changed = -1;
    for (const [t, gradient] of gradients.entries()) {
      changed = Math.max(changed, firstDifference(await gradient.data(), gradientAt(descent, t).data));
    }
    return {
      values: typed(
        dtype,
        parts.flatMap((part) => Array.from(part)),
      ),
      changedAt: changed,
    };
  } finally {
    for (const tensor of [parameter, ...states, ...gradients]) tensor.dispose();
  }
}

function descentCase(kernel: string, label: string, descent: Descent): ConformanceCase {
  const { dtype, size, states, literal } = descent;
  const shape = [STEPS + states, size];
  const gate = within(OPERATION_TOLERANCE[dtype]);
  return defineCase({
    kernel,
    dtype,
    label: `${label} ${size}`,
    body: async (backend) => {
      const { values, changedAt } = await descend(backend, descent);
      if (changedAt >= 0) {
        throw new ConformanceError('operand', `the kernel changed element ${changedAt} of the gradient.`);
      }
      const repeated = await descend(backend, descent);
      if (firstDifference(repeated.values, values) >= 0) {
        throw new ConformanceError('determinism', 'a second descent from the same start gave other bits.');
      }
      const definition = (await descend(await createNaive(), descent)).values;
      const expectations: Expectation[] = [{ source: 'definition', values: definition, gate }];
      if (literal !== undefined) expectations.push({ source: 'literal', values: typed(dtype, literal), gate });
      const rows = `of [parameter after each of ${STEPS} steps, then its state]: `;
      for (const expectation of expectations) assertWithin(values, shape, expectation, rows);
    },
    observe: async (backend) => [{ values: (await descend(backend, descent)).values, shape, gate }],
  });
}

const sgd =
  (options: Omit<SgdStep, 'first'>): Descent['step'] =>
  (parameter, gradient, [velocity], t) =>
    sgdStep(parameter, gradient, velocity, { ...options, first: t === 0 });

type AdamSettings = Omit<AdamStep, 'correction1' | 'correction2'>;

const adam =
  (options: AdamSettings): Descent['step'] =>
  (parameter, gradient, states, t) => {
    const [m, v] = states as [Tensor, Tensor];
    let [power1, power2] = [1, 1];
    for (let i = 0; i <= t; i++) [power1, power2] = [power1 * options.beta1, power2 * options.beta2];
    adamStep(parameter, gradient, m, v, { ...options, correction1: 1 - power1, correction2: 1 - power2 });
  };

const LARGE: readonly number[] = [0, 4, 1009];

function sgdCases(dtype: FloatDType): ConformanceCase[] {
  return sgdLiterals.flatMap(({ label, size, after, velocity, ...options }) => {
    const common = { dtype, states: velocity === undefined ? 0 : 1, step: sgd(options) };
    const literal = [...after, ...(velocity ?? [])];
    const sized = size === 1 ? LARGE.map((other) => descentCase('fused.sgd', label, { ...common, size: other })) : [];
    return [descentCase('fused.sgd', label, { ...common, size, literal }), ...sized];
  });
}

function adamCases(dtype: FloatDType): ConformanceCase[] {
  return adamLiterals.flatMap(({ label, size, after, m, v, ...options }) => {
    const common = { dtype, states: 2, step: adam(options) };
    const sized = size === 1 ? LARGE.map((other) => descentCase('fused.adam', label, { ...common, size: other })) : [];
    return [descentCase('fused.adam', label, { ...common, size, literal: [...after, ...m, ...v] }), ...sized];
  });
}

export function optimizerCases(dtype: FloatDType): ConformanceCase[] {
  return [...sgdCases(dtype), ...adamCases(dtype)];
}
