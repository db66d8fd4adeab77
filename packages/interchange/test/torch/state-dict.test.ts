import { createBackend } from '@nablajs/backend-ts';
import { Conv2d, Dense, Flatten, type Module, ReLU, Sequential, type Shape, type Tensor } from '@nablajs/core';
import { LSTM } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { type HostTensor, loadStateDict, readSafetensors, toStateDict, writeSafetensors } from '../../src/index.js';
import { renamer } from '../../src/torch/state/name-map.js';

const backend = await createBackend();
const tensor = (...shape: number[]): HostTensor => {
  const length = shape.reduce((product, size) => product * size, 1);
  return { type: 'float32', shape, data: Float32Array.from({ length }, (_, at) => at) };
};
const layers = () => [new Dense(3), new ReLU(), new Dense(1, { bias: false })];
const network = () => new Sequential(backend, { inputShape: [2], layers: layers() });

describe('loadStateDict', () => {
  it('lists all that does not fit in one error, and changes nothing', async () => {
    const model = network();
    const before = await model.parameters.read();
    const tensors = new Map([
      ['0.weight', tensor(2, 3)],
      ['2.weight', tensor(1, 3)],
      ['head.weight', tensor(1)],
    ]);
    expect(() => loadStateDict(model, tensors)).toThrow(
      'missing: 0.bias; unexpected: head.weight; of another shape: 0.weight ([2, 3], expected [3, 2])',
    );
    expect(await model.parameters.read()).toEqual(before);
    const report = loadStateDict(model, tensors, { strict: false });
    expect(report).toMatchObject({
      missing: ['0.bias'],
      unexpected: ['head.weight'],
      wrongShapes: [{ name: '0.weight', expected: [3, 2], received: [2, 3] }],
    });
    expect(Array.from(await model.parameters.get('2.weight').data())).toEqual([0, 1, 2]);
  });

  it('returns parameters for a module that is not built', () => {
    const tensors = new Map([
      ['weight', tensor(3, 2)],
      ['bias', tensor(3)],
    ]);
    const { parameters } = loadStateDict({ module: new Dense(3), inputShape: [2] }, tensors);
    expect(parameters.get('weight')).toEqual({
      layout: 'dense',
      shape: [2, 3],
      data: Float32Array.of(0, 2, 4, 1, 3, 5),
    });
  });

  it('maps names by a table, patterns and a function', () => {
    const names = ['model.0.weight', 'model.0.bias', 'model.2.weight', 'pooler.dense.weight'];
    const shapes = [[3, 2], [3], [1, 3], [9]];
    const tensors = new Map(names.map((name, at) => [name, tensor(...(shapes[at] as number[]))]));
    for (const map of [
      { 'model.*': '*', pooler: null },
      { model: '', 'pooler.*.weight': null },
      (name: string) => (name.startsWith('pooler') ? null : name.slice(6)),
    ]) {
      expect(loadStateDict(network(), tensors, { map }).missing).toEqual([]);
    }
    expect(() => loadStateDict(network(), tensors, { map: { 'model.*': 'x', pooler: 'x' } })).toThrow(
      "two tensors are called 'x",
    );
  });

  it('renames parts of names', () => {
    const rename = renamer({ 'lstm.*_l1': '1.*_l0', 'a.*.b.*': '*.c.*', 'a.x': 'y' });
    expect(['lstm.weight_ih_l1', 'lstm.weight_ih_l0', 'a.1.b.2.w', 'a.x.w', 'a.xx'].map(rename)).toEqual([
      ...['1.weight_ih_l0', 'lstm.weight_ih_l0', '1.c.2.w', 'y.w', 'a.xx'],
    ]);
  });

  it('keeps the names of modules that it does not know', async () => {
    const own: Module = {
      config: { type: 'Scale' },
      build: (shape: Shape) => ({ outputShape: shape, parameters: { factor: { shape: [1], initializer: 'zeros' } } }),
      call: (_, x: Tensor) => x,
    };
    const model = new Sequential(backend, { inputShape: [2], layers: [own, new Dense(1)] });
    loadStateDict(
      model,
      new Map([
        ['0.factor', tensor(1)],
        ['1.weight', tensor(1, 2)],
        ['1.bias', tensor(1)],
      ]),
    );
    expect([...(await toStateDict(model)).keys()]).toEqual(['0.factor', '1.weight', '1.bias']);
  });

  it('loads what toStateDict returned through a file, bit for bit', async () => {
    const make = (seed: number) =>
      new Sequential(backend, {
        inputShape: [4, 4, 2],
        layers: [new Conv2d(3, 3), new Flatten(), new ReLU(), new Dense(2)],
        seed,
      });
    const [a, b] = [make(1), make(2)];
    loadStateDict(b, readSafetensors(writeSafetensors(await toStateDict(a), { format: 'pt' })));
    expect(await b.parameters.read()).toEqual(await a.parameters.read());
    const twin = await toStateDict(a);
    // The first filter of a flattened image comes first in PyTorch.
    const [ours, torch] = [await a.parameters.get('3.weight').data(), twin.get('3.weight')?.data ?? []];
    expect([torch[0], torch[1], torch[4]]).toEqual([ours[0], ours[6], ours[2]]);
  });

  it('shares a bias between the two of PyTorch', async () => {
    const model = new Sequential(backend, { inputShape: ['time', 2], layers: [new LSTM(1)] });
    const state = await toStateDict(model);
    const [bias, input, hidden] = [
      await model.parameters.get('0.bias').data(),
      state.get('0.bias_ih_l0'),
      state.get('0.bias_hh_l0'),
    ];
    expect(input?.data).toEqual(bias.map((value) => value / 2));
    expect(hidden?.data).toEqual(input?.data);
  });
});

describe('readSafetensors and writeSafetensors', () => {
  it('keep all types', () => {
    const tensors = new Map<string, HostTensor>([
      ['a', { type: 'int64', shape: [], data: Float64Array.of(-(2 ** 40)) }],
      ['b', { type: 'bool', shape: [2], data: Uint8Array.of(1, 0) }],
      ['c', { type: 'uint16', shape: [1], data: Uint16Array.of(65535) }],
      ['d', { type: 'uint32', shape: [1], data: Float64Array.of(2 ** 32 - 1) }],
      ['e', { type: 'float64', shape: [0, 2], data: new Float64Array() }],
    ]);
    expect(readSafetensors(writeSafetensors(tensors))).toEqual(new Map([...tensors].sort()));
  });
});
