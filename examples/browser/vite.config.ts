import { defineConfig } from 'vite';

/** The headers that threads need: see the README of @nablajs/backend-wasm. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  // The example file of onnx.html.
  assetsInclude: ['**/*.onnx'],
  // The built pages work in any folder of a web server.
  base: './',
  server: { headers },
  preview: { headers },
  // Workers are built as modules, because they start threads themselves.
  worker: { format: 'es' },
  build: { rolldownOptions: { input: ['worker.html', 'onnx.html', 'federated.html'] } },
});
