/**
 * What reverse mode records while a function runs: for each operation with an input whose gradient is wanted, what its
 * derivative needs. `grad.ts` walks it backwards.
 *
 * The stack of tapes lies under `Symbol.for`, as that of scopes does: a second copy of core records on the same ones.
 */

/** A tensor, as far as a tape is concerned. */
export interface Variable {
  /** The tensor that this one is a handle to; itself where it is none. */
  readonly identity: object;
  /** How often its elements were replaced in place. */
  readonly version: number;
  /** Another handle to the same elements, which no scope releases. */
  hold(): this;
  dispose(): void;
}

/** What an operation is recorded with, or saves; a number has no gradient. */
export type Input<V> = V | number;

/**
 * The derivative of an operation, as a vector-Jacobian product: the gradient of each input, from `dY`, that of the
 * output, and from what the operation saved. An input that is not in `needs` may have none.
 */
export type Vjp<V> = (
  dY: V,
  saved: readonly (Input<V> | undefined)[],
  needs: readonly boolean[],
) => readonly (V | undefined)[];

/** What a derivative needs, given which inputs want a gradient. */
export type Save<V> = (needs: readonly boolean[]) => readonly (Input<V> | undefined)[];

/** One operation that was recorded. */
export interface Recorded<V extends Variable = Variable> {
  readonly op: string;
  readonly inputs: readonly Input<V>[];
  readonly needs: readonly boolean[];
  readonly output: object;
  readonly saved: readonly (Input<V> | undefined)[];
  /** That of what was saved, when it was. */
  version: number;
  readonly vjp: Vjp<V>;
}

/** The operations between some variables and what is computed from them, in order. */
export class Tape {
  /** False where fused kernels, which have no second derivative, must be composed of operations that have one. */
  readonly fused: boolean;
  readonly #tracked = new Set<object>();
  readonly #recorded: Recorded[] = [];

  constructor(fused: boolean) {
    this.fused = fused;
  }

  /** Records from here on what is computed from `variable`. */
  watch({ identity }: Variable): void {
    this.#tracked.add(identity);
  }

  /** Whether something that is watched has gone into it. */
  tracks({ identity }: Variable): boolean {
    return this.#tracked.has(identity);
  }

  record<V extends Variable>(op: string, inputs: readonly Input<V>[], output: V, save: Save<V>, vjp: Vjp<V>): void {
    const needs = inputs.map((input) => typeof input !== 'number' && this.tracks(input));
    if (!needs.includes(true)) return;
    this.watch(output);
    const saved: (Input<V> | undefined)[] = [];
    // First, so that what is held is released where holding the next one throws.
    const recorded: Recorded<V> = { op, inputs, needs, output: output.identity, saved, version: 0, vjp };
    this.#recorded.push(recorded as unknown as Recorded);
    for (const value of save(needs)) saved.push(typeof value === 'number' ? value : value?.hold());
    recorded.version = versionOf(saved);
  }

  /** Takes the last operation off; the caller releases what it saved. */
  pop(): Recorded | undefined {
    return this.#recorded.pop();
  }

  /** Releases what was saved. */
  dispose(): void {
    for (let last = this.pop(); last !== undefined; last = this.pop()) release(last);
  }
}

/** Lets go of what the derivative needed. */
export function release({ saved }: Recorded): void {
  for (const value of saved) if (typeof value !== 'number') value?.dispose();
}

/** How often the elements of what was saved have been replaced in place, all in all. */
export function versionOf(saved: Recorded['saved']): number {
  let version = 0;
  for (const value of saved) if (typeof value === 'object') version += value.version;
  return version;
}

const KEY = Symbol.for('@nablajs/core/tapes');
const NONE: readonly Tape[] = [];
const holder = globalThis as { [KEY]?: readonly Tape[] };

/** The tapes that record, the innermost last. */
export function tapes(): readonly Tape[] {
  return holder[KEY] ?? NONE;
}

/** Runs `body` with these tapes alone. */
export function withTapes<T>(inner: readonly Tape[], body: () => T): T {
  const outer = tapes();
  holder[KEY] = inner;
  try {
    return body();
  } finally {
    holder[KEY] = outer;
  }
}

/** Records an operation wherever one of its inputs is tracked. Returns the output. */
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

/** Whether a gradient is wanted of one of them: then a kernel that is not recorded must not compute on it. */
export function isTracked(...variables: readonly (Variable | undefined)[]): boolean {
  return tapes().some((tape) => variables.some((variable) => variable !== undefined && tape.tracks(variable)));
}

/** Whether every tape allows fused kernels. */
export function fusedAllowed(): boolean {
  return tapes().every(({ fused }) => fused);
}
