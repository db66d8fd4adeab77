import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/.bin/biome');

/** The repository's configuration, for a folder that git does not know. */
function configuration() {
  const { $schema, ...rest } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
  return JSON.stringify({ ...rest, vcs: { enabled: false } });
}

/** Lints files that have these paths in the repository. */
function lint(files) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-lint-'));
  cpSync(join(ROOT, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  for (const [path, text] of Object.entries({ 'biome.json': configuration(), ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' };
  const { status, stdout, stderr } = spawnSync(BIOME, ['lint', '--max-diagnostics=50', '.'], options);
  rmSync(folder, { recursive: true });
  return { status, text: stdout + stderr };
}

const USES_A = "import { a } from './a.js';\nexport const b = () => a;\n";
const NAMES_A = "import type { A } from './a.js';\nexport type B = A | undefined;\n";

// A rule that is switched off says nothing: these files show that it is on.
it.each([
  ['of values', "import { b } from './b.js';\nexport const a = () => b;\n", USES_A, 1],
  ['of types', "import type { B } from './b.js';\nexport type A = B[];\n", NAMES_A, 1],
  ['that is none', 'export type A = number[];\n', NAMES_A, 0],
])('biome on a circle of imports %s', (_, a, b, expected) => {
  const { status, text } = lint({ 'src/a.ts': a, 'src/b.ts': b });
  expect([status, /noImportCycles/.test(text)], text).toEqual([expected, expected === 1]);
});

it('biome refuses long spreads and raw output, and nothing else', () => {
  const { text } = lint({
    'packages/core/src/spread.ts': `export const x: number[] = [];
export const most = Math.max(0, ...x);
x.push(...x);
export const letters = String.fromCharCode(...x);
x.push(...[1, 2], Math.max(1, x.length));
export const all = [...x, Math.min(...[1, 2])];
console.log(all);
`,
    'apps/cli/src/output.ts': `process.stdout.write('name');
console.error('name');
process.stderr.on('error', () => {});
`,
    'packages/command-line/src/output.ts': "process.stderr.write('name');\n",
  });
  const found = [...text.matchAll(/^(\S+:\d+):\d+ plugin/gm)].map(([, place]) => place);
  expect(found.sort(), text).toEqual([
    'apps/cli/src/output.ts:1',
    'apps/cli/src/output.ts:2',
    'packages/core/src/spread.ts:2',
    'packages/core/src/spread.ts:3',
    'packages/core/src/spread.ts:4',
  ]);
});
