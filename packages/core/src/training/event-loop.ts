/**
 * Lets timers, signals and other work run. A loop that only awaits resolved promises never reaches them: it stays in
 * the microtask queue.
 */

interface Host {
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly scheduler?: { readonly postTask: (callback: () => void) => unknown };
}

/** Not `scheduler.yield`, which comes back before timers, messages and downloads that are due. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { setImmediate, scheduler } = globalThis as Host;
    if (setImmediate !== undefined) setImmediate(resolve);
    else if (scheduler !== undefined) scheduler.postTask(resolve);
    else setTimeout(resolve);
  });

/** A function that waits for the event loop when more than `milliseconds` have passed since it last did. */
export function breather(milliseconds = 20): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await nextTask();
    last = performance.now();
  };
}
