/**
 * Gradients that are wrong in tfjs. If one of these tests fails, tfjs is fixed, and the reference needs no workaround.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { startEngine } from '../../src/engine.js';
import { registerGradients } from '../../src/gradients/register.js';

registerGradients();

/** Returns the gradient of a weighted sum of `f(x)`. The weights count up from 1. */
async function gradientOf(f: (x: tf.Tensor4D) => tf.Tensor, x: tf.Tensor4D): Promise<number[]> {
  const gradient = tf.grad((at) => {
    const y = f(at as tf.Tensor4D);
    return tf.sum(tf.mul(y, tf.reshape(tf.range(1, y.size + 1), y.shape)));
  })(x);
  return Array.from(await gradient.data());
}

const minus = (shape: [number, number, number, number]): tf.Tensor4D => tf.fill(shape, -1);

test('wasm loses the gradient of a window whose largest element is not above 0', async () => {
  const pool = (x: tf.Tensor4D) => tf.maxPool(x, [1, 2], 1, 'valid');
  const [wasm, cpu] = [await startEngine('wasm'), await startEngine('cpu')];
  cpu.select();
  expect(await gradientOf(pool, minus([1, 1, 3, 1]))).toEqual([1, 2, 0]);
  expect(cpu.supports('MaxPoolGrad')).toBe(true);
  wasm.select();
  expect(await gradientOf(pool, minus([1, 1, 3, 1]))).not.toEqual([1, 2, 0]);
  expect(wasm.supports('MaxPoolGrad')).toBe(false);
});

test.each(['wasm', 'cpu'] as const)('%s divides the gradient of an average by the padding too', async (name) => {
  (await startEngine(name)).select();
  const gradient = await gradientOf((x) => tf.avgPool(x, [1, 2], 2, 'same'), minus([1, 1, 3, 1]));
  expect(gradient).toEqual([0.5, 0.5, 1]); // The last element should be 2, because its window has one element.
});

test('cpu mixes up the examples of a batch where it repeats pixels', async () => {
  const twice = (x: tf.Tensor4D) => tf.image.resizeNearestNeighbor(x, [1, 2]);
  const [wasm, cpu] = [await startEngine('wasm'), await startEngine('cpu')];
  wasm.select();
  expect(await gradientOf(twice, minus([2, 1, 1, 1]))).toEqual([3, 7]);
  cpu.select();
  expect(await gradientOf(twice, minus([2, 1, 1, 1]))).not.toEqual([3, 7]);
});
