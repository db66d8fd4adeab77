/** The error of a request: a status from 400 to 599, and a sentence. */
import { describeFailure, writeFailure } from '@nablajs/command-line';
import { isNablaError } from '@nablajs/core';

export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Returns what the client gets to know of an error. An error of ours is written to the log. */
export function failureOf(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof HttpError) return error;
  if (isNablaError(error) && error.code === 'data') return { status: 400, message: error.message };
  // The client does not get the details: they may reveal something about this machine.
  writeFailure(describeFailure(error).message, { error });
  return { status: 500, message: "The model failed. The server's log says why." };
}
