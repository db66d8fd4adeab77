/** What modules keep between calls of inference. */
import { describe, expect, it } from 'vitest';
import {
  add,
  type Blueprint,
  Chain,
  type Context,
  concat,
  cumsum,
  Dense,
  type DenseArray,
  dense,
  fill,
  greater,
  MeanSquaredError,
  type Module,
  matmul,
  Predictor,
  Sequential,
  type Shape,
  State,
  slice,
  softmax,
  stack,
  subtract,
  type Tensor,
  tanh,
  upload,
  where,
} from '../../src/index.js';
import {
  EXACT,
  expectClose,
  expectError,
  expectRejection,
  expectTensor,
  liveBuffers,
  newBackend,
  SAME,
  scatteredArray,
  t,
  valuesOf,
} from '../support/index.js';
import { Custom, customOf } from '../support/modules.js';

/** h = tanh(x W + b + h U), from the h of the last call. */
class Recurrence implements Module {
  readonly config = { type: 'Recurrence' };
  readonly inputs = new Dense(3);
  readonly states = new Dense(3, { bias: false });

  build(shape: Shape): Blueprint {
    return { outputShape: shape, children: { inputs: this.inputs.build(shape), states: this.states.build([3]) } };
  }

  call(context: Context, x: Tensor): Tensor {
    const inputs = context.run('inputs', this.inputs, x);
    const [n = 0, time = 0] = x.shape;
    let h = context.state?.get('h') ?? fill(x.backend, [n, 3], 0, x.dtype);
    const outputs = Array.from({ length: time }, (_, at) => {
      h = tanh(add(slice(inputs, [[], at]), context.run('states', this.states, h)));
      return h;
    });
    context.state?.set('h', h);
    return stack(outputs, { axis: 1 });
  }
}

/** Attention to all rows so far, which it keeps. */
class Attention implements Module {
  readonly config = { type: 'Attention' };

  build(shape: Shape): Blueprint {
    return { outputShape: shape };
  }

  call({ state }: Context, x: Tensor): Tensor {
    const past = state?.get('rows');
    const rows = past === undefined ? x : concat([past, x], { axis: 1 });
    state?.set('rows', rows);
    const [time = 0, all = 0] = [x.shape[1], rows.shape[1]];
    const positions = cumsum(fill(x.backend, [all], 1, x.dtype));
    const isFuture = greater(positions, slice(positions, [[all - time]]).reshape([time, 1]));
    const scores = matmul(x, rows, { transposeB: true });
    return matmul(softmax(where(isFuture, Number.NEGATIVE_INFINITY, scores)), rows);
  }
}

const tagger = async () =>
  new Sequential(await newBackend(), {
    ...({ inputShape: ['time', 3], dtype: 'float64', seed: 3 } as const),
    layers: [new Recurrence(), new Attention(), new Chain([new Dense(3), new Recurrence(), new Attention()])],
  });

const x = scatteredArray([2, 6, 3]);

/** The steps from `start` to `end` of x. */
const steps = (start: number, end: number): DenseArray =>
  dense(Float64Array.from([0, 1].flatMap((row) => [...x.data.subarray((row * 6 + start) * 3, (row * 6 + end) * 3)])), [
    2,
    end - start,
    3,
  ]);

/** Where sequences are cut: pieces of 1, 2, 1 and 2 steps. */
const CUTS = [0, 1, 3, 4, 6];

describe('calls with a state', () => {
  it('compute piece by piece what one call computes, and leave nothing behind', async () => {
    using model = await tagger();
    const { backend } = model;
    const before = liveBuffers(backend);
    const whole = await new Predictor(model).predict(x);
    using state = new State();
    for (const [at, end] of CUTS.slice(1).entries()) {
      const start = CUTS[at] as number;
      using input = upload(backend, steps(start, end));
      using y = state.forward(model, input);
      using expected = upload(backend, whole);
      using part = slice(expected, [[], [start, end]]);
      expectClose(await valuesOf(y), await valuesOf(part), EXACT);
    }
    // The states of two recurrences, and the rows of two attentions.
    expect(liveBuffers(backend)).toBe(before + 4);
    state.dispose();
    expect(liveBuffers(backend)).toBe(before);
    using again = upload(backend, x);
    using y = state.forward(model, again);
    expectClose(await valuesOf(y), whole, SAME);
  });

  it('by a Predictor: all rows are one batch, and each state is a sequence of its own', async () => {
    using model = await tagger();
    const predictor = new Predictor(model, { batchSize: 1 });
    const whole = await predictor.predict(x);
    using state = new State();
    using other = new State();
    for (const [at, end] of CUTS.slice(1).entries()) {
      const start = CUTS[at] as number;
      await predictor.predict(steps(0, 2), other);
      const y = await predictor.predict(steps(start, end), state);
      const rows = [0, 1].flatMap((row) => [...whole.data.subarray((row * 6 + start) * 3, (row * 6 + end) * 3)]);
      expectClose(y, dense(Float64Array.from(rows), y.shape), EXACT);
    }
  });

  it('refuse what is no network, and a Predictor what is no state', async () => {
    using state = new State();
    expectError(() => state.forward(undefined as never), 'argument', 'State.forward: expected a network first');
    using model = customOf(await newBackend(), (_, value) => value);
    const predicted = new Predictor(model).predict(dense(new Float64Array(2), [1, 2]), {} as never);
    await expectRejection(predicted, 'argument', 'predict: expected a State. Received an object');
  });

  it('that throw keep nothing', async () => {
    const backend = await newBackend();
    using model = customOf(backend, ({ state }, value) => {
      const sum = add(value, state?.get('sum') ?? 0);
      state?.set('sum', sum);
      state?.set('sum', add(sum, 0)); // the last one counts
      return value.shape[0] === 1 ? sum : slice(sum, [[], 5]);
    });
    using state = new State();
    const call = (rows: number[][]): Tensor => state.forward(model, t(backend, rows));
    await expectTensor(call([[1, 2]]), [1, 2], [1, 2]);
    const before = liveBuffers(backend);
    expectError(
      () =>
        call([
          [5, 5],
          [5, 5],
        ]),
      'shape',
      'slice',
    );
    expect(liveBuffers(backend)).toBe(before + 1); // the input
    await expectTensor(call([[1, 2]]), [1, 2], [2, 4]);
  });

  it('of one layer twice: the second one knows the first', async () => {
    const backend = await newBackend();
    const counter = new Custom(({ state }, value) => {
      const next = add(value, state?.get('last') ?? 0);
      state?.set('last', next);
      return next;
    });
    using model = customOf(
      backend,
      (context, value) => subtract(context.run('it', counter, value), context.run('it', counter, value)),
      { children: { it: { outputShape: [2] } } },
    );
    using state = new State();
    // 1 - (1 + 1); then (1 + 2) - (1 + 3).
    for (const last of [2, 4]) await expectTensor(state.forward(model, t(backend, [[1, last]])), [1, 2], [-1, -last]);
  });
});

it('training, and forward without a state, keep nothing', async () => {
  const backend = await newBackend();
  const seen: unknown[] = [];
  using model = customOf(backend, ({ state }, value) => {
    seen.push(state);
    return value;
  });
  const y = t(backend, [[1, 2]]);
  model.forward(y);
  model.pass(y, y, new MeanSquaredError(), { seed: 0, step: 1 });
  expect(seen).toEqual([undefined, undefined]);
});
