import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTorch, stateDict, stateDicts, type TorchValue, valueAt, writeTorch, writeZip } from '../../src/index.js';
import { readPickle } from '../../src/torch/file/pickle.js';
import { PickleObject } from '../../src/torch/file/pickle-values.js';
import { bytesOf, field, jsonFixture, tensorIn } from './support.js';

type Recorded = Record<string, readonly [shape: readonly number[], values: readonly number[]]>;

const { files, values, pickles } = jsonFixture<{
  files: Record<string, string>;
  values: { views: Recorded; types: Recorded };
  pickles: Record<string, string>;
}>('torch-files.json');

const fileOf = (name: string) => readTorch(bytesOf(files[name] ?? ''), name);

describe.each(['zip', 'legacy', 'protocol4'])('readTorch of %s', (name) => {
  const file = fileOf(name);

  it('returns plain values', () => {
    const get = (key: string) => field(file.root, key);
    expect(['epoch', 'big', 'lr', 'name', 'flags', 'dtype', 'size', 'device'].map(get)).toEqual([
      ...[7, 2n ** 70n, 0.5, 'näme', [true, null, [1, 2]], 'torch.bfloat16', [2, 3], 'cpu'],
    ]);
    expect(get('args')).toEqual({ object: 'argparse.Namespace', hasTensors: false });
    expect(file.objects).toEqual(new Map([['argparse.Namespace', 1]]));
    expect(get('parameter')).toEqual({ type: 'float32', shape: [2], data: Float32Array.of(1.5, -2) });
  });

  it.each(['views', 'types'] as const)('returns tensors of all %s', (kind) => {
    for (const [key, [shape, elements]] of Object.entries(values[kind])) {
      if (name === 'legacy' && key === 'uint16') continue;
      const tensor = tensorIn(field(file.root, kind), key);
      expect([key, tensor.shape, Array.from(tensor.data)]).toEqual([key, shape, elements]);
    }
  });

  it('offers its state dicts', () => {
    const paths = [...stateDicts(file).keys()];
    // The parameter stands beside them.
    expect(paths).toEqual(['']);
    expect([...stateDict(file, 'model').keys()]).toEqual([
      ...['0.weight', '0.bias', '1.weight', '1.bias', '1.running_mean', '1.running_var', '1.num_batches_tracked'],
    ]);
    expect(valueAt(file, 'model.0.bias')).toBe(tensorIn(field(file.root, 'model'), '0.bias'));
    expect(() => stateDict(file, 'optimizer')).toThrow("expected a state dict at 'optimizer'. There are ''");
  });
});

describe('what readTorch does not run', () => {
  it.each(['evil', 'evil legacy'])('%s', (name) => {
    const file = fileOf(name);
    expect(file.objects).toEqual(new Map([['posix.system', 1]]));
    expect(existsSync('/tmp/nabla-was-executed')).toBe(false);
  });

  it('still offers the weights beside it', () => {
    expect(stateDict(fileOf('evil'), 'model').size).toBe(7);
  });

  it.each([
    ['custom', "the tensors of 'model' are in an object of __main__.Custom"],
    ['module', "the tensors of 'the file' are in an object of torch.nn.modules.container.Sequential"],
    ['complex', "the tensors of 'x' are in an object of tensor of torch.complexfloat"],
  ])('%s, and refuses its tensors by name', (name, message) => {
    expect(() => stateDict(fileOf(name))).toThrow(
      expect.objectContaining({ code: 'data', message: expect.stringContaining(message) }),
    );
  });
});

describe('readPickle', () => {
  const hooks = {
    call: (name: string, args: readonly never[]) => new PickleObject(name, args),
    persistent: () => null,
    fail: (problem: string) => new Error(problem),
  };

  it.each(Object.keys(pickles))('reads protocol %s', (protocol) => {
    const { value } = readPickle(bytesOf(pickles[protocol] ?? ''), 0, hooks as never);
    const map = value as Map<string, unknown[]>;
    expect(map.get('a')).toEqual([1, -5, 300, 70000, 2 ** 40, -(2n ** 100n)]);
    expect(map.get('b')?.slice(1, 4).map(Number)).toEqual([1, 0, Number.NaN]);
    expect(map.get('b')?.[0]).toBe(1.5);
  });

  const run = (...parts: (number | string)[]) =>
    readPickle(
      Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [part]))),
      0,
      hooks as never,
    );

  it.each<readonly [string, (number | string)[], string]>([
    ['a text that is longer than the file', [0x8d, 0, 0, 0, 0, 0, 0, 0, 0x40, '.'], 'truncated'],
    ['a number of a billion bytes', [0x8b, 0, 0, 0, 0x40], 'numbers of at most 1024 bytes'],
    ['an empty stack', ['0.'], 'the stack is empty'],
    ['a missing mark', [']e.'], 'a mark is missing'],
    ['an unknown operation', [0xff], 'unknown operation 0xff'],
    ['an extension', [0x82, 1], 'unknown operation 0x82'],
    ['nothing remembered', ['h', 9, '.'], 'nothing is remembered as 9'],
    ['items of a number', ['K', 1, 'K', 1, 'K', 1, 's.'], 'expected a dictionary'],
    ['changing a tuple', [')K', 1, 'a.'], 'expected a list'],
    ['a call of a text', ['U', 1, 'x)R.'], 'expected a class or a function'],
    ['a thousand marks', ['('.repeat(1001)], 'at most 1000 containers'],
    ['a great many lists', [']'.repeat(500_001)], 'at most 500000 objects'],
    ['a pickle without an end', ['N'], 'truncated'],
  ])('refuses %s', (_, parts, message) => {
    expect(() => run(...parts)).toThrow(message);
  });
});

