import { createBackend } from '@nablajs/backend-ts';
import {
  BatchNorm,
  Chain,
  Conv2d,
  Dense,
  type DenseArray,
  dense,
  ELU,
  Flatten,
  LAYERS,
  Lambda,
  LayerNorm,
  MaxPool2d,
  type Module,
  Network,
  named,
  ReLU,
  Residual,
  RMSNorm,
  type Tensor,
  upload,
} from '@nablajs/core';
import { Embedding, GPT, GRU, MultiHeadAttention, SEQUENCE_LAYERS } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { exportCases } from '../../scripts/export-cases.mjs';
import {
  type ExportedNetwork,
  type ExportOptions,
  exportOnnx,
  type GraphModel,
  graphModule,
  type HostTensor,
  importOnnx,
  type OperatorNode,
  readOnnx,
  runGraph,
  toGraphModel,
  writeOnnx,
} from '../../src/index.js';

const backend = await createBackend();

async function exported(
  module: Module,
  inputShape: ExportedNetwork['inputShape'],
  options: ExportOptions & { readonly dtype?: 'float32' | 'float64' } = {},
): Promise<GraphModel> {
  const { dtype = 'float32', ...rest } = options;
  const network = new Network(backend, module, { inputShape, dtype });
  return toGraphModel({ module, parameters: await network.parameters.read(), inputShape, dtype }, rest);
}

const typesOf = ({ nodes }: GraphModel): string[] =>
  nodes.filter(({ type }) => type !== 'Constant').map(({ type }) => type);

const block = (): Module => new Chain([new Conv2d(4, 3, { padding: 'same' }), new BatchNorm(), new ReLU()]);

