/**
 * Networks for sequences in jax-js: training steps of a GPT and of an LSTM, each under `jit` as a whole, and a GPT that
 * writes. Functions consume the arrays that they get; `.ref` keeps one.
 */
import { batchIndices, namedParameters } from './network.mjs';
import { Unsupported } from './protocol.mjs';

const EPSILON = 1e-5;
/** Stands for -Infinity in masked scores. */
const LEAST = -1e30;

/**
 * @param {object} jax The library.
 * @param {object} tools `toArray`, `first` and `adam` of the peer.
 * @returns {Record<'gpt' | 'lstm' | 'generate', import('./protocol.mjs').Prepare>}
 */
export function jaxSequences(jax, { toArray, first, adam }) {
  const { numpy: np, nn, jit, valueAndGrad, blockUntilReady, tree } = jax;

  /** Steps of a training. `logits` gets the parameters by name and a batch. */
  function training(workload, inputs, { logits, classes, transform = (weights, gradients) => [weights, gradients] }) {
    const names = namedParameters(inputs);
    let weights = names.map((name) => toArray(inputs[name]));
    const [x, labels] = [toArray(inputs.x), toArray(inputs.labels)];
    const batches = batchIndices(workload, inputs).map((data) => toArray({ data, shape: [data.length] }));
    const optimizer = adam(workload);
    let moments = optimizer.start(weights);

    const compiled = jit((current, examples, rows, moments, factors) => {
      const [batch, expected] = examples.map((array) => np.take(array, rows.ref, 0));
      rows.dispose();
      const targets = nn.oneHot(expected.reshape([-1]), classes);
      const objective = (list) => {
        const named = Object.fromEntries(names.map((name, at) => [name, list[at]]));
        const rowsOfLogits = logits(named, batch).reshape([-1, classes]);
        return nn.logSoftmax(rowsOfLogits, -1).mul(targets).sum(-1).mean().mul(-1);
      };
      const [loss, gradients] = valueAndGrad(objective)(tree.ref(current));
      return [loss, ...optimizer.update(...transform(current, gradients), moments, factors)];
    });

    let steps = 0;
    let loss;
    return {
      async execute() {
        loss?.dispose();
        const rows = batches[steps % batches.length].ref;
        const done = compiled(weights, [x.ref, labels.ref], rows, moments, optimizer.factors(np.float32));
        [loss, weights, moments] = done;
        await blockUntilReady(done);
        steps++;
      },
      result: () => loss.ref.data(),
      sink: () => first(loss),
      dispose() {
        tree.dispose([weights, x, labels, batches, moments, loss]);
        compiled.dispose();
      },
    };
  }

  /** Clips gradients by norm and lets weights decay, before Adam. */
  const clippedAndDecayed =
    ({ clipNorm, learningRate, weightDecay }) =>
    (weights, gradients) => {
      const squares = gradients.map((one) => np.square(one.ref).sum());
      const norm = np.sqrt(squares.reduce((sum, one) => sum.add(one)));
      const factor = np.minimum(1, np.reciprocal(norm.add(1e-6)).mul(clipNorm));
      const clipped = gradients.map((one) => one.mul(factor.ref));
      factor.dispose();
      return [weights.map((one) => one.mul(1 - learningRate * weightDecay)), clipped];
    };

  const affine = (x, named, path) => np.matmul(x, named[`${path}.weight`]).add(named[`${path}.bias`]);
  const norm = (x, named, path) =>
    nn.standardize(x, -1, { epsilon: EPSILON }).mul(named[`${path}.scale`]).add(named[`${path}.offset`]);

  /**
   * Returns softmax(q k' / sqrt(size)) v for queries, keys and values [n, time, heads, size]; a query sees the keys
   * where `seen` is true.
   */
  function attention(seen, ...parts) {
    const [q, k, v] = parts.map((one) => np.transpose(one, [0, 2, 1, 3]));
    const size = q.shape[3];
    const scores = np.matmul(q, np.transpose(k, [0, 1, 3, 2])).mul(1 / Math.sqrt(size));
    return np.transpose(np.matmul(nn.softmax(np.where(seen, scores, LEAST), -1), v), [0, 2, 1, 3]);
  }

  /** A block on x [n, time, width]; `attend` gets queries, keys and values [n, time, heads, size]. */
  function block(x, named, at, heads, attend) {
    const [n, time, width] = x.shape;
    const own = (name) => `block${at}.${name}`;
    const parts = affine(norm(x.ref, named, own('norm1')), named, own('selfAttention.input'));
    const [q, k, v] = np.split(parts, 3, -1).map((one) => one.reshape([n, time, heads, width / heads]));
    const y = attend(q, k, v, at).reshape([n, time, width]);
    const middle = x.add(affine(y, named, own('selfAttention.output')));
    const wide = affine(norm(middle.ref, named, own('norm2')), named, own('linear1'));
    return middle.add(affine(nn.gelu(wide, { approximate: false }), named, own('linear2')));
  }

  function gpt(workload, inputs) {
    const { blocks, heads, vocabulary } = workload.size;
    const [, time] = inputs.x.shape;
    const logits = (named, tokens) => {
      const past = np.tril(np.ones([time, time])).greater(0);
      const attend = (q, k, v) => attention(past.ref, q, k, v);
      let x = np.take(named['tokens.weight'], tokens, 0).add(named['positions.weight'].slice([0, time]));
      for (let at = 0; at < blocks; at++) x = block(x, named, at, heads, attend);
      past.dispose();
      return affine(norm(x, named, 'norm'), named, 'head');
    };
    return training(workload, inputs, { logits, classes: vocabulary, transform: clippedAndDecayed(workload) });
  }

  /** It has no scan, so the steps are written out. */
  function lstm(workload, inputs) {
    const [, time] = inputs.x.shape;
    const [units, classes] = inputs['1.weight'].shape;
    const logits = (named, x) => {
      const n = x.shape[0];
      const projected = affine(x, named, '0');
      let [h, c] = [np.zeros([n, units]), np.zeros([n, units])];
      for (let at = 0; at < time; at++) {
        const z = projected.ref.slice([], at).add(np.matmul(h, named['0.recurrentWeight'].ref));
        const [i, f, g, o] = np.split(z, 4, -1);
        c = nn
          .sigmoid(f)
          .mul(c)
          .add(nn.sigmoid(i).mul(np.tanh(g)));
        h = nn.sigmoid(o).mul(np.tanh(c.ref));
      }
      tree.dispose([projected, c, named['0.recurrentWeight']]);
      return affine(h, named, '1');
    };
    return training(workload, inputs, { logits, classes });
  }

  /**
   * Each length would be a program of its own. So keys and values have room for all tokens from the start, and one
   * program reads one token, also those of the prompt.
   */
  function generate(workload, inputs) {
    const { size, length } = workload;
    const { blocks, heads, width, context } = size;
    const names = namedParameters(inputs);
    const weights = names.map((name) => toArray(inputs[name]));
    const prompt = Array.from(inputs.prompt.data);
    const room = () => np.zeros([1, context, heads, width / heads]);
    const compiled = jit((list, token, position, cache) => {
      const named = Object.fromEntries(names.map((name, at) => [name, list[at]]));
      const places = np.arange(context);
      const isHere = np.equal(places.ref, position.ref).reshape([1, context, 1, 1]);
      const isPast = np.lessEqual(places, position.ref).reshape([1, 1, 1, context]);
      const kept = [];
      const attend = (q, ...rows) => {
        const [k, v] = rows.slice(0, 2).map((row, which) => np.where(isHere.ref, row, cache[rows[2]][which]));
        kept.push([k.ref, v.ref]);
        return attention(isPast.ref, q, k, v);
      };
      const embedded = np.take(named['tokens.weight'], token, 0);
      let x = embedded.add(np.take(named['positions.weight'], position, 0)).reshape([1, 1, width]);
      for (let at = 0; at < blocks; at++) x = block(x, named, at, heads, attend);
      tree.dispose([isHere, isPast]);
      return [affine(norm(x, named, 'norm'), named, 'head').reshape([-1]), kept];
    });

    const integer = (value) => np.array([value], { dtype: np.int32 });
    let written = [];

    async function write() {
      let cache = Array.from({ length: blocks }, () => [room(), room()]);
      const tokens = [...prompt];
      for (let at = 0; tokens.length < prompt.length + length; at++) {
        const [logits, kept] = compiled(tree.ref(weights), integer(tokens[at]), integer(at), cache);
        cache = kept;
        const values = await logits.data();
        if (at >= prompt.length - 1) tokens.push(values.reduce((best, one, i) => (one > values[best] ? i : best), 0));
      }
      tree.dispose(cache);
      return tokens.slice(prompt.length);
    }

    return {
      async execute() {
        written = await write();
      },
      result: () => written,
      sink: async () => written[0],
      dispose() {
        tree.dispose(weights);
        compiled.dispose();
      },
    };
  }

  const inFloat32Only = (make) => (workload, inputs) => {
    if (workload.dtype === 'float32') return make(workload, inputs);
    throw new Unsupported('its exp, log and constants are float32, in float64 too');
  };
  return { gpt: inFloat32Only(gpt), lstm: inFloat32Only(lstm), generate: inFloat32Only(generate) };
}