describe('hostile checkpoints', () => {
  const zipped = (pickle: (number | string)[], files: readonly (readonly [string, Uint8Array])[] = []) => {
    const data = Uint8Array.from(
      pickle.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])),
    );
    return writeZip(new Map([['a/data.pkl', data], ...files]));
  };
  const storage = (elements: number) =>
    `((U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuK${String.fromCharCode(elements)}tQ`;
  const tensor = (offset: string, shape: string, strides: string) =>
    `\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\n${storage(2)}${offset}${shape}${strides}\u0089NtR.`;
  const number = (value: number) =>
    `J${String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24)}`;
  const floats = ['a/data/0', new Uint8Array(8)] as const;

  it.each([
    ['a tensor beyond its storage', tensor('K\u0001', 'K\u0002\u0085', 'K\u0001\u0085'), 'reaches beyond its storage'],
    ['a negative offset', tensor(number(-1), 'K\u0002\u0085', 'K\u0001\u0085'), 'expected the offset'],
    ['a stride too many', tensor('K\u0000', 'K\u0002\u0085', 'K\u0001K\u0001\u0086'), 'expected the offset'],
    [
      'a tensor of a billion copies',
      tensor('K\u0000', `${number(2 ** 30)}\u0085`, 'K\u0000\u0085'),
      'tensors of at most',
    ],
  ])('%s', (_, pickle, message) => {
    expect(() => readTorch(zipped([pickle], [floats]))).toThrow(
      expect.objectContaining({ code: 'data', message: expect.stringContaining(message) }),
    );
  });

  it('a storage that is missing', () => {
    const pickle = tensor('K\u0000', 'K\u0002\u0085', 'K\u0001\u0085');
    expect(() => readTorch(zipped([pickle]))).toThrow("expected a storage '0'");
    expect(readTorch(zipped([pickle], [floats])).root).toEqual({
      type: 'float32',
      shape: [2],
      data: new Float32Array(2),
    });
  });

  it('a list that contains itself', () => {
    expect(() => readTorch(zipped([']q', 0, 'h', 0, 'a.']))).toThrow('do not contain themselves');
  });

  it('lists nested too deep', () => {
    expect(() => readTorch(zipped([']'.repeat(200), 'a'.repeat(199), '.']))).toThrow('nested at most 100 deep');
  });

  it('a dictionary that doubles itself 40 times', () => {
    // d = {'a': d, 'b': d}, again and again: 80 items in all, but 2^40 paths.
    const doubled = Array.from({ length: 40 }, (_, at) => [
      'q',
      at,
      '}',
      '(U',
      1,
      'ah',
      at,
      'U',
      1,
      'bh',
      at,
      'u',
    ]).flat();
    const file = readTorch(zipped(['}U', 1, 'xK', 1, 's', ...doubled, '.']));
    expect(() => stateDicts(file)).toThrow('at most 200000 values');
  });

  it.each([
    ['no pickle', writeZip(new Map([['x', new Uint8Array(1)]])), "expected a file 'data.pkl'"],
    ['another file', new TextEncoder().encode('hello'), 'expected a file of torch.save'],
    ['another pickle', Uint8Array.of(0x80, 2, 0x4b, 1, 0x2e), 'Received another pickle'],
  ])('%s', (_, bytes, message) => {
    expect(() => readTorch(bytes)).toThrow(message);
  });
});

describe('writeTorch', () => {
  it('writes what readTorch reads', () => {
    const tensor = { type: 'float64', shape: [2, 1], data: Float64Array.of(1, 2) } as const;
    const value: TorchValue = new Map<TorchValue, TorchValue>([
      [
        'state',
        new Map<TorchValue, TorchValue>([
          [0, tensor],
          [1, tensor],
        ]),
      ],
      ['list', [null, true, false, 'näme', 0.5, -3, 2 ** 40]],
      ['count', { type: 'int64', shape: [], data: Float64Array.of(7) }],
    ]);
    const { root } = readTorch(writeTorch(value));
    expect(root).toEqual(value);
    expect(valueAt({ name: '', root, objects: new Map() }, 'state.0')).toBe(
      valueAt({ name: '', root, objects: new Map() }, 'state.1'),
    );
  });

  it('refuses what has no form', () => {
    expect(() => writeTorch({ object: 'x.Y', hasTensors: false })).toThrow('Received an object of x.Y');
    expect(() => writeTorch({ type: 'uint16', shape: [1], data: new Uint16Array(1) })).toThrow('no storage of uint16');
  });
});
