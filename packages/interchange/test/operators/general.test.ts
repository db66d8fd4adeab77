import { createBackend } from '@nablajs/backend-ts';
import { type Backend, multiply, scope, sum, type Tensor, valueAndGrad } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiled } from '../../src/graph/graph-module.js';
import { type HostTensor, type OperatorNode, runGraph } from '../../src/index.js';
import { Run } from '../../src/operators/run.js';
import { device } from '../../src/operators/values.js';
import { graph, host, node, noise } from '../support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const ints = (...values: number[]): HostTensor => host('int64', [values.length], values);
const float = (value: number): HostTensor => host('float64', [], [value]);
const x = noise([2, 3, 4], 1);
const positive = { ...x, data: (x.data as Float64Array).map((value) => 2.2 + value) };

type Inputs = readonly (HostTensor | undefined)[];
type Case = readonly [node: OperatorNode, inputs: Inputs];

const names = ['a', 'b', 'c', 'd', 'e'];

/** A node with inputs of these names, and empty ones where there are none. */
function one(type: string, inputs: Inputs, attributes = {}, outputs = ['y']): Case {
  const given = inputs.map((input, at) => (input === undefined ? '' : (names[at] as string)));
  return [node(type, given, outputs, attributes), inputs];
}

function modelOf([operator, inputs]: Case, opset?: number) {
  const listed = inputs.flatMap((input, at) => (input === undefined ? [] : [[names[at], [input.type, input.shape]]]));
  const outputs = operator.outputs;
  return graph({
    inputs: Object.fromEntries(listed),
    outputs,
    nodes: [operator],
    ...(opset !== undefined && { opset }),
  });
}

const valuesOf = (inputs: Inputs) =>
  new Map(inputs.flatMap((input, at) => (input === undefined ? [] : [[names[at] as string, input] as const])));

async function run(own: Case, place: 'mixed' | 'host' | 'device' = 'mixed', opset?: number) {
  const made = await runGraph(backend, modelOf(own, opset), valuesOf(own[1]), { place });
  return own[0].outputs.map((name) => made.get(name) as HostTensor);
}

const plain = ({ type, shape, data }: HostTensor) => ({ type, shape, data: Array.from(data) });

