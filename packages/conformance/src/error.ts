/**
 * - `mismatch`: a result differs from its definition or its literal by more than its gate.
 * - `operand`: a kernel changed an operand, or an upload kept the caller's array.
 * - `alias`: a result shares storage with an operand.
 * - `determinism`: two runs on the same operands gave other bits.
 * - `memory`: a case ended with other `memory()` than it began with.
 * - `threw`: the backend threw; its error is the `cause`.
 * - `not-applicable`: the backend does not have the kernel or the dtype; nothing was checked.
 * - `unknown-case`: an option names a case that does not exist.
 */
export type ConformanceErrorCode =
  | 'mismatch'
  | 'operand'
  | 'alias'
  | 'determinism'
  | 'memory'
  | 'threw'
  | 'not-applicable'
  | 'unknown-case';

/** What a failed case throws. Told apart by `code`. */
export class ConformanceError extends Error {
  override readonly name: string = 'ConformanceError';
  readonly code: ConformanceErrorCode;

  constructor(code: ConformanceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** True for an error made by any copy of this package. */
export function isConformanceError(error: unknown): error is ConformanceError {
  return error instanceof Error && error.name === 'ConformanceError';
}
