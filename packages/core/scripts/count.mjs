/** Counts the lines of code in each folder of packages/core/src: `npm run count`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../../scripts/tools.mjs';

/** How many lines of a formatted text are neither blank nor part of a comment. */
export const codeLines = (text) => text.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length;

export function countCore() {
  const sources = join(ROOT, 'packages/core/src');
  const counts = { total: 0 };
  for (const file of readdirSync(sources, { recursive: true }).filter((name) => name.endsWith('.ts'))) {
    const lines = codeLines(readFileSync(join(sources, file), 'utf8'));
    const [folder] = file.split(sep);
    counts[folder] = (counts[folder] ?? 0) + lines;
    counts.total += lines;
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(countCore());
