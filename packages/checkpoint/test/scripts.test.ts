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

test('two processes that save 25 times each to one folder lose nothing, while a third loads', async () => {
  expect(await run('two-savers.mjs', '--rounds', '1', '--saves', '25')).toMatch(
    /^1 rounds of 2 processes with 25 saves each, [1-9]\d* loads: nothing lost\n$/,
  );
});

test('a process that is killed while it saves checkpoints loses none that was reported as saved', async () => {
  expect(await run('kill-saves.mjs', '--kills', '4')).toMatch(
    /^4 kills, \d of them inside of a save or a removal, \d+ saves: nothing lost\n$/,
  );
});

test('600 mutated checkpoints are read correctly, or refused with a typed error', async () => {
  expect(await run('mutate-checkpoints.mjs', '--cases', '600', '--small')).toMatch(
    /^600 mutated checkpoints, seed 1: [1-9]\d* read, [1-9]\d* refused by a typed error\nslowest /,
  );
});
