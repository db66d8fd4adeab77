/** `nabla init`: finds data, writes a config, and training uses it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/settings/config-schema.js';
import { loadConfigFile } from '../../src/settings/file/config-file.js';
import { SETTING_NAMES } from '../../src/settings/setting-table.js';
import { idxFiles } from '../helpers/idx-folder.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const FILE = 'nabla.config.ts';
const configIn = (cwd: string): string => readFileSync(join(cwd, FILE), 'utf8');
const valuesIn = async (cwd: string): Promise<unknown> => (await loadConfigFile(cwd))?.values;

/** 40 rows: numbers from 0 to 19.5, dates of a month, a colour with a missing value, and two classes. */
const rows = Array.from({ length: 40 }, (_, index) => {
  const day = `2024-02-${String(1 + (index % 28)).padStart(2, '0')}`;
  const colour = index === 3 ? '' : index % 4 === 0 ? 'red' : 'blue';
  return [index + 1, index / 2, day, colour, `note ${index}`, index < 10 ? 'low' : 'high'].join(',');
});
const TABLE = `id,size,day,colour,notes,class\n${rows.join('\n')}\n`;

describe('for a table', () => {
  it('describes each column, and guesses the target', async () => {
    const cwd = temporaryFolder({ 'things.csv': TABLE });
    const { code, stdout, stderr } = await nablaHere(['init'], { cwd });
    expect(code, stderr).toBe(0);
    const text = configIn(cwd);
    for (const line of [
      "// Written by nabla init for 'things.csv': 40 rows of 6 columns.",
      "  // The columns besides the target; 3 of them become the network's 11 inputs:",
      "  //   'id': ignored: it numbers the rows",
      "  //   'size': number, 0 to 19.5, mean 9.75",
      "  //   'day': date, 2024-02-01 to 2024-02-28",
      "  //   'colour': category of 2: 'blue' (29), 'red' (10); 1 missing",
      "  //   'notes': ignored: it has 40 different texts",
      "  // A guess: the last column. The others are 'id', 'size', 'day', 'colour', 'notes'.",
      '  // It is one of 2 classes:',
      "  //   'high': 30 rows",
      "  //   'low': 10 rows",
      "  // group: 'patient',",
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(await valuesIn(cwd)).toEqual({
      ...{ data: 'things.csv', target: 'class', task: 'classification', preset: 'table' },
      ...{ effort: 1, folds: 5 },
    });
    const found =
      'Found things.csv: 40 rows of 6 columns. Target: class (classification, a guess; choose another with --target)';
    expect(stdout).toBe(`${found}\nWrote ${join(cwd, FILE)}\nChange what you like in it, then run: nabla train\n`);
  });

  it('has as many folds as the rows allow', async () => {
    const cwd = temporaryFolder({ 'few.csv': 'x,y\n7,a\n2,b\n8,a\n1,b\n9,a\n3,b\n' });
    await nablaHere(['init'], { cwd });
    expect(await valuesIn(cwd)).toMatchObject({ data: 'few.csv', folds: 3 });
  });

  it('writes a config that trains like the flags', async () => {
    const big = Array.from(
      { length: 60 },
      (_, index) => `${index % 17},${index % 5},${((index % 17) * 3.7).toFixed(2)}`,
    );
    const cwd = temporaryFolder({ 'big.csv': `a,b,price\n${big.join('\n')}\n` });
    // All that a training depends on is in its first event and in the settings of its run.
    const begun = async (run: string, ...args: string[]) => {
      const command = ['train', ...args, '--json', '--folds', '2', '--run', run];
      const { code, stdout, stderr } = await nablaStopped(command, [/"event":"start"/, 'SIGINT'], { cwd });
      expect(code, stderr).toBe(130);
      const { run: _, ...start } = JSON.parse(stdout.split('\n')[0] ?? '') as Record<string, unknown>;
      const { config, dataDigest } = JSON.parse(readFileSync(join(cwd, run, 'run.json'), 'utf8'));
      expect(config).toMatchObject({ target: 'price' });
      return { start, config, dataDigest };
    };
    const byFlags = await begun('flags', 'big.csv', '--target', 'price');
    expect((await nablaHere(['init', '--target', 'price'], { cwd })).code).toBe(0);
    const byFile = await begun('file');
    // The file says what is guessed without it.
    expect(byFile).toEqual({ ...byFlags, config: { ...byFlags.config, task: 'regression' } });
    expect(byFile.start).toMatchObject({ rows: 60, preset: 'table' });
    expect(configIn(cwd)).toContain('  // It is a number, 0 to 59.2, mean 2');
    expect(configIn(cwd)).not.toContain('A guess');
  });

  const NAMES = [
    '*/ process.exit() //',
    'a\nexport default {}',
    `'\`\${process.exit()}\``,
    '\\',
    'x\u2028y\u202e',
    '"',
  ];
  const quoted = (texts: readonly string[]): string => texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');

  it.each(NAMES)('escapes names and values of the data: target %j', async (target) => {
    const values = ["'*/ throw 1 /*", '\nthrow 2\n'];
    const lines = Array.from({ length: 30 }, (_, index) =>
      quoted(NAMES.map((_name, column) => (column % 2 === 0 ? `${index % (column + 3)}` : (values[index % 2] ?? '')))),
    );
    const name = `it's \`\${1}\`.csv`;
    const cwd = temporaryFolder({ [name]: `${quoted(NAMES)}\n${lines.join('\n')}\n` });
    const { code, stderr } = await nablaHere(['init', '--target', target], { cwd });
    expect(code, stderr).toBe(0);
    const text = configIn(cwd);
    const frame = /^(|import \{ defineConfig \} .*|export default defineConfig\(\{| {2}\w+: .*,|\}\);)$/;
    expect(text.split('\n').filter((line) => !/^ *\/\/ /.test(line) && !frame.test(line))).toEqual([]);
    expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(await valuesIn(cwd)).toMatchObject({ data: name, target });
    const args = ['train', '--folds', '2', '--no-run', '--json'];
    const begun = await nablaStopped(args, [/"event":"start"/, 'SIGINT'], { cwd });
    expect(begun.code, begun.stderr).toBe(130);
    expect(JSON.parse(begun.stdout)).toMatchObject({ event: 'start', rows: 30 });
  });

  it('escapes invisible characters, also in the reason why a column is ignored', async () => {
    const lines = Array.from(
      { length: 90 },
      (_, index) => `${index === 5 ? 'x\u202ey' : index * 1.5},${index % 7},${index % 2}`,
    );
    const { stdout } = await nablaHere(['init', '--print'], {
      cwd: temporaryFolder({ 'a.csv': `odd,b,class\n${lines.join('\n')}\n` }),
    });
    expect(stdout).toContain(`//   'odd': ignored: nearly all its values are numbers, but row 6 has "x\\u202ey"\n`);
  });

  it('names a remedy if no network can learn the guessed target', async () => {
    const table = `a,b,text\n${rows.map((_, index) => `${index % 3},${index % 2},same`).join('\n')}\n`;
    const { code, stderr } = await nablaHere(['init'], { cwd: temporaryFolder({ 'a.csv': table }) });
    expect(stderr).toMatch(
      /Received 1\. nabla guessed the last column as target\. Name it with --target, one of 'a', 'b', 'text'/,
    );
    expect(code).toBe(2);
  });

  it('stays short for a table of many columns', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `c${index}`);
    const lines = Array.from({ length: 5 }, (_, row) => names.map((_, index) => (row * index) % 11).join(','));
    const { stdout } = await nablaHere(['init', '--print'], {
      cwd: temporaryFolder({ 'wide.csv': `${names.join(',')}\n${lines.join('\n')}\n` }),
    });
    expect(stdout).toContain('  //   and 799 more\n');
    expect(stdout.split('\n').length).toBeLessThan(400);
  });
});

