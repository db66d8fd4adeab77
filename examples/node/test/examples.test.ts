import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numbersIn, run, runBriefly, runExample, runUnread, WHOLE } from './run-example.js';
import { stripedFolder } from './striped-folder.js';

describe('a reader that leaves at once', () => {
  it('ends quietly', async () => {
    expect(await runUnread("import './support/pipe.js'; console.log('unread');")).toEqual([0, '']);
  });

  it('is provided for by every example', () => {
    const folder = new URL('..', import.meta.url);
    const examples = readdirSync(folder).filter((file) => file.endsWith('.js'));
    expect(examples).toEqual([
      'convnet.js',
      'custom-layer.js',
      'custom-loss.js',
      'fashion-mnist.js',
      'mnist.js',
      'regression.js',
      'residual.js',
      'text-classifier.js',
      'two-inputs.js',
      'two-outputs.js',
      'xor.js',
    ]);
    for (const file of examples) {
      expect([file, readFileSync(new URL(file, folder), 'utf8')]).toEqual([
        file,
        expect.stringContaining("import './support/pipe.js';\n"),
      ]);
    }
  });
});

describe('xor.js', () => {
  it('learns the truth table', async () => {
    const { code, stdout } = await run('xor.js', { changes: { '0.05': '0.3', 'epochs: 500': 'epochs: 100' } });
    expect(code).toBe(0);
    const [first, ...losses] = numbersIn(stdout, /^ +\d+ {2}(\d\.\d{5})$/gm);
    expect(first).toBeGreaterThan(0.5);
    expect(losses.at(-1)).toBeLessThan(0.01);
    const table = numbersIn(stdout, /^([01]) ([01]) +([01]) {2}(\d\.\d{4})$/gm);
    expect(table.map(Math.round)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0]);
  });
});

