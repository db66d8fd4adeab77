import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeSafetensors } from '../../src/index.js';
import { halfBits, halfValue } from '../../src/safetensors/half.js';
import { encodeStored, readStored } from '../../src/safetensors/safetensors.js';

const fixture = readFileSync(new URL('../fixtures/python-small.safetensors', import.meta.url));
const { tensors } = readStored(fixture, 'python-small.safetensors');

test('rounds as NumPy does: ties, subnormals, the ends of the range', () => {
  const { tensors: decoded } = decodeSafetensors(fixture, 'python-small.safetensors');
  const numbers = [...(decoded.get('numbers')?.data ?? [])];
  const expected = [...new Uint16Array(Uint8Array.from(tensors.get('halves')?.bytes ?? []).buffer)];
  expect(numbers).toHaveLength(1039);
  expect(numbers.map(halfBits)).toEqual(expected);
  expect([...(decoded.get('halves')?.data ?? [])]).toEqual(expected.map(halfValue));
});

test.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 2 ** -14 - 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('the bits %i are %d', (bits, value) => {
  expect(halfValue(bits)).toBe(value);
  expect(halfBits(value)).toBe(bits);
});

test('every half is kept; numbers between two go to the nearer one, or from the middle to the even one', () => {
  const wrong: number[] = [];
  for (let bits = 0; bits < 0x7c00; bits++) {
    // After the largest half comes 65536, which is infinity.
    const [low, high] = [halfValue(bits), bits === 0x7bff ? 65536 : halfValue(bits + 1)];
    const middle = (low + high) / 2;
    const gap = (high - low) / 1024;
    const rounded = [low, middle - gap, middle, middle + gap, -low].map(halfBits);
    const expected = [bits, bits, bits + (bits & 1), bits + 1, bits | 0x8000];
    if (`${rounded}` !== `${expected}`) wrong.push(bits);
  }
  expect(wrong).toEqual([]);
});

test('a file of F16 and I8 has the same bytes as that of the reference implementation', () => {
  expect(Buffer.from(encodeStored(tensors)).equals(fixture)).toBe(true);
  const { tensors: decoded } = decodeSafetensors(fixture, 'file');
  expect(decoded.get('bytes')).toEqual({
    layout: 'dense',
    shape: [2, 3],
    data: Int32Array.of(-128, -1, 0, 1, 2, 127),
  });
  expect(decoded.get('halves')?.data).toBeInstanceOf(Float32Array);
});
