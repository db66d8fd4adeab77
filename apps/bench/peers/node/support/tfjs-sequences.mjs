/**
 * Networks for sequences in TensorFlow.js: training steps of a GPT, written with its operations, and of an LSTM, which
 * is a layer of its own; and a GPT that writes.
 */
import { namedParameters, tfjsSteps } from './network.mjs';

const EPSILON = 1e-5;
/** Stands for -Infinity in masked scores. */
const LEAST = -1e30;

/** On WebAssembly, `oneHot` makes the bits of whole numbers, also for floats. */
const oneHot = (tf, values, count) => tf.oneHot(values, count).toFloat();

/**
 * @param {object} tf
 * @param {(input: import('./files.mjs').Input) => object} toTensor
 * @param {{ read: (tensor: object) => unknown, one: (tensor: object) => unknown }} reading
 * @returns {Record<'gpt' | 'lstm' | 'generate', import('./protocol.mjs').Prepare>}
 */
export function tfjsSequences(tf, toTensor, reading) {
  const forward = gptOf(tf);

  /** Steps of a training. `logits` gets a batch, and returns a row for each label. */
  function training(workload, inputs, { variables, logits, classes, optimizer }) {
    const [x, labels] = [toTensor(inputs.x), toTensor(inputs.labels)];
    return tfjsSteps(tf, workload, inputs, {
      ...reading,
      step(rows) {
        const [examples, expected] = [tf.gather(x, rows), tf.gather(labels, rows).flatten()];
        const targets = oneHot(tf, expected, classes);
        const objective = () => tf.losses.softmaxCrossEntropy(targets, logits(examples));
        const { value, grads } = tf.variableGrads(objective, variables);
        optimizer.step(grads);
        return value;
      },
      dispose() {
        optimizer.dispose();
        tf.dispose([variables, x, labels]);
      },
    });
  }

  const adam = (learningRate) => tf.train.adam(learningRate, 0.9, 0.999, 1e-8);

  /** AdamW on gradients that are clipped by norm; TensorFlow.js has neither. */
  function adamW({ learningRate, weightDecay, clipNorm }, variables) {
    const moments = adam(learningRate);
    return {
      step(grads) {
        const norm = tf.sqrt(tf.addN(Object.values(grads).map((one) => tf.sum(tf.square(one)))));
        const factor = tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6)));
        for (const variable of variables) variable.assign(variable.mul(1 - learningRate * weightDecay));
        moments.applyGradients(mapValues(grads, (one) => one.mul(factor)));
      },
      dispose: () => moments.dispose(),
    };
  }

  function gpt(workload, inputs) {
    const named = Object.fromEntries(
      namedParameters(inputs).map((name) => [name, tf.variable(toTensor(inputs[name]))]),
    );
    const variables = Object.values(named);
    const { size } = workload;
    const time = inputs.x.shape[1];
    const past = tf.tidy(() => tf.linalg.bandPart(tf.ones([time, time]), -1, 0));
    const mask = tf.tidy(() => past.sub(1).mul(-LEAST));
    past.dispose();
    const logits = (tokens) => forward(named, size, tokens, { mask });
    const made = training(workload, inputs, {
      ...{ variables, logits, classes: size.vocabulary },
      optimizer: adamW(workload, variables),
    });
    return {
      ...made,
      dispose() {
        made.dispose();
        mask.dispose();
      },
    };
  }

  function lstm(workload, inputs) {
    const [, time, features] = inputs.x.shape;
    const [units, classes] = inputs['1.weight'].shape;
    // Its default is another function, which is cheaper.
    const cell = { units, recurrentActivation: 'sigmoid', inputShape: [time, features] };
    const model = tf.sequential({ layers: [tf.layers.lstm(cell), tf.layers.dense({ units: classes })] });
    const names = ['0.weight', '0.recurrentWeight', '0.bias', '1.weight', '1.bias'];
    model.setWeights(names.map((name) => toTensor(inputs[name])));
    const variables = model.trainableWeights.map(({ val }) => val);
    const optimizer = adam(workload.learningRate);
    return training(workload, inputs, {
      ...{ variables, classes, logits: (x) => model.apply(x, { training: true }) },
      optimizer: { step: (grads) => optimizer.applyGradients(grads), dispose: () => optimizer.dispose() },
    });
  }

  /** Keeps keys and values as tensors, which grow. */
  function generate(workload, inputs) {
    const { size, length } = workload;
    const named = Object.fromEntries(namedParameters(inputs).map((name) => [name, toTensor(inputs[name])]));
    const prompt = Array.from(inputs.prompt.data);
    const count = prompt.length;
    const mask = tf.tidy(() =>
      tf.linalg
        .bandPart(tf.ones([count, count]), -1, 0)
        .sub(1)
        .mul(-LEAST),
    );
    let written = [];

    function write() {
      const tokens = [];
      let cache = [];
      let next = prompt;
      for (let start = 0; tokens.length < length; start += next.length, next = [tokens.at(-1)]) {
        const results = tf.tidy(() => {
          const kept = [];
          const given = tf.tensor2d([next], undefined, 'int32');
          const options = { start, cache, kept, mask: start === 0 ? mask : undefined, isLast: true };
          return { token: forward(named, size, given, options).argMax(-1), kept };
        });
        tf.dispose(cache);
        cache = results.kept;
        tokens.push(results.token.dataSync()[0]);
        results.token.dispose();
      }
      tf.dispose(cache);
      return tokens;
    }

    return {
      execute() {
        written = write();
      },
      result: () => written,
      sink: () => written[0],
      dispose: () => tf.dispose([named, mask]),
    };
  }

  return { gpt, lstm, generate };
}

