import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeFailure, EXIT, type Output, usageError, workError } from '@nablajs/command-line';
import type { DenseArray } from '@nablajs/core';
import { type ImageForm, readTable, type TableEncoder, type TableForm } from '@nablajs/datasets';
import { openTable } from '../data/table-data.js';
import { readText } from '../text/text-folder.js';
import { AnswerWriter, nameOf, type PredictFormat, readStandardInput, STANDARD_INPUT } from './answer-writer.js';
import type { Predictor } from './predictor.js';

export interface PredictOptions {
  readonly format: PredictFormat;
  /** Whether to stop at an image that cannot be read. */
  readonly strict: boolean;
  /** Absolute path of a file for the arrays that the network returns; undefined for answers. */
  readonly out: string | undefined;
}

/**
 * Resolves to the exit code. Images that cannot be read are named and left out, and the exit code is 1; with `strict`,
 * the first one throws.
 */
export async function predictFiles(
  predictor: Predictor,
  files: readonly string[],
  { format, strict, out }: PredictOptions,
  output: Output,
): Promise<number> {
  const { form } = predictor;
  const writer = new AnswerWriter(predictor, format, output);
  if (form.type === 'arrays') {
    const { predictArrays } = await import('../arrays/predict-arrays.js');
    return await predictArrays(predictor, form, files, { writer, out, output });
  }
  if (out !== undefined) throw usageError('--out: expected a model for arrays. Received one for tables or images.');
  let skipped = 0;
  for (const file of files) {
    if (form.type === 'table' && isText(form, file)) {
      await predictText(predictor, form, file, writer, output);
      continue;
    }
    if (form.type === 'table') {
      await predictTable(predictor, form, file, files.length > 1, writer, output);
      continue;
    }
    const inputs = await inputsOf(predictor, form, file).catch((error: unknown) => {
      if (strict || files.length === 1) throw error;
      output.warn(describeFailure(error).message);
    });
    if (inputs === undefined) skipped++;
    else await predictOne(predictor, inputs, file, writer);
  }
  if (skipped === 0) return EXIT.ok;
  output.warn(`${skipped} of ${files.length} images are left out. With --strict, the first one stops the command.`);
  return EXIT.failure;
}

async function inputsOf(predictor: Predictor, form: ImageForm, file: string): Promise<DenseArray> {
  if (file !== STANDARD_INPUT) return predictor.encodeImage(await readImage(file), form, file);
  return predictor.encodeImage(Buffer.concat(await readStandardInput()), form, nameOf(file));
}

async function predictTable(
  predictor: Predictor,
  form: TableForm,
  file: string,
  isOneOfSeveral: boolean,
  writer: AnswerWriter,
  output: Output,
): Promise<void> {
  const name = nameOf(file);
  const table = file === STANDARD_INPUT ? new Blob(await readStandardInput()) : await openTable(resolve(file));
  const found: Oddities = { unknown: 0, firstUnknown: undefined, empty: 0, firstEmpty: undefined };
  for await (const block of readTable(table, { name, form })) {
    const encoded = predictor.encodeRows(block, form, name);
    found.unknown += encoded.unknown;
    found.firstUnknown ??= encoded.firstUnknown;
    found.empty += encoded.empty;
    found.firstEmpty ??= encoded.firstEmpty;
    writer.head(block.columns, name);
    for (const [index, answer] of (await predictor.answers([encoded.x])).entries()) {
      const row = block.firstRow + index;
      const label = `${isOneOfSeveral ? `${name} ` : ''}row ${row}`;
      const fields = { ...(isOneOfSeveral && { file }), row };
      writer.write({ answer, label, fields, cells: block.rows[index] ?? [] });
    }
  }
  for (const warning of warningsOf(found)) output.warn(`${name}: ${warning}`);
}

/** Whether a file is a text to predict: a model that takes only texts gets its tables in other files. */
const isText = ({ columns }: TableForm, file: string): boolean =>
  columns.length === 1 && ['text', 'sentence'].includes(columns[0]?.kind ?? '') && /\.txt$/i.test(file);

async function predictText(
  predictor: Predictor,
  form: TableForm,
  file: string,
  writer: AnswerWriter,
  output: Output,
): Promise<void> {
  const columns = form.columns.map(({ name }) => name);
  const rows = [[await readText(resolve(file))]];
  const { x, ...found } = predictor.encodeRows({ columns, decimalComma: false, rows, firstRow: 1 }, form, file);
  for (const warning of warningsOf(found)) output.warn(`${nameOf(file)}: ${warning}`);
  await predictOne(predictor, x, file, writer);
}

/** What a model cannot know in a table. */
type Oddities = Pick<TableEncoder, 'unknown' | 'firstUnknown' | 'empty' | 'firstEmpty'>;

function warningsOf({ unknown, firstUnknown, empty, firstEmpty }: Oddities): string[] {
  const others = (count: number, what: string): string =>
    count === 1 ? '' : ` (and ${count - 1} other ${what}${count === 2 ? '' : 's'})`;
  const warnings: string[] = [];
  if (firstUnknown !== undefined) {
    const { row, column, text } = firstUnknown;
    const shown = JSON.stringify(text.slice(0, 60));
    warnings.push(
      `row ${row}: ${column}: the model does not know the text ${shown}${others(unknown, 'cell')}. ` +
        'It counts as missing.',
    );
  }
  if (firstEmpty !== undefined) {
    const guess = 'The answer comes from averages of the training data.';
    warnings.push(`row ${firstEmpty}${others(empty, 'row')}: no value in any column that the model uses. ${guess}`);
  }
  return warnings;
}

async function predictOne(predictor: Predictor, inputs: DenseArray, file: string, writer: AnswerWriter): Promise<void> {
  const [answer] = await predictor.answers([inputs]);
  if (answer === undefined) throw new Error('a model without an answer');
  writer.head(['file'], nameOf(file));
  writer.write({ answer, label: file, fields: { file }, cells: [file] });
}

async function readImage(file: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(file));
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}
