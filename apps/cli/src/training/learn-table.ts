/** The preset `table`: tries several networks, holds out each fold of the rows once, and keeps an ensemble. */
import { describeFailure, EXIT, Interruption, type Output } from '@nablajs/command-line';
import { type Backend, dense, Flatten, Sequential } from '@nablajs/core';
import { log } from '@nablajs/core/math';
import { arrayDataset, type TableForm } from '@nablajs/datasets';
import { type Ensemble, type LearnedTable, type LearnOptions, learnTable, withErrors } from '@nablajs/tables';
import { type ExampleTask, outputsOf } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import type { WholeTable } from '../data/whole-table.js';
import { createReport } from '../evaluation/create-report.js';
import type { TableReport } from '../evaluation/report.js';
import { scoreOf, testModel } from '../evaluation/test-model.js';
import { saveTrained, type TrainedOn } from '../models/model-folder.js';
import { relativePath } from '../relative-path.js';
import { columnResults } from '../results/column-results.js';
import { validationResults } from '../results/validation-results.js';
import { openTableRun } from '../runs/open-run.js';
import { modelFolderOf, type TableRun } from '../runs/table-run.js';
import type { TrainSettings } from '../settings/settings.js';
import { announceStop, startFacts } from './announcements.js';
import { checkDiskSpace } from './disk-space.js';
import { finishTraining } from './finish-training.js';
import type { TrainingResources } from './training-resources.js';
import { TrialProgress } from './trial-progress.js';

/** Resolves to the exit code. Throws errors that `describeFailure` can describe. */
export async function learnTableInRun(
  { backend, data }: TrainingResources,
  settings: TrainSettings,
  output: Output,
): Promise<number> {
  const run = await openTableRun(settings, backend, data, output);
  try {
    return await new TableSession(settings, output, backend, data, run).run();
  } finally {
    await run?.close();
  }
}

/** The distance within which 90 % of the numbers lie, in the target's unit; of logarithms it depends on the number. */
function distanceOf({ target }: TableForm): { readonly distance?: number } {
  if (target.kind === 'class' || target.transform !== undefined) return {};
  const distance = (target.errors?.[89] ?? Number.NaN) * target.standardDeviation;
  return Number.isFinite(distance) ? { distance } : {};
}

/** The most bytes that the weights of an ensemble take. */
const MOST_BYTES = 5_000_000;
/** Stands for a probability of 0, whose logarithm is not finite. */
const TINY = 1e-12;

class TableSession {
  readonly #settings: TrainSettings;
  readonly #output: Output;
  readonly #report: TableReport;
  readonly #backend: Backend;
  readonly #data: TrainingData;
  /** Undefined if no run is wanted, or if it cannot be written. */
  readonly #run: TableRun | undefined;
  #isIncomplete = false;

  constructor(
    settings: TrainSettings,
    output: Output,
    backend: Backend,
    data: TrainingData,
    run: TableRun | undefined,
  ) {
    this.#settings = settings;
    this.#output = output;
    this.#report = createReport(settings.json, output);
    this.#backend = backend;
    this.#data = data;
    this.#run = run;
  }

