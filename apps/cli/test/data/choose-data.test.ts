/** `nabla train` without data or target: it takes the only data, asks for the target, and never guesses. */
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { scanTable } from '@nablajs/datasets';
import { expect, it } from 'vitest';
import { askTarget } from '../../src/data/ask-target.js';
import { folderOfBars } from '../helpers/bars.js';
import { csv } from '../helpers/points.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const TABLE = csv(['x', 'y', 'side']);
const SMALL = ['--epochs', '1', '--no-run', '--backend', 'ts'];
const start = (stdout: string): unknown => JSON.parse(stdout.split('\n')[0] ?? '');

it('takes the only table and says so', async () => {
  const cwd = temporaryFolder({ 'points.csv': TABLE, 'notes.txt': 'a note' });
  const { stdout, stderr } = await nablaHere(['train', '--target', 'side', '--json', ...SMALL], { cwd });
  expect(stderr).toContain('Data: points.csv, a table: the only data found in this folder\n');
  expect(start(stdout)).toMatchObject({ rows: 180, columns: 2, preset: 'table-fast' });
  const config = await nablaHere(['config', '--target', 'side'], { cwd });
  expect(config.stdout).toMatch(/^data +.*points\.csv +found in this folder$/m);
});

it('takes the only folder of images', async () => {
  const { stdout } = await nablaHere(['train', '--json', ...SMALL], { cwd: folderOfBars(10) });
  expect(start(stdout)).toMatchObject({ rows: 18, imageShape: [12, 12], preset: 'images' });
});

it.each(['train', 'search'])('%s lists the columns and the commands to type, if it cannot ask', async (command) => {
  const cwd = temporaryFolder({ 'my points.csv': csv(['x', 'colour', 'side']) });
  const tried = command === 'search' ? ['--try', 'epochs=1,2'] : [];
  const { code, stdout, stderr } = await nablaHere([command, ...tried], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.split('\n').slice(1)).toEqual([
    'nabla: --target: expected the column to predict, one of the 3 columns of my points.csv. Received none.' +
      ' See https://nablajs.github.io/nabla/guides/your-own-csv#with-the-command',
    `  nabla ${command} 'my points.csv' --target x       numbers, -2.9997 to 3`,
    `  nabla ${command} 'my points.csv' --target colour  2 values, such as red`,
    `  nabla ${command} 'my points.csv' --target side    2 values, such as right`,
    '',
  ]);
});

it('lists the commands for several data, and takes those that the preset or the target fits', async () => {
  const cwd = temporaryFolder({ 'a.csv': TABLE, 'x/1/1.png': '', 'x/2/1.png': '' });
  const { code, stderr } = await nablaHere(['train'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /Received 2\. Name one\.\n {2}nabla train a\.csv {2}a table\n {2}nabla train x {6}images of 2 /,
  );
  for (const flags of [
    ['--target', 'side'],
    ['--preset', 'table-fast'],
  ]) {
    expect((await nablaHere(['train', ...flags, ...SMALL], { cwd })).stderr).toMatch(/^Data: a\.csv, a table/);
  }
});

it('shows four examples without any data', async () => {
  const { code, stderr } = await nablaHere(['train', '--epochs', '1'], { cwd: temporaryFolder({ 'a.md': '' }) });
  expect(code).toBe(2);
  expect(stderr.match(/^ {2}nabla train .*/gm)).toEqual([
    '  nabla train houses.csv --target price  a table: predict the column price',
    '  nabla train book.txt                   a text, to write more like it',
    '  nabla train photos                     images, in one folder per class',
    '  nabla train --preset quick             the handwritten digits of MNIST',
  ]);
});

it('trains on MNIST with a preset for it, and names the data that lie there', async () => {
  const cwd = temporaryFolder({ 'points.csv': TABLE });
  const args = ['train', '--preset', 'quick', '--target', 'side', ...SMALL];
  const { stderr } = await nablaHere(args, { cwd });
  expect(stderr).toMatch(/^Data: MNIST, as --preset quick .*: nabla train points\.csv\n/);
});

it.each([
  ['\u001b[B\r', 'side'],
  ['\u0003', undefined],
])('asks for the target: %j', async (keys, chosen) => {
  const { columns } = await scanTable(new Blob([csv(['x', 'side'])]));
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (part: Buffer) => {
    shown += part.toString();
  });
  const answer = askTarget(columns, { input, output });
  input.write(keys);
  expect(await answer).toBe(chosen);
  expect(stripVTControlCharacters(shown)).toMatch(
    /Which column should the network predict\?\n.* x \(numbers, -?[\d.]+ to 3\)\n.* side\n/,
  );
});
