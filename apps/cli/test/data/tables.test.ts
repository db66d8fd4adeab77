/** Trains, evaluates and predicts with tables. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { expect, it } from 'vitest';
import { loadTable } from '../../src/data/table-data.js';
import { csv, rows } from '../helpers/points.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folderWith = (table: string): string => temporaryFolder({ 'points.csv': table });
const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

type Pair = readonly [number, number];

const TS = ['--backend', 'ts', '--no-run'];

it('trains on a table with only its target, evaluates on the validation rows, and predicts others', async () => {
  const cwd = folderWith(csv(['x', 'y', 'colour', 'side']));
  const args = ['train', 'points.csv', '--target', 'side', '--out', 'model', '--json', '--epochs', '30', ...TS];
  const trained = await nablaHere(args, { cwd });
  expect(trained.code, trained.stderr).toBe(0);
  const [start] = lines(trained.stdout);
  expect(start).toMatchObject({ rows: 180, testRows: 20, columns: 3, inputs: 4, preset: 'table-fast', weightDecay: 1 });
  const done = lines(trained.stdout).at(-1) as { testAccuracy: number; classes: { name: string }[] };
  expect(done.testAccuracy).toBeGreaterThan(0.85);
  expect(done.classes.map(({ name }) => name)).toEqual(['left', 'right']);
  const evaluated = await nablaHere(['evaluate', 'model', '--json', '--backend', 'ts'], { cwd });
  // Early stopping of the preset chose the epoch by these rows, and by no others.
  const { intervals } = lines(trained.stdout).at(-1) ?? {};
  expect(lines(evaluated.stdout)[0]).toMatchObject({
    rows: 20,
    accuracy: done.testAccuracy,
    intervals,
    epochChosen: true,
  });
  const others = ['evaluate', 'model', '--data', 'points.csv', '--json', '--backend', 'ts'];
  const all = await nablaHere(others, { cwd });
  expect(lines(all.stdout)[0]).toMatchObject({ rows: 200, epochChosen: false });
  expect(all.stderr).toContain('nabla: the model was trained on most of these data. Without --data, it is tested');
  const { form, normalisation } = await loadModel(join(cwd, 'model'));
  expect(form).toMatchObject({ type: 'table', target: { name: 'side', kind: 'class', values: ['left', 'right'] } });
  expect(normalisation).toBeUndefined();

  writeFileSync(join(cwd, 'new.csv'), csv(['y', 'colour', 'x'], rows.slice(0, 20)));
  const predicted = await nablaHere(['predict', 'model', 'new.csv', '--csv', '--backend', 'ts'], { cwd });
  expect(predicted.code, predicted.stderr).toBe(0);
  const [header, ...answers] = predicted.stdout.trimEnd().split('\n');
  expect(header).toBe('y,colour,x,prediction,probability');
  const right = answers.filter((line, index) => line.split(',')[3] === rows[index]?.side);
  expect(right.length).toBeGreaterThan(16);
  const json = await nablaHere(['predict', 'model', 'new.csv', '--json', '--top', '1', '--backend', 'ts'], { cwd });
  const [first] = lines(json.stdout) as { row: number; prediction: string; probability: number; top: unknown[] }[];
  expect(first).toMatchObject({ row: 1, top: [{ class: first?.prediction, probability: first?.probability }] });
  expect(`${first?.prediction},${first?.probability}`).toBe(answers[0]?.split(',').slice(3).join(','));
});

it('does not save over a model of another target without --overwrite', async () => {
  const cwd = folderWith(csv(['x', 'y', 'side', 'colour']));
  const args = ['train', 'points.csv', '--backend', 'ts', '--epochs', '1', '--quiet', '--no-run', '--out', 'model'];
  expect((await nablaHere([...args, '--target', 'side'], { cwd })).code).toBe(0);
  const other = await nablaHere([...args, '--target', 'colour'], { cwd });
  expect([other.code, other.stdout]).toEqual([2, '']);
  expect(other.stderr).toMatch(
    /--out: .*model: it has a model of the class 'side', and the new one is of the class 'colour'\. .* --overwrite\.$/m,
  );
  const replaced = await nablaHere([...args, '--target', 'colour', '--overwrite'], { cwd });
  expect(replaced.code, replaced.stderr).toBe(0);
  expect((await loadModel(join(cwd, 'model'))).form?.['target']).toMatchObject({ name: 'colour' });
});

it('works with 400 classes, whose names the terminal does not obey', async () => {
  const name = (index: number): string => `k${index}\u001b]0;owned\u0007\u202e`;
  const lines = Array.from({ length: 800 }, (_, index) => `${index % 400},${(index * 7) % 400},${name(index % 400)}`);
  const cwd = folderWith(`a,b,kind\n${lines.join('\n')}\n`);
  writeFileSync(join(cwd, 'new.csv'), `a,b,kind\n${lines[7]}\n`);
  const train = ['train', 'points.csv', '--target', 'kind', '--epochs', '1', '--hidden', '4', '--out', 'model'];
  for (const [args, isTest] of [
    [[...train, '--run', 'run'], true],
    [['train', '--resume', 'run'], true],
    [['evaluate', 'model'], true],
    [['predict', 'model', 'new.csv'], false],
  ] as const) {
    const { code, stdout, stderr } = await nablaHere([...args, '--backend', 'ts'], { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(String.raw`\u001b]0;owned\u0007\u202e`);
    expect(stdout + stderr).toMatch(/^[\n -~]*$/);
    if (isTest) expect(stdout).toMatch(/^Most confused classes:\nTrue +Predicted +Count$/m);
  }
  const predicted = await nablaHere(['predict', 'model', 'new.csv', '--csv', '--backend', 'ts'], { cwd });
  expect(predicted.stdout).toContain(`\n7,49,${name(7)},k`);
});

it('predicts a number in its own unit', async () => {
  const cwd = temporaryFolder();
  const numbers = rows.map(({ x, y }) => `${x};${y};${1000 + 200 * Number(x) - 100 * Number(y)}`);
  writeFileSync(join(cwd, 'points.csv'), `x;y;price\n${numbers.join('\n')}\n`);
  const args = ['train', 'points.csv', '--target', 'price', '--out', 'model', '--json', '--epochs', '40', ...TS];
  const { stdout, stderr, code } = await nablaHere(args, { cwd });
  expect(code, stderr).toBe(0);
  const done = lines(stdout).at(-1) as {
    r2: number;
    rmse: number;
    mae: number;
    target: string;
    intervals: { r2: Pair; mae: Pair };
  };
  expect(done.target).toBe('price');
  expect(done.r2).toBeGreaterThan(0.9);
  const epochs = lines(stdout).filter(({ event }) => event === 'epoch-end') as { rmse: number }[];
  // The epochs report the same unit.
  expect(epochs[0]?.rmse).toBeGreaterThan(100);
  // The prices have a standard deviation of about 430.
  expect(done.rmse).toBeGreaterThan(1);
  expect(done.rmse).toBeLessThan(150);
  expect(done.mae).toBeLessThanOrEqual(done.rmse);
  const { r2, mae } = done.intervals;
  expect([r2[0] < done.r2, done.r2 < r2[1], mae[0] < done.mae, done.mae < mae[1]]).toEqual([true, true, true, true]);
  const predicted = await nablaHere(['predict', 'model', 'points.csv', '--backend', 'ts'], { cwd });
  const [line = ''] = predicted.stdout.split('\n');
  const price = Number(/^row 1: (-?[\d.]+)$/.exec(line)?.[1]);
  expect(Math.abs(price - Number(numbers[0]?.split(';')[2]))).toBeLessThan(300);
});

it('prints no R2 of three rows, and does not compare one row with chance', async () => {
  const cwd = folderWith(csv(['x', 'y', 'side']));
  const args = (target: string, share: string, ...flags: string[]): string[] => [
    ...['train', 'points.csv', '--target', target, '--validation', share, '--epochs', '2', ...flags, ...TS],
  ];
  const three = await nablaHere(args('x', '0.015', '--out', 'model'), { cwd });
  expect(three.stdout).toMatch(
    /^Rows for validation: 3\nEpoch 1\/2 - Loss: [\d.]+\nEpoch 2\/2 - Loss: [\d.]+\nR2 .*: not shown/m,
  );
  expect(three.stderr).toContain('nabla: 3 rows say little about a model. Keep more with --validation 0.3');
  const json = lines((await nablaHere(['evaluate', 'model', '--json', '--backend', 'ts'], { cwd })).stdout)[0];
  expect(json).toMatchObject({ rows: 3, target: 'x' });
  expect(json).not.toHaveProperty('r2');
  const one = await nablaHere(args('side', '0.005', '--json'), { cwd });
  expect(one.stderr).toContain('nabla: 1 row says little about a model.');
  expect(one.stderr).not.toContain('chance');
  expect(lines(one.stdout).at(-1)).not.toHaveProperty('chance');
});

it('evaluates on the other table that it was tested on', async () => {
  const cwd = folderWith(csv(['x', 'y', 'side']));
  writeFileSync(join(cwd, 'other.csv'), csv(['x', 'y', 'side'], rows.slice(0, 30)));
  const args = ['train', 'points.csv', '--target', 'side', '--validation', 'other.csv', '--out', 'model', ...TS];
  const trained = await nablaHere([...args, '--json', '--epochs', '3'], { cwd });
  const done = lines(trained.stdout).at(-1) as { testAccuracy: number };
  const evaluated = await nablaHere(['evaluate', 'model', '--json', '--backend', 'ts'], { cwd });
  expect(lines(evaluated.stdout)[0]).toMatchObject({ rows: 30, accuracy: done.testAccuracy });
});

it('refuses to resume with changed data', async () => {
  const cwd = folderWith(csv(['x', 'y', 'side']));
  const train = [
    'train',
    'points.csv',
    '--target',
    'side',
    '--run',
    'run',
    '--epochs',
    '2',
    '--quiet',
    '--backend',
    'ts',
  ];
  await nablaHere(train, { cwd, env: { NABLA_RUN: '' } });
  // Another order of the rows changes no column, scale or class.
  const write = (changed: typeof rows) => writeFileSync(join(cwd, 'points.csv'), csv(['x', 'y', 'side'], changed));
  const resume = () => nablaHere(['train', '--resume', 'run', '--epochs', '4'], { cwd });
  write([...rows.slice(1), ...rows.slice(0, 1)]);
  const { code, stderr } = await resume();
  expect(stderr).toMatch(/--resume: the data have changed since the run began/);
  expect(code).toBe(1);

  const record = join(cwd, 'run/run.json');
  writeFileSync(record, readFileSync(record, 'utf8').replace(/"dataDigest": "\w+",/, ''));
  write(rows.map((row) => ({ ...row, x: `${10 * Number(row.x)}` })));
  expect((await resume()).stderr).toContain('expected the same columns, scales and classes');
});

it('resumes a run of a table with the same validation rows', async () => {
  const cwd = folderWith(csv(['x', 'y', 'side']));
  const args = ['train', 'points.csv', '--target', 'side', '--json', '--backend', 'ts', '--seed', '3'];
  const whole = await nablaHere([...args, '--epochs', '4', '--run', 'whole', '--out', 'a'], {
    cwd,
    env: { NABLA_RUN: '' },
  });
  expect(whole.code, whole.stderr).toBe(0);
  await nablaHere([...args, '--epochs', '2', '--run', 'part'], { cwd, env: { NABLA_RUN: '' } });
  const resumed = await nablaHere(['train', '--resume', 'part', '--epochs', '4', '--out', 'b', '--json'], { cwd });
  expect(resumed.code, resumed.stderr).toBe(0);
  const weights = (name: string): Buffer => readFileSync(join(cwd, name, 'weights.safetensors'));
  const parameters = async (name: string) => [...(await loadModel(join(cwd, name))).parameters];
  expect(await parameters('b')).toEqual(await parameters('a'));
  expect(weights('a').length).toBe(weights('b').length);
});

it.each([
  [['points.csv', '--target', 'sid'], /Received 'sid'\. Did you mean 'side'\?/, 1],
  [['points.csv', '--target', 'side', '--task', 'regression'], /in the target 'side'\. Received "\w+" in row 1/, 1],
  [['points.csv', '--target', 'side', '--validation', '1.5'], /--validation: expected a number between 0 and 1/, 2],
  [['missing.csv', '--target', 'side'], /missing\.csv: no such file or folder; check the path\./, 1],
  [['points.json', '--target', 'side'], /points\.json: expected a table, such as CSV\. Received JSON; save it as/, 1],
  [['bare.csv', '--target', 'side'], /Received 'side'\. Its first row holds no names/, 1],
  [['--target', 'side', '--preset', 'seed'], /--target: it works only with tables, and MNIST is not a table/, 2],
])('refuses %j', async (args, message, exitCode) => {
  const cwd = folderWith(csv(['x', 'y', 'side']));
  writeFileSync(join(cwd, 'points.json'), JSON.stringify(rows));
  writeFileSync(join(cwd, 'bare.csv'), '1,2\n3,4\n');
  const { code, stderr } = await nablaHere(['train', ...args, ...TS], { cwd });
  expect(stderr).toMatch(message);
  expect(code).toBe(exitCode);
});

it('predict names the rows of a table of several blocks, and what it does not know in them', async () => {
  const cwd = folderWith(csv(['x', 'colour', 'side']));
  const train = ['train', 'points.csv', '--target', 'side', '--epochs', '1', '--quiet', '--out', 'model', ...TS];
  await nablaHere(train, { cwd });
  const cells = Array.from({ length: 1500 }, (_, row) => `${row % 3}.12345678,blue`);
  const odd = { 1400: ',', 1402: '1,pi\u001b[31mnk', 1404: ',', 1406: '2,green', 1408: '3,pink' };
  for (const [row, line] of Object.entries(odd)) cells[Number(row) - 1] = line;
  writeFileSync(join(cwd, 'new.csv'), `x,colour\n${cells.join('\n')}\n`);
  const { stdout, stderr } = await nablaHere(['predict', 'model', 'new.csv', '--json', '--backend', 'ts'], { cwd });
  expect(lines(stdout).map(({ row }) => row)).toEqual(Array.from({ length: 1500 }, (_, row) => row + 1));
  expect(stderr).toContain(
    'new.csv: row 1402: colour: the model does not know the text "pi\\u001b[31mnk" (and 2 other cells).',
  );
  expect(stderr).toContain('new.csv: row 1400 (and 1 other row): no value in any column that the model uses.');
  cells[1450] = 'x,blue';
  writeFileSync(join(cwd, 'new.csv'), `x,colour\n${cells.join('\n')}\n`);
  const refused = await nablaHere(['predict', 'model', 'new.csv', '--backend', 'ts'], { cwd });
  expect(refused.stderr).toContain('new.csv: row 1451: x: expected a number. Received "x".');
});

it('predict refuses what it cannot answer', async () => {
  const cwd = folderWith(csv(['x', 'y', 'side']));
  const train = ['train', 'points.csv', '--target', 'side', '--epochs', '1', '--quiet', '--out', 'model', ...TS];
  await nablaHere(train, { cwd });
  writeFileSync(join(cwd, 'less.csv'), 'x\n1\n');
  const refused = async (...args: string[]): Promise<string> => (await nablaHere(['predict', ...args], { cwd })).stderr;
  expect(await refused('model', 'less.csv')).toMatch(/less\.csv: expected the column 'y'/);
  expect(await refused('model', 'less.csv', '--top', '0')).toMatch(/--top: expected a whole number from 1 to 1000/);
  expect(await refused('model', 'less.csv', '--csv', '--json')).toMatch(/expected --json or --csv\. Received both/);
  writeFileSync(join(cwd, 'turned.csv'), csv(['y', 'x'], rows.slice(0, 2)));
  expect(await refused('model', 'points.csv', 'turned.csv', '--csv')).toMatch(
    /turned\.csv: expected the columns of the first/,
  );
  expect(await refused('none', 'less.csv')).toMatch(/no model in .*none/);
});

it('learns many rows of many classes by one network: the preset table keeps the answers of all', async () => {
  const text = (rows: number): string =>
    `x,class\n${Array.from({ length: rows }, (_, row) => `${row % 97},class ${row % 1000}`).join('\n')}\n`;
  const load = async (rows: number) => {
    const path = join(folderWith(text(rows)), 'points.csv');
    const given = { preset: 'table', dtype: 'float32', target: 'class', task: undefined, seed: 0 } as const;
    return await loadTable(path, { ...given, validation: undefined });
  };
  expect((await load(10_000)).table?.folds).toEqual({ folds: 5, tested: 5 });
  const { table, notes, testName } = await load(10_001);
  expect([table, testName]).toEqual([undefined, 'validation']);
  expect(notes).toContain(
    'points.csv: 10,001 rows times 1,000 classes is more than 10,000,000, so the preset is table-fast.',
  );
});
