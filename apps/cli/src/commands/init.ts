import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import type { Finding } from '../init/config-text.js';
import { configFilesIn } from '../settings/file/config-file.js';

const CONFIG_NAME = 'nabla.config.ts';

const HELP: readonly HelpBlock[] = [
  `DATA is a table (CSV), a text (.txt), a folder with one subfolder of images per class, or a folder of four IDX files.
  Without it, nabla init takes the only table or folder of images in this folder. If there is none, the config is for
  MNIST.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla init && nabla train', 'write a config for the data in this folder, then train with it'],
      ['$ nabla init iris.csv --target species'],
      ['$ nabla init book.txt'],
      ['$ nabla init iris.csv --print', 'look at the config without writing it'],
      ['$ nabla init iris.csv --json | jq .data.columns', 'show what each column is'],
    ],
  },
];

interface InitFlags {
  readonly target?: string;
  readonly overwrite?: boolean;
  readonly print?: boolean;
  readonly json?: boolean;
}

export function initCommand(): Command {
  const command = new Command('init')
    .description(`Look at your data and write a commented ${CONFIG_NAME}.`)
    .argument('[data]', 'A table, a text or a folder of images. Default: the only table or images here, else MNIST.')
    .option('--target <column>', "The table's column to predict. Default: the last one.")
    .option('--overwrite', `Replace an existing ${CONFIG_NAME}.`)
    .option('--print', 'Write the config to stdout instead of a file.')
    .option('--json', 'Write what was found as one JSON line.');
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, flags: InitFlags) => {
    if (flags.print && flags.json) throw usageError('init: expected --print or --json. Received both.');
    const folder = process.cwd();
    if (!flags.print) checkFree(folder, flags.overwrite === true);
    const { chosenSettings, configText } = await import('../init/config-text.js');
    const finding = await find(folder, data, flags.target);
    const text = configText(finding);
    const output = new Output({ quiet: false });
    if (flags.print) {
      for (const line of text.trimEnd().split('\n')) output.print(line);
      return;
    }
    const file = write(folder, text, flags.overwrite === true);
    const event = { event: 'init', file, data: finding, settings: chosenSettings(finding) };
    for (const line of flags.json ? [JSON.stringify(event)] : doneLines(file, finding)) output.print(line);
  });
}

async function find(folder: string, data: string | undefined, target: string | undefined): Promise<Finding> {
  const { findData } = await import('../data/find-data.js');
  const found = findData(folder, data, target);
  if (found.kind === 'table') {
    const { describeTable } = await import('../init/describe-table.js');
    const { CLASS_COLUMN } = await import('../text/text-folder.js');
    const path = resolve(folder, found.path);
    const known = statSync(path).isDirectory() ? CLASS_COLUMN : undefined;
    return { kind: 'table', path: found.path, ...(await describeTable(path, target ?? known)) };
  }
  if (target === undefined) return found;
  throw usageError(
    `--target: only a table has a target, but ${found.kind === 'mnist' ? 'no table was found' : 'these are images'}.`,
  );
}

/** Refuses to add a second config file: every command fails when a folder has two. */
function checkFree(folder: string, overwrite: boolean): void {
  const others = configFilesIn(folder).filter((name) => !overwrite || name !== CONFIG_NAME);
  const [other] = others;
  if (other === undefined) return;
  const remedy = other === CONFIG_NAME ? 'Replace it with --overwrite' : 'Remove it first';
  throw usageError(`init: ${other} already exists. ${remedy}, or look at the new config with --print.`);
}

/** Writes the file and returns its path. It does not overwrite a file that appeared in the meantime either. */
function write(folder: string, text: string, overwrite: boolean): string {
  const file = join(folder, CONFIG_NAME);
  writeFileSync(file, text, { flag: overwrite && existsSync(file) ? 'w' : 'wx' });
  return file;
}

function doneLines(file: string, finding: Finding): string[] {
  return [foundText(finding), `Wrote ${file}`, 'Change what you like in it, then run: nabla train'];
}

function foundText(finding: Finding): string {
  if (finding.kind === 'mnist') return 'Found no data in this folder. The config is for MNIST, which comes with nabla.';
  const { path } = finding;
  if (finding.kind === 'text') return `Found a text: ${path}. If it is a table, name its column with --target.`;
  if (finding.kind === 'idx') return `Found images in IDX files: ${path}`;
  if (finding.kind === 'images') return `Found images of ${finding.classes.length} classes: ${path}`;
  const { rows, columns, target } = finding;
  const guess = target.guessed ? ', a guess; choose another with --target' : '';
  const targetText = `${target.name} (${target.task}${guess})`;
  return `Found ${path}: ${rows} rows of ${columns.length + 1} columns. Target: ${targetText}`;
}
