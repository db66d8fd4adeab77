/** `nabla train --from MINILM` for tables with a column of text and folders of texts, and `nabla embed`. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { Output } from '@nablajs/command-line';
import { readNpy } from '@nablajs/interchange';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { smallModel, TOKENIZER } from '../../../../packages/finetune/test/text/small-model.js';
import { Predictor } from '../../src/predict/predictor.js';
import { ModelServer } from '../../src/serve/model-server.js';
import { nablaHere } from '../helpers/run-here.js';

const TS = ['--backend', 'ts'];
const CATS = ['the cat purrs', 'cat sleeps', 'warm cat', 'cat at night', 'a cat purrs loudly', 'the warm cat sleeps'];
const DOGS = ['dog barks', 'the dog sleeps', 'dog at night', 'a dog barks loudly', 'loudly barks the dog', 'the dog'];
const ROWS = [...CATS.map((text) => [text, 'cat']), ...DOGS.map((text) => [text, 'dog'])] as [string, string][];

const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function write(cwd: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

/** Writes the small sentence model into `minilm`, and the table `animals.csv`. */
function fill(cwd: string, changes: Parameters<typeof smallModel>[0] = {}): void {
  for (const [path, bytes] of smallModel(changes)) write(cwd, join('minilm', path), bytes);
  const rows = ROWS.map(([text, kind], at) => `${at},${text},${kind},${at * 3}\n`);
  write(cwd, 'numbers.csv', 'size,kind\n1,a\n5,b\n');
  write(cwd, 'animals.csv', `id,text,kind,stars\n${rows.join('')}`);
}

