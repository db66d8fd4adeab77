/**
 * Every error that nabla throws on purpose. Check its `code` with `isNablaError`, not with `instanceof`, which fails
 * across copies of core. The message names the operation, what was expected and received, and the remedy.
 *
 * @example
 * ```ts
 * try {
 *   await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * } catch (error) {
 *   if (isNablaError(error) && error.code === 'non-finite') console.error(error.message);
 *   else throw error;
 * }
 * ```
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
 * - `shape`: shapes that do not fit the operation.
 * - `dtype`: mixed or unsupported element types (there is no implicit promotion).
 * - `backend`: tensors of two backends in one operation, a capability that a backend lacks, or a backend that has
 *   failed.
 * - `disposed`: a tensor or a backend used after `dispose()`.
 * - `argument`: a value outside its documented range.
 * - `non-finite`: a loss or a gradient that became NaN or infinite.
 * - `data`: a file or a data set that is damaged or not what it claims to be.
 * - `memory`: a backend that cannot get the memory it needs. Use a smaller `batchSize`, or dispose tensors.
 */
export type NablaErrorCode = 'shape' | 'dtype' | 'backend' | 'disposed' | 'argument' | 'non-finite' | 'data' | 'memory';

/**
 * Whether an error is a NablaError, of any copy of core.
 *
 * @example
 * ```ts
 * if (isNablaError(error) && error.code === 'data') console.error(error.message);
 * ```
 */
export function isNablaError(error: unknown): error is NablaError {
  return error instanceof Error && error.name === 'NablaError';
}

/**
 * Returns ` See https://…`: the end of a message whose reader needs a page of the documentation. `page` is its address
 * on the site.
 *
 * @example
 * ```ts
 * throw new NablaError('data', `data.csv: expected rows. Received none.${seePage('guides/your-own-csv')}`);
 * ```
 */
export const seePage = (page: string): string => ` See https://nablajs.github.io/nabla/${page}`;

/**
 * Formats a shape for messages: `[2, 3]`; an open dimension (NaN) is `?`.
 *
 * @example
 * ```ts
 * const text = formatShape([2, 3]); // '[2, 3]'
 * ```
 */
export function formatShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`.replaceAll('NaN', '?');
}
