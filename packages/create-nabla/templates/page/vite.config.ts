import { defineConfig } from 'vite';

/** Threads share memory, which browsers allow only with these headers. Your own web server should send them, too. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  // The built page works in any folder of a web server.
  base: './',
  server: { headers },
  preview: { headers },
  // The Worker is built as a module, because it starts threads itself.
  worker: { format: 'es' },
});
