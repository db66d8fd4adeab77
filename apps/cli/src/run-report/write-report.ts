/** `nabla report`: writes the report of a run, or a comparison of several. */
import { writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { describeFailure, type Output, workError } from '@nablajs/command-line';
import { comparisonPage } from './compare-html.js';
import { runPage } from './html.js';
import { type ReadRun, readRun } from './read/read-run.js';
import { reportJson } from './report-json.js';

const REPORT_FILE = 'report.html';

export interface ReportSettings {
  /** Absolute paths of the runs' folders; at least one. */
  readonly runs: readonly string[];
  /** Absolute path. Default: `report.html` in the run, or in the working folder for several runs. */
  readonly out: string | undefined;
  readonly workingFolder: string;
  readonly json: boolean;
}

/** Prints the report's path, or with `json` its data. Throws errors that `describeFailure` can describe. */
export async function writeReport(
  { runs: folders, out, workingFolder, json }: ReportSettings,
  output: Output,
): Promise<void> {
  const runs: ReadRun[] = [];
  for (const folder of folders) runs.push(await readRun(folder));
  const [first] = runs;
  if (first === undefined) throw new Error('a report of no run');
  const file = out ?? join(runs.length === 1 ? first.folder : workingFolder, REPORT_FILE);
  const page = runs.length === 1 ? runPage(first) : comparisonPage(runs, namesOf(folders, workingFolder));
  try {
    writeFileSync(file, page);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
  for (const { name, problems } of runs) for (const problem of problems) output.warn(`${name}: ${problem}`);
  output.print(json ? JSON.stringify(reportJson(file, runs)) : relative(workingFolder, file) || file);
}

/** Returns the folders' names if all differ, or else their paths. A run that is named twice gets a number. */
function namesOf(folders: readonly string[], workingFolder: string): string[] {
  const names = folders.map((folder) => basename(folder));
  const paths = folders.map((folder) => relative(workingFolder, resolve(folder)) || folder);
  const chosen = new Set(names).size === names.length ? names : paths;
  return chosen.map((name, at) => (chosen.indexOf(name) === at ? name : `${name} (${at + 1})`));
}