function gptOf(tf) {
  function norm(x, { scale, offset }) {
    const { mean, variance } = tf.moments(x, -1, true);
    return x
      .sub(mean)
      .mul(tf.rsqrt(variance.add(EPSILON)))
      .mul(scale)
      .add(offset);
  }

  const gelu = (x) => x.mul(0.5).mul(tf.erf(x.mul(Math.SQRT1_2)).add(1));

  /** WebAssembly has no kernel for the gradient of `gather`. */
  function embedded(table, tokens) {
    if (tf.getKernel('UnsortedSegmentSum', tf.getBackend()) !== undefined) return tf.gather(table, tokens);
    const rows = tf.matMul(oneHot(tf, tokens.flatten(), table.shape[0]), table);
    return rows.reshape([...tokens.shape, table.shape[1]]);
  }

  /** x has rows of all tokens of all sequences. */
  const affine = (x, { weight, bias }) => tf.fused.matMul({ a: x, b: weight, bias });

  /**
   * Returns the logits, a row for each token, or with `isLast` for the last one. `cache` has keys and values of each
   * block, of the `start` tokens before; `kept` gets those with the new ones.
   */
  return function forward(named, { blocks, heads, width }, tokens, { mask, start = 0, cache, kept, isLast }) {
    const [n, time] = tokens.shape;
    const of = (path) => {
      const entries = ['weight', 'bias', 'scale', 'offset'].map((name) => [name, named[`${path}.${name}`]]);
      return Object.fromEntries(entries);
    };

    function attention(x, at) {
      const parts = affine(x, of(`block${at}.selfAttention.input`)).reshape([n, time, 3, heads, width / heads]);
      const [q, newK, newV] = tf.unstack(parts.transpose([2, 0, 3, 1, 4]));
      const [k, v] = [newK, newV].map((one, index) => {
        const old = cache?.[at]?.[index];
        return old === undefined ? one : tf.concat([old, one], 2);
      });
      kept?.push([k, v]);
      const scores = tf.matMul(q, k, false, true).mul(1 / Math.sqrt(width / heads));
      const weights = tf.softmax(mask === undefined ? scores : scores.add(mask));
      const y = tf
        .matMul(weights, v)
        .transpose([0, 2, 1, 3])
        .reshape([n * time, width]);
      return affine(y, of(`block${at}.selfAttention.output`));
    }

    const positions = tf.slice(named['positions.weight'], [start, 0], [time, width]);
    let x = embedded(named['tokens.weight'], tokens)
      .add(positions)
      .reshape([n * time, width]);
    for (let at = 0; at < blocks; at++) {
      x = x.add(attention(norm(x, of(`block${at}.norm1`)), at));
      const wide = affine(norm(x, of(`block${at}.norm2`)), of(`block${at}.linear1`));
      x = x.add(affine(gelu(wide), of(`block${at}.linear2`)));
    }
    const last = isLast ? x.slice([n * time - 1, 0], [1, width]) : x;
    return affine(norm(last, of('norm')), of('head'));
  };
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
