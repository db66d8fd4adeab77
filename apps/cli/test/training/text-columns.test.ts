/** Tables with running text, and folders of text files per class, from the training to the answers. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { Random } from '@nablajs/core';
import { readTableForm } from '@nablajs/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/serve/open-api.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const NOUNS = ['soup', 'bread', 'cake', 'fish', 'room', 'view', 'waiter', 'music', 'street', 'table'];
const WORDS = { good: ['warm', 'kind', 'fresh', 'clean', 'cosy'], bad: ['cold', 'rude', 'stale', 'dirty', 'loud'] };
const random = new Random(1);
const one = (list: readonly string[]): string => list[random.integer(list.length)] as string;
const part = (opinion: 'good' | 'bad'): string => `the ${one(NOUNS)} was ${one(WORDS[opinion])}`;
const rows = Array.from({ length: 64 }, (_, row) => {
  const opinion = row % 2 === 0 ? 'good' : 'bad';
  return { review: `${part(opinion)}, and ${part(opinion)}`, age: 20 + (row % 30), opinion } as const;
});
const table = (columns: readonly ('review' | 'age' | 'opinion')[]): string =>
  [columns.join(), ...rows.map((row) => columns.map((column) => `"${row[column]}"`).join())].join('\n');

const LEAST = ['--effort', '0.001', '--folds', '2', '--backend', 'wasm'];

describe('a table with running text', () => {
  let cwd = '';
  const nabla = (...args: string[]) => nablaHere(args, { cwd, env: { NABLA_RUN: '' } });
  let said: Awaited<ReturnType<typeof nabla>>;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'nabla-cli-'));
    writeFileSync(join(cwd, 'reviews.csv'), table(['review', 'age', 'opinion']));
    said = await nabla('train', 'reviews.csv', '--target', 'opinion', ...LEAST, '--run', 'run', '--out', 'model');
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it('is learned by its words', async () => {
    expect(said.code, said.stderr).toBe(0);
    expect(said.stdout).toMatch(/^Training rows: 64, of 2 columns that become 8 inputs\n/);
    expect(said.stdout).toContain('Trial 1 - 64, dropout 0.2, decay 1, rate 0.004 - 2 folds');
    expect(said.stdout).toMatch(/Accuracy on held-out rows: (9\d\.\d\d|100\.00)%/);
    const { form } = await loadModel(join(cwd, 'model'));
    expect(form).toMatchObject({ columns: [{ kind: 'text', length: 7 }, { kind: 'number' }] });
  });

  it('gives a model for predict, inspect, evaluate and report', async () => {
    const question = 'review,age\n"KIND and clean, a warm soup",?\n"so loud",31\n"unheard of words",31\n';
    writeFileSync(join(cwd, 'new.csv'), question);
    const { stdout, stderr } = await nabla('predict', 'model', 'new.csv', '--explain', '--top', '1');
    expect(stdout).toMatch(/^row 1: good \([\d.]+%\)\n {2}review \+[\d.]+%.*\nrow 2: bad \([\d.]+%\)\n {2}review \+/);
    expect(stderr).toContain('row 3: review: the model does not know the text "unheard of words"');
    expect((await nabla('inspect', 'model')).stdout).toContain('"input":0,"length":7,"values":');
    const measured = jsonLines(await nabla('evaluate', 'model', '--data', 'reviews.csv', '--json')).at(-1);
    expect(measured?.['accuracy']).toBeGreaterThan(0.95);
    const results = JSON.parse(readFileSync(join(cwd, 'run/results.json'), 'utf8'));
    expect(results.columns[0]).toMatchObject({ column: 'review', kind: 'text' });
    // Ten words of each class, which the words that say nothing fill up.
    expect(results.columns[0].cells.slice(0, 5).sort()).toEqual([...WORDS.bad].sort());
    expect(results.columns[0].cells.slice(10, 15).sort()).toEqual([...WORDS.good].sort());
    expect((await nabla('report', 'run')).code).toBe(0);
    const page = readFileSync(join(cwd, 'run/report.html'), 'utf8');
    expect(page).toContain('The mean answer by review');
    for (const word of WORDS.bad) expect(page).toContain(`>${word}<`);
  });

  it('is served with a description of its text', async () => {
    const { form } = await loadModel(join(cwd, 'model'));
    const document = openApiDocument({
      form: readTableForm(form, 'model.json'),
      ...{ task: { kind: 'classification', classes: ['bad', 'good'] }, hasIntervals: false, explains: false },
    });
    const column = '"review":{"type":["string","null"],"description":"Running text."}';
    expect(JSON.stringify(document)).toContain(column);
  });

  it('is learned by one network with the preset table-fast, and a stopped run goes on with the same bits', async () => {
    const fast = ['train', 'reviews.csv', '--target', 'opinion', '--preset', 'table-fast', '--backend', 'wasm'];
    expect((await nabla(...fast, '--epochs', '12', '--run', 'whole', '--out', 'fast')).code).toBe(0);
    const { config } = await loadModel(join(cwd, 'fast'));
    expect(config).toMatchObject({
      layers: [{ type: 'TextBags' }, { type: 'Dense' }, { type: 'ReLU' }, { type: 'Dense' }],
    });
    expect((await nabla(...fast, '--epochs', '5', '--run', 'part')).code).toBe(0);
    const more = await nabla('train', '--resume', 'part', '--epochs', '12', '--out', 'resumed');
    expect(more.code, more.stderr).toBe(0);
    const weights = (folder: string): Buffer => readFileSync(join(cwd, folder, 'weights.safetensors'));
    expect(weights('resumed').equals(weights('fast'))).toBe(true);
  });

  it('has other columns of text if you say so, and keeps that in the run', async () => {
    const args = ['train', 'reviews.csv', '--target', 'opinion', ...LEAST];
    const without = [...args, '--text-columns', 'none', '--run', 'none'];
    const none = await nablaStopped(without, [/All rows are tested/, 'SIGINT'], { cwd });
    expect(none.stdout).toMatch(/^Training rows: 64, of 1 columns that become 1 inputs\n/);
    expect(none.stderr).toContain("column 'review' is ignored: it has 64 different texts.");
    expect(JSON.parse(readFileSync(join(cwd, 'none/run.json'), 'utf8')).config).toMatchObject({ textColumns: [] });
    const fast = [...args.slice(0, 4), '--preset', 'table-fast', '--epochs', '1', '--backend', 'wasm'];
    const ages = await nabla(...fast, '--text-columns', 'review, age', '--no-run', '--out', 'ages');
    expect(ages.code, ages.stderr).toBe(0);
    const { form } = await loadModel(join(cwd, 'ages'));
    expect(form).toMatchObject({ columns: [{ kind: 'text' }, { kind: 'text', length: 1 }] });
    const wrong = await nabla(...args, '--text-columns', 'reviews', '--no-run');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("Did you mean 'review'?")]);
    const image = await nabla('train', '--preset', 'quick', '--text-columns', 'a', '--no-run');
    expect(image.stderr).toContain('--text-columns: it works only with tables, and MNIST is not a table.');
  });

  it('is described by init', async () => {
    const { stdout } = await nabla('init', 'reviews.csv', '--target', 'opinion', '--print');
    expect(stdout).toMatch(/'review': text of 23 words: 'and' \(64\), 'the' \(64\), 'was' \(64\)/);
    expect(stdout).toContain("// textColumns: ['review'],");
  });
});

describe('a folder of texts per class', () => {
  const files = Object.fromEntries(
    rows.map(({ review, opinion }, at) => [
      `${opinion}/${at}.txt`,
      at === 4 ? Buffer.from(`caf\u00e9 ${review}`, 'latin1') : review,
    ]),
  );
  const folderWith = (more: Readonly<Record<string, string | Uint8Array>>, count = rows.length): string => {
    const cwd = temporaryFolder({});
    for (const [name, content] of [...Object.entries(files).slice(0, count), ...Object.entries(more)]) {
      mkdirSync(dirname(join(cwd, 'notes', name)), { recursive: true });
      writeFileSync(join(cwd, 'notes', name), content);
    }
    return cwd;
  };
  const nablaIn = (cwd: string, ...args: string[]) => nablaHere(args, { cwd, env: { NABLA_RUN: '' } });

  it('is a table of a text and its class, and its model predicts files', async () => {
    const cwd = folderWith({ '.hidden/x.txt': 'not read', 'good/readme.md': 'not read either' });
    const trained = await nablaIn(cwd, 'train', 'notes', ...LEAST, '--no-run', '--out', 'model');
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stdout).toMatch(/^Training rows: 64, of 1 columns that become 8 inputs\n/);
    const { form, notes } = await loadModel(join(cwd, 'model'));
    expect(form).toMatchObject({
      columns: [{ name: 'text', kind: 'text' }],
      target: { name: 'class', values: ['bad', 'good'] },
    });
    expect(notes).toMatchObject({ data: '../notes' });
    writeFileSync(join(cwd, 'new.TXT'), '\ufeffa kind, clean "soup"\nand, so cosy');
    writeFileSync(join(cwd, 'wide.txt'), Buffer.from('\ufeffrude and stale', 'utf16le'));
    const { stdout } = await nablaIn(cwd, 'predict', 'model', 'new.TXT', 'wide.txt', '--top', '1');
    expect(stdout).toMatch(/^new\.TXT: good \([\d.]+%\)\nwide\.txt: bad \([\d.]+%\)\n$/);
    const all = await nablaIn(cwd, 'predict', 'model', 'notes', '--json');
    expect(jsonLines(all)).toHaveLength(64);
    const tested = jsonLines(await nablaIn(cwd, 'evaluate', 'model', '--data', 'notes', '--json')).at(-1);
    expect(tested?.['accuracy']).toBeGreaterThan(0.95);
    expect((await nablaIn(cwd, 'init', 'notes', '--print')).stdout).toContain("target: 'class',");
  });

  it('is refused with images beside the texts, and with files that are no texts', async () => {
    const mixed = await nablaIn(folderWith({ 'bad/a.png': 'x' }, 6), 'train', 'notes', '--no-run');
    expect([mixed.code, mixed.stderr]).toEqual([
      1,
      expect.stringContaining('Received text files in bad and images in bad; move one of the two elsewhere.'),
    ]);
    const binary = await nablaIn(folderWith({ 'bad/b.txt': 'a\0b' }, 6), 'train', 'notes', '--no-run');
    expect(binary.stderr).toContain('b.txt: expected a text. Received binary data; move the file elsewhere.');
    const gpt = await nablaIn(folderWith({}, 6), 'train', 'notes', '--preset', 'gpt', '--no-run');
    expect(gpt.code).toBe(2);
  });
});
