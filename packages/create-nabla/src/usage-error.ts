/** Exit codes, as those of the command nabla. */
export const EXIT = { ok: 0, failure: 1, usage: 2, SIGINT: 130 } as const;

/** A wrong request. Its message says what was expected and what to do. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
