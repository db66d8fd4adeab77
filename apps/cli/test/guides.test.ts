/** The errors that most people meet once end with a link to the guide that helps. Each is brought about here. */
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryCheckpoints } from '@nablajs/checkpoint';
import { seePage } from '@nablajs/core';
import { textColumnOf } from '@nablajs/datasets';
import { writeOnnx, writeZip } from '@nablajs/interchange';
import { expect, it } from 'vitest';
import { openMpi } from '../src/ranks/mpi.js';
import { nablaHere } from './helpers/run-here.js';
import { temporaryFolder } from './helpers/temporary-folder.js';
import { graph, node } from './import/helpers.js';

const ROWS = Array.from({ length: 60 }, (_, at) => `${at % 7},${at % 5},${at % 2 ? 'x' : 'y'}`);
const TABLE = `a,b,kind\n${ROWS.join('\n')}\n`;
const FAST = ['--preset', 'table-fast', '--backend', 'ts', '--hidden', '4', '--quiet'];
const UNSUPPORTED = writeOnnx(graph([2, 2], [2, 2], [node('NonMaxSuppression', ['x'], 'y')]));
const CONFIG = JSON.stringify({ backend: 'wasm', backendOptions: { threads: 1, maximumBytes: 2 ** 23 } });

/** Runs `nabla` on these files, and returns its error. */
async function said(args: readonly string[], files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const { code, stderr } = await nablaHere(args, { cwd: temporaryFolder(files), env: { NABLA_RUN: '' } });
  expect(code, stderr).toBeGreaterThan(0);
  return stderr;
}

/** Trains on a table with checkpoints, changes something in the folder, and returns why the run does not resume. */
async function resumed(change: (folder: string) => void, ...flags: string[]) {
  const cwd = temporaryFolder({ 'data.csv': TABLE });
  const start = ['train', 'data.csv', '--target', 'kind', ...FAST, '--epochs', '2', '--run', 'run'];
  const { code, stderr } = await nablaHere(start, { cwd });
  expect(code, stderr).toBe(0);
  change(cwd);
  return (await nablaHere(['train', '--resume', 'run', ...flags], { cwd })).stderr;
}

function damageCheckpoints(folder: string): void {
  const checkpoints = join(folder, 'run/checkpoints');
  const names = readdirSync(checkpoints).filter((name) => /^\d/.test(name));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) truncateSync(join(checkpoints, name, 'tensors.safetensors'), 100);
}

const thrown = (body: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(body)
    .then(
      () => 'no error',
      ({ message }: Error) => message,
    );

it.each<[what: string, page: string, error: () => Promise<string>]>([
  ['data that are not there', 'guides/errors#path', () => said(['train', 'gone.csv', '--target', 'kind'])],
  [
    'a network that does not fit into memory',
    'guides/errors#memory',
    () =>
      said(['train', 'data.csv', '--target', 'kind', '--preset', 'table-fast', '--hidden', '1024,1024'], {
        'data.csv': TABLE,
        'nabla.config.json': CONFIG,
      }),
  ],
  [
    'a loss that is not finite',
    'guides/errors#non-finite',
    () =>
      said(['train', 'data.csv', '--target', 'a', ...FAST, '--optimizer', 'sgd', '--learning-rate', '1e30'], {
        'data.csv': TABLE,
      }),
  ],
  [
    'a table without a target',
    'guides/your-own-csv#with-the-command',
    () => said(['train', 'data.csv'], { 'data.csv': TABLE }),
  ],
  [
    'a target that is no column',
    'guides/your-own-csv',
    () => said(['train', 'data.csv', '--target', 'knid'], { 'data.csv': TABLE }),
  ],
  [
    'a table without rows',
    'guides/your-own-csv',
    () => said(['train', 'data.csv', '--target', 'kind'], { 'data.csv': '\n\n' }),
  ],
  ['images of one class', 'guides/your-own-images', () => said(['train', 'photos'], { 'photos/cat/1.png': '' })],
  [
    'a class without images',
    'guides/your-own-images',
    () => said(['train', 'photos'], { 'photos/cat/1.png': '', 'photos/dog/1.gif': '' }),
  ],
  ['a text without a character', 'guides/train-on-text', () => said(['train', 'book.txt'], { 'book.txt': '' })],
  [
    'a text that is shorter than its context',
    'guides/train-on-text',
    () => said(['train', 'book.txt', '--backend', 'ts'], { 'book.txt': 'Call me Ishmael.' }),
  ],
  ['a table without text', 'guides/fine-tune-text', () => thrown(() => textColumnOf([], 'data.csv'))],
  [
    'an unknown key in the config file',
    'packages/cli#config-file',
    () => said(['train'], { 'nabla.config.json': '{ "epoch": 3 }' }),
  ],
  [
    'an unknown name for a setting',
    'packages/cli#settings-of-nabla-train',
    () => said(['train', '--optimizer', 'adm']),
  ],
  [
    'a setting that a resumed run keeps',
    'guides/early-stopping-and-checkpoints#resume-training',
    () => resumed(() => undefined, '--seed', '7'),
  ],
  [
    'data that changed before a run was resumed',
    'guides/early-stopping-and-checkpoints#resume-training',
    () => resumed((folder) => writeFileSync(join(folder, 'data.csv'), `${TABLE}1,1,x\n`)),
  ],
  [
    'a run whose checkpoints are all damaged',
    'guides/early-stopping-and-checkpoints#checkpoints',
    () => resumed(damageCheckpoints),
  ],
  [
    'a store without a checkpoint',
    'guides/early-stopping-and-checkpoints#checkpoints',
    () => thrown(() => memoryCheckpoints().load()),
  ],
  [
    'a folder without a model',
    'guides/save-and-load',
    () => said(['predict', 'model', 'x.json'], { 'model/x.txt': '' }),
  ],
  [
    'a file with unsupported operators',
    'packages/interchange#operators',
    () => said(['import', 'net.onnx', '--out', 'model'], { 'net.onnx': UNSUPPORTED }),
  ],
  [
    'a file that is no model',
    'formats',
    () => said(['import', 'notes.txt', '--out', 'model'], { 'notes.txt': 'hello' }),
  ],
  [
    'a ZIP file without a model',
    'formats',
    () =>
      said(['import', 'notes.zip', '--out', 'model'], {
        'notes.zip': writeZip(new Map([['notes.txt', new Uint8Array(3)]])),
      }),
  ],
  ['ranks without MPI', 'guides/many-machines', () => thrown(() => openMpi('.', () => undefined))],
])('%s: %s', async (_, page, error) => {
  const lines = (await error()).split('\n');
  // Before an error there may be warnings, behind it examples.
  const line = lines.findLast((one) => one.startsWith('nabla: ')) ?? lines[0] ?? '';
  expect(line).toMatch(/[.?] See https:\S+$/);
  expect(line.endsWith(seePage(page)), line).toBe(true);
});
