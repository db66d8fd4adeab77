/** Writes the report of a run, or a comparison of several, as `nabla report` asks. */
import { writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { describeFailure, type Output, workError } from '@nablajs/command-line';
import { comparisonPage } from './compare-html.js';
import { runPage } from './html.js';
import { type ReadRun, readRun } from './read/read-run.js';
import { reportJson } from './report-json.js';

const REPORT_FILE = 'report.html';

export interface ReportSettings {
  /** Folders of runs, absolute paths; at least one. */
  readonly runs: readonly string[];
  /** Absolute path; undefined is `report.html` in the run, or in the working folder for several. */
  readonly out: string | undefined;
  readonly workingFolder: string;
  readonly json: boolean;
}

/** Prints the path of the report, or with `json` what it is made of. Throws what `describeFailure` understands. */
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

/** The folders' names where they differ, else their paths. A run that is named twice is told apart by a number. */
function namesOf(folders: readonly string[], workingFolder: string): string[] {
  const names = folders.map((folder) => basename(folder));
  const paths = folders.map((folder) => relative(workingFolder, resolve(folder)) || folder);
  const chosen = new Set(names).size === names.length ? names : paths;
  return chosen.map((name, at) => (chosen.indexOf(name) === at ? name : `${name} (${at + 1})`));
}
