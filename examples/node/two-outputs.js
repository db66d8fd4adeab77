/**
 * A custom network with two outputs: which wave is it, and how many periods does it have? One trunk reads the wave, and
 * two heads use it: one for the class, one for the number. Each has its own targets, and the loss is the sum of two.
 *
 *     node two-outputs.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  addMeans,
  Chain,
  Dense,
  dense,
  evaluate,
  fit,
  MeanSquaredError,
  Network,
  Random,
  ReLU,
  SoftmaxCrossEntropy,
  upload,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import './support/pipe.js';

/** @import { Blueprint, Context, Loss, Module, Shape, Tensor } from '@nablajs/core' */

const SAMPLES = 32;
const seed = 1;
const random = new Random(seed);

/** The waves after t periods, with values from -1 to 1. @type {Record<string, (t: number) => number>} */
const WAVES = {
  sine: (t) => Math.sin(2 * Math.PI * t),
  triangle: (t) => 4 * Math.abs(t - Math.floor(t + 0.5)) - 1,
  square: (t) => (t - Math.floor(t) < 0.5 ? 1 : -1),
};
const names = Object.keys(WAVES);

/** Returns waves with noise: x [n, SAMPLES], their kinds [n], and their periods [n, 1]. @param {number} n */
function waves(n) {
  const x = new Float32Array(n * SAMPLES);
  const kinds = new Int32Array(n);
  const periods = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    const kind = row % names.length;
    const wave = Object.values(WAVES)[kind] ?? Math.sin;
    const count = 1 + 2 * random.uniform();
    const phase = random.uniform();
    for (let i = 0; i < SAMPLES; i++) {
      x[row * SAMPLES + i] = wave((count * i) / SAMPLES + phase) + 0.1 * random.normal();
    }
    kinds[row] = kind;
    periods[row] = count;
  }
  return { x: dense(x, [n, SAMPLES]), kinds: dense(kinds, [n]), periods: dense(periods, [n, 1]) };
}

/**
 * Returns logits of the kind [n, 3] and the number of periods [n, 1].
 *
 * @implements {Module}
 */
class TwoHeads {
  trunk = new Chain([new Dense(64), new ReLU(), new Dense(64), new ReLU()]);
  kind = new Dense(names.length);
  periods = new Dense(1);

  get config() {
    return { type: 'TwoHeads' };
  }

  /** @param {Shape} wave @returns {Blueprint} */
  build(wave) {
    const trunk = this.trunk.build(wave);
    const kind = this.kind.build([64]);
    const periods = this.periods.build([64]);
    return { outputShape: [[names.length], [1]], children: { trunk, kind, periods } };
  }

  /** @param {Context} context @param {Tensor} wave @returns {[Tensor, Tensor]} */
  call(context, wave) {
    const inner = context.run('trunk', this.trunk, wave);
    return [context.run('kind', this.kind, inner), context.run('periods', this.periods, inner)];
  }
}

const [crossEntropy, squaredError] = [new SoftmaxCrossEntropy(), new MeanSquaredError()];

/** A loss of both outputs and both arrays of targets. @type {Loss<[Tensor, Tensor], [Tensor, Tensor]>} */
const loss = {
  config: { type: 'KindAndPeriods' },
  classification: false,
  compute: ([logits, periods], [kinds, counts], weights) =>
    addMeans(crossEntropy.compute(logits, kinds, weights), squaredError.compute(periods, counts, weights)),
};

const [train, test] = [waves(6000), waves(999)];
const backend = await createBackend();
const model = new Network(backend, new TwoHeads(), { inputShape: [SAMPLES], seed });
console.log(model.summary());

const data = arrayDataset(train.x, [train.kinds, train.periods]);
const history = await fit(model, data, { loss, optimizer: new Adam({ learningRate: 0.002 }), epochs: 20, seed });
const { loss: testLoss } = await evaluate(model, arrayDataset(test.x, [test.kinds, test.periods]), { loss });
console.log(`\nloss ${history.loss.at(-1)?.toFixed(4)}, on the test waves ${testLoss.toFixed(4)}`);

const x = upload(backend, test.x);
const [logits, periods] = model.forward(x);
const [scores, counts] = [await logits.data(), await periods.data()];
const right = test.kinds.data.filter((kind, row) => {
  const own = scores.subarray(row * names.length, (row + 1) * names.length);
  return own.indexOf(Array.from(own).reduce((a, b) => Math.max(a, b))) === kind;
}).length;
const errors = Array.from(counts, (count, row) => Math.abs(count - (test.periods.data[row] ?? Number.NaN)));
const error = errors.reduce((total, one) => total + one, 0) / errors.length;
console.log(`${names.join(', ')}: ${((100 * right) / 999).toFixed(1)} % right`);
console.log(`periods, from 1 to 3: off by ${error.toFixed(3)} on average`);

for (const tensor of [x, logits, periods]) tensor.dispose();
model.dispose();
await backend.dispose();
