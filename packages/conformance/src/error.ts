/**
 * - `mismatch`: a result differs from its definition or its literal by more than its gate.
 * - `operand`: a kernel changed an operand, or an upload kept the caller's array.
 * - `alias`: a result shares storage with an operand.
 * - `determinism`: two runs on the same operands gave different bits.
 * - `memory`: `memory()` was different before and after a case.
 * - `threw`: the backend threw; its error is the `cause`.
 * - `not-applicable`: the backend does not have the kernel or the dtype; nothing was checked.
 * - `stale-declaration`: a deviation declared as `always` did not occur, or its case is not applicable.
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
  readonly expected?: string | undefined;
  readonly received?: string | undefined;
  readonly elements?: string | undefined;
}

/**
 * The error of a failed case. Its `code` says what kind of failure it is.
 *
 * @example
 * ```ts
 * try {
 *   for (const one of cases(backend)) if (one.notApplicable(backend) === undefined) await one.run(backend);
 * } catch (error) {
 *   if (error instanceof ConformanceError && error.code === 'mismatch') console.log(error.expected, error.received);
 *   throw error;
 * }
 * ```
 */
export class ConformanceError extends Error {
  override readonly name: string = 'ConformanceError';
  readonly code: ConformanceErrorCode;
  /** The expected value of the worst element, for a `mismatch` of elements. */
  readonly expected: string | undefined;
  readonly received: string | undefined;
  /** How many elements fail: `24 of 121`. */
  readonly elements: string | undefined;

  constructor(code: ConformanceErrorCode, message: string, options: ConformanceErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.expected = options.expected;
    this.received = options.received;
    this.elements = options.elements;
  }
}

/**
 * Whether an error is a ConformanceError, of any copy of this package.
 *
 * @example
 * ```ts
 * const [first] = cases({ kernels: ['matmul'] });
 * try {
 *   await first?.run(backend);
 * } catch (error) {
 *   if (!isConformanceError(error)) throw error;
 *   console.log(error.code, error.message);
 * }
 * ```
 */
export function isConformanceError(error: unknown): error is ConformanceError {
  return error instanceof Error && error.name === 'ConformanceError';
}
