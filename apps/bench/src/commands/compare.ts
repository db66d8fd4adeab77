import { resolve } from 'node:path';
import { EXIT, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { compareFiles } from '../compare/compare.js';
import { comparisonLines } from '../compare/compare-text.js';
import { readResultFile } from '../result/read-result-file.js';

const HELP = `
A change is told where the two intervals are apart and it is larger than the rows scatter by (5 % of a ratio, 10 % of
seconds at least). Ratios to the baseline are compared where both files have one, and where seconds are, what other
libraries (--peers) show in both files is taken out: with one of them, a machine that was slower as a whole flags nothing.

Examples:
  $ nabla-bench compare before.json after.json
  $ nabla-bench compare before.json after.json --fail-over 10%

Exit codes: 0 no regression (always without --fail-over), 1 one beyond noise and beyond --fail-over, or a row that fails
now; a damaged file, two files with no row in common; 2 wrong usage.`;

interface Flags {
  readonly failOver?: string;
  readonly json?: boolean;
}

/** `setCode` takes the exit code. */
export function compareCommand(setCode: (code: number) => void): Command {
  return new Command('compare')
    .description('What got faster or slower from one file of results to another, beyond noise.')
    .argument('<old>', 'The JSON file from before.')
    .argument('<new>', 'The JSON file from after.')
    .option('--fail-over <share>', 'End with 1 where something is slower by more than this, or fails: 10%.')
    .option('--json', 'Write one JSON object to stdout.')
    .addHelpText('after', HELP)
    .action(async (before: string, after: string, { failOver, json }: Flags) => {
      const limit = shareOf(failOver);
      const [old, recent] = [readResultFile(resolve(before)), readResultFile(resolve(after))];
      const comparison = compareFiles(old, recent, limit === undefined ? {} : { failOver: limit });
      const lines = json === true ? [JSON.stringify(comparison)] : comparisonLines(comparison, display());
      process.stdout.write(`${lines.join('\n')}\n`);
      setCode(comparison.ok ? EXIT.ok : EXIT.failure);
    });
}

const display = () => ({ width: process.stdout.columns ?? 100, color: process.stdout.isTTY === true });

/** `10%` is 0.1. */
function shareOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text.trim())?.[1];
  if (percent !== undefined) return Number(percent) / 100;
  throw usageError(`--fail-over: expected a percentage such as 10%. Received '${text}'.`);
}
