/** The results of a network that learned a text. */
import type { TextResult } from '../evaluation/report.js';
import { LARGEST, LONGEST_SAMPLE, RESULTS_FORMAT, RESULTS_VERSION, type TextResults } from './results-schema.js';

/** Returns the results for `writeResults`. `sample`: what the network writes. */
export function textResults(test: TextResult, epochs: number, sample = ''): TextResults {
  const { rows, epochChosen, seconds, tokens, accuracy, loss, perplexity } = test;
  const finite = (value: number): number | null => (Math.abs(value) <= LARGEST ? value : null);
  return {
    ...{ format: RESULTS_FORMAT, formatVersion: RESULTS_VERSION, kind: 'text' },
    ...{ epochs, rows, epochChosen, heldOut: false, notFinite: 0, seconds, columns: [], tokens },
    accuracy: finite(accuracy),
    loss: finite(loss),
    perplexity: finite(perplexity),
    sample: sample.slice(0, LONGEST_SAMPLE),
  };
}
