/** What the page's worker does, in this process: it trains, pauses, answers, saves and loads. */

import { createBackend } from '@nablajs/backend-wasm';
import { encodeModelFiles, loadModelFiles } from '@nablajs/checkpoint/portable';
import { Dense, dense, predict, Sequential, sequentialFromConfig } from '@nablajs/core';
import { csvDataset, predictRows, readTableForm } from '@nablajs/datasets/portable';
import { TABLE_LAYERS, trainTable } from '@nablajs/tables';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { digestOf } from '../../src/lab/digest.js';
import { readSettings } from '../../src/settings/link.js';
import { DEFAULTS, type Settings } from '../../src/settings/settings.js';
import { modelFiles, newLab, openLab } from '../mnist.js';
import { isStill, listen } from './listen.js';

const settingsOf = (link: string): Settings => {
  const { settings, problems } = readSettings(link);
  expect(problems).toEqual([]);
  return settings;
};

const SPIRALS = 'data=spirals&classes=3&count=60&layers=dense8&epochs=4&batch=16&seed=3&threads=1';

async function trained(link: string, table?: Blob, lab = openLab()) {
  const { reports, until, report } = listen();
  const facts = await lab.train(settingsOf(link), table, report);
  const last = await until(isStill);
  expect(last.message).toBeUndefined();
  expect(last.state).toBe('done');
  return { lab, facts, reports, last, logs: reports.flatMap(({ logs }) => logs) };
}

const ROWS = 30;
/** c is three times a, plus 1. */
const TABLE = new Blob([
  [
    'a,b,c',
    ...Array.from(
      { length: ROWS },
      (_, at) => `${at % 7},${at % 2 === 0 ? 'red' : 'blue'},${3 * (at % 7) + 1 + at / 1000}`,
    ),
  ].join('\n'),
]);

const TABLE_LINK = 'data=table&table=t.csv&effort=quick&threads=1';
const NUMBER_LINK = `${TABLE_LINK}&target=c&seed=4`;

/** What several tests look at: a training on points, and one on the table. */
const labs = [newLab(), newLab()] as const;
let spirals: Awaited<ReturnType<typeof trained>>;
let numbers: Awaited<ReturnType<typeof trained>>;
beforeAll(async () => {
  spirals = await trained(SPIRALS, undefined, labs[0]);
  numbers = await trained(NUMBER_LINK, TABLE, labs[1]);
});
afterAll(async () => {
  for (const lab of labs) await lab.dispose();
});

