/**
 * - `mismatch`: a result differs from its definition or its literal by more than its gate.
 * - `operand`: a kernel changed an operand, or an upload kept the caller's array.
 * - `alias`: a result shares storage with an operand.
 * - `determinism`: two runs on the same operands gave other bits.
 * - `memory`: a case ended with other `memory()` than it began with.
 * - `threw`: the backend threw; its error is the `cause`.
 * - `not-applicable`: the backend does not have the kernel or the dtype; nothing was checked.
 * - `stale-declaration`: a deviation that is declared to hold always does not, or names a case that is not applicable.
 * - `unknown-case`: a declaration names a case that does not exist, names one twice, gives no reason, or permits
 *   nothing.
 */
export type ConformanceErrorCode =
  | 'mismatch'
  | 'operand'
  | 'alias'
  | 'determinism'
  | 'memory'
  | 'threw'
  | 'not-applicable'
  | 'stale-declaration'
  | 'unknown-case';

export interface ConformanceErrorOptions extends ErrorOptions {
  readonly expected?: string;
  readonly received?: string;
  readonly elements?: string;
}

/** What a failed case throws. Told apart by `code`. */
export class ConformanceError extends Error {
  override readonly name: string = 'ConformanceError';
  readonly code: ConformanceErrorCode;
  /** Of the worst element, as the message shows it; present for a `mismatch` of elements. */
  readonly expected?: string;
  readonly received?: string;
  /** How many elements fail: `24 of 121`. */
  readonly elements?: string;

  constructor(code: ConformanceErrorCode, message: string, options: ConformanceErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    if (options.expected !== undefined) this.expected = options.expected;
    if (options.received !== undefined) this.received = options.received;
    if (options.elements !== undefined) this.elements = options.elements;
  }
}

/** True for an error made by any copy of this package. */
export function isConformanceError(error: unknown): error is ConformanceError {
  return error instanceof Error && error.name === 'ConformanceError';
}
