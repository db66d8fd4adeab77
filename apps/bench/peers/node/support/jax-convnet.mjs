/**
 * Training steps of a convolutional network in jax-js, each under `jit` as a whole. jax-js takes images as [n,
 * channels, rows, columns]. Its functions consume the arrays that they get; `.ref` keeps one.
 */
import { batchIndices, batchNormEpsilon, batchNormMomentum, namedParameters } from './network.mjs';
import { Unsupported } from './protocol.mjs';

/**
 * @param {object} jax The library.
 * @param {object} tools `toArray`, `first` and `adam` of the peer.
 * @returns {import('./protocol.mjs').Prepare}
 */
export function jaxConvnet(jax, { toArray, first, adam }) {
  const { numpy: np, nn, jit, random, valueAndGrad, blockUntilReady, tree } = jax;
  const forward = forwardOf(jax);

  function crossEntropy(weights, state, { layers, x, targets, key }) {
    const updates = {};
    const logits = forward(layers, x, '', { weights, running: state, updates, key });
    return [nn.logSoftmax(logits, -1).mul(targets).sum(-1).mean().mul(-1), updates];
  }

  return (workload, inputs) => {
    const { dtype, layers, resultSteps } = workload;
    if (dtype !== 'float32') throw new Unsupported('its exp, log and constants are float32, in float64 too');
    const entries = namedParameters(inputs).map((name) => [name, inputs[name]]);
    const running = ([name]) => /running(Mean|Variance)$/.test(name);
    const names = entries.filter((entry) => !running(entry)).map(([name]) => name);
    let weights = names.map((name) => layOut(toArray(inputs[name])));
    let state = Object.fromEntries(entries.filter(running).map(([name, input]) => [name, toArray(input)]));
    const x = np.transpose(toArray(inputs.x), [0, 3, 1, 2]);
    const targets = nn.oneHot(toArray(inputs.labels), inputs[`${layers.length - 1}.bias`].shape[0]);
    const batches = batchIndices(workload, inputs).map((data) => toArray({ data, shape: [data.length] }));
    const optimizer = adam(workload);
    let moments = optimizer.start(weights);

    /** In the steps whose losses are compared, `keys` is empty, and so dropout is off. */
    const compiled = jit((current, state, examples, rows, keys, moments, factors) => {
      const [images, expected] = examples.map((array) => np.take(array, rows.ref, 0));
      rows.dispose();
      const objective = (list, state) => {
        const named = Object.fromEntries(names.map((name, at) => [name, list[at]]));
        return crossEntropy(named, state, { layers, x: images, targets: expected, key: keys[0] });
      };
      const [[loss, updates], gradients] = valueAndGrad(objective, { hasAux: true })(tree.ref(current), state);
      return [loss, updates, ...optimizer.update(current, gradients, moments, factors)];
    });

    let steps = 0;
    let loss;
    return {
      async execute() {
        loss?.dispose();
        const rows = batches[steps % batches.length].ref;
        const keys = steps >= resultSteps ? [random.key(steps)] : [];
        const factors = optimizer.factors(np.float32);
        const done = compiled(weights, state, [x.ref, targets.ref], rows, keys, moments, factors);
        [loss, state, weights, moments] = done;
        await blockUntilReady(done);
        steps++;
      },
      result: () => loss.ref.data(),
      sink: () => first(loss),
      dispose() {
        tree.dispose([weights, state, x, targets, batches, moments, loss]);
        compiled.dispose();
      },
    };
  };

  /** Turns filters [rows, columns, in, out] into [out, in, rows, columns]. */
  function layOut(array) {
    return array.ndim === 4 ? np.transpose(array, [3, 2, 0, 1]) : array;
  }
}

function forwardOf({ numpy: np, lax, random }) {
  const perChannel = (array) => array.reshape([1, -1, 1, 1]);

  /** `running` has the running statistics before the step, and `updates` gets those after it. */
  function batchNorm(x, path, { weights, running, updates }) {
    const axes = [0, 2, 3];
    const mean = np.mean(x.ref, axes);
    const centered = x.sub(perChannel(mean.ref));
    const variance = np.mean(np.square(centered.ref), axes);
    const [n, , rows, columns] = centered.shape;
    const count = n * rows * columns;
    const statistics = { runningMean: mean, runningVariance: variance.ref.mul(count / (count - 1)) };
    for (const [name, value] of Object.entries(statistics)) {
      const old = running[path + name].mul(1 - batchNormMomentum);
      updates[path + name] = lax.stopGradient(old.add(value.mul(batchNormMomentum)));
    }
    const factor = weights[`${path}scale`].div(np.sqrt(variance.add(batchNormEpsilon)));
    return centered.mul(perChannel(factor)).add(perChannel(weights[`${path}offset`]));
  }

  /** Keeps elements with probability 1 - rate. */
  function dropout(x, rate, key) {
    const kept = random.bernoulli(key, 1 - rate, x.shape);
    return np.where(kept, x.mul(1 / (1 - rate)), 0);
  }

  return function forward(layers, input, path, state) {
    const { weights, key } = state;
    let x = input;
    for (const [at, layer] of layers.entries()) {
      const here = `${path}${at}.`;
      switch (layer.type) {
        case 'Conv2d': {
          const { stride, padding, bias } = layer;
          const sides = [padding, padding];
          x = lax.convGeneralDilated(x, weights[`${here}weight`], [stride, stride], [sides, sides]);
          if (bias) x = x.add(perChannel(weights[`${here}bias`]));
          break;
        }
        case 'Dense':
          x = np.matmul(x, weights[`${here}weight`]).add(weights[`${here}bias`]);
          break;
        case 'BatchNorm':
          x = batchNorm(x, here, state);
          break;
        case 'MaxPool2d': {
          const window = [layer.size, layer.size];
          x = lax.reduceWindow(x, (values) => np.max(values), window, window);
          break;
        }
        case 'Dropout':
          if (key !== undefined) x = dropout(x, layer.rate, key);
          break;
        case 'ReLU':
          // The derivative of nn.relu at 0 is 1; of `maximum(0, x)` it is 0, as in the others.
          x = np.maximum(0, x);
          break;
        case 'Flatten':
          x = np.transpose(x, [0, 2, 3, 1]).reshape([x.shape[0], -1]);
          break;
        case 'GlobalAveragePool':
          x = np.mean(x, [2, 3]);
          break;
        case 'Residual': {
          const { body, shortcut } = layer;
          const around = shortcut === undefined ? x.ref : forward(shortcut.layers, x.ref, `${here}shortcut.`, state);
          x = forward(body.layers, x, `${here}body.`, state).add(around);
          break;
        }
        default:
          throw new Unsupported(`no layer ${layer.type}`);
      }
    }
    return x;
  };
}
