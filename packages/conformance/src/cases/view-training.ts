/** Trainings in shards: with `view`, core computes several shards in one pass. This must not change a bit. */
import {
  Adam,
  add,
  type Backend,
  BatchNorm,
  type Blueprint,
  Chain,
  type Context,
  Conv2d,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  Flatten,
  type FloatDType,
  GELU,
  GlobalAveragePool,
  gather,
  LayerNorm,
  type Loss,
  MaxPool2d,
  MeanSquaredError,
  type Module,
  matmul,
  mean,
  multiply,
  Network,
  type Output,
  ReLU,
  Residual,
  type Shape,
  SoftmaxCrossEntropy,
  slice,
  sliceRows,
  softmax,
  sum,
  type Targets,
  type Tensor,
  type TrainOptions,
  tanh,
  train,
  WeightPenalty,
} from '@nablajs/core';
import { shards } from '@nablajs/core/shards';
import { ConformanceError } from '../error.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import { compressed, csrOf, generate, patternAt, spread, typed } from '../harness/host.js';
import { firstDifference } from '../tolerances/compare.js';

/** What is trained. */
interface Training {
  readonly inputs: readonly Shape[];
  readonly module: () => Module;
  readonly options?: () => Partial<TrainOptions<Output>>;
  /** Examples in the data set. Default: 40. */
  readonly rows?: number;
  /** Whether an input is sparse. */
  readonly csr?: boolean;
  readonly weights?: boolean;
  /** Integers below this number as the input. */
  readonly tokens?: number;
  /** The shapes of the targets of several outputs. Default: labels of 3 classes. */
  readonly targets?: readonly Shape[];
}

/** Each token's row of a table, and its place. */
class Embedding implements Module {
  readonly acceptsIntegers = true;

  get config() {
    return { type: 'Embedding' };
  }

  build([length = 0]: Shape): Blueprint {
    return {
      outputShape: [length, 4],
      parameters: { table: { shape: [9, 4], initializer: 'glorotUniform' } },
    };
  }

  call(context: Context, tokens: Tensor): Tensor {
    return gather(context.parameter('table'), tokens);
  }
}

/** A recurrent layer over [length, width]: its last state. */
class Recurrent implements Module {
  get config() {
    return { type: 'Recurrent' };
  }

  build([, width = 0]: Shape): Blueprint {
    return {
      outputShape: [6],
      parameters: {
        input: { shape: [width, 6], initializer: 'glorotUniform' },
        state: { shape: [6, 6], initializer: 'glorotUniform' },
      },
    };
  }

  call(context: Context, x: Tensor): Tensor {
    const length = x.shape[1] as number;
    const step = (at: number) => matmul(slice(x, [[], at]), context.parameter('input'));
    let state = tanh(step(0));
    for (let at = 1; at < length; at++) state = tanh(add(step(at), matmul(state, context.parameter('state'))));
    return state;
  }
}

/** Attention over [length, width] with one head, less a running mean that it updates. */
class Attention implements Module {
  get config() {
    return { type: 'Attention' };
  }

  build([length = 0, width = 0]: Shape): Blueprint {
    return {
      outputShape: [length, width],
      parameters: {
        query: { shape: [width, width], initializer: 'glorotUniform' },
        mean: { shape: [width], initializer: 'zeros', trainable: false },
      },
    };
  }

  call(context: Context, x: Tensor): Tensor {
    const running = context.parameter('mean');
    context.update('mean', multiply(add(running, mean(x, { axis: [0, 1] })), 0.5));
    const scores = matmul(matmul(x, context.parameter('query')), x, { transposeB: true });
    return add(matmul(softmax(scores), x), multiply(running, -1));
  }
}

/** Two outputs of two inputs. */
class TwoOutputs implements Module {
  readonly left = new Dense(3);
  readonly right = new Dense(2);

  get config() {
    return { type: 'TwoOutputs' };
  }

  build(first: Shape, second: Shape): Blueprint {
    const children = { left: this.left.build(first), right: this.right.build(second) };
    return { outputShape: [[3], [2]], children };
  }

  call(context: Context, first: Tensor, second: Tensor): Tensor[] {
    const left = context.run('left', this.left, first);
    return [left, add(context.run('right', this.right, second), sum(left, { axis: 1, keepDimensions: true }))];
  }
}

/** The mean squared errors of two outputs. */
class SumOfErrors implements Loss<readonly Tensor[], readonly Tensor[]> {
  readonly classification = false;

  get config() {
    return { type: 'SumOfErrors' };
  }

  compute(outputs: readonly Tensor[], targets: readonly Tensor[], rows: number): Tensor {
    const errors = outputs.map((output, at) => new MeanSquaredError().compute(output, targets[at] as Tensor, rows));
    return errors.reduce(add);
  }
}

const chain = (...modules: Module[]) => new Chain(modules);

