/** `nabla embed`: writes a vector for each text of a file. */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  CountingBar,
  describeFailure,
  EXIT,
  type Output,
  resolveBackend,
  usageError,
  workError,
} from '@nablajs/command-line';
import { type DenseArray, Network } from '@nablajs/core';
import { createSentenceEncoder, readTable, scanTable, textColumnOf } from '@nablajs/datasets';
import { embedTexts } from '@nablajs/finetune';
import { writeNpy } from '@nablajs/interchange';
import { openFile } from '../data/data-kind.js';
import { openTable } from '../data/table-data.js';
import { relativePath } from '../relative-path.js';
import type { CommonSettings } from '../settings/settings.js';
import { isSentenceFolder } from './sentence-folder.js';
import { loadSentenceModel } from './sentence-start.js';

interface EmbedPaths {
  readonly model: string;
  readonly texts: string;
  /** The column of text; undefined for the only one. */
  readonly column: string | undefined;
  readonly out: string;
}

/** Resolves to the exit code. Throws CommandErrors and NablaErrors. */
export async function embedFile(
  { model: folder, texts: path, column, out }: EmbedPaths,
  settings: Omit<CommonSettings, 'data'>,
  output: Output,
): Promise<number> {
  if (!isSentenceFolder(folder)) {
    throw usageError(
      `embed: expected the folder of a sentence model, with config.json and tokenizer.json. Received ${folder}.`,
    );
  }
  const texts = await readTexts(path, column);
  if (texts.length === 0) throw workError(`${basename(path)}: expected texts. Received an empty file.`);
  const { form, embedding } = await loadSentenceModel(folder);
  const encoder = await createSentenceEncoder(form);
  const { backend } = await resolveBackend(settings, 'float32');
  try {
    output.warnOf(backend);
    const { module, inputShape, parameters } = embedding;
    using network = new Network(backend, module, { inputShape, parameters, dtype: 'float32' });
    const vectors = await embedTexts(network, encoder, texts, { onProgress: progressOn(output) });
    await write(out, vectors);
    const [rows, width] = vectors.shape;
    if (settings.json) output.print(JSON.stringify({ event: 'embedded', out, texts: rows, width }));
    else output.note(`Wrote ${rows?.toLocaleString('en-US')} vectors of ${width} numbers to ${relativePath(out)}`);
    return EXIT.ok;
  } finally {
    output.clear();
    await backend.dispose();
  }
}

/** The lines of a text without its empty ones, or the cells of a column. */
async function readTexts(path: string, column: string | undefined): Promise<string[]> {
  const name = basename(path);
  if (/\.txt$/i.test(path)) {
    if (column !== undefined) throw usageError(`--column: it works only with a table. Received ${name}.`);
    return (await (await openFile(path, 'a text')).text()).split(/\r?\n/).filter((line) => line.trim() !== '');
  }
  const table = await openTable(path);
  const scan = await scanTable(table, { name, ...(column !== undefined && { textColumns: [column] }) });
  const text = textColumnOf(scan.columns, name, '--column').name;
  const texts: string[] = [];
  const target = { name: text, kind: 'class', values: [''] } as const;
  for await (const { columns, rows } of readTable(table, { name, form: { type: 'table', columns: [], target } })) {
    const place = columns.indexOf(text);
    for (const cells of rows) texts.push(cells[place] as string);
  }
  return texts;
}

function progressOn(output: Output): (done: number, total: number) => void {
  if (!output.showsProgress) return () => {};
  const bar = new CountingBar('texts');
  bar.resume();
  output.drawAround(bar);
  return (done, total) => bar.update(done, total);
}

async function write(path: string, { data, shape }: DenseArray): Promise<void> {
  const [rows = 0, width = 0] = shape;
  const bytes = /\.npy$/i.test(path)
    ? writeNpy({ type: 'float32', shape, data: Float32Array.from(data) })
    : csvOf(data, rows, width);
  try {
    await writeFile(path, bytes);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}

function csvOf(data: DenseArray['data'], rows: number, width: number): string {
  const lines = [Array.from({ length: width }, (_, at) => `v${at + 1}`).join(',')];
  for (let row = 0; row < rows; row++) lines.push(data.subarray(row * width, (row + 1) * width).join(','));
  return `${lines.join('\n')}\n`;
}
