/** Runs the trials of a search one after another, and ranks them. */
import { basename, join } from 'node:path';
import { readCheckpointFolder } from '@nablajs/checkpoint';
import { EXIT, Interruption, type Output, workError } from '@nablajs/command-line';
import { isNablaError } from '@nablajs/core';
import { relativePath } from '../relative-path.js';
import { CHECKPOINTS_FOLDER } from '../runs/run-folder.js';
import { isRun, readRecord } from '../runs/run-record.js';
import { checkSameData } from '../runs/same-data.js';
import { withAbsolutePaths } from '../settings/resume-settings.js';
import type { SettingSources } from '../settings/setting-sources.js';
import { type TrainSettings, trainSettings } from '../settings/settings.js';
import { announceResources, announceStop } from '../training/announcements.js';
import { trainWith } from '../training/train-model.js';
import { createSearchReport } from './report/create-search-report.js';
import { SearchProgress } from './report/search-progress.js';
import type { SearchReport } from './report/search-report.js';
import { trainCommandLine } from './report/train-command-line.js';
import type { SearchFolder } from './search-folder.js';
import type { TriedValues } from './space.js';
import { bestOf } from './trials/ranking.js';
import type { SharedResources } from './trials/shared-resources.js';
import { TrialOutput } from './trials/trial-output.js';
import type { TrialResult } from './trials/trial-results.js';
import { TrialWatch } from './trials/trial-watch.js';

/** An open search. */
export interface OpenSearch {
  readonly folder: SearchFolder;
  /** The sources of the settings that all trials share. */
  readonly sources: SettingSources;
  readonly workingFolder: string;
  readonly resources: SharedResources;
}

/**
 * Returns the settings of a trial's training, without the folder of its run. By default it keeps only one of the latest
 * checkpoints, because there are many trials.
 */
export function settingsOfTrial(sources: SettingSources, values: TriedValues, workingFolder: string): TrainSettings {
  const { flags, file } = sources;
  const own = { ...sources, flags: { ...flags, ...values }, file: { keep: 1, ...file } };
  return { ...trainSettings(own, workingFolder, { oneNetwork: true }), out: undefined };
}

/** Resolves to the exit code. Throws errors that `describeFailure` can describe. */
export async function runSearch(search: OpenSearch, json: boolean, output: Output): Promise<number> {
  return await new SearchSession(search, createSearchReport(json, search.folder, output), output).run();
}

class SearchSession {
  readonly #search: OpenSearch;
  readonly #output: Output;
  readonly #folder: SearchFolder;
  readonly #report: SearchReport;
  readonly #start: number = performance.now();
  #progress: SearchProgress | undefined;
  /** Whether a trial's run could not be written. */
  #isIncomplete = false;

  constructor(search: OpenSearch, report: SearchReport, output: Output) {
    this.#search = search;
    this.#folder = search.folder;
    this.#report = report;
    this.#output = output;
  }

