/** Loads tables as training data. */
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Output, usageError, workError } from '@nablajs/command-line';
import { type Dataset, type FloatDType, Random } from '@nablajs/core';
import {
  csvDataset,
  inputNames,
  learnForm,
  type ScanOptions,
  scanTable,
  split,
  type TableDataset,
  type TableDialect,
  type TableForm,
  type TaskName,
  tableDataset,
} from '@nablajs/datasets';
import { DEFAULT_VALIDATION } from '../settings/settings.js';
import { checkExists } from './data-kind.js';
import { withReadingBar } from './reading-bar.js';
import { taskOf } from './task.js';
import type { TrainingData } from './training-data.js';

export interface TableSettings {
  readonly dtype: FloatDType;
  readonly target: string | undefined;
  readonly task: TaskName | undefined;
  /** A share of the rows, or the path of another table. */
  readonly validation: number | string | undefined;
  /** Draws the rows for validation. */
  readonly seed: number;
}

/** Loads a table to train on. Throws a CommandError or a NablaError of code `data`. */
export async function loadTable(path: string, settings: TableSettings, output?: Output): Promise<TrainingData> {
  const { target, task, dtype, validation, seed } = settings;
  const table = await openTable(path);
  const name = basename(path);
  if (target === undefined) throw usageError(`--target: expected the column of ${name} to predict. Received none.`);
  const hash = createHash('sha256');
  const scan = await withReadingBar({ name, bytes: table.size }, output, (onProgress) =>
    scanTable(table, {
      ...{ name, target },
      onProgress: (done, block) => {
        hash.update(block);
        onProgress(done);
      },
    }),
  );
  const { form, ignored } = learnForm(scan, task === undefined ? {} : { task });
  const all = await tableDataset(scan, form, ignored, { dtype });
  const other =
    typeof validation === 'string'
      ? await tableWithForm(validation, form, dtype, (_, block) => hash.update(block))
      : undefined;
  const digest = hash.digest('hex');
  const parts =
    other === undefined
      ? split(all, Number(validation ?? DEFAULT_VALIDATION), new Random(seed), { labels: all.labels })
      : { train: all, test: other, testRows: undefined };
  return {
    ...{ train: parts.train, validation: parts.test, test: parts.test, testName: 'validation' },
    ...{ layout: 'dense', task: taskOf(form.target), form: { ...form }, normalisation: undefined },
    shape: { kind: 'table', columns: form.columns.length, inputs: inputNames(form).length },
    digest: () => digest,
    examples: async (indices) => {
      const rows = parts.testRows;
      const cells = await (other ?? all).cells(
        rows === undefined ? indices : indices.map((index) => rows[index] as number),
      );
      return cells.map((row) => ({ kind: 'row', cells: row }));
    },
    notes: notesOn(all, name, scan.dialect),
  };
}

/** Loads a table to test a model on: all rows, or only those that training kept for validation. */
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

export async function openTable(path: string): Promise<Blob> {
  await checkExists(path);
  if ((await stat(path)).isDirectory()) {
    throw workError(`${path}: expected a table, such as a CSV file. Received a folder.`);
  }
  return await openAsBlob(path);
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