describe('a training', () => {
  it('that rests between its steps ends with the same weights', async () => {
    const link = SPIRALS.replace('epochs=4', 'epochs=80');
    const { report, until } = listen();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await openLab().train(settingsOf(link), undefined, report, { isGentle: true });
    const { digest } = await until(isStill);
    expect(timers.mock.calls.filter(([, delay]) => delay === 60).length).toBeGreaterThan(0);
    timers.mockRestore();
    expect(digest).toBe((await trained(link)).last.digest);
  });

  it('reports every epoch, and ends with pictures and a digest', () => {
    const { facts, last, logs, reports } = spirals;
    expect(facts).toMatchObject({
      ...{ computedBy: 'WebAssembly SIMD, 1 thread', notice: undefined, parameters: 2 * 8 + 8 + 8 * 3 + 3 },
      ...{ task: { inputShape: [2], outputs: 3, isRegression: false }, classes: ['0', '1', '2'] },
    });
    expect(facts.points?.labels.length).toBe(60);
    expect(facts.points?.validation.length).toBe(12);
    expect(logs.length).toBe(4);
    expect(reports.flatMap(({ losses }) => losses).length).toBe(12);
    for (const log of logs) expect(Object.keys(log).sort()).toEqual(['loss', 'val_accuracy', 'val_loss']);
    expect(last.position).toEqual({ epoch: 4, epochs: 4, step: 3, steps: 3 });
    const { surface, confusion } = last.picture ?? {};
    expect(surface?.probabilities.length).toBe(64 * 64 * 3);
    for (let at = 0; at < 9; at += 3) {
      const sum = surface?.probabilities.slice(at, at + 3).reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
    expect(confusion?.flat().reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(last.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same weights when it pauses and steps, and on two threads', async () => {
    const { last } = spirals;
    const lab = openLab();
    const { until, report } = listen();
    await lab.train(settingsOf(SPIRALS.replace('threads=1', 'threads=2')), undefined, report, { steps: 1 });
    const first = await until(isStill);
    expect([first.state, first.position]).toEqual(['paused', { epoch: 1, epochs: 4, step: 1, steps: 3 }]);
    expect(first.digest).not.toBe(last.digest);
    expect(first.picture?.surface).toBeDefined();
    await lab.step();
    expect(await until(({ state, position }) => state === 'paused' && position.step === 2)).toMatchObject({
      position: { epoch: 1, step: 2 },
    });
    await lab.resume();
    expect((await until(({ state }) => state === 'done')).digest).toBe(last.digest);
  });

  it('makes room for another one', async () => {
    const lab = openLab();
    const endless = SPIRALS.replace('epochs=4', 'epochs=10000');
    const { report, reports, until } = listen();
    await lab.train(settingsOf(endless), undefined, report);
    await until(({ position }) => position.epoch > 1);
    const { last } = await trained(SPIRALS, undefined, lab);
    expect(reports.every(({ state }) => state === 'training')).toBe(true);
    expect(last.digest).toBe(spirals.last.digest);
  });

  it('that is asked for before another one has begun ends it', async () => {
    const lab = openLab();
    const [early, late] = [listen(), listen()];
    const first = lab.train(settingsOf(SPIRALS.replace('epochs=4', 'epochs=10000')), undefined, early.report);
    const second = lab.train(settingsOf(SPIRALS), undefined, late.report);
    await Promise.all([first, second]);
    const heard = early.reports.length;
    expect((await late.until(isStill)).state).toBe('done');
    expect(early.reports.length).toBe(heard);
  });

  it('that is stopped or paused before it has begun stops or pauses', async () => {
    const lab = openLab();
    const { report, reports, until } = listen();
    const begun = lab.train(settingsOf(SPIRALS), undefined, report);
    await lab.stop();
    await begun;
    expect(reports.filter(isStill)).toEqual([]);
    const again = lab.train(settingsOf(SPIRALS), undefined, report);
    void lab.pause();
    await again;
    expect(await until(isStill)).toMatchObject({ state: 'paused' });
    await lab.resume();
    expect((await until(({ state }) => state === 'done')).digest).toBe(spirals.last.digest);
  });

  it('reports what stops it', async () => {
    const { until, report } = listen();
    const layers = 'layers=dense64_dense64_dense64_dense64&activation=LeakyReLU';
    const link = `data=spirals&count=60&${layers}&optimizer=Momentum&rate=10&epochs=50`;
    await openLab().train(settingsOf(link), undefined, report);
    const last = await until(isStill);
    expect(last.state).toBe('failed');
    expect(last.message).toMatch(/not finite|NaN|Infinity/);
  });

  it('refuses data that are missing', async () => {
    const train = (link: string) => openLab().train(settingsOf(link), undefined, () => undefined);
    await expect(train('data=table&target=a')).rejects.toThrow('Drop a table onto the page first');
    await expect(train('data=points&points=1.2.0')).rejects.toThrow('Click some points into the square first');
    await expect(train('data=digits&layers=dense8_conv8x3')).rejects.toThrow('A convolution needs an image');
  });
});

describe('points that the reader clicked', () => {
  it('are learned, without validation if they are few', async () => {
    const points = 'data=points&points=-50.-50.0_50.50.0_-50.50.1_50.-50.1&layers=dense8&epochs=60&rate=0.1&batch=full';
    const { logs, last, facts, lab } = await trained(points);
    expect(Object.keys(logs[0] ?? {})).toEqual(['loss']);
    expect(logs.at(-1)?.['loss']).toBeLessThan(0.1);
    expect(last.picture?.confusion).toBeUndefined();
    expect([...(facts.points?.x ?? [])]).toEqual([-0.5, -0.5, 0.5, 0.5, -0.5, 0.5, 0.5, -0.5]);
    const [zero = 0, one = 0] = (await lab.ask({ x: '0.5', y: '0.5' })).values;
    expect(zero).toBeGreaterThan(0.8);
    expect(zero + one).toBeCloseTo(1, 6);
    await expect(lab.ask({ x: 'a', y: '0' })).rejects.toThrow("x: expected a number. Received 'a'.");
  });
});

describe('a table', () => {
  const [table, link] = [TABLE, TABLE_LINK];

  it('with a number to predict gives numbers with intervals, what matters, and effects', async () => {
    const { lab, facts, last, reports } = numbers;
    expect(facts).toMatchObject({ task: { inputShape: [3], outputs: 1, isRegression: true }, classes: [] });
    expect(facts.table).toMatchObject({ rows: ROWS, withoutTarget: 0, ignored: [] });
    const shares = reports.map(({ search }) => search?.share ?? 0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(last.search).toMatchObject({ share: 1, recipes: 1, recipe: { hidden: [128, 128] } });
    expect(last.search?.best).toBeLessThan(0.05);
    expect(last.parameters).toBeGreaterThan(1000);
    const { truth = [], answer = [] } = last.picture?.scatter ?? {};
    expect(truth.length).toBe(ROWS);
    for (const [at, value] of truth.entries()) expect(Math.abs(value - (answer[at] as number))).toBeLessThan(3);

    const { values, interval } = await lab.ask({ a: '3', b: 'red' });
    expect(Math.abs((values[0] as number) - 10)).toBeLessThan(3);
    expect(interval?.low).toBeLessThan(values[0] as number);
    expect(interval?.high).toBeGreaterThan(values[0] as number);
    const { cells, answers } = await lab.effect('a');
    expect(cells).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect((answers[6]?.[0] as number) - (answers[0]?.[0] as number)).toBeGreaterThan(12);
    expect(reports.at(-1)?.picture?.importance?.map(({ column }) => column)).toEqual(['a', 'b']);
    expect(reports.at(-1)).toMatchObject({ state: 'done', digest: last.digest });
    await expect(lab.effect('c')).rejects.toThrow("effect: expected one of the columns a, b. Received 'c'.");
  });

  it('with texts to predict gives classes', async () => {
    const { lab, facts, last } = await trained(`${link}&target=b`, table);
    expect(facts).toMatchObject({ task: { outputs: 2, isRegression: false }, classes: ['blue', 'red'] });
    expect(last.picture?.confusion?.flat().reduce((sum, count) => sum + count, 0)).toBe(ROWS);
    const { values, interval } = await lab.ask({ a: '3', c: '10' });
    expect([values.length, interval]).toEqual([2, undefined]);
  });

  it('is learned to the same bits as with trainTable', async () => {
    const backend = await createBackend({ threads: 1 });
    await using predictor = await trainTable(table, { target: 'c', effort: 0.001, seed: 4, backend });
    expect(numbers.last.digest).toBe(await digestOf(predictor.network));
    await backend.dispose();
  });

  it('keeps the best so far when it is finished early, and says if there is none yet', async () => {
    const lab = openLab();
    const { report, reports, until } = listen();
    await lab.train(settingsOf(`${link.replace('quick', 'thorough')}&target=c`), table, report);
    await expect(lab.ask({ a: '3', b: 'red' })).rejects.toThrow('There is no trained network yet.');
    await expect(lab.effect('a')).rejects.toThrow('There is no trained network yet.');
    await until(({ search }) => search?.best !== undefined);
    await lab.finish();
    const last = await until(isStill);
    expect([last.state, last.message]).toEqual(['stopped', undefined]);
    expect(last.search?.share).toBeLessThan(1);
    expect((await lab.ask({ a: '3', b: 'red' })).values[0]).toBeCloseTo(10, 0);

    reports.length = 0;
    await lab.train(settingsOf(`${link}&target=c`), table, report);
    await lab.finish();
    expect(await until(isStill)).toMatchObject({
      state: 'failed',
      message: 'Stopped before the first network was ready.',
    });
  });

  it('ends when another training begins, or the view goes', async () => {
    const lab = openLab();
    const early = listen();
    await lab.train(settingsOf(`${link.replace('quick', 'thorough')}&target=c`), table, early.report);
    await early.until(({ search }) => search !== undefined);
    await trained(SPIRALS, undefined, lab);
    expect(early.reports.every(({ state }) => state === 'training')).toBe(true);
  });

  it('tells its columns before', async () => {
    expect(await openLab().columns(table, 't.csv')).toEqual(['a', 'b', 'c']);
    const { task } = await openLab().preview(settingsOf('data=table&table=t.csv&target=c'), table);
    expect(task).toEqual({ inputShape: [3], outputs: 1, isRegression: true });
  });

  it('reads running text by its words', async () => {
    const words = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => letter.repeat(3));
    const rows = Array.from({ length: 60 }, (_, at) => [1, 2, 3, 4].map((by) => words[(at * by + by) % 26]).join(' '));
    const text = new Blob([['review,side', ...rows.map((row, at) => `${row} no. ${at},${at % 2}`)].join('\n')]);
    const { form } = await openLab().preview(settingsOf('data=table&table=t.csv&target=side'), text);
    expect(form?.columns).toMatchObject([{ name: 'review', kind: 'text', length: 6 }]);
  });

  it('of a few rows is refused', async () => {
    const short = new Blob(['a,b\n1,x\n2,y\n']);
    await expect(openLab().preview(settingsOf('data=table&table=s.csv&target=b'), short)).rejects.toThrow(
      's.csv: expected at least 10 rows with a b. Received 2.',
    );
  });
});

describe('a model', () => {
  it('of a training is saved for nabla to load, with the same answers', async () => {
    const { lab } = spirals;
    const saved = await loadModelFiles(await lab.save('trained'));
    expect(saved.notes).toMatchObject({ playground: expect.stringContaining('data=spirals&classes=3') });
    const backend = await createBackend({ threads: 1 });
    const network = sequentialFromConfig(backend, saved.config, saved);
    const { data } = await predict(network, dense(Float32Array.of(0.25, -0.5), [1, 2]));
    const { values } = await lab.ask({ x: '0.25', y: '-0.5' });
    const [first = 0, second = 0] = data;
    expect(Math.log((values[0] ?? 0) / (values[1] ?? 1))).toBeCloseTo(first - second, 4);
    await backend.dispose();
  });

  it('of a training is opened again, with its pictures and its digest', async () => {
    const { lab, last } = spirals;
    const files = await lab.save('trained');
    const other = openLab();
    const link = (await other.settingsIn(files)) ?? '';
    expect(settingsOf(link)).toEqual(settingsOf(SPIRALS));
    const { until, report } = listen();
    const facts = await other.open(files, settingsOf(link), report);
    const shown = await until(isStill);
    expect(shown).toMatchObject({ state: 'loaded', digest: last.digest, picture: last.picture });
    expect(facts.parameters).toBe(51);
    expect(await other.ask({ x: '0.1', y: '0.2' })).toEqual(await lab.ask({ x: '0.1', y: '0.2' }));
    await expect(other.open(files, settingsOf('data=rings&classes=2'), report)).rejects.toThrow(
      'This model does not fit the data: 2 x 3 instead of 2 x 2.',
    );
    expect(await other.settingsIn(modelFiles())).toBeUndefined();
  });

  it('of a table is saved for nabla to load, and opened again without the table', async () => {
    const { lab, last } = numbers;
    const files = await lab.save('trained');
    const saved = await loadModelFiles(files);
    const form = readTableForm(saved.form, 'model.json');
    const backend = await createBackend({ threads: 1 });
    const network = sequentialFromConfig(backend, saved.config, { ...saved, layers: TABLE_LAYERS });
    const [row] = await predictRows(network, form, [{ a: 3, b: 'red' }], { intervals: 0.9 });
    await backend.dispose();
    const { values, interval } = await lab.ask({ a: '3', b: 'red' });
    expect(row).toEqual({ prediction: values[0], ...interval });

    const other = openLab();
    const own = (await other.settingsIn(files)) ?? '';
    expect(settingsOf(own)).toEqual(settingsOf(NUMBER_LINK));
    const { until, report } = listen();
    const facts = await other.open(files, settingsOf(own), report);
    expect(await until(isStill)).toMatchObject({ state: 'loaded', digest: last.digest });
    expect(facts).toMatchObject({ form: { target: { name: 'c' } }, parameters: last.parameters });
    expect(await other.ask({ a: '3', b: 'red' })).toEqual({ values, interval });
    await expect(other.effect('a')).rejects.toThrow('There is no trained network yet.');
    expect((await loadModelFiles(await other.save('trained'))).form).toEqual(saved.form);
    await expect(openLab().loadReader(files)).rejects.toThrow('This model does not read digits');
  });

  it('for a table that does not come from the page is opened, too', async () => {
    const backend = await createBackend({ threads: 1 });
    const { form } = await csvDataset(TABLE, { target: 'b' });
    const network = new Sequential(backend, { inputShape: [2], layers: [new Dense(2)], dtype: 'float32', seed: 1 });
    const parameters = await network.parameters.read();
    const { config, dtype } = network;
    const plain = JSON.parse(JSON.stringify(form));
    const files = await encodeModelFiles({ config, dtype, parameters, form: plain });
    const [row] = await predictRows(network, form, [{ a: 3, c: 10 }]);
    await backend.dispose();
    const lab = openLab();
    const settings = settingsOf((await lab.settingsIn(files)) ?? '');
    expect(settings).toEqual({ ...DEFAULTS.table, target: 'b' });
    const { until, report } = listen();
    await lab.open(files, settings, report);
    await until(isStill);
    const { values } = await lab.ask({ a: '3', c: '10' });
    expect(Math.max(...values)).toBe(row?.probability);
    const wrong = await encodeModelFiles({
      config,
      dtype,
      parameters,
      form: { ...plain, columns: [plain.columns[0]] },
    });
    await expect(lab.open(wrong, settings, report)).rejects.toThrow(
      'This model does not fit the data: 2 x 2 instead of 1 x 2.',
    );
  });

  it('that does not read digits is refused', async () => {
    const { lab } = spirals;
    await expect(openLab().loadReader(await lab.save('trained'))).rejects.toThrow(
      'This model does not read digits: expected float32, 28 x 28 pixels and 10 outputs. Received float32 [2] to [3].',
    );
  });

  it('without one, reading says so', async () => {
    const drawing = { width: 28, height: 28, channels: 1, pixels: new Uint8Array(784) } as const;
    await expect(openLab().read(drawing, 'trained')).rejects.toThrow('There is no trained network yet.');
  });
});
