import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { newestRun } from '../runs/run-folder.js';
import { RUNS_FOLDER } from '../settings/settings.js';

const MOST_RUNS = 20;

const HELP: readonly HelpBlock[] = [
  `A report is a single HTML file that needs no script and no internet. It shows curves, results, the network's
  mistakes, its first layer and the settings. A run that is still going, or that was stopped, gets a report of its
  curves. A report of several runs compares them: curves on top of each other, the settings that differ, and results
  side by side.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla report', 'report the newest run in runs'],
      ['$ nabla report runs/first', 'report this run, in runs/first/report.html'],
      ['$ nabla report runs/* --out compared.html', 'compare all runs side by side'],
      ["$ nabla report --json | jq '.runs[0].results.accuracy'"],
    ],
  },
];

interface Flags {
  readonly out?: string;
  readonly json?: boolean;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description('Write a report of a training run, or a comparison of several, for a browser.')
    .argument('[runs...]', 'Folders of runs. Default: the newest run in runs.')
    .option('--out <file>', 'File to write. Default: report.html in the run, or in this folder for several runs.')
    .option('--json', "Print the report's data as one JSON object.");
  return addHelpBlocks(command, HELP).action(async (folders: readonly string[], { out, json = false }: Flags) => {
    const workingFolder = process.cwd();
    if (folders.length > MOST_RUNS)
      throw usageError(`report: expected at most ${MOST_RUNS} runs. Received ${folders.length}.`);
    if (out === '' || folders.includes('')) throw usageError('report: expected paths. Received an empty string.');
    const runs = folders.length > 0 ? folders : [newestRun(resolve(workingFolder, RUNS_FOLDER), 'report')];
    const { writeReport } = await import('../run-report/write-report.js');
    await writeReport(
      {
        runs: runs.map((folder) => resolve(workingFolder, folder)),
        out: out === undefined ? undefined : resolve(workingFolder, out),
        ...{ workingFolder, json },
      },
      new Output({ quiet: false, json }),
    );
  });
}
