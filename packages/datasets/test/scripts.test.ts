/** The scripts that try at length what could go wrong, in short. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('600 mutated tables are read, or refused by a typed error', async () => {
  const script = fileURLToPath(new URL('../scripts/mutate-tables.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--cases', '600']);
  expect(stdout).toMatch(/^600 mutated tables, seed 1: [1-9]\d* read, [1-9]\d* refused by a typed error\nslowest /);
});
