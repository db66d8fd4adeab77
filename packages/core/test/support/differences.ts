/** Gradients of a function of tensors against central differences in float64. */
import { expect } from 'vitest';
import {
  add,
  type Backend,
  multiply,
  type Shape,
  scope,
  square,
  sum,
  type Tensor,
  upload,
  valueAndGrad,
} from '../../src/index.js';
import { along, type Direction, directionsOf } from './directions.js';

/** Away from 0 and 1, no two alike, of both signs. */
export function valuesOn(backend: Backend, shape: Shape, seed: number): Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const data = Float64Array.from({ length: size }, (_, i) => Math.sin(1 + 7.3 * i + 2.9 * seed) * 1.4 + 0.03);
  return upload(backend, { layout: 'dense', shape, data });
}

/** Above 0, for roots and logarithms. */
export const positive = (x: Tensor): Tensor => add(square(x), 0.3);

/** A scalar that weighs every element differently, so that no error in a gradient cancels. */
export function weighted(y: Tensor): Tensor {
  return scope(() => {
    const weights = valuesOn(y.backend, y.shape, 11);
    return sum(multiply(y, weights));
  });
}

export type Scalar = (...inputs: Tensor[]) => Tensor;

/** Central differences of f along the directions of every input. */
async function differences(backend: Backend, f: Scalar, shapes: readonly Shape[]): Promise<number[][]> {
  const step = 1e-5;
  const data = await Promise.all(
    shapes.map(async (shape, at) => {
      using x = valuesOn(backend, shape, at);
      return (await x.data()) as Float64Array;
    }),
  );
  const at = async (input: number, direction: Direction, by: number): Promise<number> => {
    const inputs = shapes.map((shape, i) => {
      const copy = (data[i] as Float64Array).map((value, e) =>
        i === input ? value + by * (direction[e] as number) : value,
      );
      return upload(backend, { layout: 'dense', shape, data: copy });
    });
    using y = scope(() => f(...inputs));
    for (const x of inputs) x.dispose();
    return await y.item();
  };
  const result: number[][] = [];
  for (const [input, own] of data.entries()) {
    const slopes: number[] = [];
    for (const direction of directionsOf(own.length)) {
      slopes.push(((await at(input, direction, step)) - (await at(input, direction, -step))) / (2 * step));
    }
    result.push(slopes);
  }
  return result;
}

/** The gradients of f by all its inputs, of these shapes, are those of central differences. */
export async function expectGradientsOn(
  backend: Backend,
  f: Scalar,
  shapes: readonly Shape[],
  fused = true,
): Promise<void> {
  const inputs = shapes.map((shape, at) => valuesOn(backend, shape, at));
  const { value, gradients } = valueAndGrad((tensors: readonly Tensor[]) => f(...tensors), inputs, { fused });
  const expected = await differences(backend, f, shapes);
  for (const [i, gradient] of gradients.entries()) {
    expect(gradient.shape).toEqual(shapes[i]);
    const received = await gradient.data();
    for (const [at, direction] of directionsOf(received.length).entries()) {
      const slope = (expected[i] as number[])[at] as number;
      expect(Math.abs(along(received, direction) - slope) / Math.max(1, Math.abs(slope))).toBeLessThan(1e-6);
    }
  }
  for (const tensor of [...inputs, ...gradients, value]) tensor.dispose();
}