/** A folder with them, until the test is over. */
function folder(changes: Parameters<typeof smallModel>[0] = {}): string {
  const cwd = mkdtempSync(join(tmpdir(), 'nabla-sentences-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  fill(cwd, changes);
  return cwd;
}

async function nabla(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await nablaHere(args, { cwd });
  expect(code, stderr).toBe(0);
  return stdout;
}

async function failure(cwd: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await nablaHere(args, { cwd });
  expect(code).not.toBe(0);
  return stderr;
}

const FROM = ['--from', 'minilm', '--epochs', '8', '--learning-rate', '0.1', '--validation', '0.25', ...TS];

describe('a table with a column of text', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'nabla-sentences-'));
  beforeAll(() => fill(cwd));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test('is learned with embeddings computed once, and all commands take the model', async () => {
    const args = ['train', 'animals.csv', '--target', 'kind', ...FROM, '--out', 'model', '--no-run'];
    const { stdout, stderr, code } = await nablaHere([...args, '--json'], { cwd });
    expect(code, stderr).toBe(0);
    for (const name of ['id', 'stars']) expect(stderr).toContain(`column '${name}' is ignored: a sentence model reads`);
    const events = lines(stdout);
    expect(events[0]).toMatchObject({ event: 'start', rows: 9, testRows: 3, parameters: 50 });
    const stages = events.filter(({ event }) => event === 'stage-start');
    expect(stages).toMatchObject([
      { name: 'head', freed: 0, cached: true, parameters: 50 },
      { name: 'refit', freed: 0, cached: true, parameters: 50 },
    ]);
    const { form } = await loadModel(join(cwd, 'model'));
    expect(form).toMatchObject({ type: 'table', columns: [{ name: 'text', kind: 'sentence', length: 6 }] });

    expect(await failure(cwd, 'evaluate', 'model', ...TS)).toContain('learned from all of its data');
    const tested = await nabla(cwd, 'evaluate', 'model', '--data', 'animals.csv', '--json', ...TS);
    expect(lines(tested)[0]).toMatchObject({ rows: 12 });
    expect(lines(tested)[0]?.['accuracy']).toBeGreaterThan(0.8);
    write(cwd, 'new.csv', 'text\nthe cat purrs\n"a dog barks, loudly"\n');
    const answers = lines(await nabla(cwd, 'predict', 'model', 'new.csv', '--json', ...TS));
    expect(answers.map(({ prediction }) => prediction)).toEqual(['cat', 'dog']);
    write(cwd, 'one.txt', 'the cat purrs');
    const [one] = lines(await nabla(cwd, 'predict', 'model', 'one.txt', '--json', ...TS));
    expect(one?.['probability']).toBeCloseTo(answers[0]?.['probability'] as number, 5);
    expect(await nabla(cwd, 'inspect', 'model')).toContain('(not trained)');
    expect(await failure(cwd, 'predict', 'model', 'new.csv', '--explain', ...TS)).toContain('reads whole texts');

    const exported = await nablaHere(['export', 'model', '--to', 'onnx', '--out', 'out.onnx'], { cwd });
    expect(exported.code, exported.stderr).toBe(0);
    expect(`${exported.stdout}${exported.stderr}`).toContain('text: its tokens go in as');
  });

  test('a fine-tuned model is fine-tuned again with --lora or --unfreeze, and goes on otherwise', async () => {
    const args = ['train', 'animals.csv', '--target', 'kind', '--no-run', '--json', ...TS, '--epochs', '2'];
    const stagesOf = async (...flags: string[]): Promise<unknown[]> =>
      lines(await nabla(cwd, ...args, '--from', 'model', ...flags)).filter(({ event }) => event === 'stage-start');
    expect(await stagesOf('--lora', '2', '--out', 'adapted')).toMatchObject([{ name: 'head' }, { name: 'lora' }]);
    expect(await stagesOf('--unfreeze', '1')).toMatchObject([{ name: 'head' }, { name: 'blocks' }]);
    expect(await stagesOf()).toEqual([]);
    write(cwd, 'new.csv', 'text\nthe cat purrs\n');
    expect(await nabla(cwd, 'predict', 'adapted', 'new.csv', ...TS)).toContain('row 1: ');
  });

  test('says nothing of tables, and which flag names the column', async () => {
    write(
      cwd,
      'two.csv',
      `a,b,kind\n${ROWS.map(([text, kind], at) => `${text} ${at},${at} ${text},${kind}\n`).join('')}`,
    );
    const args = ['train', 'two.csv', '--target', 'kind', '--no-run', ...FROM, '--epochs', '1'];
    const { stderr, code } = await nablaHere(args, { cwd });
    expect([stderr, code]).toEqual([
      expect.stringContaining('Received a, b; name one of them with --text-columns.'),
      1,
    ]);
    const named = await nablaHere([...args, '--text-columns', 'a'], { cwd });
    expect([named.code, named.stderr]).toEqual([0, expect.not.stringContaining('the preset is table-fast')]);
  });

  test('has a prediction for each row, also where the only cell is empty', async () => {
    write(cwd, 'new.csv', 'text\nthe cat purrs\n\nthe dog\n""\n');
    expect(lines(await nabla(cwd, 'predict', 'model', 'new.csv', '--json', ...TS))).toHaveLength(4);
    const [event] = lines(await nabla(cwd, 'embed', 'minilm', 'new.csv', '--out', 'v.npy', '--json', ...TS));
    expect(event).toMatchObject({ event: 'embedded', texts: 4 });
  });

  test('predicts numbers', async () => {
    const args = ['train', 'animals.csv', '--target', 'stars', '--text-columns', 'text', ...FROM];
    await nabla(cwd, ...args, '--no-run', '--out', 'stars');
    write(cwd, 'new.csv', 'text\nthe cat purrs\nthe dog\n');
    const [cat, dog] = lines(await nabla(cwd, 'predict', 'stars', 'new.csv', '--json', ...TS));
    expect(cat?.['prediction']).toBeLessThan(dog?.['prediction'] as number);
  });

  test('is served: a server answers texts of different lengths', async () => {
    const settings = { backend: 'ts', backendOptions: {}, projectFolder: cwd, json: false, quiet: true };
    const options = { top: 1, intervals: undefined, explain: false };
    await using predictor = await Predictor.load(join(cwd, 'model'), settings, options, new Output({ quiet: true }));
    const limits = { maxBody: 100_000, maxLength: 10, timeout: 60_000, allowedHosts: [], origins: [] };
    const server = await ModelServer.listen(predictor, { host: '127.0.0.1', port: 0, ...limits });
    const ask = async (texts: readonly string[]): Promise<unknown[]> => {
      const body = JSON.stringify(texts.map((text) => ({ text })));
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${server.address}/predict`, { method: 'POST', body, headers });
      return ((await response.json()) as { predictions: unknown[] }).predictions;
    };
    const [short, both] = await Promise.all([ask(['cat']), ask(['the dog barks loudly', 'cat'])]);
    expect(both[1]).toEqual(short[0]);
    expect(both[0]).toMatchObject({ prediction: 'dog' });
    await server.close();
  });
});

test('a folder of texts is learned, with low-rank adapters', async () => {
  const cwd = folder();
  for (const [at, [text, kind]] of ROWS.entries()) write(cwd, `texts/${kind}/${at}.txt`, text);
  const args = ['train', 'texts', ...FROM, '--lora', '2', '--out', 'model', '--run', 'run', '--json'];
  const events = lines(await nabla(cwd, ...args));
  const stages = events.filter(({ event }) => event === 'stage-start');
  expect(stages).toMatchObject([{ name: 'head' }, { name: 'lora', cached: false }]);
  // In each of four blocks, two matrices of rank 2 for queries, and two for values.
  expect(stages[1]?.['parameters']).toBe(50 + 4 * 2 * (8 * 2 + 2 * 8));
  expect(readFileSync(join(cwd, 'run/run.json'), 'utf8')).toContain('minilm');
  write(cwd, 'one.txt', 'a dog barks');
  expect(lines(await nabla(cwd, 'predict', 'model', 'one.txt', '--json', ...TS))[0]).toMatchObject({
    prediction: 'dog',
  });
  await nabla(cwd, 'report', 'run');
  expect(readdirSync(join(cwd, 'run'))).toContain('report.html');
});

test('a run resumes with the same bits', async () => {
  const cwd = folder();
  const flags = ['--unfreeze', '1', '--keep', '99', '--batch-size', '4', '--run', 'run'];
  const args = ['train', 'animals.csv', '--target', 'kind', ...FROM, '--epochs', '2', ...flags];
  await nabla(cwd, ...args);
  const { parameters } = await loadModel(join(cwd, 'run/model'));
  const stored = readdirSync(join(cwd, 'run/checkpoints')).filter((name) => /^\d/.test(name));
  expect(stored.length).toBeGreaterThan(3);
  for (const name of stored.sort().slice(2)) rmSync(join(cwd, 'run/checkpoints', name), { recursive: true });
  rmSync(join(cwd, 'run/model'), { recursive: true });
  await nabla(cwd, 'train', '--resume', 'run', ...TS);
  expect((await loadModel(join(cwd, 'run/model'))).parameters).toEqual(parameters);
});

describe('nabla embed', () => {
  test('writes a vector for each row or line', async () => {
    const cwd = folder();
    const [event] = lines(await nabla(cwd, 'embed', 'minilm', 'animals.csv', '--out', 'v.npy', '--json', ...TS));
    expect(event).toMatchObject({ event: 'embedded', texts: 12, width: 8 });
    const { shape, data } = readNpy(readFileSync(join(cwd, 'v.npy')));
    expect(shape).toEqual([12, 8]);
    const length = Array.from(data.subarray(0, 8)).reduce((sum, value) => sum + Number(value) ** 2, 0);
    expect(length).toBeCloseTo(1, 5);

    write(cwd, 'lines.txt', `${CATS[0]}\n\n${DOGS[0]}\n`);
    await nabla(cwd, 'embed', 'minilm', 'lines.txt', '--out', 'v.csv', ...TS);
    const [head, first, second, ...more] = readFileSync(join(cwd, 'v.csv'), 'utf8').trimEnd().split('\n');
    expect([head?.startsWith('v1,v2,'), more.length]).toEqual([true, 0]);
    const rows = [first, second].map((line) => line?.split(',').map(Number) as number[]);
    for (const [at, row] of [0, 6].entries()) {
      for (let place = 0; place < 8; place++) {
        expect(rows[at]?.[place]).toBeCloseTo(data[row * 8 + place] as number, 5);
      }
    }
  });

  test('says what it needs', async () => {
    const cwd = folder();
    const embed = (...args: string[]): Promise<string> => failure(cwd, 'embed', ...args);
    expect(await embed('minilm', 'animals.csv', '--out', 'v.txt')).toContain(
      '--out: expected the name of an .npy or .csv',
    );
    expect(await embed('other', 'animals.csv', '--out', 'v.npy')).toContain('expected the folder of a sentence model');
    write(cwd, 'two.csv', 'a,b\nhello you,good day\nbye all,see you\n');
    expect(await embed('minilm', 'two.csv', '--out', 'v.npy')).toContain(
      'expected one column of text. Received a, b; name one of them with --column.',
    );
    expect(await embed('minilm', 'two.csv', '--column', 'c', '--out', 'v.npy')).toContain("'c'");
    write(cwd, 'lines.txt', 'one\n');
    expect(await embed('minilm', 'lines.txt', '--column', 'a', '--out', 'v.npy')).toContain('only with a table');
  });
});

test.each([
  [
    'a tokenizer of another model',
    { 'tokenizer.json': { ...TOKENIZER, added_tokens: [{ id: 99, content: 'x' }] } },
    [],
    'tokenizer.json does not fit the network: it has 100 tokens',
  ],
  ['no tokenizer', { 'tokenizer.json': undefined }, [], 'expected a tokenizer.json in the folder. Received none'],
  ['no target', {}, ['animals.csv'], '--target: expected the column to predict'],
  [
    'layers of its own',
    {},
    ['animals.csv', '--target', 'kind', '--hidden', '8'],
    '--hidden: the model of --from has it already',
  ],
  [
    'settings for images',
    {},
    ['animals.csv', '--target', 'kind', '--mean', '0.5'],
    '--mean: it works only with images',
  ],
  ['no column of text', {}, ['numbers.csv', '--target', 'kind'], 'expected one column of text. Received none'],
] as const)('refuses %s', async (_name, changes, args, message) => {
  const cwd = folder(changes);
  const given = args.length === 0 ? ['animals.csv', '--target', 'kind'] : args;
  expect(await failure(cwd, 'train', ...given, '--from', 'minilm', ...TS)).toContain(message);
});
