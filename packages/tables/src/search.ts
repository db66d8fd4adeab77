/** Chooses how the networks for a table are made and trained, and trains them. */
import { type Backend, checkOptionNames, NablaError, type Sequential } from '@nablajs/core';
import { heldOutAnswers, lossesOf, meanOf, withTemperature } from './answers.js';
import { bestTemperature } from './calibrate.js';
import { blocksInTime, foldsOf, foldsOfGroups } from './folds.js';
import type { EncodedTable } from './member-rows.js';
import {
  assemble,
  type Member,
  type Recipe,
  type TableTask,
  type TrainedMembers,
  trainMembers,
  weightsOf,
} from './members.js';
import { checkedLearning } from './options/check-options.js';
import { binEdges } from './piecewise-linear.js';
import { BAG_SIZE, inputsOf } from './text/bags.js';

/** Members trained with a recipe, and how good they were on the rows that they had not seen. */
export interface Trial {
  readonly recipe: Recipe;
  /** Which members: the number of the repeat times the number of folds, plus the fold that the member has not seen. */
  readonly members: readonly number[];
  /** The mean loss of each on the rows of its fold: log loss, or the squared error of the standardised numbers. */
  readonly losses: readonly number[];
}

/** How far a search is. */
export interface SearchProgress {
  /** The share of the work that is done, in [0, 1]. It may end early, and then jumps to 1. */
  readonly share: number;
  /** What is being tried, and with which members. */
  readonly recipe: Recipe;
  readonly members: readonly number[];
  /** The recipe with the least loss so far, and that loss. */
  readonly best: { readonly recipe: Recipe; readonly loss: number } | undefined;
}

/** Options of `learnTable`. */
export interface LearnOptions extends Omit<TableTask, 'edges' | 'range'> {
  /** Determines the folds, the first weights, the order of the rows and dropout. Default: 0. */
  readonly seed?: number;
  /** Into how many folds the rows are cut, >= 2. Default: 5, or half the number of rows if that is less. */
  readonly folds?: number;
  /** The group of each row, a whole number >= 0: rows of one group stay in one fold. Default: no groups. */
  readonly groups?: ArrayLike<number>;
  /**
   * The time of each row, larger is later: no row is predicted by a member that has seen rows of its time or later
   * ones. Default: rows have no order.
   */
  readonly times?: ArrayLike<number>;
  /** How much work the search may do; 1 is about a minute for 10,000 rows on two cores. Default: 1. */
  readonly effort?: number;
  /** The trials of an interrupted search of the same table with the same options, which are not repeated. */
  readonly done?: readonly Trial[];
  /** Called after each trial. Keep it, so the search can go on after an interruption. */
  readonly onTrial?: (trial: Trial) => void;
  /** Called after each epoch. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Ends the search after the current step, with the best so far. */
  readonly signal?: AbortSignal;
}

const OPTIONS: readonly (keyof LearnOptions)[] = [
  ...(['task', 'outputs', 'categories', 'texts', 'seed', 'folds', 'groups', 'times'] as const),
  ...(['effort', 'done', 'onTrial', 'onProgress', 'signal'] as const),
];

/** A table that was learned. */
export interface LearnedTable {
  /** The ensemble, for inputs [n, inputs]. The caller disposes it. */
  readonly network: Sequential;
  readonly recipe: Recipe;
  readonly trials: readonly Trial[];
  /** The mean loss of the recipe's members on rows that they had not seen. */
  readonly loss: number;
  /** The rows that `answers` are about, in order: all of them, unless the search was ended early. */
  readonly answered: Int32Array;
  /**
   * What the members that had not seen a row say about it: calibrated probabilities [answered, classes], or
   * standardised numbers [answered].
   */
  readonly answers: Float64Array;
  /** The true values of these rows: classes, or standardised numbers. */
  readonly targets: Float64Array;
  /** The members that `answers` come from, with the rows that each has not seen. */
  readonly tests: readonly TrainedMembers[];
  /** What they learned. */
  readonly what: TableTask;
  /** Whether `signal` ended the search early. */
  readonly aborted: boolean;
}

