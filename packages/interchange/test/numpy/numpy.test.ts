import { describe, expect, it } from 'vitest';
import { type HostTensor, readNpy, readNpz, writeNpy, writeNpz } from '../../src/index.js';
import { bytesOf, jsonFixture } from '../torch/support.js';

interface Case {
  readonly bytes: string;
  readonly shape: readonly number[];
  readonly values: readonly number[] | null;
}

const { npy, npz } = jsonFixture<{ npy: Record<string, Case>; npz: Record<string, string> }>('numpy.json');
const readable = Object.entries(npy).filter(([, { values }]) => values !== null);

describe('readNpy', () => {
  const plain = bytesOf(npy['<f4']?.bytes ?? '');
  it.each(readable)('reads what NumPy wrote: %s', (_, { bytes, shape, values }) => {
    const array = readNpy(bytesOf(bytes));
    expect(array.shape).toEqual(shape);
    expect(Array.from(array.data)).toEqual(values);
  });

  it('copies the elements of a Buffer, wherever they lie', () => {
    const file = Buffer.from([0, ...plain]).subarray(1);
    const { data } = readNpy(file);
    file.fill(0);
    expect(Array.from(data)).toEqual([0, 1, 2, 100, 5, 6]);
  });

  it.each([
    ['objects', 'Python objects'],
    ['complex', 'complex numbers'],
    ['texts', 'texts'],
    ['structured', 'a structured type'],
  ])('refuses %s by name', (name, message) => {
    expect(() => readNpy(bytesOf(npy[name]?.bytes ?? ''), 'x.npy')).toThrow(
      expect.objectContaining({ code: 'data', message: expect.stringMatching(`^x.npy: it holds ${message}`) }),
    );
  });

  const withHeader = (header: string): Uint8Array => {
    const bytes = Uint8Array.from(plain);
    bytes.set(new TextEncoder().encode(header.padEnd(117)), 10);
    return bytes;
  };

  it.each<readonly [what: string, bytes: Uint8Array, message: string]>([
    ['no NPY file', new Uint8Array(20), 'first bytes of an NPY file'],
    ['a file that is cut', plain.subarray(0, plain.length - 1), 'expected 24 bytes'],
    ['a header that is cut', plain.subarray(0, 40), 'the header is not all there'],
    ['another version', Uint8Array.from(plain).fill(9, 6, 7), 'version 1, 2 or 3. Received 9.0'],
    ['a call in the header', withHeader("{'descr': eval('1'), }"), 'expected a literal of Python'],
    ['a comprehension', withHeader('[x for x in ()]'), 'expected a literal of Python'],
    [
      'a negative shape',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, 3), }"),
      "expected a header of 'descr'",
    ],
    [
      'another key',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'x': 1}"),
      "expected a header of 'descr'",
    ],
    [
      'a huge shape',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999, 999999999999999), }"),
      'expected',
    ],
    ['a deep header', withHeader('('.repeat(100)), 'expected a literal of Python'],
    [
      'something behind the header',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} 1"),
      'literal',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes)).toThrow(
      expect.objectContaining({ code: 'data', message: expect.stringContaining(message) }),
    );
  });
});

describe('writeNpy', () => {
  const same = readable.filter(([name]) => !/^>|f2|fortran|version/.test(name) || /^>[iu]1$/.test(name));

  it.each(same)('writes the bytes of NumPy: %s', (_, { bytes }) => {
    expect(writeNpy(readNpy(bytesOf(bytes)))).toEqual(bytesOf(bytes));
  });

  it('refuses elements that do not fit the shape', () => {
    expect(() => writeNpy({ type: 'int8', shape: [2], data: new Int8Array(3) })).toThrow(
      'expected 2 elements. Received 3',
    );
  });
});

describe('readNpz and writeNpz', () => {
  it.each(Object.entries(npz))('read what NumPy wrote: %s', (_, base64) => {
    const arrays = readNpz(bytesOf(base64));
    expect([...arrays.keys()]).toEqual(['x', 'y']);
    expect(arrays.get('x')).toEqual({ type: 'float32', shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) });
    expect(arrays.get('y')).toEqual({ type: 'int64', shape: [3], data: Float64Array.of(0, 1, 2) });
  });

  it.each([false, true])('return what they were given, compressed: %s', (compress) => {
    const arrays = new Map<string, HostTensor>([
      ['layer.0', { type: 'float64', shape: [], data: Float64Array.of(-0.5) }],
      ['big', { type: 'uint64', shape: [2], data: Float64Array.of(0, 2 ** 53) }],
    ]);
    expect(readNpz(writeNpz(arrays, { compress }))).toEqual(arrays);
  });
});
