/** A worker that trains on this backend: `new Worker(new URL('@nablajs/backend-wasm/worker', import.meta.url), …)`. */
import { serveTraining } from '@nablajs/core/worker';
import { createBackend } from './create-backend.js';

serveTraining({ createBackend });
