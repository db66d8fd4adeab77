import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../scripts/two-savers.mjs', import.meta.url));
const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url));

test('two processes that save 25 times each to one folder lose nothing, and a third can load all the while', async () => {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing: build first, with npm run build`);
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--rounds', '1', '--saves', '25']);
  expect(stdout).toMatch(/^1 rounds of 2 processes with 25 saves each, [1-9]\d* loads: nothing lost\n$/);
});
