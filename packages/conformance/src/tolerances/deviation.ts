/** Declared deviations: cases that a backend is known to fail, and what it may return instead. */
import type { Backend } from '@nablajs/core';
import { cases } from '../cases.js';
import { ConformanceError, isConformanceError } from '../error.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { faultOfPermits, type Permits } from './permission.js';

/** A case that a backend is known to fail on some machines, and what it may return instead. */
export interface Deviation {
  /** The exact name of the case. */
  readonly case: string;
  /** Why, in a sentence. Reports show it. */
  readonly reason: string;
  /** What else each element of the result may be. Any other value still fails. */
  readonly permits: Permits;
  /**
   * Whether the backend deviates on every machine. If so, a case that passes without it fails as stale; if not, the
   * report counts the declaration as `unused`. Default: false.
   */
  readonly always?: boolean;
}

/** The type of `deviations`, which a backend package may export next to `createBackend`. */
export type DeclareDeviations = (backend: Backend) => readonly Deviation[];

/** The largest share of the applicable cases that may be declared. */
export const MAXIMUM_DECLARED = 0.05;

/** Returns a message if there are too many declarations, else undefined. */
export function tooManyDeclared(declared: number, applicable: number): string | undefined {
  if (declared <= MAXIMUM_DECLARED * applicable) return undefined;
  return (
    `${declared} of ${applicable} applicable cases are declared deviations; ` +
    `at most ${100 * MAXIMUM_DECLARED} % may be.`
  );
}

/**
 * Returns the deviations by the names of their cases. Throws a ConformanceError of code `unknown-case` if a declaration
 * names an unknown case or one that cannot be declared, names one twice, gives no reason, or permits nothing.
 */
export function byCase(deviations: readonly Deviation[]): ReadonlyMap<string, Deviation> {
  const known = new Map(cases().map((one) => [one.name, one]));
  const found = new Map<string, Deviation>();
  for (const deviation of deviations) {
    const wrong = fault(deviation, known, found);
    if (wrong !== undefined) throw new ConformanceError('unknown-case', `deviations: ${wrong}`);
    found.set(deviation.case, deviation);
  }
  return found;
}

function fault(
  { case: name, reason, permits }: Deviation,
  known: ReadonlyMap<string, ConformanceCase>,
  found: ReadonlyMap<string, Deviation>,
): string | undefined {
  const one = known.get(name);
  if (one === undefined) return `no case is named '${name}'. Names come from cases().`;
  if (!one.permissible)
    return `'${name}' does not compare the elements of a kernel's result, so it cannot be declared.`;
  if (found.has(name)) return `'${name}' is declared twice; keep one of the two.`;
  if (reason.trim() === '') return `'${name}' needs a reason.`;
  const wrong = faultOfPermits(permits);
  return wrong === undefined ? undefined : `'${name}' ${wrong}.`;
}

/** The outcome of a declared case: `declared` with the deviation, or `unused` if it did not deviate. */
export type DeclaredOutcome =
  | { readonly status: 'declared'; readonly failure: ConformanceError }
  | { readonly status: 'unused' };

/**
 * Runs a case declared to deviate. Rejects if it deviates in another way, and with `stale-declaration` if it is not
 * applicable, or passes although it deviates `always`.
 */
export async function runDeclared(
  one: ConformanceCase,
  backend: Backend,
  deviation: Deviation,
): Promise<DeclaredOutcome> {
  const { reason, permits, always = false } = deviation;
  const failure = await failureOf(one, backend);
  if (failure === undefined) {
    if (!always) return { status: 'unused' };
    throw new ConformanceError(
      'stale-declaration',
      `${one.name}: the case passes, although it is declared to deviate always (${reason}). Remove the declaration.`,
    );
  }
  if (failure.code === 'not-applicable') {
    throw new ConformanceError('stale-declaration', `${failure.message} Remove the declaration (${reason}).`, failure);
  }
  if (failure.code !== 'mismatch') throw failure;
  const beyond = await failureOf(one, backend, permits);
  if (beyond === undefined) return { status: 'declared', failure };
  const message = `${beyond.message} The declared deviation (${reason}) does not permit that.`;
  throw new ConformanceError(beyond.code, message, beyond);
}

async function failureOf(
  one: ConformanceCase,
  backend: Backend,
  permits?: Permits,
): Promise<ConformanceError | undefined> {
  try {
    await one.run(backend, permits);
    return undefined;
  } catch (error) {
    if (isConformanceError(error)) return error;
    throw error;
  }
}