describe('finds data', () => {
  const images = { 'photos/cat/1.png': '', 'photos/cat/2.JPG': '', 'photos/dog/3.jpeg': '', 'photos/readme.txt': '' };

  it('in a folder of images, with its classes', async () => {
    const cwd = temporaryFolder({ ...images, 'runs/a/1.png': '', 'runs/b/1.png': '' });
    const { code, stderr } = await nablaHere(['init'], { cwd });
    expect(code, stderr).toBe(0);
    expect(await valuesIn(cwd)).toMatchObject({ data: 'photos', validation: 0.1, preset: 'images' });
    expect(configIn(cwd)).toMatch(/ {2}\/\/ {3}'cat': 2 images\n {2}\/\/ {3}'dog': 1 images\n/);
  });

  it('in a folder of IDX files, and trains with it', async () => {
    const files = Object.entries(idxFiles()).map(([name, bytes]) => [`digits/${name}`, bytes] as const);
    const cwd = temporaryFolder(Object.fromEntries(files));
    expect((await nablaHere(['init'], { cwd })).stdout).toMatch(/^Found images in IDX files: digits\n/);
    const { code, stdout, stderr } = await nablaHere(
      ['train', '--json', '--epochs', '1', '--no-run', '--backend', 'ts'],
      { cwd },
    );
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ rows: 120, preset: 'quick', hidden: [256] });
  });

  it('nowhere, and then writes a config for MNIST', async () => {
    const cwd = temporaryFolder({ 'notes.md': '', 'src/index.ts': '' });
    const { stdout } = await nablaHere(['init'], { cwd });
    expect(stdout).toMatch(/^Found no data in this folder\. The config is for MNIST, which comes with nabla\.\nWrote /);
    expect(await valuesIn(cwd)).toEqual({
      ...{ preset: 'quick', epochs: 6, batchSize: 128, hidden: 256, optimizer: 'adam', learningRate: 0.001 },
    });
  });

  it.each([
    [
      'two tables',
      { 'a.csv': TABLE, 'b.tsv': TABLE },
      [],
      /expected the only data in this folder\. Received 2\. Name one\.\n {2}nabla init a\.csv {2}a table\n.* b\.tsv/,
    ],
    [
      'two folders',
      { ...images, 'x/a/1.png': '', 'x/b/1.png': '' },
      [],
      /Name one\.\n {2}nabla init photos {2}images of 2 classes\n {2}nabla init x /,
    ],
    ['a missing file', {}, ['none.csv'], /none\.csv does not exist; check the path/],
    [
      'a folder of something else',
      { 'docs/a.md': '' },
      ['docs'],
      /Received docs, which has no such subfolders and no IDX files/,
    ],
    ['a target of images', images, ['--target', 'x'], /--target: only a table has a target, but these are images/],
    ['an unknown target', { 'a.csv': TABLE }, ['--target', 'sise'], /Received 'sise'\. Did you mean 'size'\?/],
    ['two forms', { 'a.csv': TABLE }, ['--print', '--json'], /expected --print or --json\. Received both/],
  ])('refuses %s', async (_, files: Record<string, string>, args, message) => {
    const cwd = temporaryFolder(files);
    const { code, stderr } = await nablaHere(['init', ...args], { cwd });
    expect(stderr).toMatch(message);
    expect(code).toBeGreaterThan(0);
    expect(existsSync(join(cwd, FILE))).toBe(false);
  });
});

