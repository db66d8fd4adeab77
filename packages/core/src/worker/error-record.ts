/** Errors as messages between threads: a structured clone would lose the code. */
import { isNablaError, NablaError, type NablaErrorCode } from '../validation/errors.js';

export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: NablaErrorCode | undefined;
  readonly cause: ErrorRecord | undefined;
}

export function recordOf(thrown: unknown): ErrorRecord {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack, cause } = error;
  return {
    ...{ name, message, stack },
    code: isNablaError(error) ? error.code : undefined,
    cause: cause === undefined ? undefined : recordOf(cause),
  };
}

/** Recreates an error, with the stack of the other thread. */
export function errorOf({ name, message, stack, code, cause }: ErrorRecord): Error {
  const options = cause === undefined ? undefined : { cause: errorOf(cause) };
  const error =
    code === undefined ? Object.assign(new Error(message, options), { name }) : new NablaError(code, message, options);
  if (stack !== undefined) error.stack = stack;
  return error;
}
