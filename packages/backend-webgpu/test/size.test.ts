/** The size of what a page loads: the built files after bundling and minifying, with what they import from core. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const MOST_BYTES = 22_000;

it(`is at most ${MOST_BYTES} bytes, gzipped`, async () => {
  const input = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, rolldownOptions: { input, preserveEntrySignatures: 'strict' } },
  })) as Rolldown.RolldownOutput;
  const [{ code, fileName }] = output;
  expect(output.map((file) => file.fileName)).toEqual([fileName]);
  const bytes = gzipSync(code).length;
  console.log(`gzipped: ${bytes} bytes`);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
