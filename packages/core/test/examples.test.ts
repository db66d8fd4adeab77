/** Every `@example` of a docstring compiles, with the exports of core in scope and a few usual variables. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { join as joinName } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
/** Built types are checked in a third of the time. */
const [TYPES, SUFFIX] = process.env['NABLA_BUILT'] === '1' ? [join(SOURCES, '../dist'), '.d.ts'] : [SOURCES, '.ts'];
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const ENTRIES = [
  '',
  'callbacks',
  'functional',
  'kernels',
  'math',
  'metrics',
  'schedules',
  'shards',
  'testing',
  'worker',
];

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
    ENTRIES.map((entry) => [joinName('@nablajs/core', entry), [join(TYPES, entry, `index${SUFFIX}`)]] as const),
  ),
};

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** The entry point of a file's folder. */
const entryOf = (file: string) => ENTRIES.find((entry) => entry === file.split(sep)[0]) ?? '';

/** The types that a file exports, by the entry point that has them. */
const typeEntries = new Map(
  files.flatMap((file) => {
    const entry = entryOf(file);
    const text = readFileSync(join(SOURCES, file), 'utf8');
    return [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => [name as string, entry] as const);
  }),
);

/** The functions, classes and constants of each entry point. */
const values = new Map<string, ReadonlySet<string>>();
for (const entry of ENTRIES) {
  values.set(entry, new Set(Object.keys(await import(joinName('../src', entry, 'index.js')))));
}

const examples = files.flatMap((file) => {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  return [...text.matchAll(/@example\n \* ```ts\n([\s\S]*?)\n \* ```/g)].map(([, code = ''], at) => ({
    name: `${file.replace(/\.ts$/, '').replaceAll(sep, '-')}-${at}.ts`,
    entry: entryOf(file),
    code: code.replaceAll(/^ \* ?/gm, ''),
  }));
});

/** The example as a module: imports of what it names, its own entry point first, and a function around the rest. */
function moduleOf(code: string, ownEntry: string): string {
  const lines = code.split('\n');
  const own = lines.filter((line) => line.startsWith('import '));
  const body = lines.filter((line) => !line.startsWith('import ')).map((line) => line.replace(/^export /, ''));
  const names = new Set(own.length > 0 ? [] : code.replaceAll(/'[^']*'/g, '').match(/(?<!\.)\b[a-zA-Z]\w*\b/g));
  const imports = [...names].flatMap((name) => {
    const entry = [ownEntry, ...ENTRIES].find((one) => values.get(one)?.has(name)) ?? typeEntries.get(name);
    return entry === undefined ? [] : [`import { ${name} } from '${joinName('@nablajs/core', entry)}';`];
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
    for (const { name, entry, code } of examples) {
      writeFileSync(join(folder, 'examples', name), moduleOf(code, entry));
    }
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
