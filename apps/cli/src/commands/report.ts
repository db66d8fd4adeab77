import { resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { newestRun } from '../runs/run-folder.js';
import { RUNS_FOLDER } from '../settings/settings.js';

const MOST_RUNS = 20;

const HELP: readonly HelpBlock[] = [
  `A report is one HTML file that needs no script and no internet: curves, results, the network's mistakes, its first
  layer, settings. A run that is still going, or was stopped, has a report of its curves. A report of several runs
  compares them: curves on top of each other, the settings that differ, and results side by side.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla report', 'of the newest run in runs, into its folder'],
      ['$ nabla report runs/first', 'of this one: runs/first/report.html'],
      ['$ nabla report runs/* --out compared.html', 'all of them side by side'],
      ["$ nabla report --json | jq '.runs[0].results.accuracy'"],
    ],
  },
];

interface Flags {
  readonly out?: string;
  readonly json?: boolean;
}

/** Reads runs and writes a page; it computes nothing. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description('Write a report of a training run, or a comparison of several, for a browser.')
    .argument('[runs...]', 'Folders of runs; the newest one in runs where none is named.')
    .option('--out <file>', 'File to write: report.html in the run where absent, in this folder for several runs.')
    .option('--json', 'Print what the report is made of as one JSON object.');
  return addHelpBlocks(command, HELP).action(async (folders: readonly string[], { out, json = false }: Flags) => {
    const workingFolder = process.cwd();
    if (folders.length > MOST_RUNS)
      throw usageError(`report: expected at most ${MOST_RUNS} runs. Received ${folders.length}.`);
    if (out === '' || folders.includes('')) throw usageError('report: expected paths. Received an empty text.');
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
