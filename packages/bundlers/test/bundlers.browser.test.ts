/** A program gives the same bits with every bundler as without one, on two threads. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeInBrowser } from '@nablajs/browser/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLES, type Bundle, bundle, nameOf } from '../src/bundle.js';

const onNode = (script: string): unknown => JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));

const unbundled = onNode(fileURLToPath(new URL('../program/files.mjs', import.meta.url)));
const rows: Record<string, unknown>[] = [];

function record(what: Bundle, bytes: number, answer: unknown): void {
  const { computed, digest } = answer as { computed: string; digest: string };
  const threads = Number(/(\d+) thread/.exec(computed)?.[1]);
  const same = digest === (unbundled as { digest: string }).digest;
  rows.push({ bundle: nameOf(what), threads, 'same digest': same, 'gzipped bytes': bytes });
}

beforeAll(() => expect(unbundled).toMatchObject({ computed: 'WebAssembly SIMD, 2 threads' }));
afterAll(() => console.table(rows));

describe('in Node', () => {
  it.each(BUNDLES.filter(({ target }) => target === 'node').map((what) => [nameOf(what), what] as const))(
    '%s',
    async (_name, what) => {
      const { script, bytes } = await bundle(what);
      const answer = onNode(script);
      record(what, bytes, answer);
      expect(answer).toEqual(unbundled);
    },
  );

  it('a bundle without its files says what to do', async () => {
    const { script } = await bundle({ bundler: 'esbuild', target: 'node', program: 'files' });
    const { stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect(stderr).toMatch(
      /\[?NablaError\]?: backend 'wasm': expected its kernels at file:.*dist\/kernels\.wasm\. Received ENOENT/,
    );
    expect(stderr).toContain("import '@nablajs/backend-wasm/inline'");
    expect(stderr).toContain('createBackend({ wasmUrl, workerUrl })');
  });
});

describeInBrowser('in a page', (open) => {
  it.each(BUNDLES.filter(({ target }) => target === 'browser').map((what) => [nameOf(what), what] as const))(
    '%s',
    async (_name, what) => {
      const { page: path, bytes } = await bundle(what);
      const page = await open(path, { isolated: true });
      await page.waitForFunction('globalThis.answer !== undefined');
      const answer = await page.evaluate('globalThis.answer');
      record(what, bytes, answer);
      expect(answer).toEqual(unbundled);
    },
  );
});
