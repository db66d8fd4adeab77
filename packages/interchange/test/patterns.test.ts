import { createBackend } from '@nablajs/backend-ts';
import { type Backend, dense, denseForward, gelu, layerNorm, type Tensor, upload } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GraphModel, graphModule, type HostTensor, type OperatorNode, runGraph } from '../src/index.js';
import { graph, host, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const x = noise([2, 3, 4], 1);
const [scale, offset] = [noise([4], 2), noise([4], 3)];
const [w, b] = [noise([4, 5], 4), noise([5], 5)];
const number = (value: number) => host('float64', [], [value]);
const uploaded = ({ data, shape }: HostTensor): Tensor => upload(backend, dense(data as Float64Array, shape));

const modelOf = (nodes: readonly OperatorNode[], constants: Record<string, HostTensor>): GraphModel =>
  graph({ inputs: { x: ['float64', ['n', 3, 4]] }, outputs: ['y'], nodes, constants });

const typesOf = (model: GraphModel): string[] =>
  graphModule(model).module.definition.nodes.map(({ type, domain }) => (domain === '' ? type : `${domain}::${type}`));

/** Checks that the model is one node, which gives the bits of an operation of core. */
async function expectOne(model: GraphModel, type: string, expected: Tensor): Promise<void> {
  expect(typesOf(model)).toEqual([type]);
  const outputs = await runGraph(backend, model, new Map([['x', x]]));
  expect(outputs.get('y')?.data).toEqual(await expected.data());
  expected.dispose();
}

/** Checks that the nodes stay. */
const expectNone = (model: GraphModel): void => expect(typesOf(model)).toEqual(model.nodes.map(({ type }) => type));

describe('layer normalisation', () => {
  const numbers = { two: number(2), epsilon: number(1e-12), scale, offset, last: host('int64', [1], [-1]) };
  const mean = node('ReduceMean', ['x'], ['mean'], { axes: [-1] });
  const nodes = (square: OperatorNode, variance: OperatorNode): OperatorNode[] => [
    mean,
    node('Sub', ['x', 'mean'], ['d']),
    square,
    variance,
    node('Add', ['variance', 'epsilon'], ['sum']),
    node('Sqrt', ['sum'], ['root']),
    node('Div', ['d', 'root'], ['normal']),
    node('Mul', ['normal', 'scale'], ['scaled']),
    node('Add', ['scaled', 'offset'], ['y']),
  ];
  const power = node('Pow', ['d', 'two'], ['square']);
  const variance = node('ReduceMean', ['square', 'last'], ['variance']);
  const normalised = () => layerNorm(uploaded(x), uploaded(scale), uploaded(offset), 1e-12);

  test('with a power', async () => {
    await expectOne(modelOf(nodes(power, variance), numbers), 'LayerNormalization', normalised());
  });

  test('with a product, and constants in front', async () => {
    const swapped = nodes(node('Mul', ['d', 'd'], ['square']), variance).map((own) =>
      ['Add', 'Mul'].includes(own.type) ? { ...own, inputs: own.inputs.toReversed() } : own,
    );
    await expectOne(modelOf(swapped, numbers), 'LayerNormalization', normalised());
  });

  test('with a difference that is computed twice', async () => {
    const twice = [node('Sub', ['x', 'mean'], ['d2']), ...nodes(node('Pow', ['d2', 'two'], ['square']), variance)];
    const ordered = [mean, ...twice.filter((own) => own !== mean)];
    await expectOne(modelOf(ordered, numbers), 'LayerNormalization', normalised());
  });

  test('without an offset', async () => {
    const [last, ...before] = nodes(power, variance).slice(0, -1).reverse() as [OperatorNode, ...OperatorNode[]];
    const without = [...before.reverse(), { ...last, outputs: ['y'] }];
    const expected = layerNorm(uploaded(x), uploaded(scale), undefined, 1e-12);
    await expectOne(modelOf(without, numbers), 'LayerNormalization', expected);
  });

  test('what is not one stays: another power, another axis, means without their axis', () => {
    expectNone(modelOf(nodes(power, variance), { ...numbers, two: number(4) }));
    expectNone(
      modelOf(nodes(power, node('ReduceMean', ['square', 'last'], ['variance'])), {
        ...numbers,
        last: host('int64', [1], [1]),
      }),
    );
    expectNone(modelOf(nodes(power, node('ReduceMean', ['square', 'last'], ['variance'], { keepdims: 0 })), numbers));
  });
});

describe('GELU', () => {
  const numbers = {
    ...{ root: number(Math.SQRT2), reciprocal: number(Math.SQRT1_2), one: number(1), half: number(0.5) },
    ...{ three: number(3), cubic: number(0.044715), factor: number(0.7978845608028654) },
  };
  const erf = [
    node('Div', ['x', 'root'], ['scaled']),
    node('Erf', ['scaled'], ['erf']),
    node('Add', ['erf', 'one'], ['sum']),
  ];

  test('with erf, the half last', async () => {
    const nodes = [...erf, node('Mul', ['x', 'sum'], ['product']), node('Mul', ['product', 'half'], ['y'])];
    await expectOne(modelOf(nodes, numbers), 'Gelu', gelu(uploaded(x)));
  });

  test('with erf, the half first, and a product in place of the quotient', async () => {
    const nodes = [
      node('Mul', ['half', 'x'], ['halved']),
      node('Mul', ['x', 'reciprocal'], ['scaled']),
      ...erf.slice(1),
      node('Mul', ['sum', 'halved'], ['y']),
    ];
    await expectOne(modelOf(nodes, numbers), 'Gelu', gelu(uploaded(x)));
  });

  const tanh = (cube: readonly OperatorNode[]) => [
    ...cube,
    node('Add', ['x', 'part'], ['inner']),
    node('Mul', ['factor', 'inner'], ['argument']),
    node('Tanh', ['argument'], ['tanh']),
    node('Add', ['tanh', 'one'], ['sum']),
    node('Mul', ['sum', 'half'], ['phi']),
    node('Mul', ['x', 'phi'], ['y']),
  ];

  test('with tanh, by a power or by products', async () => {
    const power = [node('Pow', ['x', 'three'], ['cube']), node('Mul', ['cube', 'cubic'], ['part'])];
    const products = [
      node('Mul', ['cubic', 'x'], ['linear']),
      node('Mul', ['x', 'x'], ['square']),
      node('Mul', ['linear', 'square'], ['part']),
    ];
    const expected = () => gelu(uploaded(x), { approximate: 'tanh' });
    await expectOne(modelOf(tanh(power), numbers), 'Gelu', expected());
    await expectOne(modelOf(tanh(products), numbers), 'Gelu', expected());
  });

  test('what is not one stays: other constants', () => {
    const nodes = [...erf, node('Mul', ['x', 'sum'], ['product']), node('Mul', ['product', 'half'], ['y'])];
    expectNone(modelOf(nodes, { ...numbers, half: number(0.6) }));
    expectNone(modelOf(nodes, { ...numbers, one: number(2) }));
    expectNone(modelOf(nodes, { ...numbers, root: number(1.5) }));
  });
});

describe('dense layers', () => {
  test('a product with a constant matrix and a bias behind it, with its ReLU', async () => {
    const product = node('MatMul', ['x', 'w'], ['product']);
    const plain = [product, node('Add', ['b', 'product'], ['y'])];
    await expectOne(
      modelOf(plain, { w, b }),
      'ai.nabla::Dense',
      denseForward(uploaded(x), uploaded(w), uploaded(b), 'none'),
    );
    const relu = modelOf([product, node('Add', ['product', 'b'], ['sum']), node('Relu', ['sum'], ['y'])], { w, b });
    const outputs = await runGraph(backend, relu, new Map([['x', x]]));
    const expected = denseForward(uploaded(x), uploaded(w), uploaded(b), 'relu');
    expect(outputs.get('y')?.data).toEqual(await expected.data());
  });

  test('a value in the middle that something else uses stays', async () => {
    const nodes = [
      node('MatMul', ['x', 'w'], ['product']),
      node('Add', ['product', 'b'], ['sum']),
      node('Mul', ['sum', 'product'], ['y']),
    ];
    expect(typesOf(modelOf(nodes, { w, b }))).toEqual(['ai.nabla::Dense', 'ai.nabla::Dense', 'Mul']);
  });

  test('a product of whole numbers, or of two values, stays', () => {
    expectNone(modelOf([node('MatMul', ['x', 'x'], ['y'])], {}));
    const whole = graph({
      inputs: { x: ['int32', ['n', 2]] },
      outputs: ['y'],
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      constants: { w: host('int32', [2, 2], [1, 2, 3, 4]) },
    });
    expectNone(whole);
  });
});

describe('padded convolutions', () => {
  const image = noise([2, 3, 5, 4], 6);
  const widths = (values: readonly number[]) => host('int64', [8], values);
  const conv = (x: string, attributes = {}) => node('Conv', [x, 'filters'], ['y'], attributes);
  const model = (pad: OperatorNode, last: OperatorNode, constants: Record<string, HostTensor> = {}): GraphModel =>
    graph({
      inputs: { x: ['float64', ['n', 3, 5, 4]] },
      outputs: ['y'],
      nodes: [pad, last],
      constants: { filters: noise([2, 3, 3, 3], 7), widths: widths([0, 0, 1, 0, 0, 0, 2, 1]), ...constants },
    });
  const run = async (of: GraphModel) => (await runGraph(backend, of, new Map([['x', image]]))).get('y');

  test('zeros around an image, beside the padding of the convolution itself', async () => {
    const padded = model(node('Pad', ['x', 'widths'], ['p']), conv('p', { pads: [0, 1, 0, 1], strides: [2, 1] }));
    expect(typesOf(padded)).toEqual(['Conv']);
    const alone = model(node('Identity', ['x'], ['p']), conv('p', { pads: [1, 1, 2, 2], strides: [2, 1] }));
    expect(await run(padded)).toEqual(await run(alone));
  });

  test('zeros around an image whose channels come to the front before the convolution', async () => {
    const turn = (from: string, to: string) => node('Transpose', [from], [to], { perm: [0, 3, 2, 1] });
    // [n, width, height, channels]
    const padded = (nodes: OperatorNode[]): GraphModel => ({
      ...model(conv('t'), conv('t'), { widths: widths([0, 0, 1, 0, 0, 2, 1, 0]) }),
      inputs: [{ name: 'x', type: 'float64', shape: ['n', 3, 5, 3] }],
      nodes,
    });
    const own = padded([node('Pad', ['x', 'widths'], ['p']), turn('p', 't'), conv('t', { pads: [0, 1, 0, 0] })]);
    expect(typesOf(own)).toEqual(['Transpose', 'Conv']);
    const alone = padded([turn('x', 't'), conv('t', { pads: [1, 1, 1, 2] })]);
    const picture = new Map([['x', noise([2, 3, 5, 3], 8)]]);
    expect(await runGraph(backend, own, picture)).toEqual(await runGraph(backend, alone, picture));
    const reversed = node('Transpose', ['p'], ['t']);
    expectNone(padded([node('Pad', ['x', 'widths'], ['p']), reversed, conv('t')]));
  });

  test('what is no padding of zeros in space stays', () => {
    const zero = { filling: host('float64', [], [0]), axes: host('int64', [4], [0, 1, 3, 2]) };
    const one = { filling: host('float64', [], [1]) };
    const pad = (inputs: string[], attributes = {}) => node('Pad', ['x', 'widths', ...inputs], ['p'], attributes);
    expectNone(model(pad(['filling']), conv('p'), one));
    expectNone(model(pad(['filling', 'axes']), conv('p'), zero));
    expectNone(model(pad([], { mode: 'reflect' }), conv('p')));
    expectNone(model(pad([]), conv('p', { auto_pad: 'SAME_UPPER' })));
    expectNone(model(pad([]), conv('p'), { widths: widths([0, 0, -1, 0, 0, 0, 0, 0]) }));
    const wider = { widths: widths([0, 1, 0, 0, 0, 0, 0, 0]), filters: noise([2, 4, 3, 3], 7) };
    expectNone(model(pad([]), conv('p'), wider));
  });
});

test('outputs that nothing needs lose their names, so that operators do not compute them', () => {
  const model = graph({
    inputs: { x: ['float64', [4, 'n', 3]] },
    outputs: ['y'],
    nodes: [node('LSTM', ['x', 'w', 'r'], ['y', 'h', 'c'], { hidden_size: 2 })],
    constants: { w: noise([1, 8, 3], 8), r: noise([1, 8, 2], 9) },
  });
  expect(graphModule(model).module.definition.nodes.map(({ outputs }) => outputs)).toEqual([['y', '', '']]);
});
