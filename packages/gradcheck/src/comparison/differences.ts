/** Takes central differences, one element at a time and away from kinks. */
import { type breather, NablaError, type Random } from '@nablajs/core';
import type { Subject, Substitution, Variable } from '../subjects/subject.js';

/** The gradient of one element and what it should be. */
export interface ElementCheck {
  readonly index: number;
  readonly analytic: number;
  readonly expected: number;
  /** How far the element was shifted away from a kink, for both numbers; 0 if it was not. */
  readonly moved: number;
}

export interface DifferenceOptions {
  readonly eps: number;
  readonly signal: AbortSignal | undefined;
  readonly breathe: ReturnType<typeof breather>;
  readonly onElement: () => void;
}

/**
 * Returns (loss(v + eps) - loss(v - eps)) / 2 eps for each of `indices` of one variable, and the gradient to check.
 */
export async function centralDifferences(
  subject: Subject,
  variable: number,
  analytic: ArrayLike<number>,
  indices: readonly number[],
  options: DifferenceOptions,
): Promise<ElementCheck[]> {
  const here = await subject.probe();
  const checks: ElementCheck[] = [];
  for (const index of indices) {
    options.signal?.throwIfAborted();
    const element = new Element(subject, variable, index, options.eps);
    const slope = await element.slope(0, here.sides);
    const own = { index, analytic: analytic[index] ?? Number.NaN, moved: 0 };
    checks.push(slope === undefined ? await element.offKink() : { ...own, expected: slope });
    options.onElement();
    await options.breathe();
  }
  return checks;
}

/** How far to shift an element away from a kink, in widths of the difference, in both directions. */
const MOVES = [4, -4, 16, -16, 64, -64, 256, -256, 1024, -1024];

class Element {
  readonly #subject: Subject;
  readonly #variable: number;
  readonly #index: number;
  readonly #eps: number;

  constructor(subject: Subject, variable: number, index: number, eps: number) {
    this.#subject = subject;
    this.#variable = variable;
    this.#index = index;
    this.#eps = eps;
  }

  /** Returns the central difference at a distance, or undefined if the comparisons show a kink within it. */
  async slope(distance: number, sides?: Int32Array): Promise<number | undefined> {
    const [above, below] = [this.#substitution(distance + this.#eps), this.#substitution(distance - this.#eps)];
    const [high, low] = [await this.#subject.probe(above), await this.#subject.probe(below)];
    const middle = sides ?? (await this.#subject.probe(this.#substitution(distance))).sides;
    if (!equal(high.sides, middle) || !equal(low.sides, middle)) return undefined;
    // The width after rounding.
    const width = this.#valueOf(above) - this.#valueOf(below);
    return (high.loss - low.loss) / width;
  }

  /** Computes both numbers at a point without a kink nearby. */
  async offKink(): Promise<ElementCheck> {
    for (const move of MOVES) {
      const moved = this.#rounded(this.#value + move * this.#eps) - this.#value;
      const expected = await this.slope(moved);
      if (expected === undefined) continue;
      const { gradients } = await this.#subject.analytic(this.#substitution(moved));
      const analytic = gradients[this.#variable]?.[this.#index] ?? Number.NaN;
      return { index: this.#index, analytic, expected, moved };
    }
    throw new NablaError(
      'argument',
      `gradcheck: element ${this.#index} of ${this.#tensor.name} cannot be shifted away from a kink. ` +
        'Check at another point.',
    );
  }

  get #tensor(): Variable {
    return this.#subject.variables[this.#variable] as Variable;
  }

  get #value(): number {
    return this.#tensor.values[this.#index] as number;
  }

  /** A float32 subject has gradients only at float32 points. */
  #rounded(value: number): number {
    return this.#subject.dtype === 'float32' ? Math.fround(value) : value;
  }

  #substitution(distance: number): Substitution {
    const values = this.#tensor.values.with(this.#index, this.#value + distance);
    return { variable: this.#variable, values };
  }

  #valueOf({ values }: Substitution): number {
    return values[this.#index] as number;
  }
}

function equal(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((side, at) => side === b[at]);
}

/**
 * Returns all of `count` elements, or `samples` of them in ascending order: half with the largest gradients, half
 * random.
 */
export function chooseElements(
  gradient: ArrayLike<number>,
  count: number,
  samples: number | undefined,
  random: Random,
): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (samples === undefined || samples >= count) return all;
  const size = (index: number): number => Math.abs(gradient[index] ?? 0) || 0;
  // Only elements larger than the smallest found so far are sorted in.
  const largest: number[] = [];
  for (const index of all) {
    if (largest.length === Math.ceil(samples / 2)) {
      if (size(index) <= size(largest.at(-1) as number)) continue;
      largest.pop();
    }
    const place = largest.findIndex((other) => size(index) > size(other));
    largest.splice(place < 0 ? largest.length : place, 0, index);
  }
  const chosen = new Set(largest);
  while (chosen.size < samples) chosen.add(random.integer(count));
  return [...chosen].toSorted((a, b) => a - b);
}
