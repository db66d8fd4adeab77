import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Output, usageError, workError } from '@nablajs/command-line';
import { type Dataset, type FloatDType, Random } from '@nablajs/core';
import {
  csvDataset,
  inputNames,
  learnForm,
  type ScanOptions,
  type SentenceForm,
  scanTable,
  split,
  type TableDataset,
  type TableDialect,
  type TableForm,
  type TableScan,
  type TaskName,
  tableDataset,
  textColumnOf,
} from '@nablajs/datasets';
import { MAX_CATEGORIES, MAX_WORDS, withoutColumn } from '@nablajs/tables';
import type { PresetName } from '../settings/presets.js';
import { DEFAULT_VALIDATION } from '../settings/settings.js';
import { isTextFolder, textFolderTable } from '../text/text-folder.js';
import { openFile } from './data-kind.js';
import { withReadingBar } from './reading-bar.js';
import { taskOf } from './task.js';
import type { TrainingData } from './training-data.js';
import { type FoldSettings, wholeTable } from './whole-table.js';

export interface TableSettings extends FoldSettings {
  readonly preset?: PresetName;
  readonly dtype: FloatDType;
  readonly target: string | undefined;
  readonly textColumns?: readonly string[] | undefined;
  readonly task: TaskName | undefined;
  /** A share of the rows, or the path of another table. */
  readonly validation: number | string | undefined;
  /** Draws the rows for validation. */
  readonly seed: number;
}

/** `sentences`: how a sentence model reads the column of text. */
type ReadSettings = TableSettings & { readonly sentences: SentenceForm | undefined };

/** The most rows for the preset `table`: more would take hours. */
const MOST_ROWS = 100_000;
/** The most probabilities of classes: they are all kept in memory. */
const MOST_ANSWERS = 10_000_000;
/** Two folds of two rows: in smaller folds, some classes would be in few of them. */
const FEWEST_FOLDS = 2;
const FEWEST_IN_FOLD = 2;
/** The texts that are tested after each epoch. */
const FEWEST_TEXTS = 32;
const MOST_TOKENS = 2 ** 15;
/** The default share of fewer rows is none. */
const FEWEST_TO_SPLIT = Math.ceil(0.5 / DEFAULT_VALIDATION);

/**
 * `known`: the form of the model whose training goes on. `sentences`: how the sentence model to start with reads the
 * column of text. Throws a CommandError or a NablaError of code `data`.
 */
export async function loadTable(
  path: string,
  settings: TableSettings,
  output?: Output,
  known?: TableForm,
  sentences?: SentenceForm,
): Promise<TrainingData> {
  const { textColumns, dtype, validation, seed } = settings;
  const { target = known?.target.name } = settings;
  checkValidation(settings);
  const table = await openTable(path);
  const name = basename(path);
  if (target === undefined) throw usageError(`--target: expected the column of ${name} to predict. Received none.`);
  const hash = createHash('sha256');
  const scan = await withReadingBar({ name, bytes: table.size }, output, (onProgress) =>
    scanTable(table, {
      ...{ name, target, ...(textColumns && { textColumns }) },
      onProgress: (done, block) => {
        hash.update(block);
        onProgress(done);
      },
    }),
  );
  checkGroup(scan, settings);
  if (sentences !== undefined) {
    const inputs = scan.columns.filter((column) => column.name !== target);
    textColumnOf(inputs, name, '--text-columns');
  }
  if (known !== undefined && known.target.name !== target) {
    throw usageError(
      `--target: expected ${known.target.name}, which the model of --from predicts. Received ${target}.`,
    );
  }
  const { all, reason = undefined } =
    known === undefined
      ? await readTable(scan, { ...settings, sentences })
      : { all: await tableDataset(scan, known, [], { dtype }) };
  const learnsWhole = settings.preset === 'table' && reason === undefined;
  const { form } = all;
  const other =
    typeof validation === 'string'
      ? await tableWithForm(validation, form, dtype, (_, block) => hash.update(block))
      : undefined;
  const digest = hash.digest('hex');
  const isHeldOut = learnsWhole && validation === undefined;
  const parts = isHeldOut
    ? { train: all, test: all, testRows: undefined }
    : other === undefined
      ? split(all, Number(validation ?? DEFAULT_VALIDATION), new Random(seed), { labels: all.labels })
      : { train: all, test: other, testRows: undefined };
  return {
    ...{ train: parts.train, test: parts.test },
    validation: sentences === undefined ? parts.test : fewTexts(parts.test),
    testName: isHeldOut ? 'held-out' : learnsWhole ? 'test' : 'validation',
    ...(learnsWhole && {
      table: await wholeTable(
        parts.train,
        all,
        { name, decimalComma: scan.dialect.decimalComma, testRows: parts.testRows },
        settings,
      ),
    }),
    ...{
      layout: 'dense',
      task: taskOf(form.target),
      form: { ...form } as unknown as NonNullable<TrainingData['form']>,
      normalisation: undefined,
    },
    shape: { kind: 'table', columns: form.columns.length, inputs: inputNames(form).length },
    digest: () => digest,
    examples: async (indices) => {
      const rows = parts.testRows;
      const cells = await (other ?? all).cells(
        rows === undefined ? indices : indices.map((index) => rows[index] as number),
      );
      return cells.map((row) => ({ kind: 'row', cells: row }));
    },
    notes: [
      ...notesOn(all, name, scan.dialect),
      ...(reason === undefined ? [] : [`${name}: ${reason}, so the preset is table-fast.`]),
    ],
  };
}

