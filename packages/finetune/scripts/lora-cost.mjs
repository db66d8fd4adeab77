/**
 * Compares a step of training MiniLM with LoRA on queries and values with a step of full training: the memory of all
 * tensors at its highest, and the time. A network classifies 8 texts of 64 tokens a step, with Adam. Weights are drawn,
 * as only their shapes matter.
 *
 * Memory is what `backend.memory()` says after each kernel, weights and optimizer state included. For the time, both
 * networks take turns on one backend: a ratio is the median of the turns' ratios, so that other load meets both. The
 * load is printed. Exits with 1 unless LoRA takes at most 0.45 of the memory and 0.75 of the time.
 *
 * Needs the built packages, also the native one.
 *
 *   --turns N      Default: 30; 3 more before them are not counted
 *   --threads N    Default: 2
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Adam, Chain, Dense, dense, Network, named, SoftmaxCrossEntropy, scope, upload } from '@nablajs/core';
import { ARCHITECTURES } from '@nablajs/interchange';
import { createBackend } from '../../backend-native/dist/index.js';
import { Lora } from '../dist/index.js';

const { values: options } = parseArgs({
  options: { turns: { type: 'string', default: '30' }, threads: { type: 'string', default: '2' } },
});
const MOST = { memory: 0.45, time: 0.75 };
const [BATCH, TOKENS, WARM_UPS] = [8, 64, 3];

/** MiniLM-L6-H384. */
const CONFIG = {
  ...{ model_type: 'bert', vocab_size: 30_522, max_position_embeddings: 512, type_vocab_size: 2, hidden_size: 384 },
  ...{ num_attention_heads: 12, num_hidden_layers: 6, intermediate_size: 1536, hidden_act: 'gelu' },
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];

/** Returns what takes a step of training and returns its loss. */
function training(backend, isLora) {
  const { module, inputShape } = ARCHITECTURES.bert(CONFIG, { pooling: 'mean', tokenTypes: false });
  const encoder = isLora ? new Lora(module, { rank: 8 }) : module;
  const network = new Network(backend, new Chain([named('base', encoder), named('head', new Dense(2))]), {
    inputShape,
  });
  const of = (shape, value) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return upload(
      backend,
      dense(
        Int32Array.from({ length: size }, (_, at) => value(at)),
        shape,
      ),
    );
  };
  const tokens = of([BATCH, TOKENS], (at) => (at * 7919 + 13) % CONFIG.vocab_size);
  const mask = of([BATCH, TOKENS], () => 1);
  const targets = of([BATCH], (at) => at % 2);
  const [optimizer, loss] = [new Adam({ learningRate: 1e-5 }), new SoftmaxCrossEntropy()];
  let step = 0;
  return async () => {
    step += 1;
    const value = scope(() => {
      const pass = network.pass([tokens, mask], targets, loss, { seed: 1, step });
      optimizer.step(network.parameters.trainable, pass.gradients);
      return pass.loss;
    });
    const number = await value.item();
    value.dispose();
    return number;
  };
}

/** The same backend, which calls `after` behind each kernel. */
function watched(backend, after) {
  const watch = (kernels) => {
    const made = Object.create(kernels);
    for (const [name, kernel] of Object.entries(kernels)) {
      if (typeof kernel !== 'function') continue;
      made[name] = (...given) => {
        const result = kernel.apply(kernels, given);
        after();
        return result;
      };
    }
    return made;
  };
  const { fused, ...rest } = backend;
  return Object.assign(Object.create(backend), watch(rest), { fused: watch(fused) });
}

/** The most bytes of tensors in the third step. */
async function peakOf(isLora) {
  const backend = await createBackend({ threads: Number(options.threads) });
  let peak = 0;
  const step = training(
    watched(backend, () => {
      peak = Math.max(peak, backend.memory().bytes);
    }),
    isLora,
  );
  const losses = [await step(), await step()];
  peak = 0;
  losses.push(await step());
  await backend.dispose();
  if (losses[2] < losses[0]) return peak / 2 ** 20;
  throw new Error(`the loss did not fall: ${losses}`);
}

async function timesOf() {
  const backend = await createBackend({ threads: Number(options.threads) });
  const trainings = [training(backend, false), training(backend, true)];
  const times = [[], []];
  for (let turn = -WARM_UPS; turn < Number(options.turns); turn++) {
    for (const [at, step] of trainings.entries()) {
      const start = performance.now();
      await step();
      if (turn >= 0) times[at].push(performance.now() - start);
    }
  }
  await backend.dispose();
  return times;
}

function report(name, [full, lora], ratio, unit) {
  console.log(`${name}: ${lora.toFixed(0)} of ${full.toFixed(0)} ${unit}, ${ratio.toFixed(3)}; at most ${MOST[name]}`);
  // NaN is too much as well.
  if (!(ratio <= MOST[name])) process.exitCode = 1;
}

const peaks = [await peakOf(false), await peakOf(true)];
report('memory', peaks, peaks[1] / peaks[0], 'MB');
const times = await timesOf();
report('time', times.map(median), median(times[1].map((time, turn) => time / times[0][turn])), 'ms');
console.log(`load ${loadavg()[0].toFixed(1)}, ${options.threads} threads`);
process.exit();
