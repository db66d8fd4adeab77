/**
 * Mixup (Zhang et al. 2018): learns from mixtures of two examples, whose targets are mixed in the same way. Here 40 %
 * of the labels are random, and mixup learns fewer of these mistakes.
 *
 *     node steps/mixup.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { clusters } from '../support/clusters.js';
import '../support/pipe.js';

/** @import { Step, Tensor } from '@nablajs/core' */

const [train, test] = [clusters(500, { seed: 2, wrong: 0.4 }), clusters(2000, { seed: 3 })];
const backend = await createBackend();

/** @type {Step} */
function mixup({ inputs: [x], targets: labels }, { context, forward, loss }) {
  // A share for each row of the batch, the same ones in every run.
  const shares = Array.from({ length: labels.size }, (_, row) => [context.random.row(row).uniform()]);
  const share = nabla.tensor(backend, shares, x.dtype);
  /** Mixes each row with another one: the rows in reverse order, which is random anyway. */
  const mixed = (/** @type {Tensor} */ rows) => {
    const others = nabla.slice(rows, [[undefined, undefined, -1]]);
    return nabla.add(others, nabla.multiply(share, nabla.subtract(rows, others)));
  };
  return loss.compute(forward(mixed(x)), mixed(nabla.oneHot(labels, 10, x.dtype)));
}

const loss = new nabla.SoftmaxCrossEntropy();
for (const [name, options] of Object.entries({ 'without mixup': {}, 'with mixup': { step: mixup } })) {
  const layers = [new nabla.Dense(128), new nabla.ReLU(), new nabla.Dense(10)];
  const model = new nabla.Sequential(backend, { inputShape: [20], layers, seed: 1 });
  await nabla.fit(model, train, { loss, optimizer: new nabla.Adam({ learningRate: 0.003 }), epochs: 30, ...options });
  const { classification } = await nabla.evaluate(model, test, { loss });
  console.log(`${name}: ${(100 * (classification?.accuracy ?? 0)).toFixed(1)} % of the tests are right`);
}
await backend.dispose();
