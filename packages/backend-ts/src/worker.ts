/** The script of a worker that trains on this backend. Pass its URL to `new Worker`, then call `trainInWorker`. */
import { serveTraining } from '@nablajs/core/worker';
import { createBackend } from './create-backend.js';

serveTraining({ createBackend });
