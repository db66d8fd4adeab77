/** Lets one asynchronous job run at a time, in the order in which they come. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a job when all earlier ones have ended, and resolves to its result. */
  take<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(job);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
