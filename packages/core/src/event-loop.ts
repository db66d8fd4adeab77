/**
 * Lets timers, signals and other work run. A loop that only awaits resolved promises never reaches them: it stays in
 * the microtask queue.
 */

interface Host {
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly scheduler?: { readonly yield?: () => Promise<void> };
}

function nextTask(): Promise<void> {
  const host = globalThis as Host;
  if (host.setImmediate !== undefined) return new Promise((resolve) => host.setImmediate?.(resolve));
  if (host.scheduler?.yield !== undefined) return host.scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A function that waits for the event loop when more than `milliseconds` have passed since it last did. */
export function breather(milliseconds = 20): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await nextTask();
    last = performance.now();
  };
}
