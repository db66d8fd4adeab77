/** Short runs of the scripts that try at length what could go wrong. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url));

async function run(script: string, ...args: string[]): Promise<string> {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing: build first, with npm run build`);
  const path = fileURLToPath(new URL(`../scripts/${script}`, import.meta.url));
  return (await promisify(execFile)(process.execPath, [path, ...args])).stdout;
}

test('500 mutated images are decoded, or refused with a typed error', async () => {
  expect(await run('mutate-images.mjs', '--cases', '500', '--small')).toMatch(
    /^500 mutated images, seed 1: [1-9]\d* decoded, [1-9]\d* refused by a typed error\nslowest /,
  );
});

test('600 mutated tables are read, or refused with a typed error', async () => {
  expect(await run('mutate-tables.mjs', '--cases', '600')).toMatch(
    /^600 mutated tables, seed 1: [1-9]\d* read, [1-9]\d* refused by a typed error\nslowest /,
  );
});
