/** Writes and reads the page of `nabla report`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { expect } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { classified, EPOCHS, sampleRun } from '../helpers/run-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

type Document = ReturnType<typeof parseHTML>['document'];

/** Writes the report of these runs, and expects success. */
export async function reportOf(
  ...args: readonly string[]
): Promise<{ page: string; document: Document; stdout: string; stderr: string }> {
  const cwd = temporaryFolder();
  const file = join(cwd, 'page.html');
  const { code, stdout, stderr } = await nablaHere(['report', ...args, '--out', file], { cwd });
  expect(code, stderr).toBe(0);
  const page = readFileSync(file, 'utf8');
  return { page, document: parseHTML(page).document, stdout, stderr };
}

/** Returns the texts of the elements, with single spaces. */
export const texts = (root: Document, query: string): string[] =>
  [...root.querySelectorAll(query)].map(({ textContent }) => (textContent ?? '').replace(/\s+/g, ' ').trim());

/** Returns the labels of the charts. */
export const labels = (root: Document, query = 'main'): (string | null)[] =>
  [...root.querySelectorAll(`${query} [role="img"]`)].map((chart) => chart.getAttribute('aria-label'));

export const DIGITS = ['zero', 'one', 'two'];

/** Writes a finished run of three epochs, with four examples, one of them wrong. */
export const classifier = (): string =>
  sampleRun({ epochs: EPOCHS, end: 'finished', results: classified(DIGITS, [0, 1, 2, 1], [0, 2, 2, 1]) });
