import { isNablaError } from '@nablajs/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/index.js';
import { bitsOf, fileOf, modelOf } from '../helpers.js';

const f32 = (shape: readonly unknown[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

const DAMAGED: readonly [what: string, bytes: Uint8Array, message: string][] = [
  ['no bytes', new Uint8Array(0), 'bad: expected at least 8 bytes. Received 0'],
  ['seven bytes', new Uint8Array(7), 'bad: expected at least 8 bytes. Received 7'],
  ['a header of no bytes', new Uint8Array(8), 'expected a header that starts with {'],
  ['a header over the limit', fileOf('{}', 0, 10_000_001n), 'at most 10000000 bytes. Received 10000001'],
  ['a header of 2^64 - 1 bytes', fileOf('{}', 0, 2n ** 64n - 1n), 'Received 18446744073709551615'],
  ['a header past the end', fileOf('{}', 0, 3n), 'truncated: expected a header of 3 bytes. Received 2'],
  ['a header that is no JSON', fileOf('{"a":', 0), 'bad: expected JSON. Received "{\\"a\\":"'],
  [
    'a header that is not UTF-8',
    fileOf('{"\u00e9":1}', 0).map((b) => (b === 0xa9 ? 0x41 : b)),
    'expected JSON in UTF-8',
  ],
  ['a byte order mark', fileOf('\ufeff{}', 0), 'expected a header that starts with {'],
  ['space before the header', fileOf(' {}', 0), 'expected a header that starts with {'],
  ['a list', fileOf('[]', 0), 'expected a header that starts with {'],
  ['two headers', fileOf('{}{}', 0), 'expected JSON'],
  [
    'a tensor that is a number',
    fileOf({ a: 1 }, 0),
    'bad: "a": expected dtype F32, F64, I32, U8, F16, I8, BF16, I16, U16, U32, I64, U64, BOOL. Received undefined',
  ],
  ['a tensor that is null', fileOf({ a: null }, 0), 'Received undefined'],
  ['an unknown dtype', fileOf({ a: { ...f32([1], 0, 2), dtype: 'F4' } }, 2), 'Received "F4"'],
  ['a dtype of another type', fileOf({ a: { ...f32([1], 0, 4), dtype: ['F32'] } }, 4), 'Received ["F32"]'],
  ['no shape', fileOf({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4), 'expected a shape'],
  ['a negative dimension', fileOf({ a: f32([-1], 0, 4) }, 4), 'Received [-1]'],
  ['half a dimension', fileOf({ a: f32([0.5, 2], 0, 4) }, 4), 'Received [0.5,2]'],
  ['a dimension in words', fileOf({ a: f32(['1'], 0, 4) }, 4), 'Received ["1"]'],
  ['dimensions past 2^53', fileOf({ a: f32([2 ** 30, 2 ** 30], 0, 4) }, 4), 'a size that can be counted'],
  ['dimensions past 2^53 times 0', fileOf({ a: f32([2 ** 30, 2 ** 30, 0], 0, 0) }, 0), 'a size that can be counted'],
  ['one offset', fileOf({ a: { ...f32([1], 0, 4), data_offsets: [4] } }, 4), 'expected two data_offsets'],
  ['three offsets', fileOf({ a: { ...f32([1], 0, 4), data_offsets: [0, 4, 8] } }, 4), 'expected two data_offsets'],
  ['offsets before the start', fileOf({ a: f32([1], -4, 0) }, 4), 'expected two data_offsets'],
  ['offsets the wrong way', fileOf({ a: f32([1], 4, 0) }, 4), 'float32 [1] has 4 bytes. Received offsets 4 to 0'],
  ['offsets too close', fileOf({ a: f32([2], 0, 4) }, 4), 'float32 [2] has 8 bytes. Received offsets 0 to 4'],
  ['offsets past the end', fileOf({ a: f32([2], 0, 8) }, 4), 'truncated: expected 8 bytes of elements. Received 4'],
  ['bytes left over', fileOf({ a: f32([1], 0, 4) }, 5), 'bytes left over: expected 4 bytes of elements. Received 5'],
  ['bytes and no tensors', fileOf({}, 1), 'bytes left over'],
  ['a hole', fileOf({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), '"b": leaves a hole: expected it to begin at 4'],
  ['a hole at the start', fileOf({ a: f32([1], 4, 8) }, 8), '"a": leaves a hole'],
  ['an overlap', fileOf({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12), '"b": overlaps another tensor'],
  ['the same bytes twice', fileOf({ a: f32([1], 0, 4), b: f32([1], 0, 4) }, 4), '"b": overlaps another tensor'],
  ['an unknown key', fileOf({ a: { ...f32([1], 0, 4), stride: 1 } }, 4), 'unknown key "stride"'],
  [
    'a tensor twice',
    fileOf('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":1}', 0),
    'the key "a" appears twice',
  ],
  ['a tensor twice, once escaped', fileOf('{"a":1,"\\u0061":1}', 0), 'the key "a" appears twice'],
  ['a tensor named __proto__', fileOf('{"__proto__":{}}', 0), 'the key "__proto__" is not allowed'],
  ['__proto__ within a tensor', fileOf('{"a":{"__proto__":{}}}', 0), 'the key "__proto__" is not allowed'],
  ['__proto__, escaped', fileOf('{"\\u005f_proto__":{}}', 0), 'the key "__proto__" is not allowed'],
  ['metadata that are a list', fileOf({ __metadata__: [] }, 0), 'expected __metadata__ with string values'],
  ['metadata that are numbers', fileOf({ __metadata__: { a: 1 } }, 0), 'expected __metadata__ with string values'],
  ['bottomless JSON', fileOf(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 0), 'nested at most 64 deep'],
];

test.each(DAMAGED)('%s', (_what, bytes, message) => {
  const error = errorOf(bytes);
  expect(error.code).toBe('data');
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^bad: \P{Cc}*\.$/u);
});

function errorOf(bytes: Uint8Array): Error & { code: string } {
  try {
    decodeSafetensors(bytes, 'bad');
  } catch (error) {
    if (isNablaError(error)) return error;
    throw error;
  }
  throw new Error('was read');
}

test('control characters of a file stay out of the message', () => {
  expect(errorOf(fileOf({ 'a\n\u001b[31m\u009b\u2028': 1 }, 0)).message).not.toMatch(/[\p{Cc}\p{Zl}]/u);
});

describe('a valid file', () => {
  const bytes = encodeSafetensors(modelOf('float32').parameters, { key: 'value' });
  const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));

  test('is refused if it is truncated anywhere', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(errorOf(bytes.subarray(0, length)).code).toBe('data');
    }
    expect(errorOf(Uint8Array.of(...bytes, 0)).code).toBe('data');
  });

  test('with any bit of the header flipped is an error, or has the same numbers under another name or shape', () => {
    const numbers = JSON.stringify(
      Object.values(bitsOf(decodeSafetensors(bytes, 'file').tensors))
        .map(hexOf)
        .sort(),
    );
    for (let bit = 0; bit < headerEnd * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const tensors = readOrRefuse(flipped);
      if (tensors !== undefined) expect(JSON.stringify(Object.values(bitsOf(tensors)).map(hexOf).sort())).toBe(numbers);
    }
  });

  const hexOf = (entry: unknown) => (entry as unknown[])[2];
});

function readOrRefuse(bytes: Uint8Array) {
  try {
    return decodeSafetensors(bytes, 'bad').tensors;
  } catch (error) {
    expect(error).toMatchObject({ name: 'NablaError', code: 'data' });
    return undefined;
  }
}

test('any header is read or refused with a NablaError', () => {
  const entry = fc.record(
    {
      dtype: fc.constantFrom('F32', 'U8', 'F4'),
      shape: fc.array(fc.nat(3)),
      data_offsets: fc.tuple(fc.nat(9), fc.nat(9)),
    },
    { requiredKeys: [] },
  );
  const header = fc.oneof(
    fc.dictionary(fc.string(), entry),
    fc.json().map((text) => text),
  );
  fc.assert(
    fc.property(header, fc.nat(12), (content, dataBytes) => {
      const tensors = readOrRefuse(fileOf(content, dataBytes));
      const total = [...(tensors?.values() ?? [])].reduce((sum, { data }) => sum + data.byteLength, 0);
      if (tensors !== undefined) expect(total).toBe(dataBytes);
    }),
    { numRuns: 200 },
  );
});
