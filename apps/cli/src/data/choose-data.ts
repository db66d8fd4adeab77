/** Completes the settings of a training that names no data or no target. It takes the only data, and never guesses. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { type CommandHint, Output, usageError } from '@nablajs/command-line';
import { seePage } from '@nablajs/core';
import { scanTable } from '@nablajs/datasets';
import { isSentenceFolder } from '../finetune/sentence-folder.js';
import { launchedRank } from '../ranks/first-word.js';
import { relativePath } from '../relative-path.js';
import type { SettingSources } from '../settings/setting-sources.js';
import { mergedSettings, pathSetting } from '../settings/settings.js';
import { shellQuoted } from '../shell-quoted.js';
import { CLASS_COLUMN } from '../text/text-folder.js';
import { askTarget, contentOfColumn, type TargetColumnSummary } from './ask-target.js';
import { dataKind } from './data-kind.js';
import { contentOf, dataIn, type LocalData, onlyOf } from './find-data.js';
import { withReadingBar } from './reading-bar.js';
import { openTable } from './table-data.js';

type CommandName = 'train' | 'search';

interface Choice {
  /** The command, for messages. */
  readonly command: CommandName;
  readonly workingFolder: string;
  readonly output: Output;
  /** Whether the user can be asked. */
  readonly asks: boolean;
}

/**
 * Adds the data and the target. Throws CommandErrors with the commands to type. Resolves to undefined if the user
 * cancels.
 */
export async function completeSources(
  sources: SettingSources,
  command: CommandName,
  workingFolder: string,
): Promise<SettingSources | undefined> {
  const { json = false, quiet = false, distributed = false } = mergedSettings(sources);
  const output = new Output({ json, quiet: quiet || launchedRank(process.env) > 0 });
  const asks = output.showsProgress && process.stdin.isTTY === true && !distributed;
  const choice = { command, workingFolder, output, asks };
  return await withTarget(withFoundData(sources, choice), choice);
}

const KIND_OF: Readonly<Record<string, LocalData['kind']>> = {
  table: 'table',
  'table-fast': 'table',
  images: 'images',
};

/**
 * Adds the only table or folder of images in the working folder. A preset such as `seed` without data means MNIST.
 * Throws a CommandError, with the commands to type, for no data and for several.
 */
export function withFoundData(
  sources: SettingSources,
  { command, workingFolder, output }: Omit<Choice, 'asks'>,
): SettingSources {
  const { data, preset, target } = mergedSettings(sources);
  if (data !== undefined) return sources;
  const all = dataIn(workingFolder);
  const [first] = all;
  const kind = preset === undefined ? undefined : KIND_OF[preset];
  if (preset === 'gpt') throw usageError(`--preset gpt: expected a text. Name it: nabla ${command} book.txt`);
  if (preset !== undefined && kind === undefined) {
    if (first !== undefined) output.note(mnistNote(preset, first, command));
    return sources;
  }
  const wanted = kind ?? (target === undefined ? undefined : 'table');
  const found = onlyOf(wanted === undefined ? all : all.filter((one) => one.kind === wanted), command);
  if (found === undefined) throw withoutData(command);
  output.note(`Data: ${found.path}, ${contentOf(found)}: the only data found in this folder`);
  return { ...sources, found: { data: found.path } };
}

const mnistNote = (preset: string, { path }: LocalData, command: string): string =>
  `Data: MNIST, as --preset ${preset} is given without data. For the data in this folder: nabla ${command} ` +
  shellQuoted(path);

function withoutData(command: string): Error {
  const commands: CommandHint[] = [
    [`nabla ${command} houses.csv --target price`, 'a table: predict the column price'],
    [`nabla ${command} book.txt`, 'a text, to write more like it'],
    [`nabla ${command} photos`, 'images, in one folder per class'],
    [`nabla ${command} --preset quick`, 'the handwritten digits of MNIST'],
  ];
  const message = 'expected data. Received none, and this folder has no table and no folder of images.';
  return usageError(`${command}: ${message}`, { commands });
}

/**
 * The user chooses the target on a terminal. Otherwise throws a CommandError with the commands to type. Resolves to
 * undefined if the user cancels.
 */
export async function withTarget(sources: SettingSources, choice: Choice): Promise<SettingSources | undefined> {
  const { workingFolder, command, output, asks } = choice;
  const path = pathSetting(sources, 'data', workingFolder);
  const given = mergedSettings(sources);
  // A model to start with knows its target, unless it is one of sentences.
  const from = pathSetting(sources, 'from', workingFolder);
  const isKnown = given.target !== undefined || (from !== undefined && !isSentenceFolder(from));
  if (path === undefined || isKnown || dataKind(path, given) !== 'table') return sources;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return sources;
  // A folder of texts.
  if (stats.isDirectory()) return { ...sources, found: { ...sources.found, target: CLASS_COLUMN } };
  const columns = await columnsOf(path, output);
  const typed = `nabla ${command} ${shellQuoted(relativePath(path))} --target`;
  if (!asks) throw withoutTarget(columns, basename(path), typed);
  const target = await askTarget(columns, { input: process.stdin, output: process.stderr });
  if (target === undefined) return undefined;
  output.note(`The same without a question: ${typed} ${shellQuoted(target)}`);
  return { ...sources, found: { ...sources.found, target } };
}

async function columnsOf(path: string, output: Output): Promise<readonly TargetColumnSummary[]> {
  const table = await openTable(path);
  const name = basename(path);
  const { columns } = await withReadingBar({ name, bytes: table.size }, output, (onProgress) =>
    scanTable(table, { name, onProgress }),
  );
  return columns;
}

const MOST_SHOWN = 20;

function withoutTarget(columns: readonly TargetColumnSummary[], name: string, typed: string): Error {
  const commands = columns
    .slice(0, MOST_SHOWN)
    .map((column): CommandHint => [`${typed} ${shellQuoted(column.name)}`, contentOfColumn(column)]);
  const shown = columns.length > MOST_SHOWN ? `; these are the first ${MOST_SHOWN}` : '';
  return usageError(
    `--target: expected the column to predict, one of the ${columns.length} columns of ${name}${shown}. ` +
      `Received none.${seePage('guides/your-own-csv#with-the-command')}`,
    { commands },
  );
}