/** What a search may cost by default, in FLOP: about a minute on two cores. */
const COST = 4e12;
/** With fewer rows, a search costs less: differences between recipes are mostly chance then. */
const MANY_ROWS = 4000;
const LEAST_SHARE = 0.09;
/** What a step costs besides. */
const COST_OF_STEP = 2e7;
/** FLOP to look up a number of a word's embedding, and to update one. */
const COST_OF_LOOKUP = 500;
const COST_OF_UPDATE = 300;
/** The share of the work that the first trial of a table with texts may take, unless it needs more for its epochs. */
const FIRST_SHARE = 0.2;
const FEWEST_EPOCHS = 4;
const FEWEST_STEPS = 400;
/** Repeats may go beyond the budget by this factor: they make every ensemble better. */
const REPEAT_BUDGET = 1.5;
/** How often to look for a better recipe next to the best one. */
const ROUNDS = 2;
const REPEATS = 3;
const BINS = 16;
/** A recipe replaces the best one if its loss is less by this share. */
const GAIN = 0.003;
/** With fewer rows, two folds say too little about a recipe. */
const FEW_ROWS = 1000;
/** At most how many weights an ensemble has: 5 MB in float32. */
const MOST_WEIGHTS = 1_200_000;

/** Layers of a table with many inputs are made smaller down to this. */
const FEWEST_UNITS = 16;

/** Many words are in few rows, which a larger network would learn by heart. */
const OF_TEXTS: Partial<Recipe> = { hidden: [64], weightDecay: 1 };
const WEAK: Partial<Recipe> = { dropout: 0.1, weightDecay: 0.02 };
const STRONG: Partial<Recipe> = { dropout: 0.4, weightDecay: 1 };

/** Returns the recipe that a search starts from, for this many rows. */
function baseRecipe(rows: number): Recipe {
  return {
    ...{ binned: false, hidden: [128, 128], dropout: 0.2, weightDecay: 0.5, learningRate: 0.004 },
    epochs: Math.min(100, Math.max(20, Math.round(300_000 / rows))),
    batchSize: rows < 500 ? 32 : rows < 2000 ? 64 : rows < 6000 ? 128 : 256,
  };
}

/**
 * Learns a table: tries recipes, holds out each fold of the rows once with the better ones, and trains more members
 * with the best. The same seed gives the same bits on backend-wasm and backend-native and on any number of threads.
 *
 * Throws the reason of `signal` if it ends the search before the first trial.
 *
 * @throws NablaError `argument` for a bad option, or for rows that cannot be cut into two folds.
 *
 * @example
 * ```ts
 * const learned = await learnTable(backend, { x, y }, { task: 'classes', outputs: 3, seed: 1 });
 * ```
 */
export async function learnTable(backend: Backend, table: EncodedTable, options: LearnOptions): Promise<LearnedTable> {
  checkOptionNames('learnTable', options, OPTIONS);
  return await new Search(backend, table, options).run();
}

/** A recipe with the trials made of it. */
interface Candidate {
  readonly recipe: Recipe;
  readonly trials: Trial[];
  /** The members of each trial; undefined for one of an earlier search, until it is needed. */
  readonly groups: (TrainedMembers | undefined)[];
}

class Search {
  readonly #backend: Backend;
  readonly #table: EncodedTable;
  readonly #options: LearnOptions;
  readonly #what: TableTask;
  readonly #cuts: readonly Int32Array[];
  readonly #isForward: boolean;
  /** The number of folds; the number of a member is that of its repeat times this, plus that of its fold. */
  readonly #folds: number;
  /** The members that test a recipe: one for each fold of the first cut. */
  readonly #all: readonly number[];
  readonly #candidates: Map<string, Candidate> = new Map();
  readonly #trials: Trial[] = [];
  readonly #known: Map<string, Trial>;
  /** What the search may cost, and what it has cost: see `costOf`. */
  readonly #budget: number;
  #spent = 0;

