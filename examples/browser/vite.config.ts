import { defineConfig } from 'vite';

/** With these a page may have threads: see the README of @nablajs/backend-wasm. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  // What is built can lie in any folder of a web server.
  base: './',
  server: { headers },
  preview: { headers },
  // Workers that have threads of their own are modules too.
  worker: { format: 'es' },
  build: { rolldownOptions: { input: ['index.html', 'worker.html'] } },
});