  async run(): Promise<number> {
    using interruption = new Interruption({
      onStop: () => announceStop(this.#output),
      exit: (code) => this.#exit(code),
    });
    if (!this.#isDone) await this.#announce();
    this.#report.start();
    this.#showProgress();
    try {
      while (!this.#isDone && (await interruption.settled()) === undefined) {
        if (!(await this.#runTrial(this.#folder.results.length + 1, interruption.signal))) break;
      }
    } finally {
      this.#output.clear();
    }
    return await this.#end(await interruption.settled());
  }

  get #isDone(): boolean {
    return this.#folder.results.length === this.#folder.record.trials.length;
  }

  async #announce(): Promise<void> {
    const settings = this.#settingsOf(this.#folder.results.length + 1);
    const resources = await this.#search.resources.for(settings);
    const first = this.#folder.trialFolder(1);
    if (isRun(first)) checkSameData('search', readRecord(first), resources.data, this.#output);
    announceResources(resources, settings, this.#output);
  }

  #showProgress(): void {
    if (!this.#output.showsProgress) return;
    const { results, record } = this.#folder;
    this.#progress = new SearchProgress(results.length, record.trials.length);
    this.#showBest();
    this.#progress.resume();
    this.#output.drawAround(this.#progress);
  }

  /** Resolves to false if a signal stopped the trial. */
  async #runTrial(trial: number, signal: AbortSignal): Promise<boolean> {
    const { results, record } = this.#folder;
    const start = performance.now();
    this.#report.trialStart(trial);
    this.#progress?.update({ trial, epoch: 0 });
    const watch = new TrialWatch({
      others: record.prune
        ? results.map(({ scores, outcome }) => ({ scores, isComplete: outcome === 'finished' }))
        : [],
      onEpoch: (epoch, epochs) => this.#progress?.update({ epoch, epochs }),
    });
    const { metric, error } = await this.#train(trial, watch, signal);
    if (watch.isInterrupted) return false;
    const result: TrialResult = {
      ...{ trial, values: record.trials[trial - 1] as TriedValues, metric, ...watch.measured },
      outcome: error !== undefined ? 'failed' : watch.isStopped ? 'stopped' : 'finished',
      seconds: (performance.now() - start) / 1000,
      error,
    };
    this.#folder.add(result);
    this.#report.trialEnd(result);
    this.#showBest();
    return true;
  }

  async #train(trial: number, watch: TrialWatch, signal: AbortSignal): Promise<Pick<TrialResult, 'metric' | 'error'>> {
    const run = this.#folder.trialFolder(trial);
    const settings = { ...this.#settingsOf(trial), run, resumes: this.#folder.prepareTrial(trial) };
    const resources = await this.#search.resources.for(settings);
    const metric = resources.data.task.kind === 'regression' ? 'r2' : 'accuracy';
    const output = new TrialOutput(this.#output, basename(run));
    try {
      const code = await trainWith(resources, settings, output, { report: watch, callbacks: [watch], signal });
      if (code !== EXIT.ok) this.#isIncomplete = true;
      return { metric };
    } catch (error) {
      if (!isNablaError(error) || error.code !== 'non-finite') throw error;
      return { metric, error: error.message };
    }
  }

  #settingsOf(trial: number): TrainSettings {
    const { sources, workingFolder } = this.#search;
    return settingsOfTrial(sources, this.#folder.record.trials[trial - 1] as TriedValues, workingFolder);
  }

  #showBest(): void {
    const best = bestOf(this.#folder.results);
    if (best?.score == null) return;
    this.#progress?.update({ best: { name: best.metric, value: best.score } });
  }

  async #end(exitCode: number | undefined): Promise<number> {
    const { path, record, results } = this.#folder;
    const best = bestOf(results);
    this.#report.end({
      best,
      command: best && trainCommandLine(withAbsolutePaths(path, record.config), best.values),
      checkpoint: best && (await this.#bestCheckpoint(best.trial)),
      aborted: !this.#isDone,
      seconds: (performance.now() - this.#start) / 1000,
    });
    if (!this.#isDone) this.#printResumeHint();
    else if (best === undefined)
      throw workError('no trial has a score. Try other values, such as lower learning rates.');
    return exitCode ?? (this.#isIncomplete ? EXIT.failure : EXIT.ok);
  }

  /** Returns undefined if the checkpoint could not be written. */
  async #bestCheckpoint(trial: number): Promise<string | undefined> {
    const folder = join(this.#folder.trialFolder(trial), CHECKPOINTS_FOLDER);
    const entries = await readCheckpointFolder(folder)
      .list()
      .catch(() => []);
    const entry = entries.findLast(({ best }) => best);
    return entry && join(folder, entry.name);
  }

  #printResumeHint(): void {
    this.#output.note(`To continue: nabla search --resume ${relativePath(this.#folder.path)}`);
  }

  #exit(code: number): void {
    this.#output.clear();
    this.#printResumeHint();
    process.exit(code);
  }
}
