/**
 * Every error that nabla throws on purpose. Told apart by `code`, never by `instanceof`: two copies of core may be
 * installed. The message names the operation, what was expected, what was received, and the remedy.
 */
export class NablaError extends Error {
  override readonly name: string = 'NablaError';
  readonly code: NablaErrorCode;

  constructor(code: NablaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * - `shape`: operands whose shapes do not fit the operation.
 * - `dtype`: mixed or unsupported element types (there is no implicit promotion).
 * - `backend`: tensors of two backends in one operation, a capability that a backend lacks, or a backend that has
 *   failed.
 * - `disposed`: a tensor or a backend used after `dispose()`.
 * - `argument`: a value outside its documented range.
 * - `non-finite`: a loss or a gradient that became NaN or infinite.
 * - `data`: a file or a data set that is damaged or not what it claims to be.
 */
export type NablaErrorCode = 'shape' | 'dtype' | 'backend' | 'disposed' | 'argument' | 'non-finite' | 'data';

const CODES: ReadonlySet<string> = new Set([
  'shape',
  'dtype',
  'backend',
  'disposed',
  'argument',
  'non-finite',
  'data',
] satisfies NablaErrorCode[]);

/** True for an error made by any copy of core. */
export function isNablaError(error: unknown): error is NablaError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CODES.has(error.code);
}

/** Shapes as people read them: `[2, 3]`. */
export function formatShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}
