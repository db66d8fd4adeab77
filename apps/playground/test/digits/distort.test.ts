import { createHash } from 'node:crypto';
import { Random, RandomKey } from '@nablajs/core';
import { encodeImage } from '@nablajs/datasets/portable';
import { expect, it } from 'vitest';
import { DIGIT_FORM } from '../../src/digits/digit-form.js';
import { digitAt, distortedDigits, plainDigits } from '../../src/digits/digit-images.js';
import { packDigits, unpackDigits } from '../../src/digits/digit-sample.js';
import { distort } from '../../src/digits/distort.js';
import { sample } from '../mnist.js';

/** A cross of 28 x 28 pixels. */
const cross = Uint8Array.from({ length: 784 }, (_, at) => {
  const [x, y] = [at % 28, Math.floor(at / 28)];
  return (Math.abs(x - 14) < 2 || Math.abs(y - 14) < 2) && x > 4 && x < 23 && y > 4 && y < 23 ? 255 : 0;
});

const distorted = (row: number) => distort(cross, new Random(new RandomKey(1, 'test'), { row }));
const ink = (pixels: Uint8Array): number => pixels.reduce((sum, byte) => sum + byte, 0) / 255;

it('draws a digit larger, with all of it on the pad', () => {
  for (let row = 0; row < 50; row++) {
    const { width, height, pixels } = distorted(row);
    expect([width, height, pixels.length]).toEqual([72, 72, 72 * 72]);
    expect(ink(pixels)).toBeGreaterThan(80);
    let border = 0;
    for (let at = 0; at < 72; at++) {
      for (const place of [at, 71 * 72 + at, 72 * at, 72 * at + 71]) border += pixels[place] as number;
    }
    expect(border).toBe(0);
  }
});

it('draws with pens of different widths, in different places', () => {
  const all = Array.from({ length: 50 }, (_, row) => ink(encodeImage(distorted(row), DIGIT_FORM)));
  expect(Math.max(...all) / Math.min(...all)).toBeGreaterThan(1.5);
  expect(
    new Set(Array.from({ length: 50 }, (_, row) => distorted(row).pixels.findIndex((byte) => byte > 0))).size,
  ).toBeGreaterThan(40);
});

it('draws the same bits everywhere', () => {
  const hash = createHash('sha256');
  for (let row = 0; row < 10; row++) hash.update(distorted(row).pixels);
  expect(hash.digest('hex')).toBe('8030af0d5a5af0adc966f26eb11544fae571a1ce0942896ec676a7132bd2e15a');
});

it('as data, digits differ from epoch to epoch, but not in evaluation', async () => {
  const { test } = await sample();
  const data = distortedDigits(test, 3);
  const indices = Int32Array.of(4, 0);
  const [first, again, second] = [1, 1, 2].map((epoch) => data.batch(indices, { epoch }));
  expect(first).toEqual(again);
  expect(first).not.toEqual(second);
  expect(first).toMatchObject({ x: { shape: [2, 28, 28, 1] }, y: { data: Int32Array.of(4, 7) } });
  expect(data.batch(indices)).toEqual(plainDigits(test).batch(indices));
});

it('the sample is the beginning of MNIST, and survives its file', async () => {
  const digits = await sample();
  expect([digits.training.count, digits.test.count]).toEqual([5000, 1000]);
  const read = unpackDigits(packDigits(digits));
  expect(read.training.labels.slice(0, 10)).toEqual(Uint8Array.of(5, 0, 4, 1, 9, 2, 1, 3, 1, 4));
  expect(Buffer.from(read.test.labels as Uint8Array).equals(digits.test.labels as Uint8Array)).toBe(true);
  for (const index of [0, 999]) expect(digitAt(read.test, index)).toEqual(digitAt(digits.test, index));
  expect(() => unpackDigits(new Uint8Array(3))).toThrow('The digits: expected 4710000 bytes. Received 3;');
});
