import { createBackend } from '@nablajs/backend-ts';
import { type Backend, dense, type Tensor, upload } from '@nablajs/core';
import { attention } from '@nablajs/sequences';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GraphModel, graphModule, type HostTensor, type OperatorNode, runGraph } from '../src/index.js';
import { graph, host, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const number = (value: number) => host('float64', [], [value]);
const uploaded = ({ data, shape }: HostTensor): Tensor => upload(backend, dense(data as Float64Array, shape));

describe('attention', () => {
  const [n, time, heads, size] = [2, 3, 2, 2];
  /** Queries, keys and values [n, time, heads, size] of the elements of x. */
  const rows = noise([n, time, 3 * heads * size], 6);
  const parts = ['q', 'k', 'v'].flatMap((name, at) => [
    node('Slice', ['x', `start${at}`, `end${at}`, 'axis'], [`${name}Flat`]),
    node('Reshape', [`${name}Flat`, 'shape'], [name]),
  ]);
  const numbers = {
    axis: host('int64', [1], [2]),
    shape: host('int64', [4], [0, 0, heads, size]),
    ...Object.fromEntries(
      [0, 1, 2].flatMap((at) => [
        [`start${at}`, host('int64', [1], [4 * at])],
        [`end${at}`, host('int64', [1], [4 * at + 4])],
      ]),
    ),
    ...{ root: number(Math.SQRT2), one: number(1), low: number(-10_000) },
  };
  const isThere = host('float64', [n, 1, 1, time], [1, 1, 0, 1, 1, 1]);
  const bias = noise([n, heads, time, time], 7);
  const turned = (name: string, to: string, perm: readonly number[]) => node('Transpose', [name], [to], { perm });
  const onHeads = [turned('q', 'qh', [0, 2, 1, 3]), turned('k', 'kh', [0, 2, 3, 1]), turned('v', 'vh', [0, 2, 1, 3])];
  const product = [node('MatMul', ['qh', 'kh'], ['raw']), node('Div', ['raw', 'root'], ['scores'])];
  const result = (scores: string) => [
    node('Softmax', [scores], ['weights'], { axis: -1 }),
    node('MatMul', ['weights', 'vh'], ['yh']),
    turned('yh', 'y', [0, 2, 1, 3]),
  ];
  const model = (nodes: readonly OperatorNode[], more: Record<string, HostTensor> = {}) =>
    graph({
      inputs: { x: ['float64', ['n', time, 3 * heads * size]] },
      outputs: ['y'],
      nodes: [...parts, ...nodes],
      constants: { ...numbers, ...more },
    });
  const outputOf = async (given: GraphModel) => (await runGraph(backend, given, new Map([['x', rows]]))).get('y');
  const wanted = async (mask?: Tensor) => {
    const how = { heads, keyHeads: heads, causal: false, mask, drop: undefined };
    return await attention(uploaded(rows), undefined, how).data();
  };
  const isOne = (given: GraphModel): boolean => {
    const last = graphModule(given).module.definition.nodes.at(-1);
    return last?.domain === 'ai.nabla' && last.type === 'Attention';
  };

  test('without a mask', async () => {
    const plain = model([...onHeads, ...product, ...result('scores')]);
    expect(isOne(plain)).toBe(true);
    expect((await outputOf(plain))?.data).toEqual(await wanted());
  });

  test('with a mask of the keys, the scale on queries and keys, and keys that are transposed twice', async () => {
    const root = number(2 ** -0.25);
    const nodes = [
      node('Sub', ['one', 'there'], ['missing']),
      node('Mul', ['missing', 'low'], ['mask']),
      ...onHeads.filter(({ outputs }) => outputs[0] !== 'kh'),
      turned('k', 'kHeads', [0, 2, 1, 3]),
      turned('kHeads', 'kTurned', [0, 1, 3, 2]),
      node('Mul', ['qh', 'fourth'], ['qs']),
      node('Mul', ['fourth', 'kTurned'], ['ks']),
      node('MatMul', ['qs', 'ks'], ['scores']),
      node('Add', ['mask', 'scores'], ['masked']),
      ...result('masked'),
    ];
    const plain = model(nodes, { fourth: root });
    const there = { name: 'there', type: 'float64', shape: ['n', 1, 1, time] } as const;
    const masked = { ...plain, inputs: [...plain.inputs, there] };
    expect(isOne(masked)).toBe(true);
    const mask = uploaded({ ...isThere, shape: [n, time] });
    const inputs = new Map([
      ['x', rows],
      ['there', isThere],
    ]);
    expect((await runGraph(backend, masked, inputs)).get('y')?.data).toEqual(await wanted(mask));
  });

  test('with another scale and a bias of each score', async () => {
    const nodes = [...onHeads, ...product, node('Add', ['scores', 'bias'], ['biased']), ...result('biased')];
    const biased = model(nodes, { bias, root: number(3) });
    expect(isOne(biased)).toBe(true);
    // An output more keeps the nodes from being one.
    const { data } = (await outputOf(biased)) as HostTensor;
    const plain = {
      ...biased,
      outputs: [...biased.outputs, { name: 'yh', type: 'float64', shape: undefined } as const],
    };
    const [y] = [(await runGraph(backend, plain, new Map([['x', rows]]))).get('yh') as HostTensor];
    expect(y.shape).toEqual([n, heads, time, size]);
    const element = (at: readonly [number, number, number, number]) => {
      const [i, t, h, s] = at;
      return [data[((i * time + t) * heads + h) * size + s], y.data[((i * heads + h) * time + t) * size + s]] as const;
    };
    for (const at of [
      [0, 0, 0, 0],
      [1, 2, 1, 1],
      [0, 2, 1, 0],
      [1, 1, 0, 1],
    ] as const) {
      const [own, other] = element(at) as readonly [number, number];
      expect(own).toBeCloseTo(other, 12);
    }
  });

  test('what is not attention stays: a softmax along another axis, other orders', () => {
    const [first, ...rest] = result('scores') as [OperatorNode, ...OperatorNode[]];
    const other = node('Softmax', ['scores'], ['weights'], { axis: 2 });
    expect(first.type).toBe(other.type);
    expect(isOne(model([...onHeads, ...product, other, ...rest]))).toBe(false);
    const [queries, , values] = onHeads as [OperatorNode, OperatorNode, OperatorNode];
    const orders = [queries, turned('k', 'kh', [0, 3, 2, 1]), values, ...product, ...result('scores')];
    expect(isOne(model(orders))).toBe(false);
  });
});
