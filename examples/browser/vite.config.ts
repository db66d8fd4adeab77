import { defineConfig } from 'vite';

/** With these a page may have threads: see the README of @nablajs/backend-wasm. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

// What is built can lie in any folder of a web server.
export default defineConfig({ base: './', server: { headers }, preview: { headers } });
