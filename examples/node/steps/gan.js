/**
 * Two networks against each other: the generator turns noise into points, and the discriminator tells these from points
 * of a ring (Goodfellow et al. 2014). One step trains both.
 *
 *     node steps/gan.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import '../support/pipe.js';
import { scatter } from '../support/text.js';

/** @import { Context, Step, Tensor } from '@nablajs/core' */

const rows = 512;
const random = new nabla.Random(1);
const normals = () => Float32Array.from({ length: 2 * rows }, () => random.normal());
const angles = Array.from({ length: rows }, () => 2 * Math.PI * random.uniform());
const ring = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
const data = arrayDataset(nabla.dense(normals(), [rows, 2]), nabla.dense(ring, [rows, 2]));

const leaky = () => new nabla.LeakyReLU(0.2);
const mlp = (/** @type {number} */ units) =>
  new nabla.Chain([new nabla.Dense(24), leaky(), new nabla.Dense(24), leaky(), new nabla.Dense(units)]);
const [generator, discriminator] = [mlp(2), mlp(1)];
const layers = [nabla.named('generator', generator), nabla.named('discriminator', discriminator)];
const backend = await createBackend();
const model = new nabla.Sequential(backend, { inputShape: [2], layers, seed: 1 });

const loss = new nabla.BinaryCrossEntropy();
/** The loss if the discriminator takes points for real (1) or not (0). */
function judged(/** @type {Context} */ context, /** @type {Tensor} */ points, /** @type {0 | 1} */ label) {
  const logits = context.run('discriminator', discriminator, points);
  return loss.compute(logits, nabla.fill(backend, logits.shape, label, logits.dtype));
}

/** @type {Step} */
function step({ inputs: [noise], targets: real }, { context }) {
  const fake = context.run('generator', generator, noise);
  // The first two losses train the discriminator alone, the third one the generator alone.
  const detects = nabla.addMeans(judged(context, real, 1), judged(context, nabla.stopGradient(fake), 0));
  const deceives = judged(context.frozen, fake, 1);
  return nabla.withLogs(nabla.addMeans(detects, deceives), { detects, deceives });
}
const groups = [{ names: ['generator.*'], learningRateFactor: 0.5 }];
const optimizer = new nabla.Adam({ learningRate: 0.008, beta1: 0.5, groups });
const { logs } = await nabla.fit(model, data, { loss, step, optimizer, epochs: 100, batchSize: 64 });
console.log(logs.at(-1));

const parameters = new nabla.Parameters().share(model.parameters, { from: 'generator' });
const made = new nabla.Network(backend, generator, { inputShape: [2], parameters });
const { data: points } = await nabla.predict(made, nabla.dense(normals(), [rows, 2]));
const [x, y] = [points.filter((_, at) => at % 2 === 0), points.filter((_, at) => at % 2 === 1)];
const far = Array.from(x).reduce((sum, one, row) => sum + Math.abs(1 - Math.hypot(one, y[row] ?? 0)) / rows, 0);
console.log(`${scatter([{ mark: 'o', x, y }])}\n${far.toFixed(3)} from the ring on average`);
await backend.dispose();

export { far, ring, x, y };
