/** Predicts files with a model, and prints the answers. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { describeFailure, EXIT, type Output, workError } from '@nablajs/command-line';
import type { DenseArray } from '@nablajs/core';
import { type ImageForm, readTable, type TableEncoder, type TableForm } from '@nablajs/datasets';
import Papa from 'papaparse';
import { openTable } from '../data/table-data.js';
import { percent } from '../evaluation/test-model.js';
import { readText } from '../text/text-folder.js';
import type { Answer, Predictor } from './predictor.js';

/** The output format of the answers. */
type PredictFormat = 'text' | 'json' | 'csv';

export interface PredictOptions {
  readonly format: PredictFormat;
  /** Whether to stop at an image that cannot be read. */
  readonly strict: boolean;
}

/** The file name that stands for standard input. */
export const STANDARD_INPUT = '-';

const MAX_INPUT_BYTES = 256e6;

/** One answer, with its context in each format. */
interface Line {
  readonly answer: Answer;
  /** The start of the line in text. */
  readonly label: string;
  /** The fields of the JSON object besides the answer. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The cells of the CSV row before the answer. */
  readonly cells: readonly string[];
}

/**
 * Resolves to the exit code. Of several images, those that cannot be read are named and left out, and the exit code is
 * 1; with `strict`, the first one throws. Throws errors that `describeFailure` can describe.
 */
export async function predictFiles(
  predictor: Predictor,
  files: readonly string[],
  { format, strict }: PredictOptions,
  output: Output,
): Promise<number> {
  const { form } = predictor;
  const writer = new Writer(predictor, format, output);
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

/** Reads an image file as the network's inputs. */
async function inputsOf(predictor: Predictor, form: ImageForm, file: string): Promise<DenseArray> {
  if (file !== STANDARD_INPUT) return predictor.encodeImage(await readImage(file), form, file);
  return predictor.encodeImage(Buffer.concat(await readStandardInput()), form, nameOf(file));
}

async function predictTable(
  predictor: Predictor,
  form: TableForm,
  file: string,
  isOneOfSeveral: boolean,
  writer: Writer,
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
    for (const [index, answer] of (await predictor.answers(encoded.x)).entries()) {
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
  columns.length === 1 && columns[0]?.kind === 'text' && /\.txt$/i.test(file);

async function predictText(
  predictor: Predictor,
  form: TableForm,
  file: string,
  writer: Writer,
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

/** Predicts the one example of a file. */
async function predictOne(predictor: Predictor, inputs: DenseArray, file: string, writer: Writer): Promise<void> {
  const [answer] = await predictor.answers(inputs);
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

const nameOf = (file: string): string => (file === STANDARD_INPUT ? 'standard input' : basename(file));

class Writer {
  readonly #predictor: Predictor;
  readonly #format: PredictFormat;
  readonly #output: Output;
  #columns: readonly string[] | undefined;

  constructor(predictor: Predictor, format: PredictFormat, output: Output) {
    this.#predictor = predictor;
    this.#format = format;
    this.#output = output;
  }

  /** In CSV, writes the names of the columns once. Throws a CommandError for a table with other columns. */
  head(columns: readonly string[], name: string): void {
    if (this.#format !== 'csv') return;
    if (this.#columns !== undefined) {
      if (columns.join() === this.#columns.join()) return;
      throw workError(
        `${name}: expected the columns of the first table, in the same order. Predict it in a separate --csv command.`,
      );
    }
    this.#columns = columns;
    const isClass = this.#predictor.task.kind === 'classification';
    const own = isClass ? ['probability'] : this.#predictor.hasIntervals ? ['low', 'high'] : [];
    this.#output.printRow(csvLine([...columns, 'prediction', ...own]));
  }

  write({ answer, label, fields, cells }: Line): void {
    if (this.#format === 'json') this.#output.print(JSON.stringify({ ...fields, ...jsonOf(answer) }));
    if (this.#format === 'text') {
      this.#output.print(`${label}: ${textOf(answer)}`);
      const changes = changesOf(answer);
      if (changes !== '') this.#output.print(`  ${changes}`);
    }
    if (this.#format !== 'csv') return;
    const { low, high } = (answer.kind === 'number' && answer.interval) || {};
    const own = answer.kind === 'class' ? [answer.class, answer.probability] : [answer.value];
    this.#output.printRow(csvLine([...cells, ...own, ...(low === undefined ? [] : [low, high as number])]));
  }
}

const csvLine = (cells: readonly (string | number)[]): string => Papa.unparse([[...cells]], { newline: '\n' });

/** Returns the fields of an answer in `nabla predict --json` and `nabla serve`. */
export function jsonOf(answer: Answer): object {
  const { explanation } = answer;
  return {
    ...(answer.kind === 'number'
      ? { prediction: answer.value, ...answer.interval }
      : { prediction: answer.class, probability: answer.probability, top: answer.top }),
    ...(explanation && { explanation }),
  };
}

/** How many of the cells that change most are shown in text. */
const MOST_CELLS = 5;

const rounded = (value: number): string => `${Number(value.toPrecision(6))}`;

function textOf(answer: Answer): string {
  if (answer.kind === 'class') return answer.top.map((one) => `${one.class} (${percent(one.probability)})`).join(', ');
  const { value, interval } = answer;
  return interval === undefined
    ? rounded(value)
    : `${rounded(value)} (${rounded(interval.low)} to ${rounded(interval.high)})`;
}

/** Returns `age +12.00%, colour -3.10%`, or nothing if there is no explanation. */
function changesOf({ kind, explanation = [] }: Answer): string {
  const sizeOf = (change: number): string =>
    kind === 'class' ? percent(Math.abs(change)) : rounded(Number(Math.abs(change).toPrecision(3)));
  return explanation
    .slice(0, MOST_CELLS)
    .filter(({ change }) => change !== 0)
    .map(({ column, change }) => `${column} ${change < 0 ? '-' : '+'}${sizeOf(change)}`)
    .join(', ');
}

async function readStandardInput(): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    bytes += chunk.length;
    if (bytes > MAX_INPUT_BYTES) {
      throw workError(
        `standard input: expected at most ${MAX_INPUT_BYTES / 1e6} MB. Write it to a file and name the file.`,
      );
    }
    chunks.push(chunk);
  }
  return chunks;
}
