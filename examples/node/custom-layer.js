/**
 * A custom layer: Swish with a slope that it learns. The program checks its gradients, then trains it. At the end it
 * shows what the check reports for a wrong derivative.
 *
 *     node custom-layer.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  add,
  customVjp,
  Dense,
  dense,
  fit,
  MeanSquaredError,
  multiply,
  predict,
  Random,
  Sequential,
  sigmoid,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import { drawParameters, formatReport, gradcheck } from '@nablajs/gradcheck';
import './support/pipe.js';
import { scatter } from './support/text.js';

/** @import { Blueprint, Context, Module, Shape, Tensor } from '@nablajs/core' */

/**
 * y = x sigmoid(slope x) with one slope = 1 + `offset` for each feature (Ramachandran et al. 2017). Offsets start at 0,
 * which is SiLU. The operations have derivatives, so the layer has them too.
 *
 * @implements {Module}
 */
class LearnedSwish {
  get config() {
    return { type: 'LearnedSwish' };
  }

  /** @param {Shape} inputShape @returns {Blueprint} */
  build(inputShape) {
    return { outputShape: inputShape, parameters: { offset: { shape: inputShape, initializer: 'zeros' } } };
  }

  /** @param {Context} context @param {Tensor} x */
  call(context, x) {
    const slope = add(context.parameter('offset'), 1);
    return multiply(x, sigmoid(multiply(slope, x)));
  }
}

/** Returns x, with a custom derivative: 0, as if x were a constant. @param {Tensor} x */
function constant(x) {
  const forward = () => ({ output: x, saved: [] });
  return customVjp('constant', [x], forward, (dY) => [multiply(dY, 0)]);
}

/**
 * A wrong layer without the product rule: its derivative treats the sigmoid as a constant, although it depends on x.
 */
class ForgetfulSwish extends LearnedSwish {
  /** @override @param {Context} context @param {Tensor} x */
  call(context, x) {
    const slope = add(context.parameter('offset'), 1);
    return multiply(x, sigmoid(multiply(slope, constant(x))));
  }
}

const backend = await createBackend();
const seed = 1;
const random = new Random(seed);
const loss = new MeanSquaredError();

/** Compares all gradients of a small network with `layer` to finite differences, in float64. @param {Module} layer */
async function check(layer) {
  const layers = [new Dense(3), layer, new Dense(1)];
  // Random offsets, because a missing factor makes no difference at 0, where they start.
  const parameters = await drawParameters(backend, layers, [2], 7);
  const model = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers, parameters });
  const x = dense(
    Float64Array.from({ length: 8 }, () => random.normal()),
    [4, 2],
  );
  const targets = dense(
    Float64Array.from({ length: 4 }, () => random.normal()),
    [4, 1],
  );
  const report = await gradcheck(model, x, { loss, targets });
  model.dispose();
  return report;
}

console.log(formatReport(await check(new LearnedSwish())));

// The data to learn: one period of a wave, with noise.
const n = 200;
const x = Float32Array.from({ length: n }, (_, i) => -3 + (6 * i) / (n - 1));
const y = x.map((value) => Math.sin(value) + 0.1 * random.normal());
const layers = [new Dense(8), new LearnedSwish(), new Dense(1)];
const model = new Sequential(backend, { inputShape: [1], layers, seed });
const data = arrayDataset(dense(x, [n, 1]), dense(y, [n, 1]));
const history = await fit(model, data, { loss, optimizer: new Adam({ learningRate: 0.01 }), epochs: 300, seed });

console.log(
  `\nloss ${history.loss[0]?.toFixed(4)} after one epoch, ${history.loss.at(-1)?.toFixed(4)} after 300; ` +
    'the noise alone is 0.0100',
);
const offsets = await model.parameters.get('1.offset').data();
console.log(`slopes, all 1 at first: ${Array.from(offsets ?? [], (offset) => (1 + offset).toFixed(2)).join(' ')}`);
const outputs = await predict(model, dense(x, [n, 1]));
console.log(
  scatter([
    { mark: '.', x, y },
    { mark: 'o', x, y: outputs.data },
  ]),
);

console.log('\nThe same layer with the product rule forgotten:');
console.log(formatReport(await check(new ForgetfulSwish())));

model.dispose();
await backend.dispose();