describe('toGraphModel', () => {
  it('reorders images once on the way in and once on the way out', async () => {
    const module = new Chain([
      block(),
      new Residual(block()),
      new MaxPool2d(2),
      new Flatten(),
      named('head', new Dense(3)),
    ]);
    const model = await exported(module, [6, 5, 2]);
    const convolution = ['Conv', 'BatchNormalization', 'Relu'];
    expect(typesOf(model)).toEqual([
      ...['Transpose', ...convolution, ...convolution, 'Add', 'MaxPool', 'Transpose', 'Flatten', 'Gemm'],
    ]);
    expect([...model.constants.keys()].slice(0, 6)).toEqual([
      ...['0.0.weight', '0.0.bias', '0.1.scale', '0.1.offset', '0.1.runningMean', '0.1.runningVariance'],
    ]);
    expect(model.constants.get('0.0.weight')?.shape).toEqual([4, 2, 3, 3]);
    expect(model.constants.get('head.weight')?.shape).toEqual([3 * 2 * 4, 3]);
    expect(model.inputs).toEqual([{ name: 'input', type: 'float32', shape: ['batch', 6, 5, 2] }]);
    expect(model.outputs).toEqual([{ name: 'output', type: 'float32', shape: ['batch', 3] }]);
    expect(model.opsets).toEqual({ '': 21 });
  });

  it('reorders the elements of filters', () => {
    const weight = dense(
      Float32Array.from({ length: 2 * 1 * 3 * 2 }, (_, at) => at),
      [2, 1, 3, 2],
    );
    const bias = dense(Float32Array.of(0, 0), [2]);
    const parameters = new Map([
      ['weight', weight],
      ['bias', bias],
    ]);
    const { constants } = toGraphModel({ module: new Conv2d(2, [2, 1]), parameters, inputShape: [4, 4, 3] });
    // [rows, columns, channels, filters] become [filters, channels, rows, columns].
    expect(constants.get('weight')).toEqual({
      ...{ type: 'float32', shape: [2, 3, 2, 1], data: Float32Array.of(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11) },
    });
  });

  it('writes epsilons of float64 networks with 64 bits, in functions', async () => {
    const module = new Chain([new Dense(4), new LayerNorm({ epsilon: 1e-3 }), new BatchNorm(), new ELU(0.3)]);
    const [single, double] = [await exported(module, [3]), await exported(module, [3], { dtype: 'float64' })];
    expect(typesOf(single)).toEqual(['Gemm', 'LayerNormalization', 'BatchNormalization', 'Elu']);
    expect(single.functions).toEqual([]);
    expect(typesOf(double)).toEqual(['Gemm', 'LayerNorm', 'BatchNorm', 'ELU']);
    const kinds = [...double.nodes, ...double.functions.flatMap(({ nodes }) => nodes)].flatMap(({ attributes }) =>
      Object.values(attributes).map(({ kind }) => kind),
    );
    expect(kinds).not.toContain('float');
    const [norm] = double.functions;
    const constants = norm?.nodes.flatMap(({ attributes: { value } }) =>
      value?.kind === 'tensor' ? [value.value] : [],
    );
    expect(constants).toContainEqual({ type: 'float64', shape: [], data: Float64Array.of(1e-3) });
    // An epsilon of too many digits has no exact form in 32 bits.
    expect(typesOf(await exported(new LayerNorm({ epsilon: 1.23456789e-5 }), [3]))).toEqual(['LayerNorm']);
  });

  it('says in a call of a function which module it is, and shares the body', async () => {
    const module = new Chain([new RMSNorm(), new Dense(4), new RMSNorm(), new RMSNorm({ epsilon: 0.5 })]);
    const { nodes, functions, opsets } = await exported(module, [4]);
    const calls = nodes.filter(({ domain }) => domain === 'ai.nabla');
    expect(calls.map(({ type }) => type)).toEqual(['RMSNorm', 'RMSNorm', 'RMSNorm_2']);
    expect(functions.map(({ name, domain }) => `${domain} ${name}`)).toEqual([
      'ai.nabla RMSNorm',
      'ai.nabla RMSNorm_2',
    ]);
    expect(opsets).toEqual({ '': 21, 'ai.nabla': 1 });
    expect(calls[0]?.inputs).toEqual(['input', '0.scale']);
    expect(calls[0]?.attributes).toEqual({
      config: { kind: 'string', value: '{"type":"RMSNorm","epsilon":0.000001,"affine":true,"axes":1}' },
      parameters: { kind: 'strings', value: ['scale'] },
    });
    const attention = await exported(new MultiHeadAttention({ heads: 2, bias: false }), [['time', 4], ['time']]);
    expect(attention.nodes.at(-1)).toMatchObject({
      ...{ type: 'MultiHeadAttention', inputs: ['input0', 'input1', 'input.weight', 'output.weight'] },
      ...{ outputs: ['output'], attributes: { parameters: { value: ['input.weight', 'output.weight'] } } },
    });
    expect(attention.inputs.map(({ type, shape }) => [type, ...(shape ?? [])])).toEqual([
      ['float32', 'batch', 'time', 4],
      ['int32', 'batch', 'time'],
    ]);
  });

  it('orders the gates of a GRU as ONNX does', () => {
    const array = (...shape: number[]): DenseArray => {
      const length = shape.reduce((product, size) => product * size, 1);
      return dense(
        Float32Array.from({ length }, (_, at) => at + 1),
        shape,
      );
    };
    const parameters = new Map([
      ['weight', array(2, 3)],
      ['recurrentWeight', array(1, 3)],
      ['bias', array(3)],
      ['recurrentBias', dense(Float32Array.of(9), [1])],
    ]);
    const { constants, nodes } = toGraphModel({ module: new GRU(1), parameters, inputShape: ['time', 2] });
    const elements = (name: string) => Array.from(constants.get(name)?.data ?? []);
    // Ours are r, z, n; ONNX's are z, r, n, one behind the other.
    expect(elements('weight')).toEqual([2, 5, 1, 4, 3, 6]);
    expect(elements('recurrentWeight')).toEqual([2, 1, 3]);
    expect(elements('bias')).toEqual([2, 1, 3, 0, 0, 9]);
    expect(nodes.find(({ type }) => type === 'GRU')?.attributes['linear_before_reset']).toEqual({
      kind: 'int',
      value: 1,
    });
  });

  it('writes tied parameters once', async () => {
    const gpt = new GPT({ vocabulary: 7, context: 9, blocks: 1, width: 4, heads: 2, tied: true });
    const model = await exported(gpt, ['time']);
    const { constants } = model;
    expect([...constants.keys()].filter((name) => constants.get(name)?.shape[0] === 7)).toEqual(['tokens.weight']);
    expect([...graphModule(model).parameters.keys()].sort()).toEqual([...constants.keys()].sort());
    const network = new Network(backend, new Chain([new Dense(3), new Dense(3)]), { inputShape: [3] });
    network.parameters.tie('1.weight', '0.weight');
    const { model: written } = await exportOnnx(network);
    const { nodes, constants: own } = readOnnx(written);
    expect([...own.keys()]).toEqual(['0.weight', '0.bias', '1.bias']);
    expect(nodes.map(({ inputs }) => inputs[1])).toEqual(['0.weight', '0.weight']);
  });

  it('appends a softmax, and writes classes and other texts', async () => {
    const options = { softmax: true, classes: ['cat', 'dog'], metadata: { author: 'me' } };
    const model = await exported(new Dense(2), [3], options);
    expect(typesOf(model)).toEqual(['Gemm', 'Softmax']);
    expect(model.nodes.at(-1)?.outputs).toEqual(['output']);
    expect(model.metadata).toEqual({ classes: '["cat","dog"]', author: 'me' });
  });

  it('takes bytes instead of what the network takes', async () => {
    const normalisation = { divisor: 255, mean: 0.25, standardDeviation: 0.5 };
    const model = await exported(new Dense(2, { bias: false }), [3], { normalisation });
    expect(typesOf(model)).toEqual(['Cast', 'Div', 'Sub', 'Div', 'MatMul']);
    expect(model.inputs[0]?.type).toBe('uint8');
    const data = Uint8Array.of(0, 255, 51);
    const given = new Map([['input', { type: 'uint8', shape: [1, 3], data } as const]]);
    const weight = [...(model.constants.get('weight')?.data ?? [])];
    const x = [-0.5, 1.5, -0.1];
    const wanted = [0, 1].map((unit) =>
      x.reduce((sum, value, at) => sum + value * (weight[2 * at + unit] as number), 0),
    );
    const { data: y } = (await runGraph(backend, model, given)).get('output') as HostTensor;
    for (const [at, value] of wanted.entries()) expect(y[at]).toBeCloseTo(value, 5);
    await expect(exported(new Embedding(3, 2), ['time'], { normalisation })).rejects.toThrow('a first input of floats');
  });

  it('keeps the version of a graph from a file, and writes what it joined as functions', async () => {
    const node = (type: string, inputs: string[], output: string, attributes: OperatorNode['attributes'] = {}) => ({
      ...{ name: '', domain: '', type, inputs, outputs: [output], attributes },
    });
    const scalar = (value: number): HostTensor => ({ type: 'float32', shape: [], data: Float32Array.of(value) });
    const row = (...values: number[]): HostTensor => ({ type: 'float32', shape: [3], data: Float32Array.from(values) });
    const last = { axes: { kind: 'ints', value: [-1] }, keepdims: { kind: 'int', value: 1 } } as const;
    const constants = { root: scalar(Math.SQRT2), one: scalar(1), half: scalar(0.5), two: scalar(2), e: scalar(1e-12) };
    const info = (name: string) => ({ name, type: 'float32', shape: ['batch', 3] }) as const;
    const old: GraphModel = {
      ...{ name: 'old', inputs: [info('x')], outputs: [info('y')], functions: [], metadata: {}, opsets: { '': 12 } },
      constants: new Map(Object.entries({ ...constants, scale: row(1, 2, 3), offset: row(0.5, 0, -1) })),
      nodes: [
        node('ReduceMean', ['x'], 'mean', last),
        node('Sub', ['x', 'mean'], 'd'),
        node('Pow', ['d', 'two'], 'd2'),
        node('ReduceMean', ['d2'], 'v', last),
        node('Add', ['v', 'e'], 've'),
        node('Sqrt', ['ve'], 'root_v'),
        node('Div', ['d', 'root_v'], 'n'),
        node('Mul', ['n', 'scale'], 's'),
        node('Add', ['s', 'offset'], 'l'),
        node('Div', ['l', 'root'], 'z'),
        node('Erf', ['z'], 'erf'),
        node('Add', ['erf', 'one'], 'p'),
        node('Mul', ['l', 'p'], 'g'),
        node('Mul', ['g', 'half'], 'y'),
      ],
    };
    using network = importOnnx(backend, writeOnnx(old));
    const types = network.module.definition.nodes.map(({ type }) => type);
    expect(types).toEqual(['LayerNormalization', 'Gelu']);
    const again = readOnnx((await exportOnnx(network)).model);
    expect(again.opsets).toEqual({ '': 12, 'ai.nabla': 1 });
    expect(typesOf(again)).toEqual(['LayerNorm', 'GELU']);
    expect([again.inputs[0]?.name, again.outputs[0]?.name]).toEqual(['x', 'y']);
    const given = new Map([['x', { ...row(1, 5, -2), shape: [1, 3] }]]);
    const [before, after] = [await runGraph(backend, old, given), await runGraph(backend, again, given)];
    expect(after).toEqual(before);
    // A program that does not know our functions takes their bodies.
    const renamed = {
      ...again,
      functions: again.functions.map((one) => ({ ...one, domain: 'other' })),
      opsets: { ...again.opsets, other: 1 },
    };
    const nodes = again.nodes.map((one) => (one.domain === '' ? one : { ...one, domain: 'other' }));
    const { data } = (await runGraph(backend, { ...renamed, nodes }, given)).get('y') as HostTensor;
    for (const [at, value] of (before.get('y')?.data ?? []).entries()) expect(data[at]).toBeCloseTo(value, 5);
  });

  it('joins a graph from a file with other layers', async () => {
    const body = new Network(backend, new Chain([block(), new Flatten(), new Dense(4)]), { inputShape: [4, 4, 2] });
    const { model } = await exportOnnx(body);
    const read = importOnnx(backend, model);
    const module = new Chain([named('body', read.module), new ReLU(), new Dense(2)]);
    const parameters = new Map([
      ...[...(await read.parameters.read())].map(([name, value]) => [`body.${name}`, value] as const),
      [
        '2.weight',
        dense(
          Float32Array.from({ length: 8 }, (_, at) => at - 3),
          [4, 2],
        ),
      ] as const,
      ['2.bias', dense(Float32Array.of(1, 2), [2])] as const,
    ]);
    using both = new Network(backend, module, { inputShape: [4, 4, 2], parameters });
    const out = readOnnx((await exportOnnx(both)).model);
    expect(typesOf(out)).toEqual([
      'Transpose',
      'Conv',
      'BatchNormalization',
      'Relu',
      'Transpose',
      'Flatten',
      'Gemm',
      'Relu',
      'Gemm',
    ]);
    using back = importOnnx(backend, writeOnnx(out));
    const x = upload(
      backend,
      dense(
        Float32Array.from({ length: 32 }, (_, at) => (at % 7) - 3),
        [1, 4, 4, 2],
      ),
    );
    expect(await (back.forward(x) as Tensor).data()).toEqual(await both.forward(x).data());
    const graphOf = (version: number) => graphModule({ ...readOnnx(model), opsets: { '': version } });
    const mixedWith = (version: number, ...more: Module[]) => {
      const { module: inner, parameters: weights } = graphOf(version);
      const given = new Map([...weights].map(([name, value]) => [`0.${name}`, value]));
      return toGraphModel({ module: new Chain([inner, ...more]), parameters: given, inputShape: [4, 4, 2] });
    };
    // The other layers are written with the version of the graph.
    expect(mixedWith(13, new ReLU()).opsets).toEqual({ '': 13 });
    expect(() => mixedWith(12, new ReLU())).toThrow(
      'its operators are of version 12, those of the other layers of version 21; export it alone',
    );
    const { module: body12, parameters: weights12 } = graphOf(12);
    const fineTuned = new Chain([named('body', body12), named('head', new Dense(2))]);
    const all = new Map([...weights12].map(([name, value]) => [`body.${name}`, value]));
    all
      .set('head.weight', parameters.get('2.weight') as DenseArray)
      .set('head.bias', parameters.get('2.bias') as DenseArray);
    const written = toGraphModel({ module: fineTuned, parameters: all, inputShape: [4, 4, 2] });
    expect([written.opsets, typesOf(written).at(-1)]).toEqual([{ '': 12 }, 'Gemm']);
  });

  it('refuses modules that it does not know', async () => {
    const own = new Lambda({ type: 'Own' }, (x) => x);
    await expect(exported(new Chain([new Dense(2), own]), [3])).rejects.toThrow(
      "toGraphModel: '1' is of type 'Own', which has no form in ONNX.",
    );
  });

  it('has a form for every layer, and the cases have each of them', () => {
    const typesIn = (config: unknown): string[] => {
      if (typeof config !== 'object' || config === null) return [];
      const own = 'type' in config ? [config.type as string] : [];
      return [...own, ...Object.values(config).flatMap(typesIn)];
    };
    const used = new Set(exportCases().flatMap(({ module }) => typesIn(module.config)));
    expect([...Object.keys(LAYERS), ...Object.keys(SEQUENCE_LAYERS)].filter((type) => !used.has(type))).toEqual([]);
  });
});

describe('exportOnnx', () => {
  it('writes one file, or two', async () => {
    const network = new Network(backend, new Dense(64), { inputShape: [32] });
    const { model, ...rest } = await exportOnnx(network);
    expect(rest).toEqual({});
    const files = await exportOnnx(network, { external: { location: 'model.data' } });
    expect(files.data?.length).toBe(32 * 64 * 4);
    expect(readOnnx(files.model, { external: () => files.data as Uint8Array })).toEqual(readOnnx(model));
    await expect(exportOnnx(network, { class: ['a'] } as object)).rejects.toThrow("'class'");
  });
});
