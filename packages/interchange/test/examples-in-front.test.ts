import { createBackend } from '@nablajs/backend-ts';
import { type Backend, buildShapes, dense, Network, type Tensor, tensor, upload } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GraphModel, graphModule, runGraph, type ValueInfo } from '../src/index.js';
import { graph, host, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

/** Adds what is made of x [n, 2] to both rows of a state [2, n, 3], as recurrent networks have one. */
const recurrent = (x: readonly (number | string)[], state: readonly (number | string)[]): GraphModel =>
  graph({
    inputs: { x, state },
    outputs: ['y', 'next'],
    nodes: [
      node('MatMul', ['x', 'w'], ['h']),
      node('Add', ['state', 'h'], ['next']),
      node('Gather', ['next', 'last'], ['y'], { axis: 0 }),
    ],
    constants: { w: noise([2, 3], 1), last: host('int64', [], [1]) },
  });

const withOutputs = (model: GraphModel, shapes: Readonly<Record<string, ValueInfo['shape']>>): GraphModel => ({
  ...model,
  outputs: model.outputs.map((output) => ({ ...output, shape: shapes[output.name] })),
});

/** A state of 3 examples, in the file's order [2, 3, 3]. */
const STATE = noise([2, 3, 3], 5);
const X = noise([3, 2], 4);

/** The elements of a state in the order [3, 2, 3]. */
const inFront = (data: ArrayLike<number>): number[] =>
  [0, 1, 2].flatMap((example) =>
    [0, 1].flatMap((row) => [0, 1, 2].map((at) => data[(row * 3 + example) * 3 + at])),
  ) as number[];

async function expectSameAsFile(model: GraphModel) {
  const { module, parameters, inputShape, batchAxes } = graphModule(model);
  expect(batchAxes).toEqual({ state: 1, next: 1 });
  expect(inputShape).toEqual([[2], [2, 3]]);
  using network = new Network(backend, module, { inputShape, parameters, dtype: 'float64' });
  expect(network.outputShapes).toEqual([[3], [2, 3]]);
  const file = await runGraph(
    backend,
    model,
    new Map([
      ['x', X],
      ['state', STATE],
    ]),
    { dtype: 'float64' },
  );
  const x = upload(backend, dense(Float64Array.from(X.data), [3, 2]));
  const state = upload(backend, dense(Float64Array.from(inFront(STATE.data)), [3, 2, 3]));
  const [y, next] = network.forward(x, state) as [Tensor, Tensor];
  expect([...(await y.data())]).toEqual([...(file.get('y')?.data ?? [])]);
  expect([...(await next.data())]).toEqual(inFront(file.get('next')?.data ?? []));
}

describe('an axis of the examples that is not the first', () => {
  it('has the name of the first input’s first axis', async () => {
    const shapes = { y: ['batch', 3], next: [2, 'batch', 3] };
    await expectSameAsFile(withOutputs(recurrent(['batch', 2], [2, 'batch', 3]), shapes));
  });

  it('is found in an output of which the file says nothing', async () => {
    await expectSameAsFile(recurrent(['batch', 2], [2, 'batch', 3]));
    await expectSameAsFile(withOutputs(recurrent(['batch', 2], [2, 'batch', 3]), { next: ['a', 'b', 'c'] }));
  });

  it('is the only open axis without a name, as readers name it', async () => {
    await expectSameAsFile(recurrent(['x.0', 2], [2, 'state.1', 3]));
  });

  it('is the only axis of one example', () => {
    const { batchAxes, inputShape } = graphModule(withOutputs(recurrent([1, 2], [2, 1, 3]), { next: [2, 1, 3] }));
    expect([batchAxes, inputShape]).toEqual([{ state: 1, next: 1 }, [[2], [2, 3]]]);
  });

  it('may be in an output alone', () => {
    const model = graph({
      ...{ inputs: { x: ['n', 4, 2] }, outputs: ['y'], nodes: [node('Transpose', ['x'], ['y'], { perm: [1, 0, 2] })] },
    });
    const { module, inputShape, batchAxes } = graphModule(withOutputs(model, { y: [4, 'n', 2] }));
    expect(batchAxes).toEqual({ y: 1 });
    expect(module.build(...buildShapes(inputShape)).outputShape).toEqual([4, 2]);
  });

  it('is renamed inside of branches too', async () => {
    const branch = (name: string, type: string) => ({
      ...{ name, inputs: [], outputs: [{ name, type: 'float32' as const, shape: undefined }], constants: new Map() },
      nodes: [node(type, ['state'], [name])],
    });
    const branches = {
      then_branch: { kind: 'graph' as const, value: branch('a', 'Neg') },
      else_branch: { kind: 'graph' as const, value: branch('b', 'Abs') },
    };
    const model = graph({
      inputs: { x: ['n', 2], flag: ['bool', []], state: [2, 'n', 3] },
      outputs: ['y', 'next'],
      nodes: [node('Identity', ['x'], ['y']), node('If', ['flag'], ['next'], branches)],
    });
    const { module, inputShape, batchAxes } = graphModule(model, { inputs: { flag: host('bool', [], [1]) } });
    expect(batchAxes).toEqual({ state: 1, next: 1 });
    using network = new Network(backend, module, { inputShape, dtype: 'float64' });
    const state = upload(backend, dense(Float64Array.from([1, 2, 3, 4, 5, 6]), [1, 2, 3]));
    const [, next] = network.forward(tensor(backend, [[1, 2]], 'float64'), state) as [Tensor, Tensor];
    expect([...(await next.data())]).toEqual([-1, -2, -3, -4, -5, -6]);
  });

  it('is in front in an output that is the input itself', async () => {
    const model = graph({ inputs: { x: ['n', 1], state: [2, 'n'] }, outputs: ['state'], nodes: [] });
    const { module, inputShape, batchAxes } = graphModule(withOutputs(model, { state: [2, 'n'] }));
    expect(batchAxes).toEqual({ state: 1 });
    using network = new Network(backend, module, { inputShape, dtype: 'float64' });
    const state = tensor(backend, [[1, 2]], 'float64');
    expect([...(await (network.forward(tensor(backend, [[0]], 'float64'), state) as Tensor).data())]).toEqual([1, 2]);
  });

  it.each([
    ['two axes have its length', ['n', 2], [2, 'n', 'n']],
    ['a mask may be the same for all examples', ['x.0', 2], [1, 'state.1', 3]],
    ['the first axis has it', ['n', 2], ['n', 2, 3]],
  ])('stays where it is if %s', (_, x, state) => {
    expect(graphModule(withOutputs(recurrent(x, state), { y: ['n', 3], next: ['n', 2, 3] })).batchAxes).toEqual({});
  });
});
