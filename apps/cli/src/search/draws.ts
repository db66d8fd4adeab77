/** Chooses the values of a search's trials: drawn at random with its seed, or all combinations. */
import { usageError } from '@nablajs/command-line';
import { Random, RandomKey } from '@nablajs/core';
import { exp, log } from '@nablajs/core/math';
import type { Dimension, Range, TriedValue, TriedValues } from './space.js';

/** The most trials of a search: more are probably a mistake in a grid. */
export const MAX_TRIALS = 10_000;

/** How often to draw until a trial has new values. Drawing ends when hardly any are left. */
const MAX_DRAWS = 1000;

/**
 * Draws the values of `count` trials, no two alike. If the space has no more combinations than that, returns all of
 * them. The same seed gives the same trials on every engine.
 */
export function drawTrials(space: readonly Dimension[], seed: number, count: number): TriedValues[] {
  if (combinations(space) <= count) return combine(space.map(enumerated));
  const key = new RandomKey(seed, 'search');
  const trials = new Map<string, TriedValues>();
  for (let trial = 1; trial <= count; trial++) {
    const random = new Random(key, { step: trial });
    for (let draw = 0; draw < MAX_DRAWS && trials.size < trial; draw++) {
      const values = Object.fromEntries(space.map((dimension) => [dimension.name, drawValue(dimension, random)]));
      const text = JSON.stringify(values);
      if (!trials.has(text)) trials.set(text, values);
    }
  }
  return [...trials.values()];
}

/** Returns every combination; the last setting changes first. Throws a CommandError for a range, or for too many. */
export function gridTrials(space: readonly Dimension[]): TriedValues[] {
  for (const dimension of space) {
    if ('choices' in dimension) continue;
    const { name, low, high } = dimension;
    const example = `${name}=${low},${high}`;
    throw usageError(
      `--grid: expected a list of values for ${name}, such as ${example}. Received the range ${low}..${high}.`,
    );
  }
  const count = combinations(space);
  if (count > MAX_TRIALS) {
    throw usageError(`--grid: expected at most ${MAX_TRIALS} combinations. Received ${count}; leave --grid out.`);
  }
  return combine(space.map(enumerated));
}

/** Returns the number of combinations; infinity if a range is not of whole numbers. */
function combinations(space: readonly Dimension[]): number {
  return space.reduce((product, one) => product * sizeOf(one), 1);
}

function sizeOf(dimension: Dimension): number {
  if ('choices' in dimension) return dimension.choices.length;
  return dimension.whole ? dimension.high - dimension.low + 1 : Number.POSITIVE_INFINITY;
}

interface Enumerated {
  readonly name: string;
  readonly values: readonly TriedValue[];
}

function enumerated(dimension: Dimension): Enumerated {
  const { name } = dimension;
  if ('choices' in dimension) return { name, values: dimension.choices };
  const { low } = dimension;
  return { name, values: Array.from({ length: sizeOf(dimension) }, (_, at) => low + at) };
}

function combine(dimensions: readonly Enumerated[]): TriedValues[] {
  return dimensions.reduce<TriedValues[]>(
    (trials, { name, values }) => trials.flatMap((trial) => values.map((value) => ({ ...trial, [name]: value }))),
    [{}],
  );
}

function drawValue(dimension: Dimension, random: Random): TriedValue {
  if ('choices' in dimension) return dimension.choices[random.integer(dimension.choices.length)] as TriedValue;
  const value = drawNumber(dimension, random.uniform());
  return Math.min(dimension.high, Math.max(dimension.low, value));
}

/** Converts `uniform` in [0, 1) to a number of the range, rounded so that you can type it. */
function drawNumber({ low, high, whole, logarithmic }: Range, uniform: number): number {
  // Each whole number has an interval of length 1.
  const end = whole ? high + 1 : high;
  const value = logarithmic ? low * exp(uniform * log(end / low)) : low + uniform * (end - low);
  if (whole) return Math.floor(value);
  return logarithmic ? Number(value.toPrecision(4)) : Number(value.toFixed(decimalsFor(high - low)));
}

/** Returns how many decimals distinguish thousandths of `width`. */
function decimalsFor(width: number): number {
  const exponent = Number(width.toExponential().split('e')[1]);
  return Math.min(100, Math.max(0, 3 - exponent));
}
