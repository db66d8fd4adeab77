/** The worker of worker.html: it trains on WebAssembly, and makes the points itself. */
import { serveTraining } from '@nablajs/core/worker';
import { chooseBackend } from './backend.js';
import { type Part, spirals } from './spirals-run.js';

serveTraining({
  async createBackend(options: { readonly threads?: number | 'auto' } = {}) {
    const { backend, notice } = await chooseBackend(options.threads ?? 'auto');
    // Messages of one's own pass beside the training.
    postMessage({ computedBy: backend.description, notice });
    return backend;
  },
  datasets: {
    spirals: ({ seed, part }) => spirals(seed as number, part as Part),
  },
});
