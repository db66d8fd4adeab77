import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/.bin/biome');

/** The repository's configuration, in a folder that git does not know. */
function configuration() {
  const { $schema, ...rest } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
  return JSON.stringify({ ...rest, vcs: { enabled: false } });
}

const USES_A = "import { a } from './a.js';\nexport const b = () => a;\n";
const NAMES_A = "import type { A } from './a.js';\nexport type B = A | undefined;\n";

// A rule that is switched off says nothing: these files show that it is on.
it.each([
  ['of values', "import { b } from './b.js';\nexport const a = () => b;\n", USES_A, 1],
  ['of types', "import type { B } from './b.js';\nexport type A = B[];\n", NAMES_A, 1],
  ['that is none', 'export type A = number[];\n', NAMES_A, 0],
])('biome on a circle of imports %s', (_, a, b, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-cycles-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'biome.json'), configuration());
  writeFileSync(join(folder, 'src/a.ts'), a);
  writeFileSync(join(folder, 'src/b.ts'), b);
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' };
  const { status, stdout, stderr } = spawnSync(BIOME, ['lint', 'src'], options);
  rmSync(folder, { recursive: true });
  expect([status, /noImportCycles/.test(stdout + stderr)], stdout + stderr).toEqual([expected, expected === 1]);
});
