/** Every `@example` of a docstring compiles, with the exports of core in scope and a few usual variables. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const ENTRIES = ['', 'callbacks', 'metrics', 'schedules', 'testing', 'worker'];

/** What examples may use without saying where it comes from. */
const USUAL = `
declare const backend: core.Backend;
declare const model: core.Sequential;
declare const trainSet: core.Dataset;
declare const testSet: core.Dataset;
declare const loss: core.SoftmaxCrossEntropy;
declare const optimizer: core.Adam;
declare const state: core.TrainState;
declare const worker: Worker;
declare const [x, y, logits, outputs, targets, images, table, values, groups, steps, compute, error]: any[];
`;

const OPTIONS = {
  target: 'ES2023',
  lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
  types: [],
  module: 'NodeNext',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  customConditions: ['@nablajs/source'],
  paths: Object.fromEntries(
    ENTRIES.map((entry) => [join('@nablajs/core', entry), [join(SOURCES, entry, 'index.ts')]] as const),
  ),
};

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** The types that a file exports, by the entry point that has them. */
const typeEntries = new Map(
  files.flatMap((file) => {
    const folder = file.split('/')[0] ?? '';
    const entry = ENTRIES.includes(folder) ? folder : '';
    const text = readFileSync(join(SOURCES, file), 'utf8');
    return [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => [name as string, entry] as const);
  }),
);

const valueEntries = new Map<string, string>();
for (const entry of ENTRIES) {
  for (const name of Object.keys(await import(join(SOURCES, entry, 'index.ts')))) {
    if (!valueEntries.has(name)) valueEntries.set(name, entry);
  }
}

const examples = files.flatMap((file) => {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  return [...text.matchAll(/@example\n \* ```ts\n([\s\S]*?)\n \* ```/g)].map(([, code = ''], at) => ({
    name: `${file.replace(/\.ts$/, '').replaceAll('/', '-')}-${at}.ts`,
    code: code.replaceAll(/^ \* ?/gm, ''),
  }));
});

/** The example as a module: imports of what it names, and a function around the rest. */
function moduleOf(code: string): string {
  const lines = code.split('\n');
  const own = lines.filter((line) => line.startsWith('import '));
  const body = lines.filter((line) => !line.startsWith('import ')).map((line) => line.replace(/^export /, ''));
  const names = new Set(own.length > 0 ? [] : code.replaceAll(/'[^']*'/g, '').match(/(?<!\.)\b[a-zA-Z]\w*\b/g));
  const imports = [...names].flatMap((name) => {
    const entry = valueEntries.get(name) ?? typeEntries.get(name);
    return entry === undefined ? [] : [`import { ${name} } from '${join('@nablajs/core', entry)}';`];
  });
  const known = own.filter((line) => line.includes("'@nablajs/core"));
  const others = own.length > known.length ? ['declare const createBackend: () => Promise<core.Backend>;'] : [];
  const head = [...known, ...imports, "import type * as core from '@nablajs/core';", ...others, USUAL];
  return [...head, 'export async function example() {', ...body, '}'].join('\n');
}

it('compiles every example', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-examples-'));
  try {
    mkdirSync(join(folder, 'examples'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, include: ['examples'] }));
    for (const { name, code } of examples) writeFileSync(join(folder, 'examples', name), moduleOf(code));
    let errors = '';
    try {
      execFileSync(process.execPath, [TSC, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    } catch (error) {
      errors = (error as { readonly stdout: string }).stdout;
    }
    expect(errors).toBe('');
    expect(examples.length).toBeGreaterThan(100);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
