/** Declared deviations: cases that a backend is known to fail, each with what it may do instead. */
import type { Backend } from '@nablajs/core';
import { cases } from '../cases.js';
import { ConformanceError, isConformanceError } from '../error.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { faultOfPermits, type Permits } from './permission.js';

/** A case that a backend is known not to satisfy everywhere, with what it may do instead. */
export interface Deviation {
  /** Its exact name. */
  readonly case: string;
  /** Why, in a sentence; reports show it. */
  readonly reason: string;
  /** What each element of the result may be instead of right; any other value still fails. */
  readonly permits: Permits;
  /**
   * True where the backend deviates on every machine: then a case that passes without it fails as stale. Default false,
   * for what the machine decides; then a report counts the declaration as `unused`.
   */
  readonly always?: boolean;
}

/** What a backend package may export under the name `deviations`, beside `createBackend`. */
export type DeclareDeviations = (backend: Backend) => readonly Deviation[];

/** The largest part of the applicable cases that may be declared. */
export const MAXIMUM_DECLARED = 0.05;

/** Undefined, or what is wrong with so many declarations. */
export function tooManyDeclared(declared: number, applicable: number): string | undefined {
  if (declared <= MAXIMUM_DECLARED * applicable) return undefined;
  return (
    `${declared} of ${applicable} applicable cases are declared deviations; ` +
    `at most ${100 * MAXIMUM_DECLARED} % may be.`
  );
}

/**
 * Deviations by the names of their cases. Throws a ConformanceError of code `unknown-case` where a declaration names no
 * case that it can, names one a second time, gives no reason, or permits nothing.
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
  if (!one.permissible) return `'${name}' does not hold the elements of a kernel's result, so it cannot be declared.`;
  if (found.has(name)) return `'${name}' is declared twice; keep one of the two.`;
  if (reason.trim() === '') return `'${name}' needs a reason.`;
  const wrong = faultOfPermits(permits);
  return wrong === undefined ? undefined : `'${name}' ${wrong}.`;
}

/** How a case went that may deviate: `declared` with what it shows, or `unused` where it does not deviate here. */
export type DeclaredOutcome =
  | { readonly status: 'declared'; readonly failure: ConformanceError }
  | { readonly status: 'unused' };

/**
 * Runs a case that is declared to deviate. Rejects where it does otherwise than declared: with the code of the failure,
 * or with `stale-declaration` where it is not applicable, or passes although it is declared to deviate `always`.
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