describe('the file', () => {
  it('is never overwritten without --overwrite, nor written beside another config', async () => {
    const cwd = temporaryFolder({ 'a.csv': TABLE, [FILE]: '// mine' });
    const refused = await nablaHere(['init'], { cwd });
    expect([refused.code, configIn(cwd)]).toEqual([2, '// mine']);
    expect(refused.stderr).toMatch(/nabla\.config\.ts already exists\. Replace it with --overwrite/);
    // The variable applies only to models.
    expect((await nablaHere(['init'], { cwd, env: { NABLA_OVERWRITE: '1' } })).code).toBe(2);
    expect((await nablaHere(['init', '--overwrite'], { cwd })).code).toBe(0);
    expect(await valuesIn(cwd)).toMatchObject({ data: 'a.csv' });

    const other = temporaryFolder({ 'a.csv': TABLE, 'nabla.config.json': '{}' });
    const { code, stderr } = await nablaHere(['init', '--overwrite'], { cwd: other });
    expect([code, existsSync(join(other, FILE))]).toEqual([2, false]);
    expect(stderr).toMatch(/nabla\.config\.json already exists\. Remove it first/);
  });

  it('is printed but not written with --print', async () => {
    const cwd = temporaryFolder({ 'a.csv': TABLE, 'nabla.config.json': '{}' });
    const { code, stdout } = await nablaHere(['init', '--print'], { cwd });
    expect([code, existsSync(join(cwd, FILE))]).toEqual([0, false]);
    const empty = temporaryFolder({ 'a.csv': TABLE });
    await nablaHere(['init'], { cwd: empty });
    expect(stdout).toBe(configIn(empty));
  });

  it('names every setting once, with valid values in the commented lines', async () => {
    const cwd = temporaryFolder();
    await nablaHere(['init'], { cwd });
    const all = configIn(cwd).replaceAll(/^ {2}\/\/ (\w+: .*,)$/gm, '  $1');
    writeFileSync(join(cwd, FILE), all);
    const values = await valuesIn(cwd);
    expect(Object.keys(values as object).sort()).toEqual([...SETTING_NAMES].sort());
    expect(configSchema.safeParse(values).error).toBeUndefined();
  });
});

it('--json prints what was found', async () => {
  const cwd = temporaryFolder({ 'things.csv': TABLE });
  const { stdout } = await nablaHere(['init', 'things.csv', '--target', 'size', '--json'], { cwd });
  const { event, file, data, settings } = JSON.parse(stdout) as Record<string, never>;
  expect([event, file]).toEqual(['init', join(cwd, FILE)]);
  expect(data).toMatchObject({
    ...{ kind: 'table', path: 'things.csv', rows: 40, rowsWithoutTarget: 0, inputs: 12 },
    target: { name: 'size', guessed: false, task: 'regression', min: 0, max: 19.5, mean: 9.75 },
    columns: [
      { name: 'id', kind: 'not used', reason: 'it numbers the rows' },
      { name: 'day', kind: 'date', from: '2024-02-01', to: '2024-02-28', missing: 0 },
      {
        name: 'colour',
        kind: 'category',
        missing: 1,
        values: [
          { value: 'blue', rows: 29 },
          { value: 'red', rows: 10 },
        ],
      },
      { name: 'notes', kind: 'not used' },
      { name: 'class', kind: 'category' },
    ],
  });
  expect(settings).toMatchObject({ target: 'size', task: 'regression', preset: 'table' });
});
