/** The expected gradients, element by element, and their gates. */
import { type Backend, breather, type FloatDType, Random, sizeOf, type TypedArray } from '@nablajs/core';
import { DEFAULT_EPS, GATES, type Gate, type GradcheckOptions } from '../options.js';
import type { Gradients, Subject } from '../subjects/subject.js';
import { centralDifferences, chooseElements, type ElementCheck } from './differences.js';
import type { GradientReference } from './reference.js';

export interface Comparison {
  readonly name: string;
  readonly gate: Gate;
  readonly loss: number;
  /** How far the two losses may be apart, relative to the larger of 1 and the loss. */
  readonly lossGate: number;
  /** The checks of each variable; undefined if there is nothing to compare with. */
  readonly elements: readonly (readonly ElementCheck[] | undefined)[];
  readonly warnings: readonly string[];
}

const LOSS_GATES: Readonly<Record<FloatDType, number>> = { float32: 1e-4, float64: 1e-9 };

export async function byDifferences(
  subject: Subject,
  analytic: Gradients,
  options: GradcheckOptions,
): Promise<Comparison> {
  const { samples, seed = 0, eps = DEFAULT_EPS, signal, onProgress } = options;
  const random = new Random(seed);
  const chosen = subject.variables.map(({ shape }, at) =>
    chooseElements(analytic.gradients[at] ?? [], sizeOf(shape), samples, random),
  );
  const count = chosen.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  const onElement = (): void => onProgress?.(++done, count);
  const breathe = breather();
  const elements: ElementCheck[][] = [];
  for (const [at, indices] of chosen.entries()) {
    const gradient = analytic.gradients[at] ?? [];
    elements.push(await centralDifferences(subject, at, gradient, indices, { eps, signal, breathe, onElement }));
  }
  const wide = subject.dtype === 'float64';
  return {
    name: `central differences (${subject.differencesOn}, float64)`,
    gate: wide ? GATES.differences : GATES.float32,
    loss: (await subject.probe()).loss,
    lossGate: LOSS_GATES[subject.dtype],
    elements,
    warnings: wide ? [] : [float32Warning(subject.differencesOn)],
  };
}

function float32Warning(backend: string): string {
  const { rtol, atol } = GATES.float32;
  return (
    `float32 has too few digits for finite differences: they are taken in float64 on '${backend}', and the gates are ` +
    `widened to rtol ${rtol}, atol ${atol}.`
  );
}

export async function byReference(
  subject: Subject,
  analytic: Gradients,
  against: Backend | GradientReference,
): Promise<Comparison> {
  const expected = await subject.reference(against);
  const wide =
    subject.dtype === 'float64' && expected.gradients.every((gradient) => !(gradient instanceof Float32Array));
  return {
    name: against.name,
    gate: wide ? GATES.float64 : GATES.float32,
    loss: expected.loss,
    lossGate: LOSS_GATES[wide ? 'float64' : 'float32'],
    elements: expected.gradients.map((gradient, at) => paired(analytic.gradients[at], gradient)),
    warnings: [
      ...(expected.notice === undefined ? [] : [expected.notice]),
      ...subject.variables.flatMap(({ name }, at) =>
        expected.gradients[at] === undefined
          ? [`${against.name} has no gradient of ${name}, so it is not checked.`]
          : [],
      ),
    ],
  };
}

/** Pairs the elements of both gradients; undefined if there is nothing to compare with. */
export function paired(analytic: TypedArray | undefined, expected: TypedArray | undefined): ElementCheck[] | undefined {
  if (expected === undefined) return undefined;
  return Array.from(expected, (value, index) => ({
    index,
    analytic: analytic?.[index] ?? Number.NaN,
    expected: value,
    moved: 0,
  }));
}