const TRAININGS: Readonly<Record<string, Training>> = {
  'dense layers': {
    inputs: [[7]],
    module: () => chain(new Dense(9), new ReLU(), new Dense(8), new GELU(), new Dense(3)),
  },
  'a sparse input': { inputs: [[30]], csr: true, module: () => chain(new Dense(11), new ReLU(), new Dense(3)) },
  'weights of examples': { inputs: [[7]], weights: true, module: () => chain(new Dense(5), new ReLU(), new Dense(3)) },
  'shards of several sizes': { inputs: [[7]], rows: 45, module: () => chain(new Dense(9), new ReLU(), new Dense(3)) },
  'a penalty': {
    inputs: [[7]],
    module: () => chain(new Dense(9), new ReLU(), new Dense(3)),
    options: () => ({ penalty: new WeightPenalty({ l1: 0.01, l2: 0.02 }) }),
  },
  convolutions: {
    inputs: [[9, 9, 2]],
    module: () =>
      chain(
        ...[new Conv2d(5, 3), new ReLU(), new MaxPool2d(2), new Conv2d(4, 2), new ReLU()],
        ...[new Flatten(), new Dropout(0.3), new Dense(3)],
      ),
  },
  'batch normalisation': {
    inputs: [[6, 6, 2]],
    module: () =>
      chain(
        ...[new Conv2d(4, 3, { bias: false }), new BatchNorm(), new ReLU()],
        ...[new Residual(chain(new Conv2d(4, 3, { padding: 'same' }), new BatchNorm())), new GlobalAveragePool()],
        new Dense(3),
      ),
  },
  'an embedding, recurrent': {
    inputs: [[5]],
    tokens: 9,
    module: () => chain(new Embedding(), new Recurrent(), new Dense(3)),
  },
  'attention, normalised': {
    inputs: [[5, 4]],
    module: () => chain(new LayerNorm(), new Attention(), new Flatten(), new Dense(3)),
  },
  'two inputs and two outputs': {
    inputs: [[4], [3]],
    targets: [[3], [2]],
    module: () => new TwoOutputs(),
    options: () => ({ loss: new SumOfErrors() as unknown as Loss<Output, Targets> }),
  },
};

/** The examples of a data set, whose batches are rows of them. */
function dataOf(dtype: FloatDType, { inputs, rows = 40, csr = false, tokens, targets, weights }: Training) {
  const inputOf = (shape: Shape, at: number) => {
    if (tokens !== undefined) return generate('int32', [rows, ...shape], (i) => Math.abs(patternAt(1, i)) % tokens);
    if (csr) return generate(dtype, [rows, ...shape], (i) => (i % 3 === 0 ? patternAt(2, i) / 16 : 0));
    return generate(dtype, [rows, ...shape], (i) => patternAt(3 + at, i) / 32);
  };
  const x = inputs.map(inputOf);
  const y =
    targets === undefined
      ? [generate('int32', [rows], (row) => (row * 2) % 3)]
      : targets.map((shape, at) => spread(dtype, [rows, ...shape], 5 + at));
  const pick = (array: DenseArray, indices: Int32Array): DenseArray => {
    const all = [...indices].map((row) => sliceRows(array, row, row + 1) as DenseArray);
    return dense(
      typed(
        dtypeOfArray(array),
        all.flatMap(({ data }) => [...data]),
      ),
      [indices.length, ...array.shape.slice(1)],
    );
  };
  const one = <T>(all: readonly T[]): T | readonly T[] => (all.length === 1 ? (all[0] as T) : all);
  return {
    length: rows,
    inputShape: one(inputs) as Shape,
    batch: (indices: Int32Array) => {
      const picked = x.map((array) => pick(array, indices));
      return {
        x: csr ? csrOf(compressed(picked[0] as DenseArray), dtype) : (one(picked) as DenseArray),
        y: one(y.map((array) => pick(array, indices))) as DenseArray,
        ...(weights && { weights: [...indices].map((row) => (row % 4) / 2) }),
      };
    },
  };
}

const dtypeOfArray = ({ data }: DenseArray) =>
  data instanceof Int32Array ? 'int32' : data instanceof Float32Array ? 'float32' : 'float64';

/** Trains in shards on one rank; returns the weights and the optimizer's state. */
async function trainedOn(backend: Backend, dtype: FloatDType, training: Training) {
  const { inputs, module, options } = training;
  const inputShape = inputs.length === 1 ? (inputs[0] as Shape) : inputs;
  using model = new Network(backend, module(), { inputShape, dtype, seed: 3 });
  using optimizer = new Adam({ learningRate: 0.02 });
  const own = { loss: new SoftmaxCrossEntropy() as unknown as Loss<Output, Targets>, ...options?.() };
  const all = {
    ...{ optimizer, epochs: 2, batchSize: 32, seed: 5, distribution: shards({ count: 8 }) },
    ...(own as object),
  };
  for await (const _ of train(model, dataOf(dtype, training) as never, all as never));
  const tensors = [...model.parameters.list.map(({ name, value }) => [name, value] as const), ...optimizer.state];
  return await Promise.all(tensors.map(async ([name, value]) => [name, await value.data()] as const));
}

export function viewTrainingCases(dtype: FloatDType): ConformanceCase[] {
  return Object.entries(TRAININGS).map(([label, training]) =>
    defineCase({
      kernel: 'view',
      dtype,
      label: `a training in shards: ${label}`,
      needsCsr: training.csr === true,
      body: async (backend) => {
        const { view: _, ...without } = backend;
        const expected = await trainedOn(without, dtype, training);
        const received = new Map(await trainedOn(backend, dtype, training));
        for (const [name, data] of expected) {
          const at = firstDifference(received.get(name) ?? data.slice(0, 0), data);
          if (at < 0) continue;
          throw new ConformanceError('mismatch', `element ${at} of '${name}' differs from that without view.`);
        }
      },
    }),
  );
}
