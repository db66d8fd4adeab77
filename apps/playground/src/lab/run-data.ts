/** The data of a training of the Train view. */
import { type Dataset, type DenseArray, dense, Random, type Shape } from '@nablajs/core';
import {
  arrayDataset,
  type IgnoredColumn,
  type LabelledImages,
  learnForm,
  scanTable,
  split,
  type TableDataset,
  type TableForm,
  tableDataset,
  widthOf,
} from '@nablajs/datasets/portable';
import { MAX_CATEGORIES, MAX_WORDS } from '@nablajs/tables';
import { rings } from '../data/rings.js';
import { spirals } from '../data/spirals.js';
import { squares } from '../data/squares.js';
import { plainDigits } from '../digits/digit-images.js';
import type { Digits } from '../digits/digit-sample.js';
import { LEAST_FOR_VALIDATION, type Task, VALIDATION_SHARE } from '../settings/network.js';
import type { ClickedPoint, NetworkSettings, Settings } from '../settings/settings.js';

/** Points of a square and their classes, to be drawn. */
export interface Points {
  /** [n, 2] */
  readonly x: Float32Array;
  readonly labels: Int32Array;
  /** Which of them are kept for validation. */
  readonly validation: Int32Array;
}

/** What the page shows about a table. */
export interface TableFacts {
  readonly ignored: readonly IgnoredColumn[];
  readonly rows: number;
  readonly withoutTarget: number;
}

/** Everything that a training needs to know about its data. */
export interface RunData extends Task {
  readonly training: Dataset;
  readonly validation: Dataset | undefined;
  /** The names of the classes; empty for a regression. */
  readonly classes: readonly string[];
  readonly points?: Points;
  readonly test?: LabelledImages;
}

/** What is known about a table before a training. */
export interface TableData extends Task {
  /** The names of the classes; empty for a regression. */
  readonly classes: readonly string[];
  readonly form: TableForm;
  readonly table: TableFacts;
  /** All rows. */
  readonly dataset: TableDataset;
}

/** Makes the data that the settings name. */
export async function runData(settings: NetworkSettings, digits: () => Promise<Digits>): Promise<RunData> {
  switch (settings.data) {
    case 'spirals':
      return pointData(settings, spirals(settings));
    case 'rings':
      return pointData(settings, rings(settings));
    case 'squares':
      return pointData(settings, squares(settings));
    case 'points':
      return pointData(settings, clicked(settings.points));
    case 'digits':
      return digitData(await digits());
  }
}

function clicked(points: readonly ClickedPoint[]): { readonly x: DenseArray; readonly y: DenseArray } {
  if (points.length < 2) throw new Error('Click some points into the square first, of at least two classes.');
  return {
    x: dense(Float32Array.from(points.flatMap(({ x, y }) => [x / 100, y / 100])), [points.length, 2]),
    y: dense(
      Int32Array.from(points, ({ label }) => label),
      [points.length],
    ),
  };
}

interface Parts {
  readonly training: Dataset;
  readonly validation: Dataset | undefined;
  /** Which examples are kept for validation. */
  readonly rows: Int32Array;
}

/** Keeps a share of the examples for validation, as the code to copy does. */
function parts(dataset: Dataset, labels: Int32Array | undefined, seed: number): Parts {
  if (dataset.length < LEAST_FOR_VALIDATION) {
    return { training: dataset, validation: undefined, rows: new Int32Array(0) };
  }
  const { train, test, testRows } = split(dataset, VALIDATION_SHARE, new Random(seed), { labels });
  return { training: train, validation: test, rows: testRows };
}

function pointData({ classes, seed }: Settings, { x, y }: { readonly x: DenseArray; readonly y: DenseArray }): RunData {
  const labels = y.data as Int32Array;
  const { training, validation, rows } = parts(arrayDataset(x, y), labels, seed);
  return {
    ...{ training, validation, inputShape: [2], outputs: classes, isRegression: false },
    classes: Array.from({ length: classes }, (_, label) => `${label}`),
    points: { x: x.data as Float32Array, labels, validation: rows },
  };
}

/** Digits as they are. */
export function digitData({ training, test }: Digits): RunData {
  const inputShape: Shape = [28, 28, 1];
  return {
    ...{ training: plainDigits(training), validation: plainDigits(test), inputShape, outputs: 10 },
    ...{ isRegression: false, classes: [...'0123456789'], test },
  };
}

/** Reads the table that the settings name. `table` is the reader's file. */
export async function tableData({ target, table: name }: Settings, table: Blob | undefined): Promise<TableData> {
  if (table === undefined) throw new Error('Drop a table onto the page first: a CSV file.');
  const scan = await scanTable(table, { name, target });
  const { form, ignored } = learnForm(scan, { maxCategories: MAX_CATEGORIES, maxWords: MAX_WORDS });
  const dataset = await tableDataset(scan, form, ignored);
  const { length: rows, withoutTarget } = dataset;
  if (rows < LEAST_FOR_VALIDATION) {
    throw new Error(`${name}: expected at least ${LEAST_FOR_VALIDATION} rows with a ${target}. Received ${rows}.`);
  }
  return { ...taskOfForm(form), form, dataset, table: { ignored, rows, withoutTarget } };
}

/** What the form of a table asks of a network. */
export function taskOfForm(form: TableForm): Task & Pick<TableData, 'classes'> {
  const classes = form.target.kind === 'class' ? form.target.values : [];
  const width = form.columns.reduce((sum, column) => sum + widthOf(column), 0);
  return { inputShape: [width], outputs: classes.length || 1, isRegression: form.target.kind === 'number', classes };
}
