import { NablaError } from '../validation/errors.js';

type Listen = (type: string, listener: (event: never) => void) => unknown;

/** A `Worker` of a browser or of Node, which listen differently. */
export interface Watched {
  readonly threadId?: number;
  readonly on?: Listen;
  readonly off?: Listen;
  readonly addEventListener?: Listen;
  readonly removeEventListener?: Listen;
}

export const endedEarly = (why: string, cause?: unknown): NablaError =>
  new NablaError(
    'backend',
    `trainInWorker: the worker ended before the training did: ${why}. ` +
      'The network has the weights that it had before, ' +
      'or those of the last epoch with weightsAt; go on from a checkpoint, in a new worker.',
    { cause },
  );

/** Calls `onEnd` for the worker's end or uncaught error. Returns a function that stops watching. */
export function watchWorker(worker: Watched, onEnd: (error: NablaError) => void): () => void {
  // A worker that has already ended does not report it again.
  if (worker.threadId === -1) onEnd(endedEarly('it had ended when it was asked to train'));
  const listeners: Readonly<Record<string, (event: never) => void>> = {
    // Node's error or a browser's event, which has no message if the script did not load.
    error: (event: { readonly message?: string; preventDefault?(): void }) => {
      // The training throws it, so the console need not report it too.
      event.preventDefault?.();
      onEnd(endedEarly(event.message || 'its script did not load', event instanceof Error ? event : undefined));
    },
    exit: (code: number) => onEnd(endedEarly(`exit code ${code}`)),
    close: () => onEnd(endedEarly('its port was closed')),
  };
  const each = (how: Listen | undefined): void => {
    for (const [type, listener] of Object.entries(listeners)) how?.call(worker, type, listener);
  };
  each(worker.on ?? worker.addEventListener);
  return () => each(worker.off ?? worker.removeEventListener);
}
