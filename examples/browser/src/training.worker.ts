/** The worker of worker.html. It trains on WebAssembly, and generates the points. */
import { serveTraining } from '@nablajs/core/worker';
import { chooseBackend } from './backend.js';
import { type Part, spirals } from './spirals-run.js';

serveTraining({
  async createBackend(options: { readonly threads?: number | 'auto' } = {}) {
    const { backend, notice } = await chooseBackend(options.threads ?? 'auto');
    // You can send your own messages too; they do not disturb the training.
    postMessage({ computedBy: backend.description, notice });
    return backend;
  },
  datasets: {
    spirals: ({ seed, part }) => spirals(seed as number, part as Part),
  },
});
