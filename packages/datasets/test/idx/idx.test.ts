import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdx } from '../../src/index.js';
import { idx, nablaError } from '../files.js';

describe('parseIdx', () => {
  it('reads unsigned bytes without copying', () => {
    const bytes = idx(8, [2, 3], [1, 2, 3, 250, 251, 252]);
    const array = parseIdx(bytes, 'a');
    expect(array).toEqual({ dtype: 'uint8', shape: [2, 3], data: Uint8Array.of(1, 2, 3, 250, 251, 252) });
    expect(array.data.buffer).toBe(bytes.buffer);
  });

  it.each([
    [0x09, 'int32', [0xff, 0x80], Int32Array.of(-1, -128)],
    [0x0b, 'int32', [0xff, 0xfe, 0x01, 0x02], Int32Array.of(-2, 258)],
    [0x0c, 'int32', [0x80, 0, 0, 0, 0, 0, 1, 0], Int32Array.of(-(2 ** 31), 256)],
    [0x0d, 'float32', [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], Float32Array.of(1, -2.5)],
    [0x0e, 'float64', [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 4, 0, 0, 0, 0, 0, 0], Float64Array.of(1, -2.5)],
  ])('reads type %i as big-endian %s', (code, dtype, elements, data) => {
    expect(parseIdx(idx(code, [2], elements), 'a')).toEqual({ dtype, shape: [2], data });
  });

  it('reads elements that start at any byte', () => {
    const file = idx(0x0e, [1], [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(parseIdx(shifted.subarray(3), 'a').data).toEqual(Float64Array.of(1));
  });

  it.each([
    ['no bytes', new Uint8Array(0), 'expected a header of at least 8 bytes. Received 0 bytes'],
    ['three bytes', Uint8Array.of(0, 0, 8), 'expected a header of at least 8 bytes. Received 3 bytes'],
    ['four bytes', Uint8Array.of(0, 0, 8, 1), 'a header of 1 dimensions has 8 bytes. Received 4'],
    ['a wrong first byte', Uint8Array.of(1, 0, 8, 1, 0, 0, 0, 0), 'magic bytes 00 00. Received 0x01 0x00'],
    ['a wrong second byte', Uint8Array.of(0, 1, 8, 1, 0, 0, 0, 0), 'magic bytes 00 00. Received 0x00 0x01'],
    ['a wrong magic', Uint8Array.of(0x1f, 0x8b, 8, 1, 0, 0, 0, 0), 'magic bytes 00 00. Received 0x1f 0x8b'],
    ['an unknown type', idx(0x0a, [1], [1]), 'expected one of 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e. Received 0x0a'],
    ['no dimension', idx(8, [], [1]), 'at least one dimension. Received 0'],
    ['a short header', idx(8, [1, 2, 3], []).subarray(0, 12), 'a header of 3 dimensions has 16 bytes. Received 12'],
    ['missing elements', idx(8, [2, 2], [1, 2, 3]), '2 x 2 elements of type unsigned byte need 16 bytes. Received 15'],
    ['missing signed bytes', idx(9, [2], [1]), '2 elements of type signed byte need 10 bytes'],
    ['missing shorts', idx(0x0b, [2], [1]), '2 elements of type short need 12 bytes'],
    ['missing ints', idx(0x0c, [2], [1]), '2 elements of type int need 16 bytes'],
    ['missing floats', idx(0x0d, [2], [1]), '2 elements of type float need 16 bytes'],
    ['missing doubles', idx(0x0e, [2], [1]), '2 elements of type double need 24 bytes'],
    ['bytes left over', idx(8, [2], [1, 2, 3]), 'bytes left over'],
    [
      'dimensions that overflow',
      idx(8, Array(2).fill(2 ** 32 - 1), [1]),
      'dimensions 4294967295 x 4294967295 are too large',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await nablaError(() => parseIdx(bytes, 'some-file'));
    expect(error.code).toBe('data');
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^some-file: .*$/);
  });

  it('reads what was written, for any shape', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (shape, stream) => {
        const elements = [...stream.take(shape.reduce((product, dimension) => product * dimension, 1))];
        const array = parseIdx(idx(8, shape, elements), 'a');
        expect(array).toEqual({ dtype: 'uint8', shape, data: Uint8Array.from(elements) });
      }),
    );
  });

  it('reads or refuses any bytes, and never creates more elements than there are bytes', () => {
    const wild = fc.uint8Array({ maxLength: 64 });
    const nearly = fc.tuple(fc.constantFrom(8, 9, 11, 12, 13, 14), fc.integer({ min: 0, max: 6 }), wild);
    const files = fc.oneof(
      wild,
      nearly.map(([code, rank, rest]) => Uint8Array.of(0, 0, code, rank, ...rest)),
    );
    fc.assert(
      fc.property(files, (bytes) => {
        let length = 0;
        try {
          length = parseIdx(Uint8Array.from(bytes), 'a').data.length;
        } catch (error) {
          expect(error).toMatchObject({ name: 'NablaError', code: 'data' });
        }
        expect(length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });
});
