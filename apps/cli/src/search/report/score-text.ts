import type { Score } from '../../evaluation/report.js';
import { percent } from '../../evaluation/test-model.js';

/** What people call a score. */
export const SCORE_NAMES: Readonly<Record<Score['name'], string>> = { accuracy: 'accuracy', r2: 'R2' };

/** `97.50%`, `0.4512`; a dash where there is none. */
export function scoreValueText(name: Score['name'], value: number | null): string {
  if (value === null) return '-';
  return name === 'accuracy' ? percent(value) : value.toFixed(4);
}

/** `accuracy 97.50%` */
export function shortScore({ name, value }: Score): string {
  return `${SCORE_NAMES[name]} ${scoreValueText(name, value)}`;
}
