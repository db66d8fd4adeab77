import { resolve } from 'node:path';
import { EXIT, Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { compareFiles } from '../compare/compare.js';
import { comparisonLines } from '../compare/compare-text.js';
import { readResultFile } from '../result/read-result-file.js';

const HELP = `
A change is reported if the two intervals do not overlap and the change is larger than the scatter of the rows (at least
5 % for a ratio, 10 % for seconds). Ratios to the baseline are compared if both files have them, and seconds otherwise.
If both files have results of other libraries (--peers), the change they share is subtracted from changes in seconds, so
a slower machine does not count as a regression.

Examples:
  $ nabla-bench compare before.json after.json
  $ nabla-bench compare before.json after.json --fail-over 10%

Exit codes: 0 no regression (always without --fail-over), 1 a regression beyond noise and --fail-over, a row that fails
now, a damaged file, or two files without a common row, 2 wrong usage.`;

interface Flags {
  readonly failOver?: string;
  readonly json?: boolean;
}

/** Creates the command `compare`; `setCode` receives the exit code. */
export function compareCommand(setCode: (code: number) => void): Command {
  return new Command('compare')
    .description('Show what got faster or slower between two result files, beyond noise.')
    .argument('<old>', 'The JSON file of the run before.')
    .argument('<new>', 'The JSON file of the run after.')
    .option('--fail-over <share>', 'Exit with 1 if something is slower by more than this share, such as 10%, or fails.')
    .option('--json', 'Print the comparison as one JSON object.')
    .addHelpText('after', HELP)
    .action(async (before: string, after: string, { failOver, json }: Flags) => {
      const limit = shareOf(failOver);
      const [old, recent] = [readResultFile(resolve(before)), readResultFile(resolve(after))];
      const comparison = compareFiles(old, recent, limit === undefined ? {} : { failOver: limit });
      const lines = json === true ? [JSON.stringify(comparison)] : comparisonLines(comparison, display());
      const output = new Output({ quiet: false });
      for (const line of lines) output.printColoured(line);
      setCode(comparison.ok ? EXIT.ok : EXIT.failure);
    });
}

const display = () => ({ width: process.stdout.columns ?? 100, color: process.stdout.isTTY === true });

/** Parses a percentage: `10%` is 0.1. */
function shareOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text.trim())?.[1];
  if (percent !== undefined) return Number(percent) / 100;
  throw usageError(`--fail-over: expected a percentage such as 10%. Received '${text}'.`);
}
