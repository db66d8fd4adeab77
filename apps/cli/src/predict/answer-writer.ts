import { basename } from 'node:path';
import { type Output, workError } from '@nablajs/command-line';
import Papa from 'papaparse';
import { arrayJson, arrayText } from '../arrays/array-answers.js';
import { percent } from '../evaluation/test-model.js';
import type { Answer, Predictor } from './predictor.js';

export type PredictFormat = 'text' | 'json' | 'csv';

export const STANDARD_INPUT = '-';

const MAX_INPUT_BYTES = 256e6;

/** One answer, with its context in each format. */
export interface AnswerLine {
  readonly answer: Answer;
  /** The start of the line in text. */
  readonly label: string;
  /** The fields of the JSON object besides the answer. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The cells of the CSV row before the answer. */
  readonly cells: readonly string[];
}

export const nameOf = (file: string): string => (file === STANDARD_INPUT ? 'standard input' : basename(file));

export class AnswerWriter {
  readonly #predictor: Predictor;
  readonly #format: PredictFormat;
  readonly #output: Output;
  #columns: readonly string[] | undefined;

  constructor(predictor: Predictor, format: PredictFormat, output: Output) {
    this.#predictor = predictor;
    this.#format = format;
    this.#output = output;
  }

  /** In CSV, writes the columns once. Throws a CommandError for a table with other columns. */
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

  write({ answer, label, fields, cells }: AnswerLine): void {
    if (this.#format === 'json') this.#output.print(JSON.stringify({ ...fields, ...jsonOf(answer) }));
    if (this.#format === 'text') {
      this.#output.print(`${label}: ${textOf(answer)}`);
      const changes = changesOf(answer);
      if (changes !== '') this.#output.print(`  ${changes}`);
    }
    if (this.#format !== 'csv' || answer.kind === 'arrays') return;
    const { low, high } = (answer.kind === 'number' && answer.interval) || {};
    const own = answer.kind === 'class' ? [answer.class, answer.probability] : [answer.value];
    this.#output.printRow(csvLine([...cells, ...own, ...(low === undefined ? [] : [low, high as number])]));
  }
}

const csvLine = (cells: readonly (string | number)[]): string => Papa.unparse([[...cells]], { newline: '\n' });

/** Returns the fields of an answer in `nabla predict --json` and `nabla serve`. */
export function jsonOf(answer: Answer): object {
  if (answer.kind === 'arrays') return arrayJson(answer);
  const { explanation } = answer;
  return {
    ...(answer.kind === 'number'
      ? { prediction: answer.value, ...answer.interval }
      : { prediction: answer.class, probability: answer.probability, top: answer.top }),
    ...(explanation && { explanation }),
  };
}

const MOST_CELLS = 5;

const rounded = (value: number): string => `${Number(value.toPrecision(6))}`;

function textOf(answer: Answer): string {
  if (answer.kind === 'arrays') return arrayText(answer);
  if (answer.kind === 'class') return answer.top.map((one) => `${one.class} (${percent(one.probability)})`).join(', ');
  const { value, interval } = answer;
  return interval === undefined
    ? rounded(value)
    : `${rounded(value)} (${rounded(interval.low)} to ${rounded(interval.high)})`;
}

/** Returns `age +12.00%, colour -3.10%`, or nothing if there is no explanation. */
function changesOf(answer: Answer): string {
  if (answer.kind === 'arrays') return '';
  const { kind, explanation = [] } = answer;
  const sizeOf = (change: number): string =>
    kind === 'class' ? percent(Math.abs(change)) : rounded(Number(Math.abs(change).toPrecision(3)));
  return explanation
    .slice(0, MOST_CELLS)
    .filter(({ change }) => change !== 0)
    .map(({ column, change }) => `${column} ${change < 0 ? '-' : '+'}${sizeOf(change)}`)
    .join(', ');
}

export async function readStandardInput(): Promise<Uint8Array<ArrayBuffer>[]> {
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