  async run(): Promise<number> {
    using interruption = new Interruption({
      onStop: () => announceStop(this.#output),
      exit: (code) => {
        this.#output.clear();
        this.#printResumeHint();
        process.exit(code);
      },
    });
    const { out } = this.#settings;
    if (out !== undefined) await checkDiskSpace(out, MOST_BYTES);
    this.#reportStart();
    const began = performance.now();
    const learned = await this.#learn(interruption.signal);
    if (learned === undefined) {
      const known = this.#run?.trials.length ?? 0;
      const more = known === 0 ? 'a trial was done, so there is no' : 'another trial was done, so there is no new';
      this.#output.warn(`stopped before ${more} model to save.`);
    } else {
      using network = learned.network;
      const seconds = (performance.now() - began) / 1000;
      this.#run?.end(learned.aborted, seconds);
      await this.#finish(network, learned, seconds);
    }
    if (learned?.aborted !== false) this.#printResumeHint();
    return (
      (await interruption.settled()) ??
      (this.#isIncomplete || this.#run?.problem !== undefined ? EXIT.failure : EXIT.ok)
    );
  }

  /** Resolves to undefined if a signal ends it before there is a model. */
  async #learn(signal: AbortSignal): Promise<LearnedTable | undefined> {
    const { table, task } = this.#data;
    const { rows, categories, texts, groups, times } = table as WholeTable;
    const { seed, effort, folds } = this.#settings;
    const isTerminal = this.#output.showsProgress && process.stdout.isTTY === true;
    let count = this.#run?.trials.length ?? 0;
    const progress = this.#output.showsProgress ? new TrialProgress(count) : undefined;
    if (progress !== undefined) {
      progress.resume();
      this.#output.drawAround(progress);
    }
    let began = performance.now();
    const options: LearnOptions = {
      ...{ task: task.kind === 'classification' ? 'classes' : 'numbers', outputs: outputsOf(task) },
      ...{ categories, texts },
      ...{ seed, effort, folds, signal, done: this.#run?.trials ?? [] },
      ...(groups !== undefined && { groups }),
      ...(times !== undefined && { times }),
      onTrial: (trial) => {
        const line = { trial: ++count, ...trial, seconds: (performance.now() - began) / 1000 };
        began = performance.now();
        this.#run?.add(line);
        progress?.trialDone();
        if (!isTerminal) this.#report.trial(line);
      },
      onProgress: (state) => progress?.update(state),
    };
    try {
      return await learnTable(this.#backend, rows, options);
    } catch (error) {
      // A search that was resumed has trials, but it can have no networks yet.
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      this.#output.clear();
    }
  }

  async #finish(network: Sequential, learned: LearnedTable, seconds: number): Promise<void> {
    const { recipe, trials, aborted } = learned;
    const { testName, test: other, layout, normalisation, table } = this.#data;
    const task = this.#data.task as ExampleTask;
    const form = withErrors(this.#data.form as unknown as TableForm, learned);
    const savedForm = { ...form } as unknown as TrainingData['form'];
    const trainedOn = { settings: this.#settings, epochs: 0, recipe, layout, normalisation, form: savedForm };
    const heldOut = testName === 'held-out';
    using answers = heldOut ? this.#answers(learned) : undefined;
    const { model, data, examples } = answers ?? { model: network, data: other, examples: this.#data.examples };
    const test = await testModel(model, data, task, heldOut);
    const run = this.#run;
    if (run !== undefined) await this.#saveInRun(run, network, { ...trainedOn, score: scoreOf(test) });
    const { members } = (network.layers.at(-1) as Ensemble).options;
    await finishTraining(network, {
      ...{ settings: this.#settings, output: this.#output, report: this.#report, data: this.#data, test, trainedOn },
      ...{ run: run?.folder, warnsOfChance: true },
      facts: {
        ...{ seconds, epochs: 0, epochsBefore: 0, trainLoss: undefined, aborted },
        ensemble: { recipe, members, recipes: new Set(trials.map((trial) => JSON.stringify(trial.recipe))).size },
      },
      results: async () => {
        const found = await validationResults(model, data, {
          task,
          epochs: 0,
          epochChosen: heldOut,
          heldOut,
          examples,
        });
        const { rows, cells } = table as WholeTable;
        return {
          ...found,
          ...distanceOf(form),
          columns: await columnResults(this.#backend, form, rows, learned, cells),
        };
      },
    });
    if (this.#settings.out === undefined && run !== undefined && !this.#isIncomplete) {
      this.#output.note(`The run has the model: nabla predict ${relativePath(run.folder)} FILE`);
    }
  }

  /** What members that had not seen a row said about it, as the inputs of a network that changes nothing. */
  #answers({
    answers,
    answered,
    targets,
  }: LearnedTable): Pick<TrainingData, 'examples'> &
    Disposable & { readonly model: Sequential; readonly data: TrainingData['test'] } {
    const { task, examples } = this.#data;
    const width = outputsOf(task);
    const isClasses = task.kind === 'classification';
    const x = Float32Array.from(answers, (value) => (isClasses ? log(Math.max(TINY, value)) : value));
    const truth = isClasses
      ? dense(Int32Array.from(targets), [targets.length])
      : dense(Float32Array.from(targets), [targets.length, 1]);
    const model = new Sequential(this.#backend, { inputShape: [width], layers: [new Flatten()] });
    return {
      model,
      data: arrayDataset(dense(x, [targets.length, width]), truth),
      examples: (indices) => examples(indices.map((index) => answered[index] as number)),
      [Symbol.dispose]: () => model.dispose(),
    };
  }

  /** Never rejects: the model may also be saved elsewhere. */
  async #saveInRun({ folder }: TableRun, network: Sequential, trainedOn: TrainedOn): Promise<void> {
    try {
      await saveTrained(modelFolderOf(folder), network, trainedOn);
    } catch (error) {
      this.#isIncomplete = true;
      this.#output.warn(`cannot save the model in the run: ${describeFailure(error).message}`);
    }
  }

  #printResumeHint(): void {
    if (this.#run === undefined) return;
    this.#output.note(`To continue: nabla train --resume ${relativePath(this.#run.folder)}`);
  }

  #reportStart(): void {
    const { table } = this.#data;
    this.#report.trainStart({
      ...startFacts(this.#settings, { backend: this.#backend, data: this.#data }),
      parameters: undefined,
      run: this.#run?.folder,
      resumption: undefined,
      ranks: undefined,
      ...(table !== undefined && { folds: table.folds.tested }),
      ...(this.#settings.resumes && { trialsBefore: this.#run?.trials.length ?? 0 }),
    });
  }
}
