/** Asks a model about files, and writes what it says. */
import { basename } from 'node:path';
import { EXIT, type Output, workError } from '@nablajs/command-line';
import { readTable, type TableRows } from '@nablajs/datasets';
import Papa from 'papaparse';
import type { Answer, Predictor } from './predictor.js';
import { openTable } from './table-data.js';
import { percent } from './test-model.js';

/** How answers are written. */
export type PredictFormat = 'text' | 'json' | 'csv';

/** What stands for the standard input among files. */
export const STANDARD_INPUT = '-';

const MAX_INPUT_BYTES = 256e6;

/** Resolves to the exit code; throws what `describeFailure` understands. */
export async function predictFiles(
  predictor: Predictor,
  files: readonly string[],
  format: PredictFormat,
  output: Output,
): Promise<number> {
  let hasHeader = false;
  for (const file of files) {
    const name = file === STANDARD_INPUT ? 'standard input' : basename(file);
    const table = file === STANDARD_INPUT ? await readStandardInput() : await openTable(file);
    let unknown = 0;
    for await (const block of readTable(table, { name, form: predictor.tableForm })) {
      const encoded = predictor.encodeRows(block, name);
      unknown += encoded.unknown;
      const answers = await predictor.answers(encoded.x);
      if (format === 'csv' && !hasHeader) output.print(csvLine([...block.columns, ...answerColumns(predictor)]));
      hasHeader = true;
      for (const [index, answer] of answers.entries()) {
        output.print(lineOf(answer, format, files.length > 1 ? name : undefined, block, index));
      }
    }
    if (unknown > 0) output.warn(`${name}: ${unknown} cells have a text that the model does not know.`);
  }
  return EXIT.ok;
}

const csvLine = (cells: readonly (string | number)[]): string => Papa.unparse([[...cells]], { newline: '\n' });

function answerColumns({ task }: Predictor): string[] {
  return task.kind === 'classification' ? ['prediction', 'probability'] : ['prediction'];
}

function lineOf(
  answer: Answer,
  format: PredictFormat,
  file: string | undefined,
  block: TableRows,
  index: number,
): string {
  const row = block.firstRow + index;
  if (format === 'json') return JSON.stringify({ file, row, ...jsonOf(answer) });
  if (format === 'csv') {
    const cells = answer.kind === 'class' ? [answer.class, answer.probability] : [answer.value];
    return csvLine([...(block.rows[index] ?? []), ...cells]);
  }
  return `${file === undefined ? '' : `${file} `}row ${row}: ${textOf(answer)}`;
}

/** The fields that `nabla predict --json` and `nabla serve` give. */
export function jsonOf(answer: Answer): object {
  if (answer.kind === 'number') return { prediction: answer.value };
  return { prediction: answer.class, probability: answer.probability, top: answer.top };
}

export function textOf(answer: Answer): string {
  if (answer.kind === 'number') return `${Number(answer.value.toPrecision(6))}`;
  return answer.top.map((one) => `${one.class} (${percent(one.probability)})`).join(', ');
}

async function readStandardInput(): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    bytes += chunk.length;
    if (bytes > MAX_INPUT_BYTES) {
      throw workError(
        `standard input: expected at most ${MAX_INPUT_BYTES / 1e6} MB. Write it to a file and name that.`,
      );
    }
    chunks.push(chunk);
  }
  return new Blob(chunks);
}
