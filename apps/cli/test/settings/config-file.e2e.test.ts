import { expect, it } from 'vitest';
import { altered } from '../checks/check-samples.js';
import { nabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

it('reads TypeScript, warns of an unknown variable, writes a long result completely, and ends with things left open', async () => {
  const cwd = temporaryFolder({
    'nabla.config.ts': `import { createServer } from 'node:net';
      import { defineConfig } from '@nablajs/cli';
      setInterval(() => {}, 1000);
      createServer().listen(0, '127.0.0.1');
      export default defineConfig({ backend: './lengthy.mjs' as string });`,
    'lengthy.mjs': altered("fill: () => { throw new Error('!'.repeat(10_000)); }"),
  });
  const env = { [`NABLA_${'EPOCH'}`]: '3' };
  const { code, stdout, stderr } = await nabla(['conformance', '--filter', 'fill', '--json'], { cwd, env });
  expect(stderr).toMatch(/^nabla: the environment variable NABLA_\w+ is unknown .* Did you mean 'NABLA_EPOCHS'\?\n/);
  // More than fits into a pipe.
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  expect(code).toBe(1);
});
