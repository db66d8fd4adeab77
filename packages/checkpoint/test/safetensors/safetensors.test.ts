import { readFileSync } from 'node:fs';
import { type DenseArray, dense, type TypedArray } from '@nablajs/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/index.js';
import { AWKWARD, bitsOf } from '../helpers.js';

const fixture = readFileSync(new URL('../fixtures/python.safetensors', import.meta.url));

describe('a file of the reference implementation', () => {
  test('is read to the last bit', () => {
    const { tensors, metadata } = decodeSafetensors(fixture, 'python.safetensors');
    expect(metadata).toEqual({ 'made by': 'the reference implementation' });
    const expected = new Map<string, DenseArray>([
      ['0.weight', dense(Float32Array.of(1.5, -0, Number.NaN, Infinity, -Infinity, 1.401298464324817e-45), [2, 3])],
      ['0.bias', dense(Float64Array.of(5e-324, -Number.MAX_VALUE, 0.1), [3])],
      ['labels', dense(Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0, 7), [1, 4])],
      ['pixels', dense(Uint8Array.of(0, 1, 255), [3])],
      ['scalar', dense(Float32Array.of(2.5), [])],
      ['empty', dense(new Float32Array(0), [0, 3])],
    ]);
    expect(bitsOf(tensors)).toEqual(bitsOf(expected));
  });

  test('has the same bytes as ours', () => {
    const { tensors, metadata } = decodeSafetensors(fixture, 'python.safetensors');
    expect(Buffer.from(encodeSafetensors(tensors, metadata)).toString('latin1')).toBe(fixture.toString('latin1'));
  });

  test('is read at any alignment, into new arrays', () => {
    const expected = bitsOf(decodeSafetensors(fixture, 'file').tensors);
    for (let offset = 1; offset < 8; offset++) {
      const buffer = new Uint8Array(fixture.length + offset);
      buffer.set(fixture, offset);
      const { tensors } = decodeSafetensors(buffer.subarray(offset), 'file');
      buffer.fill(0);
      expect(bitsOf(tensors)).toEqual(expected);
    }
  });
});

describe('the layout of a file', () => {
  const bytes = encodeSafetensors(
    new Map([
      ['bytes', dense(Uint8Array.of(1, 2, 3), [3])],
      ['b', dense(Float32Array.of(1), [1])],
      ['a', dense(Float32Array.of(2), [])],
      ['doubles', dense(Float64Array.of(3), [1, 1])],
    ]),
  );
  const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));

  test('starts its elements at a multiple of 8, the widest first, then by name', () => {
    expect(headerLength % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + headerLength));
    expect(header.trimEnd()).toBe(
      '{"doubles":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]},' +
        '"a":{"dtype":"F32","shape":[],"data_offsets":[8,12]},' +
        '"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},' +
        '"bytes":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}}',
    );
  });

  test('is little-endian and row-major', () => {
    const hex = Buffer.from(bytes.subarray(8 + headerLength)).toString('hex');
    expect(hex).toBe(`0000000000000840${'00000040'}${'0000803f'}${'010203'}`);
  });

  test('accepts a view into a larger buffer', () => {
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    const { tensors } = decodeSafetensors(encodeSafetensors(new Map([['x', dense(data, [2])]])), 'file');
    expect(tensors.get('x')?.data).toEqual(Float32Array.of(1, 2));
  });

  test('can be empty', () => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(new Map()), 'file');
    expect([tensors.size, metadata]).toEqual([0, {}]);
  });
});

describe('what cannot be written', () => {
  test.each(['__metadata__', '__proto__', 'half \ud800 pair'])('a tensor named %j', (name) => {
    const tensors = new Map([[name, dense(Float32Array.of(1), [1])]]);
    expect(() => encodeSafetensors(tensors)).toThrow(expect.objectContaining({ code: 'argument' }));
  });

  test('metadata named __proto__', () => {
    const metadata = JSON.parse('{"__proto__": "x"}') as Record<string, string>;
    expect(() => encodeSafetensors(new Map(), metadata)).toThrow(expect.objectContaining({ code: 'argument' }));
  });

  test('data that do not fit the shape', () => {
    expect(() => encodeSafetensors(new Map([['w', dense(new Float32Array(5), [2, 3])]]))).toThrow(
      "encodeSafetensors: 'w': expected 6 elements for the shape [2, 3]. Received 5 of float32.",
    );
  });

  test('element types that nabla does not have', () => {
    const data = new Int8Array(2) as unknown as TypedArray;
    expect(() => encodeSafetensors(new Map([['w', dense(data, [2])]]))).toThrow('Received 2 of Int8Array.');
  });
});

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
const size = (dimensions: readonly number[]) => dimensions.reduce((product, dimension) => product * dimension, 1);
const number = fc.oneof(fc.constantFrom(...AWKWARD), fc.double());
const make: readonly ((values: number[]) => TypedArray)[] = [
  (values) => Float32Array.from(values),
  (values) => Float64Array.from(values),
  (values) => Int32Array.from(values),
  (values) => Uint8Array.from(values),
];
const anyTensor: fc.Arbitrary<DenseArray> = fc
  .tuple(shape, fc.constantFrom(...make))
  .chain(([dimensions, array]) =>
    fc
      .array(number, { minLength: size(dimensions), maxLength: size(dimensions) })
      .map((values) => dense(array(values), dimensions)),
  );
const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__' && text !== '__metadata__');
const named = fc.oneof(name, fc.constantFrom('constructor', 'toString', '0', 'a"b\\', '\n', ''));

test('any tensors and metadata keep every bit', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(named, anyTensor), { selector: ([key]) => key, maxLength: 6 }),
      fc.dictionary(named, fc.string({ unit: 'binary' })),
      (entries, metadata) => {
        const tensors = new Map(entries);
        const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata), 'file');
        expect(bitsOf(decoded.tensors)).toEqual(bitsOf(tensors));
        expect(Object.entries(decoded.metadata).sort()).toEqual(Object.entries(metadata).sort());
      },
    ),
    { numRuns: 80 },
  );
});