describe('mnist.js', () => {
  it('reads over 97 % of the digits, and counts each of them once', async () => {
    const { code, stdout } = await run('mnist.js', {
      images: 4000,
      changes: { 'batchSize: 128': 'batchSize: 32' },
      args: ['1'],
    });
    expect(code).toBe(0);
    const [accuracy] = numbersIn(stdout, /test accuracy (\d+\.\d+) %/g);
    expect(accuracy).toBeGreaterThan(WHOLE ? 97 : 85);
    const rows = [...stdout.matchAll(/^(\d) ((?: +(?:\d+|\.)){10})$/gm)].map(([, digit, counts = '']) => ({
      digit: Number(digit),
      counts: counts
        .trim()
        .split(/ +/)
        .map((count) => (count === '.' ? 0 : Number(count))),
    }));
    expect(rows.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const images = WHOLE ? 10_000 : 4000;
    expect(sum(rows.map(({ counts }) => sum(counts)))).toBe(images);
    expect((100 * sum(rows.map(({ digit, counts }) => counts[digit] ?? 0))) / images).toBeCloseTo(accuracy ?? -1, 2);
  });
});

describe('convnet.js', () => {
  it('reads more digits by convolutions than by dense layers', async () => {
    const changes = { '0, 5000': '0, 800', 'epochs: 5, batchSize: 32': 'epochs: 1, batchSize: 8' };
    const { code, stdout } = await run('convnet.js', { images: 800, changes });
    expect(code).toBe(0);
    expect(stdout).toContain('Input [n, 28, 28, 1]\n');
    const accuracies = numbersIn(stdout, /^Test accuracy (\d+\.\d+) %$/gm);
    expect(accuracies).toHaveLength(2);
    const [dense, convolutional] = accuracies;
    expect(dense).toBeGreaterThan(WHOLE ? 92 : 75);
    expect(convolutional).toBeGreaterThan(WHOLE ? 97 : 80);
    expect(convolutional).toBeGreaterThan((dense ?? Number.NaN) + 1);
  });
});

describe('fashion-mnist.js', () => {
  let folder = '';
  beforeAll(() => {
    folder = stripedFolder(600, 100);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('trains on a folder in this format', async () => {
    const { code, stdout } = await runBriefly('fashion-mnist.js', { args: [folder, '5'] });
    expect(code).toBe(0);
    expect(stdout).toContain('600 and 100 images of 28 x 28. The first is of class T-shirt');
    expect(numbersIn(stdout, /^epoch 5: .* test accuracy (\d+\.\d+) %$/gm)).toEqual([100]);
    expect(numbersIn(stdout, /^Boot +(\d\.\d{3}) +(\d\.\d{3})$/gm)).toEqual([1, 1]);
  });

  it('says what to download, without a folder', async () => {
    const { code, stderr } = await runExample('fashion-mnist.js');
    expect(code).toBe(1);
    expect(stderr).toContain('train-images-idx3-ubyte.gz');
  });

  it('names a file that is not there', async () => {
    rmSync(join(folder, 't10k-labels-idx1-ubyte'));
    const { code, stderr } = await runExample('fashion-mnist.js', folder);
    expect(code).toBe(1);
    expect(stderr).toContain('expected four IDX files. Missing: t10k-labels-idx1-ubyte');
  });
});

describe('regression.js', () => {
  it('comes near the noise, a straight line does not', async () => {
    const { code, stdout } = await run('regression.js', { changes: { 'epochs: 150': 'epochs: 3' } });
    expect(code).toBe(0);
    const errors = numbersIn(stdout, /^ {2}(?:always the mean|a straight line|the network) +(\d+\.\d+)$/gm);
    expect(errors).toHaveLength(3);
    const [mean, line, network] = errors;
    expect(mean).toBeGreaterThan(15);
    expect(line).toBeGreaterThan(5);
    expect(network).toBeGreaterThan(0.5);
    expect(network).toBeLessThan(WHOLE ? 0.8 : 5);
  });

  it('reads what its generator wrote', async () => {
    const { stdout } = await run('scripts/generate-cooling.js');
    expect(stdout).toBe(readFileSync(new URL('../data/cooling.csv', import.meta.url), 'utf8'));
  });
});

describe('text-classifier.js', () => {
  it('tells good from bad reviews by their words', async () => {
    const changes = { 'length: 500': 'length: 180', 400: '120' };
    const { code, stdout } = await run('text-classifier.js', { changes, args: ['0.001'] });
    expect(code).toBe(0);
    expect(stdout).toContain('The column review is text, of 29 words\n');
    expect(numbersIn(stdout, /^Test accuracy (\d+\.\d) %$/gm)[0]).toBeGreaterThan(85);
    expect(stdout).toMatch(/^good \(\d+ %\)\nbad \(\d+ %\)$/m);
    const words = numbersIn(stdout, /^ *[a-z]+ {2}(\d+) %$/gm);
    expect(words.map((percent) => percent > 50)).toEqual([...Array(4).fill(false), ...Array(4).fill(true)]);
  });
});

describe('custom-layer.js', () => {
  it('has right gradients, learns with them, and shows wrong ones', async () => {
    const { code, stdout } = await run('custom-layer.js', { changes: { 'epochs: 300': 'epochs: 100' } });
    expect(code).toBe(0);
    const [right = '', wrong = ''] = stdout.split('product rule forgotten');
    const worst = numbersIn(right, /^(?:\d\.\w+|input) +\[.*?\] +\d+ +(\S+) .* ok$/gm);
    expect(worst).toHaveLength(6);
    expect(Math.max(...worst)).toBeLessThan(1e-7);
    expect(right).not.toContain('WRONG');

    expect(numbersIn(right, /(\d\.\d{4}) after 300/g)[0]).toBeLessThan(0.02);
    const [, listed = ''] = /^slopes.*: (.+)$/m.exec(right) ?? [];
    const slopes = listed.split(' ').map(Number);
    expect(slopes).toHaveLength(8);
    expect(Math.max(...slopes.map((slope) => Math.abs(slope - 1)))).toBeGreaterThan(0.1);

    const verdicts = [...wrong.matchAll(/^(\d\.\w+|input) .* (ok|WRONG)$/gm)].map(([, name, verdict]) => [
      name,
      verdict,
    ]);
    expect(verdicts).toEqual([
      ['0.weight', 'WRONG'],
      ['0.bias', 'WRONG'],
      ['1.offset', 'ok'],
      ['2.weight', 'ok'],
      ['2.bias', 'ok'],
      ['input', 'WRONG'],
    ]);
    expect(wrong).toContain('8 of 8 elements are wrong.');
  });
});

describe('residual.js', () => {
  it('learns the spirals by its additions, and not without them', async () => {
    const { code, stdout } = await run('residual.js', { changes: { 'epochs: 60': 'epochs: 2' } });
    expect(code).toBe(0);
    const [plain, residual] = numbersIn(
      stdout,
      /^ {2}(?:x \+ )?block\(x\) +loss \d\.\d{4}, test accuracy (\d+\.\d) %$/gm,
    );
    expect(plain).toBeLessThan(80);
    expect(residual).toBeGreaterThan(97);
  });
});

describe('two-inputs.js', () => {
  it('tells whether two points lie on the same ring', async () => {
    const { code, stdout } = await run('two-inputs.js', { changes: { 'epochs: 400': 'epochs: 200' } });
    expect(code).toBe(0);
    expect(stdout).toContain('Input [n, 2], [n, 2]\n');
    const [loss, accuracy] = numbersIn(stdout, /^loss (\d\.\d{4}), test accuracy (\d+\.\d) %$/gm);
    expect(loss).toBeLessThan(0.3);
    expect(accuracy).toBeGreaterThan(97);
  });
});

describe('two-outputs.js', () => {
  it('tells which wave it is, and how many periods it has', async () => {
    const { code, stdout } = await run('two-outputs.js', { changes: { 'epochs: 20': 'epochs: 2' } });
    expect(code).toBe(0);
    expect(stdout).toContain('kind     [n, 3]          195\nperiods  [n, 1]           65\n');
    const [loss] = numbersIn(stdout, /^loss \d\.\d{4}, on the test waves (\d\.\d{4})$/gm);
    expect(loss).toBeLessThan(WHOLE ? 0.1 : 1);
    const [right] = numbersIn(stdout, /^sine, triangle, square: (\d+\.\d) % right$/gm);
    expect(right).toBeGreaterThan(WHOLE ? 96 : 60);
    const [error] = numbersIn(stdout, /^periods, from 1 to 3: off by (\d\.\d{3}) on average$/gm);
    // Always 2 would be off by 0.5.
    expect(error).toBeLessThan(WHOLE ? 0.1 : 0.3);
  });
});

describe('custom-loss.js', () => {
  it('finds the curves below which 10 % and 90 % lie', async () => {
    const { code, stdout } = await run('custom-loss.js', { changes: { 'epochs: 60': 'epochs: 3' } });
    expect(code).toBe(0);
    const [low, high] = numbersIn(stdout, /^ {2}below the \d\d % curve +(\d+\.\d) %$/gm);
    expect(Math.abs((low ?? Number.NaN) - 10)).toBeLessThan(5);
    expect(Math.abs((high ?? Number.NaN) - 90)).toBeLessThan(5);
  });
});
