import type { Score } from '../../evaluation/report.js';
import { percent } from '../../evaluation/test-model.js';

/** The names of scores in messages. */
export const SCORE_NAMES: Readonly<Record<Score['name'], string>> = {
  accuracy: 'accuracy',
  r2: 'R2',
  perplexity: 'perplexity',
};

/** Formats `97.50%` or `0.4512`, or a dash for no score. */
export function scoreValueText(name: Score['name'], value: number | null): string {
  if (value === null) return '-';
  return name === 'accuracy' ? percent(value) : value.toFixed(4);
}

/** Formats `accuracy 97.50%`. */
export function shortScore({ name, value }: Score): string {
  return `${SCORE_NAMES[name]} ${scoreValueText(name, value)}`;
}