  constructor(backend: Backend, table: EncodedTable, given: LearnOptions) {
    const options = checkedLearning(table.y.data.length, given);
    this.#backend = backend;
    this.#table = table;
    this.#options = options;
    const { task, outputs, categories = new Map(), texts = [], done = [], effort = 1 } = options;
    const edges = binEdges(table.x, BINS, new Set([...categories.keys(), ...texts.flatMap(inputsOf)]));
    this.#what = {
      task,
      outputs,
      categories,
      texts,
      edges,
      ...(task === 'numbers' && { range: rangeOf(table.y.data) }),
    };
    this.#cuts = cutsOf(table, options);
    this.#isForward = options.times !== undefined;
    this.#folds = this.#cuts.reduce((most, cut) => Math.max(most, foldsIn(cut)), 0);
    this.#all = this.#membersOf(0);
    if (this.#all.length < (this.#isForward ? 1 : 2)) {
      const what = options.times === undefined ? (options.groups === undefined ? 'rows' : 'groups') : 'times';
      throw new NablaError('argument', `learnTable: expected at least two different ${what}. Received fewer.`);
    }
    this.#known = new Map(done.map((trial) => [keyOf(trial), trial]));
    const share = Math.min(1, Math.max(LEAST_SHARE, table.y.data.length / MANY_ROWS));
    this.#budget = effort * COST * share;
  }

  async run(): Promise<LearnedTable> {
    try {
      await this.#search();
    } catch (error) {
      // What was found before the signal still counts.
      if (!this.#options.signal?.aborted || this.#trials.length === 0) throw error;
    }
    return await this.#best();
  }

  async #search(): Promise<void> {
    const rows = this.#table.x.shape[0] as number;
    const all = this.#all;
    const base = this.#base(rows);
    const some = rows < FEW_ROWS ? all : all.slice(0, 2);
    await this.#try(base, all);
    // A linear model of numbers begins where its error is least, and decay would pull it away.
    const linear = { hidden: [], ...(this.#what.task === 'numbers' && WEAK) };
    const { texts = [], edges } = this.#what;
    const canBin = texts.length === 0 || edges.some(({ length }) => length > 0);
    for (const binned of canBin ? [false, true] : [false]) {
      for (const change of [{}, WEAK, STRONG, linear]) await this.#tryIfCheap({ ...base, ...change, binned }, some);
    }
    for (const { recipe } of this.#ranked(some).slice(0, 2)) await this.#tryIfCheap(recipe, all);
    for (let round = 0; round < ROUNDS; round++) {
      const { recipe } = this.#ranked(all)[0] as Candidate;
      for (const change of changesOf(recipe)) {
        const best = this.#ranked(all)[0] as Candidate;
        const tried = await this.#tryIfCheap(change, some);
        if (tried !== undefined && this.#lossOf(tried, some) < this.#lossOf(best, some) * (1 - GAIN)) {
          await this.#tryIfCheap(change, all);
        }
      }
      if ((this.#ranked(all)[0] as Candidate).recipe === recipe) break;
    }
    const { recipe } = this.#ranked(all)[0] as Candidate;
    const most = Math.floor(MOST_WEIGHTS / this.#sizeOf(recipe));
    for (let repeat = 1; repeat < this.#cuts.length; repeat++) {
      const members = this.#membersOf(repeat);
      if (this.#isForward && repeat === 1) await this.#try(recipe, members);
      else if (repeat < most) await this.#tryIfCheap(recipe, members, REPEAT_BUDGET);
    }
  }

  /** Returns the recipe to begin with. With long texts an epoch takes long, and few are enough. */
  #base(rows: number): Recipe {
    const base = baseRecipe(rows);
    if (!this.#what.texts?.length) return this.#fitting(base);
    const recipe = this.#fitting({ ...base, ...OF_TEXTS });
    const most = Math.floor((FIRST_SHARE * this.#budget) / this.#costOf({ ...recipe, epochs: 1 }, this.#all));
    const fewest = Math.max(FEWEST_EPOCHS, Math.ceil(FEWEST_STEPS / Math.ceil(rows / recipe.batchSize)));
    return { ...recipe, epochs: Math.min(recipe.epochs, Math.max(fewest, most)) };
  }

  /** Returns the recipe with fewer units, if the ensemble would be too large. */
  #fitting(recipe: Recipe): Recipe {
    const [least = FEWEST_UNITS] = recipe.hidden;
    if (this.#sizeOf(recipe) <= MOST_WEIGHTS || least <= FEWEST_UNITS) return recipe;
    return this.#fitting({ ...recipe, hidden: recipe.hidden.map((units) => units / 2) });
  }

  /** How many weights the members of one cut have. */
  #sizeOf(recipe: Recipe): number {
    return this.#folds * weightsOf(this.#what, recipe);
  }

  /** Trains the members that a recipe lacks, unless the ensemble would be too large or the budget too small. */
  async #tryIfCheap(recipe: Recipe, wanted: readonly number[], factor = 1): Promise<Candidate | undefined> {
    if (this.#sizeOf(recipe) > MOST_WEIGHTS) return undefined;
    const cost = this.#costOf(recipe, this.#lacking(recipe, wanted));
    return this.#spent + cost > factor * this.#budget ? undefined : await this.#try(recipe, wanted);
  }

  /** Trains the members that a recipe lacks. */
  async #try(recipe: Recipe, wanted: readonly number[]): Promise<Candidate> {
    const key = JSON.stringify(recipe);
    const candidate = this.#candidates.get(key) ?? { recipe, trials: [], groups: [] };
    const members = this.#lacking(recipe, wanted);
    if (members.length === 0) return candidate;
    const known = this.#known.get(keyOf({ recipe, members }));
    const group = known === undefined ? await this.#train(recipe, members) : undefined;
    const trial = known ?? { recipe, members, losses: this.#lossesOf(group as TrainedMembers) };
    this.#spent += this.#costOf(recipe, members);
    candidate.trials.push(trial);
    candidate.groups.push(group);
    this.#candidates.set(key, candidate);
    this.#trials.push(trial);
    if (known === undefined) this.#options.onTrial?.(trial);
    return candidate;
  }

  #lacking(recipe: Recipe, wanted: readonly number[]): number[] {
    const { trials = [] } = this.#candidates.get(JSON.stringify(recipe)) ?? {};
    const has = new Set(trials.flatMap(({ members }) => members));
    return wanted.filter((member) => !has.has(member));
  }

  /** In FLOP: forward, and twice as many backward. A step of few members takes as long as one of many. */
  #costOf(recipe: Recipe, members: readonly number[]): number {
    const rows = this.#table.x.shape[0] as number;
    const steps = recipe.epochs * Math.ceil(rows / recipe.batchSize);
    const { texts = [] } = this.#what;
    const words = texts.reduce((sum, { values }) => sum + (values - 1) * BAG_SIZE, 0);
    const looked = texts.reduce((sum, { length }) => sum + length * BAG_SIZE, 0);
    const row = 6 * (weightsOf(this.#what, recipe) - words) + COST_OF_LOOKUP * looked;
    const each = row * recipe.batchSize * members.length + COST_OF_UPDATE * words * members.length;
    return members.length === 0 ? 0 : steps * (COST_OF_STEP + each);
  }

  async #train(recipe: Recipe, numbers: readonly number[]): Promise<TrainedMembers> {
    const { signal, seed = 0 } = this.#options;
    const members = numbers.map((draw): Member => {
      const [seen, held] = this.#rowsOf(draw);
      return { draw, seen, held };
    });
    const all = this.#all;
    const cost = this.#costOf(recipe, numbers);
    const onEpoch = (epoch: number): void => {
      const best = this.#ranked(all)[0];
      // The first trial is made whatever it costs, and repeats may cost more than the budget.
      const most = Math.max(REPEAT_BUDGET * this.#budget, this.#spent + cost);
      const share = (this.#spent + (cost * epoch) / recipe.epochs) / most;
      this.#options.onProgress?.({
        ...{ share, recipe, members: numbers },
        best: best && { recipe: best.recipe, loss: this.#lossOf(best, all) },
      });
    };
    const options = { seed, onEpoch, ...(signal && { signal }) };
    return await trainMembers(this.#backend, this.#table, this.#what, recipe, members, options);
  }

  /** The members of a repeat: one for each fold that has rows to learn from and rows to test on. */
  #membersOf(repeat: number): number[] {
    return Array.from({ length: this.#folds }, (_, fold) => repeat * this.#folds + fold).filter((member) =>
      this.#rowsOf(member).every(({ length }) => length > 0),
    );
  }

  /** The rows that a member learns from, and those that test it. */
  #rowsOf(member: number): [seen: Int32Array, held: Int32Array] {
    const cut = this.#cuts[Math.floor(member / this.#folds)] as Int32Array;
    const fold = member % this.#folds;
    const isForward = this.#isForward && member < this.#folds;
    const rows = Int32Array.from(cut.keys());
    return [
      rows.filter((row) => (isForward ? (cut[row] as number) < fold : cut[row] !== fold)),
      rows.filter((row) => cut[row] === fold),
    ];
  }

  /** The mean loss of each member on the rows that it has not seen. */
  #lossesOf(group: TrainedMembers): number[] {
    const { data } = this.#table.y;
    return group.members.map((member, index) => {
      const alone = { members: [member], answers: [group.answers[index] as Float32Array] };
      const { rows, answers } = heldOutAnswers([alone], this.#what, data.length);
      return meanOf(lossesOf(answers, targetsOf(this.#table, rows), this.#what));
    });
  }

  /** Infinity if the candidate lacks one of these members. */
  #lossOf({ trials }: Candidate, wanted: readonly number[]): number {
    const losses = new Map(
      trials.flatMap((trial) => trial.members.map((member, index) => [member, trial.losses[index] as number] as const)),
    );
    return wanted.reduce((sum, member) => sum + (losses.get(member) ?? Number.POSITIVE_INFINITY), 0) / wanted.length;
  }

  /** The candidates that have these members, the best first. */
  #ranked(members: readonly number[]): Candidate[] {
    return [...this.#candidates.values()]
      .filter((candidate) => Number.isFinite(this.#lossOf(candidate, members)))
      .sort((a, b) => this.#lossOf(a, members) - this.#lossOf(b, members));
  }

  /** Trains the members of the best candidate that were only read. If a signal ends that, takes one with networks. */
  async #withNetworks(): Promise<{ readonly best: Candidate; readonly groups: TrainedMembers[] }> {
    const order = [...this.#ranked(this.#all), ...this.#candidates.values()];
    let best = order[0] as Candidate;
    try {
      for (const [index, { members }] of best.trials.entries()) {
        best.groups[index] ??= await this.#train(best.recipe, members);
      }
    } catch (error) {
      const other = order.find(({ groups }) => groups.some((group) => group !== undefined && this.#isTest(group)));
      if (!this.#options.signal?.aborted || other === undefined) throw error;
      best = other;
    }
    return { best, groups: best.groups.filter((group) => group !== undefined) };
  }

  /** Whether members are of the first cut, which tests recipes. */
  #isTest({ members }: TrainedMembers): boolean {
    return members.every(({ draw }) => draw < this.#folds);
  }

  async #best(): Promise<LearnedTable> {
    const { best, groups } = await this.#withNetworks();
    const later = groups.filter((group) => !this.#isTest(group));
    const tests = this.#isForward ? groups.filter((group) => this.#isTest(group)) : groups;
    const { rows, answers } = heldOutAnswers(tests, this.#what, this.#table.y.data.length);
    const { task, outputs } = this.#what;
    const isClasses = task === 'classes';
    const targets = targetsOf(this.#table, rows);
    const temperature = isClasses ? bestTemperature(answers, targets) : 1;
    const calibrated = isClasses ? withTemperature(answers, outputs, temperature) : answers;
    // Members that test the order of time have not seen the last rows.
    const own = this.#isForward && later.length > 0 ? later : groups;
    const tested = new Set(tests.flatMap(({ members }) => members.map(({ draw }) => draw)));
    const loss = this.#lossOf(
      best,
      this.#all.filter((member) => tested.has(member)),
    );
    const network = assemble(this.#backend, this.#what, best.recipe, own, { temperature });
    const found = {
      network,
      recipe: best.recipe,
      trials: this.#trials,
      loss,
      answered: rows,
      answers: calibrated,
      targets,
    };
    return { ...found, tests, what: this.#what, aborted: this.#options.signal?.aborted ?? false };
  }
}

const keyOf = ({ recipe, members }: Omit<Trial, 'losses'>): string => JSON.stringify([recipe, members]);

function cutsOf(
  { y }: EncodedTable,
  { folds, groups, times, seed = 0 }: LearnOptions & { readonly folds: number },
): readonly Int32Array[] {
  return Array.from({ length: REPEATS }, (_, repeat) => {
    if (times !== undefined && repeat === 0) return blocksInTime(times, folds + 1);
    if (groups !== undefined) return foldsOfGroups(groups, folds, seed + repeat);
    return foldsOf(y.data, folds, seed + repeat);
  });
}

const targetsOf = ({ y }: EncodedTable, rows: Int32Array): Float64Array =>
  Float64Array.from(rows, (row) => y.data[row] as number);

const foldsIn = (cut: Int32Array): number => cut.reduce((most, fold) => Math.max(most, fold + 1), 0);

const rangeOf = (numbers: ArrayLike<number>): [least: number, most: number] =>
  Array.from(numbers).reduce(
    ([low, high], value): [number, number] => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

/** The recipes to try next to one. */
function changesOf(recipe: Recipe): Recipe[] {
  const { hidden, learningRate, dropout, weightDecay } = recipe;
  const ofLayers: Partial<Recipe>[] =
    hidden.length === 0 ? [{ hidden: [64] }] : [{ hidden: [256, 256] }, { hidden: [128, 128, 128] }];
  const changes: Partial<Recipe>[] = [
    ...ofLayers,
    { learningRate: learningRate / 3 },
    { learningRate: learningRate * 2 },
    // Dropout is between layers.
    ...(hidden.length === 0 ? [] : [{ dropout: dropout / 2 }]),
    { weightDecay: weightDecay > 0.1 ? weightDecay / 4 : weightDecay * 5 },
  ];
  return changes.map((change) => ({ ...recipe, ...change }));
}
