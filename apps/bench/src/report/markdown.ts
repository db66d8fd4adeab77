import type { ResultFile } from '../result/result-file.js';
import { terminalLines } from './table.js';

/** Of the table in a page of a repository. */
const WIDTH = 110;

/** A page for a repository: the table as it is, between two words on where it comes from. */
export function markdownReport(file: ResultFile): string {
  return [
    '# Benchmarks',
    '',
    `Made by \`nabla-bench report\` from the results of ${file.created.slice(0, 10)}; not written by hand. What the numbers mean and how they were`,
    'taken is said in the README of `apps/bench`. Only ratios of one run on one machine count.',
    '',
    '```',
    // A fence in what a candidate says of itself must not end this one.
    ...terminalLines(file, { width: WIDTH, color: false }).map((line) => line.replaceAll('```', "'''")),
    '```',
    '',
  ].join('\n');
}
