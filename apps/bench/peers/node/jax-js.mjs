/**
 * jax-js on its WebAssembly backend, everything under `jit`. Functions consume the arrays they get; `.ref` keeps one.
 */
import { jaxConvnet } from './support/jax-convnet.mjs';
import { jaxSequences } from './support/jax-sequences.mjs';
import { batchIndices, oneHotTargets, parameterNames } from './support/network.mjs';
import { packageVersion } from './support/package-version.mjs';
import { Unsupported } from './support/protocol.mjs';

/** @returns {Promise<import('./support/protocol.mjs').Peer>} */
export function open(require) {
  // It starts threads only if there is a global Worker.
  return openJax(require, { device: 'wasm', detail: 'WebAssembly, jit, 1 thread' });
}

/** Starts it on one of its devices. */
export async function openJax(require, { device, detail }) {
  // The library uses these globals: `navigator.userAgent`, `instanceof Float16Array`.
  globalThis.navigator ??= { userAgent: 'Node.js' };
  globalThis.Float16Array ??= class Float16Array {};
  const jax = require('@jax-js/jax');
  await jax.init(device);
  jax.defaultDevice(device);
  return { version: packageVersion(require, '@jax-js/jax'), detail, threads: 1, kinds: jaxKinds(jax) };
}

function jaxKinds(jax) {
  const { numpy: np, nn, jit, valueAndGrad, blockUntilReady, tree } = jax;
  const toArray = ({ data, shape }) => np.array(data, { dtype: dtypeOf(data) }).reshape(shape);
  const dtypeOf = (data) =>
    data instanceof Float64Array ? np.float64 : data instanceof Int32Array ? np.int32 : np.float32;
  const first = async (array) => (await array.ref.reshape([-1]).slice([0, 1]).data())[0];

  /** A computation that creates a new array each time and disposes the previous one. */
  function repeated(inputs, names, compute) {
    const arrays = names.map((name) => toArray(inputs[name]));
    const compiled = jit(compute);
    let last;
    return {
      async execute() {
        last?.dispose();
        last = compiled(...arrays.map((array) => array.ref));
        await last.blockUntilReady();
      },
      result: () => last.ref.data(),
      sink: () => first(last),
      dispose() {
        tree.dispose([...arrays, last]);
        compiled.dispose();
      },
    };
  }

  /** Steps of an optimizer on one parameter, always with the same gradient. */
  function updating({ parameter, gradient }, optimizer) {
    const dtype = dtypeOf(parameter.data);
    let weights = [toArray(parameter)];
    const gradients = [toArray(gradient)];
    const compiled = jit(optimizer.update);
    let state = optimizer.start(weights);
    return {
      async execute() {
        const factors = optimizer.factors(dtype);
        [weights, state] = compiled(weights, tree.ref(gradients), state, factors);
        await blockUntilReady([weights, state]);
      },
      result: () => weights[0].ref.data(),
      sink: () => first(weights[0]),
      dispose() {
        tree.dispose([weights, gradients, state]);
        compiled.dispose();
      },
    };
  }

  function sgd({ learningRate }) {
    return {
      start: () => [],
      factors: () => [],
      update: (weights, gradients) => [weights.map((w, i) => w.sub(gradients[i].mul(learningRate))), []],
    };
  }

  /** Adam by PyTorch's formula. */
  function adam({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) {
    let step = 0;
    const moment = (old, gradient, beta) => old.mul(beta).add(gradient.mul(1 - beta));
    return {
      start: (weights) => [0, 0].map(() => weights.map((w) => np.zerosLike(w.ref))),
      factors(dtype) {
        step++;
        const scalars = [learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
        return scalars.map((value) => np.array([value], { dtype }));
      },
      update(weights, gradients, [first, second], [stepSize, correction]) {
        const m = first.map((old, i) => moment(old, gradients[i].ref, beta1));
        const v = second.map((old, i) => moment(old, np.square(gradients[i]), beta2));
        const moved = weights.map((w, i) => {
          const root = np.sqrt(v[i].ref.mul(correction.ref)).add(epsilon);
          return w.sub(m[i].ref.mul(stepSize.ref).div(root));
        });
        tree.dispose([stepSize, correction]);
        return [moved, [m, v]];
      },
    };
  }

  function parameters(workload, inputs) {
    return parameterNames(workload).map((name) => toArray(inputs[name]));
  }

  function forward(weights, x) {
    let a = x;
    for (let index = 0; index < weights.length; index += 2) {
      const z = np.matmul(a, weights[index]).add(weights[index + 1]);
      a = index + 2 < weights.length ? nn.relu(z) : z;
    }
    return a;
  }

  const crossEntropy = (weights, x, targets) =>
    nn.logSoftmax(forward(weights, x), -1).mul(targets).sum(-1).mean().mul(-1);

  function picked(arrays, [indices]) {
    if (indices === undefined) return arrays;
    const rows = arrays.map((array) => np.take(array, indices.ref, 0));
    indices.dispose();
    return rows;
  }

  function train(workload, inputs) {
    const dtype = dtypeOf(inputs.x.data);
    const examples = [inputs.x, oneHotTargets(workload, inputs)].map(toArray);
    // A list with the indices, or an empty list for a full batch.
    const batches = batchIndices(workload, inputs).map((indices) =>
      indices === undefined ? [] : [toArray({ data: indices, shape: [indices.length] })],
    );
    const optimizer = (workload.optimizer === 'sgd' ? sgd : adam)(workload);
    const compiled = jit((weights, examples, indices, state, factors) => {
      const [x, targets] = picked(examples, indices);
      const [loss, gradients] = valueAndGrad(crossEntropy)(tree.ref(weights), x, targets);
      return [loss, ...optimizer.update(weights, gradients, state, factors)];
    });
    let weights = parameters(workload, inputs);
    let state = optimizer.start(weights);
    let losses = [];
    return {
      async execute() {
        tree.dispose(losses);
        losses = [];
        for (const indices of batches) {
          const [loss, ...rest] = compiled(
            weights,
            tree.ref(examples),
            tree.ref(indices),
            state,
            optimizer.factors(dtype),
          );
          [weights, state] = rest;
          losses.push(loss);
          await blockUntilReady(rest);
        }
      },
      result: async () => (await Promise.all(losses.map((loss) => loss.ref.data()))).map(([loss]) => loss),
      sink: () => first(losses.at(-1)),
      dispose() {
        tree.dispose([examples, batches, weights, state, losses]);
        compiled.dispose();
      },
    };
  }

  /** Inference from pixels to logits, both in JavaScript's memory. */
  function infer(workload, inputs) {
    const weights = parameters(workload, inputs);
    const { x } = inputs;
    const compiled = jit(forward);
    let logits;
    return {
      async execute() {
        logits = await compiled(tree.ref(weights), toArray(x)).data();
      },
      result: () => logits,
      sink: async () => logits[0],
      dispose() {
        tree.dispose(weights);
        compiled.dispose();
      },
    };
  }

  /** Under jit, constants, exp and log are float32. */
  const inFloat32Only = (make) => (workload, inputs) => {
    const { dtype, operation } = workload;
    if (dtype === 'float32' || operation === 'relu') return make(workload, inputs);
    throw new Unsupported('its exp, log and constants are float32, in float64 too');
  };

  const transposed = (array, wanted) => (wanted ? np.transpose(array) : array);
  return {
    matmul: ({ transposeA, transposeB }, inputs) =>
      repeated(inputs, ['a', 'b'], (a, b) => np.matmul(transposed(a, transposeA), transposed(b, transposeB))),
    binary: ({ operation }, inputs) => repeated(inputs, ['a', 'b'], operation === 'add' ? np.add : np.multiply),
    unary: inFloat32Only(({ operation }, inputs) =>
      repeated(inputs, ['x'], { exp: np.exp, tanh: np.tanh, sigmoid: nn.sigmoid, relu: nn.relu }[operation]),
    ),
    reduce: ({ operation, axis }, inputs) => repeated(inputs, ['x'], (x) => np[operation](x, axis)),
    softmax: inFloat32Only((_, inputs) => repeated(inputs, ['x'], (x) => nn.softmax(x, -1))),
    sgd: inFloat32Only((workload, inputs) => updating(inputs, sgd(workload))),
    adam: inFloat32Only((workload, inputs) => updating(inputs, adam(workload))),
    train: inFloat32Only(train),
    convnet: jaxConvnet(jax, { toArray, first, adam }),
    ...jaxSequences(jax, { toArray, first, adam }),
    infer,
  };
}
