import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configJsonSchema } from '../../src/settings/file/config-json-schema.js';
import { SETTING_NAMES } from '../../src/settings/setting-table.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

type Explained = Record<string, { value: unknown; source: string; from?: string }>;
const read = (stdout: string): { configFile: string | null; settings: Explained } => JSON.parse(stdout);

it('names the source of each value', async () => {
  const cwd = temporaryFolder({ 'nabla.config.json': '{ "preset": "quick", "epochs": 9, "keep": 2, "seed": 5 }' });
  const env = { NABLA_EPOCHS: '8', NABLA_KEEP: '4', NABLA_RUN: '' };
  const { code, stdout } = await nablaHere(['config', '--epochs', '7', '--json'], { cwd, env });
  expect(code).toBe(0);
  const { configFile, settings } = read(stdout);
  expect(configFile).toBe(join(cwd, 'nabla.config.json'));
  expect(Object.keys(settings)).toEqual(SETTING_NAMES);
  expect(settings).toMatchObject({
    epochs: { value: 7, source: 'flag', from: '--epochs' },
    keep: { value: 4, source: 'environment', from: 'NABLA_KEEP' },
    seed: { value: 5, source: 'file', from: configFile },
    preset: { value: 'quick', source: 'file' },
    hidden: { value: [256], source: 'preset', from: 'quick' },
    learningRate: { value: 0.001, source: 'preset', from: 'quick' },
    checkpointEvery: { value: 1, source: 'default' },
    out: { value: null, source: 'default' },
    json: { value: true, source: 'flag', from: '--json' },
  });
});

it('does not attribute the learning rate of another optimizer to the preset', async () => {
  const { stdout } = await nablaHere(['config', '--optimizer', 'adam', '--json'], { cwd: temporaryFolder() });
  const { settings } = read(stdout);
  expect(settings['learningRate']).toEqual({ value: 0.001, source: 'default' });
  expect(settings['epochs']).toEqual({ value: 250, source: 'preset', from: 'seed' });
});

it('prints a table', async () => {
  const cwd = temporaryFolder({
    'nabla.config.json': '{ "hidden": [8, 4], "backend": "ts", "backendOptions": { "a": 1 } }',
  });
  const { stdout } = await nablaHere(['config', '--checkpoint-every', '5 steps'], { cwd });
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^setting +value +from$/);
  const cells = lines.map((line) => line.split(/ {2,}/));
  expect(cells).toContainEqual(['hidden', '8,4', 'file nabla.config.json']);
  expect(cells).toContainEqual(['checkpointEvery', '5 steps', '--checkpoint-every']);
  expect(cells).toContainEqual(['run', 'false', 'NABLA_RUN']);
  expect(cells).toContainEqual(['epochs', '250', 'preset seed']);
  expect(cells).toContainEqual(['backendOptions', '{"a":1}', 'file nabla.config.json']);
});

it('adapts values to the number of rows, as training does', async () => {
  const rows = Array.from({ length: 1500 }, (_, index) => `${index % 17},${index % 5},${index % 23}.5`);
  const cwd = temporaryFolder({ 'big.csv': `a,b,price\n${rows.join('\n')}\n` });
  const args = ['big.csv', '--target', 'price', '--json', '--epochs', '1'];
  const { settings } = read((await nablaHere(['config', ...args], { cwd })).stdout);
  expect(settings['weightDecay']).toEqual({ value: 500 / 1350, source: 'preset', from: 'table-fast' });
  const { stdout } = await nablaHere(['train', ...args, '--backend', 'ts'], { cwd });
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ weightDecay: 500 / 1350 });

  const without = await nablaHere(['config', 'big.csv', '--json', '--preset', 'table-fast'], { cwd });
  expect(without.code).toBe(0);
  expect(without.stderr).toMatch(
    /--target: expected the column to predict, one of the 3 columns of big\.csv\. .* nabla train would stop here/,
  );
  expect(read(without.stdout).settings['weightDecay']?.value).toBe(1);
});

it('shows what a resumed run keeps', async () => {
  const cwd = temporaryFolder();
  const args = ['--data', idxFolder(), '--backend', 'ts', '--hidden', '8', '--epochs', '1', '--run', 'kept', '--quiet'];
  expect((await nablaHere(['train', ...args], { cwd })).code).toBe(0);
  const env = { NABLA_SEED: '9', NABLA_RUN: '' };
  const resumed = await nablaHere(['config', '--resume', 'kept', '--epochs', '3', '--json'], { cwd, env });
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(read(resumed.stdout).settings).toMatchObject({
    epochs: { value: 3, source: 'flag' },
    hidden: { value: [8], source: 'run', from: join(cwd, 'kept') },
    seed: { value: 0, source: 'run' },
    out: { value: null, source: 'default' },
  });
});

it('--schema prints the JSON Schema', async () => {
  const { code, stdout } = await nablaHere(['config', '--schema'], { cwd: temporaryFolder() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(configJsonSchema());
});

it('fails like train', async () => {
  const { code, stderr } = await nablaHere(['config', '--epochs', '0'], { cwd: temporaryFolder() });
  expect(stderr).toMatch(/--epochs: expected a whole number of at least 1\. Received '0'/);
  expect(code).toBe(2);
});
