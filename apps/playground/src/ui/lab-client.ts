/** The page's side of the worker. */
import { proxy, type Remote, wrap } from 'comlink';
import type { Lab } from '../lab/lab.js';
import type { Report } from '../lab/report.js';

/** The worker's `Lab`: each call returns a promise. */
export const lab: Remote<Lab> = startLab();

function startLab(): Remote<Lab> {
  const worker = new Worker(new URL('../lab/lab.worker.ts', import.meta.url), { type: 'module' });
  worker.postMessage({ digits: new URL('digits.bin.gz', document.baseURI).href });
  return wrap<Lab>(worker);
}

/** Lets the worker call a function of the page. */
export const reportTo = (listener: (report: Report) => void): ((report: Report) => void) => proxy(listener);

/** The text of an error, for the page. */
export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
