import type { Backend } from '@nablajs/core';
import { type CasesOptions, cases } from './cases.js';
import type { ConformanceCase } from './conformance-case.js';
import { ConformanceError } from './error.js';

/** A case that a backend is known not to satisfy. */
export interface Skip {
  /** Its exact name. */
  readonly case: string;
  /** Why, in a sentence; reporters show it. */
  readonly reason: string;
}

export interface PlanOptions extends CasesOptions {
  readonly skip?: readonly Skip[];
}

export interface PlannedCase {
  readonly case: ConformanceCase;
  /** Why not to run it on this backend, or undefined. */
  skipReason(backend: Backend): string | undefined;
}

/**
 * The cases with the reasons to skip some of them, for an adapter to a test runner. A skip that names no case, or
 * gives no reason, throws a ConformanceError of code `unknown-case`.
 */
export function plan(options: PlanOptions = {}): readonly PlannedCase[] {
  const all = cases(options);
  const names = new Set(all.map(({ name }) => name));
  const reasons = new Map<string, string>();
  for (const { case: name, reason } of options.skip ?? []) {
    if (!names.has(name)) {
      throw new ConformanceError('unknown-case', `skip: no case is named '${name}'. Names come from cases().`);
    }
    if (reason.trim() === '') throw new ConformanceError('unknown-case', `skip: '${name}' needs a reason.`);
    reasons.set(name, reason);
  }
  return all.map((one) => ({
    case: one,
    skipReason: (backend) => reasons.get(one.name) ?? one.notApplicable(backend),
  }));
}
