/** Lets timers, signals and other work run between steps. */

interface Host {
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly scheduler?: { readonly postTask: (callback: () => void) => unknown };
}

/** Not `scheduler.yield`: it resumes before timers, messages and downloads that are due. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { setImmediate, scheduler } = globalThis as Host;
    if (setImmediate !== undefined) setImmediate(resolve);
    else if (scheduler !== undefined) scheduler.postTask(resolve);
    else setTimeout(resolve);
  });

/**
 * Returns a function that lets the event loop run if `milliseconds` (default: 20) have passed since it last did. Await
 * it in long loops.
 *
 * @example
 * ```ts
 * const breathe = breather();
 * for (const step of steps) {
 *   compute(step);
 *   await breathe();
 * }
 * ```
 */
export function breather(milliseconds = 20): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await nextTask();
    last = performance.now();
  };
}
