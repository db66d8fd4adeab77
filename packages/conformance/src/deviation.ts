/** Declared deviations: cases that a backend is known to fail, each with the exact way in which it does. */
import type { Backend } from '@nablajs/core';
import { cases } from './cases.js';
import type { ConformanceCase } from './conformance-case.js';
import { ConformanceError, isConformanceError } from './error.js';

/** A case that a backend is known not to satisfy, with what it gives instead. */
export interface Deviation {
  /** Its exact name. */
  readonly case: string;
  /** Why, in a sentence; reports show it. */
  readonly reason: string;
  /** Of the worst element, the first of them where several are as bad, as the case's message shows it: `-0`, `1.5e-40`. */
  readonly expected: string;
  readonly received: string;
  /**
   * All the elements that fail, as the message names them, so that nothing else in the case may be wrong: `24 of 121:
   * 9f3a01bc`. Absent where the message names none.
   */
  readonly elements?: string;
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
 * case, names one a second time, or gives no reason.
 */
export function byCase(deviations: readonly Deviation[]): ReadonlyMap<string, Deviation> {
  const names = new Set(cases().map(({ name }) => name));
  const found = new Map<string, Deviation>();
  for (const deviation of deviations) {
    const wrong = fault(deviation, names, found);
    if (wrong !== undefined) throw new ConformanceError('unknown-case', `deviations: ${wrong}`);
    found.set(deviation.case, deviation);
  }
  return found;
}

function fault(
  { case: name, reason }: Deviation,
  names: ReadonlySet<string>,
  found: ReadonlyMap<string, Deviation>,
): string | undefined {
  if (!names.has(name)) return `no case is named '${name}'. Names come from cases().`;
  if (found.has(name)) return `'${name}' is declared twice; keep one of the two.`;
  return reason.trim() === '' ? `'${name}' needs a reason.` : undefined;
}

/**
 * Runs a case. Where it is declared to deviate it must fail in exactly the declared way: all else, a pass included,
 * rejects with code `stale-declaration`.
 */
export async function runCase(one: ConformanceCase, backend: Backend, deviation: Deviation | undefined): Promise<void> {
  if (deviation === undefined) return one.run(backend);
  const failure = await failureOf(one, backend);
  const { expected, received, elements } = deviation;
  const same = failure?.expected === expected && failure.received === received && failure.elements === elements;
  if (failure?.code === 'mismatch' && same) return;
  const declared = `${one.name}: the declaration (expected ${expected}, received ${received}, elements ${elements}) no longer applies`;
  if (failure === undefined) {
    throw new ConformanceError('stale-declaration', `${declared}: the case passes. Remove the declaration.`);
  }
  throw new ConformanceError('stale-declaration', `${declared}. Now: ${failure.message}`, {
    cause: failure,
    ...valuesOf(failure),
  });
}

/** What a mismatch of elements is known by. */
export function valuesOf({ expected, received, elements }: ConformanceError): Partial<Deviation> {
  return {
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    ...(elements === undefined ? {} : { elements }),
  };
}

async function failureOf(one: ConformanceCase, backend: Backend): Promise<ConformanceError | undefined> {
  try {
    await one.run(backend);
    return undefined;
  } catch (error) {
    if (isConformanceError(error)) return error;
    throw error;
  }
}