/** Those that compute on the host and on the device, by other code. */
const BOTH: readonly Case[] = [
  ...['Abs', 'Ceil', 'Cos', 'Cosh', 'Erf', 'Exp', 'Floor', 'Neg', 'Reciprocal', 'Relu', 'Round', 'Sigmoid', 'Sign'].map(
    (type) => one(type, [x]),
  ),
  ...['Acos', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Sin', 'Sinh', 'Tan', 'Tanh'].map((type) => one(type, [x])),
  ...['Acosh', 'Log', 'Sqrt'].map((type) => one(type, [positive])),
  ...['Add', 'Div', 'Max', 'Mean', 'Min', 'Mul', 'Sub', 'Sum'].map((type) => one(type, [x, noise([3, 1], 2)])),
  one('Mod', [x, noise([4], 3)]),
  one('Mod', [x, noise([4], 3)], { fmod: 1 }),
  one('Pow', [positive, noise([4], 4)]),
  one('Pow', [x, float(3)]),
  one('Clip', [x, float(-0.2), float(0.4)]),
  one('Where', [host('bool', [4], [1, 0, 0, 1]), x, noise([3, 1], 5)]),
  one('Transpose', [x], { perm: [2, 0, 1] }),
  one('Concat', [x, noise([2, 1, 4], 6)], { axis: 1 }),
  one('Slice', [x, ints(-1, 3), ints(-9, 0), ints(1, 2), ints(-1, -2)]),
  one('Split', [x, ints(1, 3)], { axis: 2 }, ['y', 'z']),
  one('Expand', [noise([3, 1], 7), ints(2, 1, 4)]),
  one('Tile', [x, ints(1, 2, 3)]),
  one('Gather', [x, host('int64', [2, 2], [0, -1, 1, 0])], { axis: 2 }),
  one('Gather', [x, host('int64', [], [1])], { axis: 1 }),
  one('GatherElements', [x, host('int64', [2, 3, 2], [0, 1, 2, 3, -1, 0, 1, 1, 2, 2, 3, -4])], { axis: 2 }),
  one('GatherND', [x, host('int64', [2, 2], [0, 1, 1, -1])]),
  one('ScatterElements', [x, host('int64', [1, 1, 3], [0, 2, 2]), noise([1, 1, 3], 8)], { axis: 2 }),
  one('ScatterElements', [x, host('int64', [1, 1, 3], [0, 2, 2]), noise([1, 1, 3], 8)], { axis: 2, reduction: 'max' }),
  one('ScatterND', [x, host('int64', [2, 1], [1, 0]), noise([2, 3, 4], 9)], { reduction: 'add' }),
  ...['constant', 'edge', 'reflect', 'wrap'].map((mode) => one('Pad', [x, ints(0, 1, 2, 1, 0, 1)], { mode })),
  one('Trilu', [x, host('int64', [], [-1])], { upper: 0 }),
  one('DepthToSpace', [noise([1, 8, 2, 3], 10)], { blocksize: 2, mode: 'CRD' }),
  one('SpaceToDepth', [noise([1, 2, 4, 6], 11)], { blocksize: 2 }),
  one('CumSum', [x, host('int64', [], [1])], { exclusive: 1, reverse: 1 }),
  one('TopK', [x, ints(2)], { axis: 1, largest: 0 }, ['y', 'z']),
  one('ArgMax', [x], { axis: 1, keepdims: 0 }),
  one('ArgMin', [host('float64', [4], [3, 1, 1, 2])], { select_last_index: 1 }),
  ...['L1', 'L2', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'Sum', 'SumSquare'].map((type) =>
    one(`Reduce${type}`, [x, ints(0, 2)], { keepdims: 0 }),
  ),
  one('ReduceLogSum', [positive, ints(1)]),
  one('MatMul', [x, noise([4, 2], 12)]),
  one('Gemm', [noise([3, 2], 13), noise([4, 3], 14), noise([4], 15)], {
    ...{ transA: 1, transB: 1, alpha: { kind: 'float', value: 0.5 }, beta: { kind: 'float', value: 2 } },
  }),
  one('OneHot', [ints(1, -1, 7), ints(3), host('float64', [2], [0.5, 2])], { axis: 0 }),
  one('QuantizeLinear', [x, host('float64', [3], [0.1, 0.2, 0.3]), host('int8', [3], [1, 0, -1])], { axis: 1 }),
  one('DequantizeLinear', [host('uint8', [4], [0, 3, 128, 255]), float(0.5), host('uint8', [], [128])]),
  one('Compress', [x, host('bool', [3], [1, 0, 1])], { axis: 1 }),
  one('IsNaN', [host('float64', [3], [Number.NaN, 1, Number.POSITIVE_INFINITY])]),
  one('IsInf', [host('float64', [3], [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])]),
];

describe('the device computes what the host does', () => {
  for (const own of BOTH) {
    const [{ type, attributes }] = own;
    test(`${type} ${Object.keys(attributes).join(' ')}`, async () => {
      const [expected, actual] = [await run(own, 'host'), await run(own)];
      for (const [at, { type: elements, shape, data }] of expected.entries()) {
        expect(actual[at]).toMatchObject({ type: elements, shape });
        expect(data.length).toBeGreaterThan(0);
        for (const [i, value] of data.entries()) expect(actual[at]?.data[i]).toBeCloseTo(value, 11);
      }
    });
  }
});

/** The gradient of a weighted sum of the first output, beside differences of that sum. */
async function checkGradients([operator, inputs]: Case): Promise<void> {
  const { module } = compiled(modelOf([operator, inputs]));
  const weights: HostTensor[] = [];
  const objective = (floats: readonly Tensor[]): Tensor => {
    const evaluation = new Run(backend, 'float64');
    const left = [...floats];
    const given = inputs.flatMap((input) => {
      if (input === undefined) return [];
      return [input.type === 'float64' && input.shape.length > 0 ? device(left.shift() as Tensor) : input];
    });
    const [y] = module.evaluate(evaluation, given, () => left[0] as Tensor).map((value) => evaluation.tensor(value));
    weights[0] ??= noise((y as Tensor).shape, 99);
    return sum(multiply(y as Tensor, evaluation.tensor(weights[0] as HostTensor)));
  };
  const arrays = inputs.flatMap((input) => (input?.type === 'float64' && input.shape.length > 0 ? [input] : []));
  const upload = (values: readonly HostTensor[]) => values.map((value) => new Run(backend, 'float64').tensor(value));
  const { gradients } = valueAndGrad(objective, upload(arrays));
  const at = async (values: readonly HostTensor[]) => scope(() => objective(upload(values))).item();
  for (const [which, array] of arrays.entries()) {
    const gradient = await (gradients[which] as Tensor).data();
    for (const i of [0, Math.floor(array.data.length / 2), array.data.length - 1]) {
      const moved = (by: number) =>
        arrays.with(which, { ...array, data: (array.data as Float64Array).with(i, (array.data[i] as number) + by) });
      const slope = ((await at(moved(1e-6))) - (await at(moved(-1e-6)))) / 2e-6;
      expect(gradient[i]).toBeCloseTo(slope, 6);
    }
  }
}

describe('gradients are the slopes', () => {
  const cases = [
    ...['Abs', 'Acos', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Cos', 'Cosh', 'Sin', 'Sinh', 'Tan'].map((type) =>
      one(type, [x]),
    ),
    ...['Acosh', 'Log'].map((type) => one(type, [positive])),
    ...['Add', 'Div', 'Max', 'Mean', 'Min', 'Mul'].map((type) => one(type, [x, noise([3, 1], 2)])),
    one('Pow', [positive, noise([4], 4)]),
    one('Clip', [x, float(-0.2), float(0.4)]),
    ...['Max', 'Mean', 'Prod', 'L2', 'LogSumExp'].map((type) => one(`Reduce${type}`, [x, ints(0, 2)])),
    one('Slice', [x, ints(-1), ints(-9), ints(1), ints(-2)]),
    one('GatherND', [x, host('int64', [2, 2], [0, 1, 1, -1])]),
    one('ScatterElements', [x, host('int64', [1, 1, 3], [0, 2, 2]), noise([1, 1, 3], 8)], { axis: 2 }),
    one('Pad', [x, ints(0, 1, 2, 1, 0, 1)], { mode: 'reflect' }),
    one('Einsum', [x, noise([4, 5], 3)], { equation: 'abc,cd->adb' }),
    one('Gemm', [noise([3, 2], 13), noise([4, 3], 14), noise([1, 4], 15)], { transA: 1, transB: 1 }),
    one('TopK', [x, ints(2)], { axis: 1 }),
    ...['Atan', 'Sinh', 'Asinh'].map((type) => one(type, [host('float64', [2], [0, -3])])),
  ];
  for (const own of cases) test(own[0].type, () => checkGradients(own));
});

describe('values', () => {
  test('whole numbers are exact: int64 beyond 32 bits, division towards 0', async () => {
    const big = ints(2 ** 40, -7);
    expect((await run(one('Mul', [big, ints(3, 2)]))).map(plain)).toEqual([
      { type: 'int64', shape: [2], data: [3 * 2 ** 40, -14] },
    ]);
    expect((await run(one('Div', [big, ints(3, 2)])))[0]?.data).toEqual(Float64Array.of(366503875925, -3));
    expect((await run(one('Mod', [ints(-7, 7), ints(3, -3)])))[0]?.data).toEqual(Float64Array.of(2, -2));
    const bytes = host('uint8', [2], [200, 100]);
    expect((await run(one('Add', [bytes, bytes])))[0]?.data).toEqual(Uint8Array.of(144, 200));
  });

  test('Einsum has ellipses, diagonals and sums', async () => {
    const a = host('float64', [2, 2], [1, 2, 3, 4]);
    const einsum = async (equation: string, inputs: Inputs) => (await run(one('Einsum', inputs, { equation })))[0];
    expect(await einsum('ii->i', [a])).toMatchObject({ shape: [2], data: Float64Array.of(1, 4) });
    expect(await einsum('ij->', [a])).toMatchObject({ shape: [], data: Float64Array.of(10) });
    expect(await einsum('...ij,...jk->...ik', [a, a])).toMatchObject({ data: Float64Array.of(7, 10, 15, 22) });
    expect(await einsum('ij,jk', [a, a])).toMatchObject({ data: Float64Array.of(7, 10, 15, 22) });
    expect(await einsum('i,j->ij', [ints(1, 2), ints(3, 4)])).toMatchObject({ data: Float64Array.of(3, 4, 6, 8) });
  });

  test('attributes that became inputs', async () => {
    const pairs: readonly (readonly [Case, number, readonly number[]])[] = [
      [one('Clip', [ofOld], { min: { kind: 'float', value: 0 }, max: { kind: 'float', value: 2 } }), 6, [0, 1, 2]],
      [one('Slice', [ofOld], { starts: [1], ends: [2 ** 53], axes: [0] }), 9, [1, 4]],
      [one('ReduceSum', [ofOld], { axes: [0], keepdims: 0 }), 11, [4]],
      [one('Squeeze', [{ ...ofOld, shape: [1, 3] }], { axes: [0] }), 11, [-1, 1, 4]],
      [one('Pad', [ofOld], { pads: [1, 0], value: { kind: 'float', value: 9 } }), 10, [9, -1, 1, 4]],
    ];
    for (const [own, opset, expected] of pairs) {
      expect(Array.from((await run(own, 'mixed', opset))[0]?.data ?? [])).toEqual(expected);
    }
  });

  test('bools of floats and of whole numbers meet', async () => {
    const model = graph({
      inputs: { a: ['float64', [3]], b: ['int64', [3]] },
      outputs: ['y', 'z'],
      nodes: [
        node('Greater', ['a', 'zero'], ['p']),
        node('Equal', ['b', 'one'], ['q']),
        node('And', ['q', 'p'], ['both']),
        node('Or', ['both', 'last'], ['y']),
        node('Where', ['y', 'q', 'p'], ['z']),
      ],
      constants: { zero: float(0), one: host('int64', [], [1]), last: host('bool', [3], [0, 0, 1]) },
    });
    const inputs = new Map([
      ['a', host('float64', [3], [1, 2, -1])],
      ['b', ints(1, 2, 1)],
    ] as const);
    const made = await runGraph(backend, model, inputs, { place: 'device' });
    expect(made.get('y')).toMatchObject({ type: 'bool', data: Uint8Array.of(1, 0, 1) });
    expect(made.get('z')).toMatchObject({ type: 'bool', data: Uint8Array.of(1, 1, 1) });
  });

  test('Cast cuts, wraps and knows bool', async () => {
    const given = host('float64', [4], [-1.7, 0, 2.5, 300]);
    const cast = async (to: number, place: 'host' | 'device') => (await run(one('Cast', [given], { to }), place))[0];
    for (const place of ['host', 'device'] as const) {
      expect(await cast(7, place)).toMatchObject({ type: 'int64', data: Float64Array.of(-1, 0, 2, 300) });
      expect(await cast(9, place)).toMatchObject({ type: 'bool', data: Uint8Array.of(1, 0, 1, 1) });
    }
    expect(await cast(2, 'host')).toMatchObject({ type: 'uint8', data: Uint8Array.of(255, 0, 2, 44) });
  });
});

const ofOld = host('float64', [3], [-1, 1, 4]);

describe('errors name the node', () => {
  const refused: readonly (readonly [Case, RegExp])[] = [
    [one('Concat', [x, x], { axis: 7 }), /^Concat 'y': expected an axis in \[-3, 3\). Received 7/],
    [one('Gather', [x, ints(9)]), /^Gather 'y': expected indices in \[0, 2\). Received 9/],
    [one('Reshape', [x, ints(5, -1)]), /^Reshape 'y': reshape/],
    [one('Range', [float(0), float(1e12), float(1)]), /^Range 'y': expected at most|a shape of at most/],
    [one('Add', [x, noise([5])]), /^Add 'y': /],
    [one('Cast', [x], { to: 8 }), /^Cast 'y': has no type/],
    [one('Cast', [x]), /^Cast 'y': expected the attribute 'to' of kind int. Received none/],
    [one('NonMaxSuppression', [x]), /not supported: NonMaxSuppression \(1\)/],
    [one('Neg', []), /^Neg 'y': /],
  ];
  for (const [own, message] of refused) {
    test(String(message), async () => expect(run(own)).rejects.toThrow(message));
  }
});
