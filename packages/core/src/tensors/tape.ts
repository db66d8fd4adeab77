/**
 * Records operations for reverse mode: for each one with an input that needs a gradient, what its derivative needs.
 * `grad.ts` walks the tape backwards.
 */

import { type Shared, shared, withValue } from './shared.js';

/** The part of a tensor that a tape uses. */
export interface Variable {
  /** The tensor that this one is a handle of, or itself. */
  readonly identity: object;
  /** How often its elements were replaced in place. */
  readonly version: number;
  /** Returns another handle to the same elements that no scope releases. */
  hold(): this;
  dispose(): void;
}

/** An input of a recorded operation, or what it saves. A number has no gradient. */
export type Input<V> = V | number;

/** A gradient that is 0 outside a part, as a slice's is. */
export interface PartialGradient<V> {
  /** Returns `sum` (or 0) plus this gradient; changes `sum` in place if nothing else uses it. */
  addTo(sum: V | undefined): V;
}

/**
 * A vector-Jacobian product: returns the gradient of each input from `dY`, the gradient of the output, and what the
 * operation saved. May be undefined where `needs` is false.
 */
export type Vjp<V> = (
  dY: V,
  saved: Saved<V>,
  needs: readonly boolean[],
) => readonly (V | PartialGradient<V> | undefined)[];

type Saved<V> = readonly (Input<V> | undefined)[];

/** What a derivative needs, or a function that chooses it by the inputs that need a gradient. */
export type Save<V> = Saved<V> | ((needs: readonly boolean[]) => Saved<V>);

export interface Recorded<V extends Variable = Variable> {
  readonly op: string;
  readonly inputs: readonly Input<V>[];
  readonly needs: readonly boolean[];
  readonly output: object;
  readonly saved: Saved<V>;
  /** The version of the saved tensors at that time. */
  version: number;
  readonly vjp: Vjp<V>;
}

/** The operations computed from some variables, in order. */
export class Tape {
  /** Whether fused kernels, which have no second derivative, may be used. */
  readonly fused: boolean;
  readonly #tracked = new Set<object>();
  readonly #recorded: Recorded[] = [];

  constructor(fused: boolean) {
    this.fused = fused;
  }

  watch({ identity }: Variable): void {
    this.#tracked.add(identity);
  }

  /** Whether it depends on a watched variable. */
  tracks({ identity }: Variable): boolean {
    return this.#tracked.has(identity);
  }

  record<V extends Variable>(op: string, inputs: readonly Input<V>[], output: V, save: Save<V>, vjp: Vjp<V>): void {
    const needs = inputs.map((input) => typeof input !== 'number' && this.tracks(input));
    if (!needs.includes(true)) return;
    this.watch(output);
    const saved: (Input<V> | undefined)[] = [];
    // Added first, so what is already held is released if holding the next one throws.
    const recorded: Recorded<V> = { op, inputs, needs, output: output.identity, saved, version: 0, vjp };
    this.#recorded.push(recorded as unknown as Recorded);
    for (const value of typeof save === 'function' ? save(needs) : save)
      saved.push(typeof value === 'number' ? value : value?.hold());
    recorded.version = versionOf(saved);
  }

  /** Removes the last operation; the caller releases what it saved. */
  pop(): Recorded | undefined {
    return this.#recorded.pop();
  }

  dispose(): void {
    for (let last = this.pop(); last !== undefined; last = this.pop()) release(last);
  }
}

export function release({ saved }: Recorded): void {
  for (const value of saved) if (typeof value !== 'number') value?.dispose();
}

/** How often the elements of the saved tensors were replaced in place, in total. */
export function versionOf(saved: Recorded['saved']): number {
  let version = 0;
  for (const value of saved) if (typeof value === 'object') version += value.version;
  return version;
}

const stack: Shared<readonly Tape[]> = /* @__PURE__ */ shared('tapes', []);

/** The recording tapes, the innermost last. */
export const tapes = (): readonly Tape[] => stack.value;

export const withTapes = <T>(inner: readonly Tape[], body: () => T): T => withValue(stack, inner, body);

/** Records an operation on every tape that tracks an input. Returns the output. */
export function record<V extends Variable>(
  op: string,
  inputs: readonly Input<V>[],
  output: V,
  save: Save<V>,
  vjp: Vjp<V>,
): V {
  for (const tape of tapes()) tape.record(op, inputs, output, save, vjp);
  return output;
}

/**
 * Whether one of them needs a gradient. A kernel that is not recorded must then not use it.
 *
 * @example
 * ```ts
 * const canChange = !isTracked(x);
 * ```
 */
export function isTracked(...variables: readonly (Variable | undefined)[]): boolean {
  return tapes().some((tape) => variables.some((variable) => variable !== undefined && tape.tracks(variable)));
}

export function fusedAllowed(): boolean {
  return tapes().every(({ fused }) => fused);
}
