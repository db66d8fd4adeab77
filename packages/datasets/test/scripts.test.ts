/** The scripts that try at length what could go wrong, in short. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../scripts/mutate-images.mjs', import.meta.url));

test('500 mutated images are decoded, or refused by a typed error', async () => {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing: build first, with npm run build`);
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--cases', '500', '--small']);
  expect(stdout).toMatch(/^500 mutated images, seed 1: [1-9]\d* decoded, [1-9]\d* refused by a typed error\nslowest /);
});
