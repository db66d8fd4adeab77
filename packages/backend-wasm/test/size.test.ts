/** The size of what a page loads: the built files after bundling and minifying. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

/** The kernels of attention and an LSTM took 4,900 of them. */
const MOST_BYTES = 52_600;

/** The gzipped size of each file by name, without core, which the page has anyway. */
async function sizes(): Promise<Record<string, number>> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('../dist/index.js', import.meta.url)),
        external: /^@nablajs\/core/,
        preserveEntrySignatures: 'strict',
      },
    },
  })) as Rolldown.RolldownOutput;
  return Object.fromEntries(
    output.map((file) => [
      file.fileName.replace(/^assets\/|-.{8}(?=\.\w+$)/g, ''),
      gzipSync(file.type === 'chunk' ? file.code : file.source).length,
    ]),
  );
}

it(`is at most ${MOST_BYTES} bytes, gzipped`, async () => {
  const bytes = await sizes();
  expect(Object.keys(bytes).sort()).toEqual(['index.js', 'kernels.wasm', 'worker.js']);
  const total = Object.values(bytes).reduce((sum, one) => sum + one);
  console.log(`gzipped: ${total} bytes, ${JSON.stringify(bytes)}`);
  expect(total).toBeLessThanOrEqual(MOST_BYTES);
});
