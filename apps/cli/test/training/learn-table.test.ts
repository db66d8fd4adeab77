/** Learns tables with the preset `table`: with one trial, as the least effort allows, or with three. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { csv, rows } from '../helpers/points.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const some = rows.slice(0, 60);
const LEAST = ['--effort', '0.001', '--folds', '2', '--backend', 'wasm'];
const train = (cwd: string, ...args: string[]) =>
  nablaHere(['train', 'points.csv', '--target', 'side', ...LEAST, ...args], { cwd, env: { NABLA_RUN: '' } });
const parameters = async (folder: string) => [...(await loadModel(folder)).parameters];
const HELD_OUT = 'each row was tested by networks that had not seen it';
const CHOSEN = 'The epoch and the settings were chosen on these rows: expect a little less on new rows';

describe('a table of classes', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'nabla-cli-'));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  let said: { readonly code: number; readonly stdout: string; readonly stderr: string };
  beforeAll(async () => {
    writeFileSync(join(cwd, 'points.csv'), csv(['x', 'y', 'colour', 'side'], some));
    // Enough for a network, a linear model, and the network again on another cut of the rows.
    said = await train(cwd, '--effort', '0.028', '--run', 'run', '--out', 'model');
  });

  it('is tested row by row by networks that have not seen the row', async () => {
    expect(said.code, said.stderr).toBe(0);
    expect(said.stdout).toMatch(
      new RegExp(
        '^Training rows: 60, of 3 columns that become 4 inputs\n' +
          'All rows are tested, each by networks that have not seen it \\(2 folds\\)\n' +
          'Trial 1 - 128x128, dropout 0.2, decay 0.5, rate 0.004 - 2 folds - Loss: 0\\.\\d{4}\n' +
          'Trial 2 - no hidden layer, .* - 2 folds - Loss: 0\\.\\d{4}\nTrial 3 - 128x128, .*\n' +
          `Accuracy on held-out rows: 9\\d\\.\\d\\d%\n95% interval from 60 rows: .*; ${HELD_OUT}\n${CHOSEN}\n`,
      ),
    );
    expect(said.stdout).toMatch(/\nModel: 4 networks of 128x128, [^\n]*\nTraining time: [\d.]+ s\n$/);
    expect(said.stdout).not.toContain('alidation');
    expect(readdirSync(join(cwd, 'run')).sort()).toEqual(
      ['events.jsonl', 'model', 'results.json', 'run.json', 'trials.jsonl'].sort(),
    );
    expect(await parameters(join(cwd, 'run/model'))).toEqual(await parameters(join(cwd, 'model')));
  });

  it('gives a model for predict, inspect, export and report, from its folder or from the run', async () => {
    writeFileSync(join(cwd, 'new.csv'), csv(['y', 'colour', 'x'], some.slice(0, 20)));
    const predicted = async (model: string) =>
      (await nablaHere(['predict', model, 'new.csv', '--csv'], { cwd })).stdout;
    const first = await predicted('model');
    expect(await predicted('run')).toBe(first);
    const lines = first.trimEnd().split('\n').slice(1);
    expect(lines.filter((line, at) => line.split(',')[3] === some[at]?.side).length).toBeGreaterThan(17);

    writeFileSync(join(cwd, 'one.csv'), csv(['x', 'y', 'colour'], some.slice(0, 1)));
    const explained = (await nablaHere(['predict', 'model', 'one.csv', '--explain', '--top', '1'], { cwd })).stdout;
    expect(explained).toMatch(/^row 1: (left|right) \([\d.]+%\)\n {2}(x|y|colour) [+-][\d.]+%, /);
    const refused = await nablaHere(['predict', 'model', 'one.csv', '--intervals'], { cwd });
    expect(refused.stderr).toContain('--intervals: expected a model that predicts numbers.');

    const inspected = await nablaHere(['inspect', 'run', '--json'], { cwd });
    expect(jsonLines(inspected)[0]).toMatchObject({ layers: [{ type: 'Ensemble', options: { members: 4 } }] });
    const exported = await nablaHere(['export', 'run', '--weights', 'int8', '--out', 'small'], { cwd });
    expect(exported.stderr).toContain('the cost of fewer bits is not measured: the model learned from all of its');
    expect((await nablaHere(['predict', 'small', 'one.csv'], { cwd })).code).toBe(0);

    const report = await nablaHere(['report', 'run', '--json'], { cwd });
    expect(jsonLines(report)[0]).toMatchObject({
      runs: [
        {
          status: 'finished',
          trials: [{ trial: 1 }, { trial: 2 }, { trial: 3 }],
          results: { rows: 60, heldOut: true },
          problems: [],
        },
      ],
    });
    const page = readFileSync(join(cwd, 'run/report.html'), 'utf8');
    expect(page).toContain(`each tested by networks that had not seen it. ${CHOSEN}.`);
    expect(page).toContain(
      'An ensemble of networks that tells 2 classes apart, trained on ../points.csv across 2 folds',
    );
    expect(page).toContain('What matters');
    const { columns } = JSON.parse(readFileSync(join(cwd, 'run/results.json'), 'utf8'));
    expect(columns).toHaveLength(3);
    expect(columns[0]).toMatchObject({
      kind: expect.stringMatching(/number|category/),
      importance: expect.any(Number),
    });
    expect(columns[0].importance).toBeGreaterThan(0.05);
    expect(columns[0].answers).toHaveLength(columns[0].cells.length);
  });

  it('has no rows left for evaluate, which asks for others', async () => {
    const { code, stderr } = await nablaHere(['evaluate', 'model'], { cwd });
    expect([code, stderr]).toEqual([
      1,
      'nabla: the model learned from all of its data, so none are left for a test. Name other data with ' +
        '--data. To keep some for a test, train with --validation FILE.\n',
    ]);
    const same = await nablaHere(['evaluate', 'model', '--data', 'points.csv', '--json'], { cwd });
    expect(jsonLines(same)[0]).toMatchObject({ rows: 60 });
    expect(same.stderr).toContain('the model was trained on all of these data');
  });

  it('has the same bits after a run that was killed', async () => {
    // It was killed in the middle of the third trial's line.
    cpSync(join(cwd, 'run'), join(cwd, 'killed'), { recursive: true });
    rmSync(join(cwd, 'killed/model'), { recursive: true });
    const text = readFileSync(join(cwd, 'killed/trials.jsonl'), 'utf8');
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
    expect(ends).toHaveLength(3);
    truncateSync(join(cwd, 'killed/trials.jsonl'), (ends[1] as number) + 20);
    const resumed = await nablaHere(['train', '--resume', 'killed', '--json'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    const [start, next] = jsonLines(resumed);
    expect([start, next]).toMatchObject([{ resumed: { trials: 2 } }, { event: 'trial', trial: 3 }]);
    expect(await parameters(join(cwd, 'killed/model'))).toEqual(await parameters(join(cwd, 'model')));
    const again = readFileSync(join(cwd, 'killed/trials.jsonl'), 'utf8');
    expect(again.replaceAll(/"seconds":[\d.]+/g, '')).toBe(text.replaceAll(/"seconds":[\d.]+/g, ''));
  });

  it('refuses a resumption with other settings, and trials that nabla did not write', async () => {
    const resume = async (...args: string[]) =>
      (await nablaHere(['train', '--resume', 'run', ...args], { cwd })).stderr;
    expect(await resume('--folds', '3')).toContain('--folds: a resumed run keeps its settings. It was started with 2.');
    expect(await resume('--epochs', '3')).toContain('--epochs: it describes one network');
    appendFileSync(join(cwd, 'run/trials.jsonl'), '{"trial":4,"recipe":{}}\n');
    expect(await resume()).toContain('line 4 is not in nabla');
    // A loss too few, which would count as none.
    const file = join(cwd, 'run/trials.jsonl');
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${first.replace(/"losses":\[[\d.]+,/, '"losses":[')}\n`);
    expect(await resume()).toContain('line 1 is not in nabla');
  });

  it('tests once on rows that are set aside, which evaluate repeats', async () => {
    const trained = await train(cwd, '--validation', '0.2', '--no-run', '--out', 'tested', '--json');
    const [start, , done] = jsonLines(trained);
    expect(start).toMatchObject({ rows: 48, testRows: 12, preset: 'table', effort: 0.001, folds: 2 });
    expect(start).not.toHaveProperty('epochs');
    expect(done).toMatchObject({ event: 'done', members: 2, recipes: 1, epochChosen: false, aborted: false });
    const evaluated = await nablaHere(['evaluate', 'tested', '--json', '--backend', 'wasm'], { cwd });
    expect(jsonLines(evaluated)[0]).toMatchObject({
      rows: 12,
      accuracy: done?.['testAccuracy'],
      loss: done?.['testLoss'],
    });
  });
});

describe('how the rows are cut', () => {
  const folder = (): string => temporaryFolder({ 'points.csv': csv(['x', 'y', 'colour', 'side'], some) });

  it('tests later rows by networks that have not seen them', async () => {
    const { stdout, code, stderr } = await train(folder(), '--time-order', 'x', '--no-run');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(
      'All rows but the first ones in time are tested, each by networks that have not seen it or a later one (2 folds)',
    );
    // Of three blocks in time, nobody tests the first.
    expect(stdout).toContain('95% interval from 40 rows');
  });

  it.each([
    [['--group', 'color'], "points.csv: expected the column 'color'. Received a table with x, y, colour, side.", 1],
    [
      ['--time-order', 'colour'],
      "points.csv: column 'colour': expected a number or a date such as 2024-02-29 in every row",
      1,
    ],
    [['--group', 'side'], "--group: expected another column than the target. Received 'side'", 2],
    [['--group', 'colour', '--validation', '0.2'], '--validation: a share is drawn without regard to --group.', 2],
  ])('%j', async (args, message, code) => {
    const said = await train(folder(), '--no-run', ...args);
    expect(said.code, said.stderr).toBe(code);
    expect(said.stderr).toContain(message);
  });

  it('takes the rows of another file to test on, also with --time-order', async () => {
    const args = ['train', 'points.csv', '--target', 'side', ...LEAST, '--time-order', 'x', '--no-run', '--json'];
    const cwd = folder();
    const begun = await nablaStopped([...args, '--validation', 'points.csv'], [/"event":"start"/, 'SIGINT'], { cwd });
    expect(begun.code, begun.stderr).toBe(130);
    expect(jsonLines(begun)[0]).toMatchObject({ rows: 60, testRows: 60, folds: 2 });
  });

  it('keeps groups together, does not learn from their column, and has at most as many folds as groups', async () => {
    const groups = some.map((point, row) => ({ ...point, group: `${row % 3}`, half: `${row % 2}` }));
    const columns = ['x', 'y', 'colour', 'group', 'half', 'side'] as const;
    const text = groups.map((row) => columns.map((column) => row[column]).join(',')).join('\n');
    const cwd = temporaryFolder({ 'points.csv': `${columns.join(',')}\n${text}\n` });
    const said = await train(cwd, '--folds', '5', '--group', 'group', '--run', 'run', '--out', 'model');
    expect(said.code, said.stderr).toBe(0);
    expect(said.stdout).toMatch(
      /^Training rows: 60, of 4 columns that become 5 inputs\nAll rows are tested, .* not seen it \(3 folds\)\n/,
    );
    expect(said.stdout).toContain(' - 3 folds - Loss');
    expect(JSON.parse(readFileSync(join(cwd, 'run/run.json'), 'utf8')).config).toMatchObject({
      folds: 3,
      group: 'group',
    });
    const { form, notes } = await loadModel(join(cwd, 'model'));
    expect(notes).toMatchObject({ folds: 3 });
    expect(form).toMatchObject({ columns: ['x', 'y', 'colour', 'half'].map((name) => ({ name })) });
  });

  it('has fewer folds where times are equal', async () => {
    const halves = some.map(({ x, side }, row) => `${x},${row % 2},${side}`);
    const cwd = temporaryFolder({ 'points.csv': `x,half,side\n${halves.join('\n')}\n` });
    const inHalves = ['--folds', '5', '--time-order', 'half', '--json', '--run', 'half'];
    const args = ['train', 'points.csv', '--target', 'side', ...LEAST, ...inHalves];
    const [start] = jsonLines(await nablaStopped(args, [/"event":"trial"/, 'SIGINT'], { cwd }));
    expect(start).toMatchObject({ folds: 1 });
    await nablaHere(['report', 'half'], { cwd });
    expect(readFileSync(join(cwd, 'half/report.html'), 'utf8')).toContain('on ../points.csv with 1 fold held out.');
  });

  it.each([
    ['--group', "points.csv: --group: column 'one' has one value; expected different ones"],
    [
      '--time-order',
      "points.csv: --time-order: column 'one' has one value in nearly all rows; expected different ones",
    ],
  ])('refuses %s of a column with one value, and keeps no run', async (flag, message) => {
    const lines = some.map(({ x, side }) => `${x},1,${side}`);
    const cwd = temporaryFolder({ 'points.csv': `x,one,side\n${lines.join('\n')}\n` });
    const { code, stderr } = await train(cwd, flag, 'one', '--run', 'run');
    expect([code, stderr]).toEqual([1, expect.stringContaining(`nabla: ${message}`)]);
    expect(existsSync(join(cwd, 'run'))).toBe(false);
  });
});

it('learns numbers, with more texts than one network takes', async () => {
  const lines = some.map(({ x, y }, at) => `${x},town ${at % 55},${1000 + 200 * Number(x) - 100 * Number(y)},${y}`);
  const twice = [...lines, ...lines];
  const cwd = temporaryFolder({ 'points.csv': `x,town,price,y\n${twice.join('\n')}\n` });
  const args = ['train', 'points.csv', '--target', 'price', '--no-run', '--json', '--out', 'model', ...LEAST];
  const { code, stdout, stderr } = await nablaHere(args, { cwd });
  expect(code, stderr).toBe(0);
  const lines2 = jsonLines({ stdout });
  expect(lines2[0]).toMatchObject({ columns: 3, inputs: 3 });
  expect(lines2.at(-1)?.['r2']).toBeGreaterThan(0.8);
  const { config } = await loadModel(join(cwd, 'model'));
  expect(JSON.stringify(config)).toContain('"categories":[{"input":1,"values":56,');
  writeFileSync(join(cwd, 'new.csv'), `x,town,price,y\n${lines.slice(0, 2).join('\n')}\n`);
  const predict = (...flags: string[]) => nablaHere(['predict', 'model', 'new.csv', ...flags], { cwd });
  const [first] = jsonLines(await predict('--json', '--intervals', '0.8', '--explain'));
  const { prediction, low, high, explanation } = first as Record<string, number> & {
    explanation: { column: string }[];
  };
  expect(prediction).toBeGreaterThan(0);
  expect((Number(prediction) - Number(low)) / (Number(high) - Number(prediction))).toBeCloseTo(1, 3);
  expect(explanation.map(({ column }) => column).sort()).toEqual(['town', 'x', 'y']);
  const [wide] = jsonLines(await predict('--json', '--intervals', '0.99'));
  expect(Number(wide?.['low'])).toBeLessThan(Number(low));
  expect((await predict('--intervals')).stdout).toMatch(/^row 1: [\d.]+ \([\d.]+ to [\d.]+\)\n/);
  expect((await predict('--intervals', '--csv')).stdout).toMatch(/^x,town,price,y,prediction,low,high\n/);
  expect((await predict('--intervals', '7')).stderr).toContain('--intervals: expected a probability from 0.01 to 0.99');
  expect((await predict('--explain', '--csv')).stderr).toContain('predict: --explain needs text or --json.');
});

it('refuses other data than tables', async () => {
  const { code, stderr } = await nablaHere(['train', '--data', idxFolder(), '--preset', 'table', '--no-run']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--preset table: it works only with tables, and .* is not a table\./);
});
