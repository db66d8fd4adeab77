/**
 * A layer of one's own: Swish with a slope that is learned, its gradients checked, then at work. At the end, what the check
 * says of a derivative that is wrong.
 *
 *     node custom-layer.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  add,
  Dense,
  dense,
  fit,
  MeanSquaredError,
  multiply,
  predict,
  Random,
  Sequential,
  scope,
  sigmoid,
  subtract,
  sum,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import { drawParameters, formatReport, gradcheck } from '@nablajs/gradcheck';
import './support/pipe.js';
import { scatter } from './support/text.js';

/**
 * @import { Layer, LayerBlueprint, NamedTensors, Shape, Tensor } from '@nablajs/core'
 * @typedef {{ readonly x: Tensor, readonly slope: Tensor, readonly s: Tensor }} Saved
 */

/**
 * y = x s, s = sigmoid(slope x), slope = 1 + `offset`, one for each feature (Ramachandran et al. 2017). An offset of 0, where
 * it starts, is SiLU.
 *
 * dX = dY s (1 + slope x (1 - s)), dOffset = sum of dY x^2 s (1 - s) over rows.
 *
 * @implements {Layer<Saved>}
 */
class LearnedSwish {
  get config() {
    return { type: 'LearnedSwish' };
  }

  /** @param {Shape} inputShape @returns {LayerBlueprint} */
  build(inputShape) {
    return { outputShape: inputShape, parameters: { offset: { shape: inputShape, initializer: 'zeros' } } };
  }

  /** @param {NamedTensors} parameters @param {Tensor} x @returns {[y: Tensor, saved: Saved]} */
  forward(parameters, x) {
    const slope = add(offsetOf(parameters), 1);
    const s = sigmoid(multiply(slope, x));
    return [multiply(x, s), { x, slope, s }];
  }

  /**
   * @param {NamedTensors} _parameters @param {Saved} saved @param {Tensor} dY
   * @returns {[dX: Tensor, gradients: NamedTensors]}
   */
  backward(_parameters, { x, slope, s }, dY) {
    return scope(() => {
      const ds = multiply(s, subtract(1, s));
      const dX = multiply(dY, add(s, multiply(multiply(slope, x), ds)));
      const offset = sum(multiply(dY, multiply(multiply(x, x), ds)), { axis: 0 });
      return [dX, { offset }];
    });
  }
}

/** @param {NamedTensors} parameters */
function offsetOf({ offset }) {
  if (offset === undefined) throw new Error('LearnedSwish: the network gives every parameter that build asks for');
  return offset;
}

/** The product rule forgotten: dX = dY s, as if s did not depend on x. */
class ForgetfulSwish extends LearnedSwish {
  /**
   * @override
   * @param {NamedTensors} parameters @param {Saved} saved @param {Tensor} dY
   * @returns {[dX: Tensor, gradients: NamedTensors]}
   */
  backward(parameters, saved, dY) {
    const [, gradients] = super.backward(parameters, saved, dY);
    return [multiply(dY, saved.s), gradients];
  }
}

const backend = await createBackend();
const seed = 1;
const random = new Random(seed);
const loss = new MeanSquaredError();

/** Holds all gradients of a small network with `layer` in it against differences, in float64. @param {Layer} layer */
async function check(layer) {
  const layers = [new Dense(3), layer, new Dense(1)];
  // Not at offsets of 0, where a factor that went missing would not be missed.
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

// Something to learn: a wave of one period, and noise.
const n = 200;
const x = Float32Array.from({ length: n }, (_, i) => -3 + (6 * i) / (n - 1));
const y = x.map((value) => Math.sin(value) + 0.1 * random.normal());
const layers = [new Dense(8), new LearnedSwish(), new Dense(1)];
const model = new Sequential(backend, { inputShape: [1], layers, seed });
const data = arrayDataset(dense(x, [n, 1]), dense(y, [n, 1]));
const history = await fit(model, data, { loss, optimizer: new Adam({ learningRate: 0.01 }), epochs: 300, seed });

console.log(
  `\nloss ${history.loss[0]?.toFixed(4)} after one epoch, ${history.loss.at(-1)?.toFixed(4)} after 300; the noise alone is 0.0100`,
);
const offsets = await model.parameters.find(({ name }) => name === '1.offset')?.value.data();
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
