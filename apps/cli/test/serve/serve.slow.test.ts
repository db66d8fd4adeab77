import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a served model answers many clients at once, and refuses wrong requests', { timeout: 120_000 }, async () => {
  const script = fileURLToPath(new URL('../../scripts/load-server.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--requests', '1000', '--clients', '16']);
  expect(stdout).toMatch(/^1000 requests by 16 clients in /);
  expect(stdout).toMatch(/exit code: 0\n$/);
});
