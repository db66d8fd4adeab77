/** ONNX's RotaryEmbedding: turns pairs of elements by angles whose sines and cosines are given. */
import { add, concat, multiply, type Shape, scope, slice, stack, subtract, type Tensor } from '@nablajs/core';

const all = (shape: Shape): (readonly [])[] => shape.slice(0, -1).map(() => []);

/**
 * Turns the first `width` elements of the last axis of x [..., size] by angles with these cosines and sines, which
 * broadcast to [..., width / 2]. Pairs are halves of the `width` elements, or neighbours if `interleaved`.
 */
export const turned = (x: Tensor, cosines: Tensor, sines: Tensor, width: number, interleaved: boolean): Tensor =>
  scope(() => {
    const size = x.shape.at(-1) as number;
    const before = all(x.shape);
    const half = width / 2;
    const [first, second] = interleaved
      ? [slice(x, [...before, [0, width, 2]]), slice(x, [...before, [1, width, 2]])]
      : [slice(x, [...before, [0, half]]), slice(x, [...before, [half, width]])];
    const real = subtract(multiply(cosines, first), multiply(sines, second));
    const imaginary = add(multiply(sines, first), multiply(cosines, second));
    const shape = [...x.shape.slice(0, -1), width];
    const both = interleaved
      ? stack([real, imaginary], { axis: -1 }).reshape(shape)
      : concat([real, imaginary], { axis: -1 });
    return width === size ? both : concat([both, slice(x, [...before, [width, size]])], { axis: -1 });
  });
