import type { z } from 'zod';

/**
 * Describes the first wrong field: `results[3].ratio.low: expected number, received string`; `whole` names the root.
 */
export function describeIssue({ issues }: z.ZodError, whole: string): string {
  const [issue] = issues;
  if (issue === undefined) return 'it does not fit its schema';
  const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const message = issue.message.replace(/^Invalid input: /, '');
  return shorten(`${path.replace(/^\./, '') || whole}: ${message}`);
}

export const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text);