/**
 * Returns evenly spaced texts, if there are many: they go through the network at once, and attention needs memory for
 * the square of their length.
 */
function fewTexts(texts: Dataset): Dataset {
  const [longest = 1] = texts.inputShape;
  const most = Math.max(FEWEST_TEXTS, Math.floor(MOST_TOKENS / longest));
  if (texts.length <= most) return texts;
  const batch: Dataset['batch'] = (indices) => texts.batch(indices.map((at) => Math.floor((at * texts.length) / most)));
  return { length: most, inputShape: texts.inputShape, batch };
}

/** A share of the rows is drawn without regard to groups and times, so it would not be a fair test. */
function checkValidation({ validation, group, timeOrder }: TableSettings): void {
  if (typeof validation !== 'number' || (group === undefined && timeOrder === undefined)) return;
  const flag = group === undefined ? '--time-order' : '--group';
  throw usageError(
    `--validation: a share is drawn without regard to ${flag}. Name a file of other rows, or leave it out.`,
  );
}

function checkGroup({ columns, target = -1 }: TableScan, { group }: TableSettings): void {
  if (group === undefined || columns[target]?.name !== group) return;
  throw usageError(`--group: expected another column than the target. Received '${group}', which is the target.`);
}

/** Reads the rows, and says why the preset `table` does not take them, if it was asked for. */
async function readTable(
  scan: TableScan,
  settings: ReadSettings,
): Promise<{ readonly all: TableDataset; readonly reason?: string }> {
  if (settings.preset !== 'table') return { all: await readRows(scan, settings, false) };
  const whole = await readWhole(scan, settings);
  if (typeof whole !== 'string') return { all: whole };
  refuseFolds(settings, `${scan.name}: ${whole}`);
  return { all: await readRows(scan, settings, false), reason: whole };
}

/** Reads the rows for the preset `table`, or returns why it does not take them. */
async function readWhole(scan: TableScan, settings: ReadSettings): Promise<TableDataset | string> {
  const { rows } = scan;
  const { folds = FEWEST_FOLDS } = settings.chosen ?? {};
  if (rows > MOST_ROWS) return `it has more than ${withCommas(MOST_ROWS)} rows`;
  const least = FEWEST_IN_FOLD * folds;
  if (rows < least && rows < FEWEST_TO_SPLIT && settings.validation === undefined)
    throw workError(
      `${scan.name}: expected at least ${least} rows with a target, for ${folds} folds. Received ${rows}.`,
    );
  if (rows < least) return `${rows} rows are too few for ${folds} folds`;
  const whole = await readRows(scan, settings, true);
  if (whole.blocks !== undefined) return 'it does not fit in memory';
  const { target } = whole.form;
  const classes = target.kind === 'class' ? target.values.length : 1;
  if (rows * classes <= MOST_ANSWERS) return whole;
  return `${withCommas(rows)} rows times ${withCommas(classes)} classes is more than ${withCommas(MOST_ANSWERS)}`;
}

const withCommas = (count: number): string => count.toLocaleString('en-US');

/** Folds need the preset `table`: one network learns the table as a whole. */
function refuseFolds({ group, timeOrder }: TableSettings, why: string): void {
  const flag = group !== undefined ? '--group' : timeOrder !== undefined ? '--time-order' : undefined;
  if (flag !== undefined) throw usageError(`${flag}: it needs the preset table, which does not take ${why}.`);
}

/** `whole`: whether the network looks up the categories of columns with many texts. */
async function readRows(scan: TableScan, settings: ReadSettings, whole: boolean): Promise<TableDataset> {
  const { task, dtype, group, sentences } = settings;
  const { form, ignored } = learnForm(scan, {
    ...{ maxWords: MAX_WORDS, ...(task && { task }) },
    ...(whole && { maxCategories: MAX_CATEGORIES }),
    ...(sentences && { sentences }),
  });
  if (group === undefined) return await tableDataset(scan, form, ignored, { dtype });
  const others = ignored.filter((column) => column.name !== group);
  return await tableDataset(scan, withoutColumn(form, group, scan.name), others, { dtype });
}

/** Loads all rows, or only those that training kept for validation. */
export async function loadTestTable(
  path: string,
  form: TableForm,
  dtype: FloatDType,
  kept?: { readonly validation: number; readonly seed: number },
): Promise<Dataset> {
  const all = await tableWithForm(path, form, dtype);
  return kept === undefined ? all : split(all, kept.validation, new Random(kept.seed), { labels: all.labels }).test;
}

async function tableWithForm(
  path: string,
  form: TableForm,
  dtype: FloatDType,
  onProgress: ScanOptions['onProgress'] = () => {},
): Promise<TableDataset> {
  return await csvDataset(await openTable(path), { name: basename(path), form, dtype, onProgress });
}

/** Opens a table, or reads a folder of texts as one. */
export async function openTable(path: string): Promise<Blob> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && isTextFolder(path)
    ? await textFolderTable(path)
    : await openFile(path, 'a table, such as a CSV file');
}

function notesOn({ ignored, withoutTarget }: TableDataset, name: string, dialect: TableDialect): string[] {
  const { header, decimalComma } = dialect;
  return [
    ...(header ? [] : [`${name}: the first row holds no names, so the columns are called column 1, column 2 …`]),
    ...ignored.map((column) => `${name}: column '${column.name}' is ignored: ${column.reason}.`),
    ...(decimalComma ? [`${name}: numbers have decimal commas, so 0,5 is read as a half.`] : []),
    ...(withoutTarget === 0 ? [] : [`${name}: ${withoutTarget} rows are ignored: their target is missing.`]),
  ];
}
