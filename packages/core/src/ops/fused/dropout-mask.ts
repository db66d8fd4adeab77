import type { Backend, FloatDType, Shape } from '../../backend.js';
import type { LayerRandom } from '../../random/random-streams.js';
import { allocate } from '../../tensors/dtype.js';
import { sizeOf } from '../../tensors/shape.js';
import { Tensor, upload } from '../../tensors/tensor.js';

/**
 * Returns a mask of `shape` [n, ...] for dropout with a `rate` in (0, 1): element i of a row is `1 / (1 − rate)` if
 * word i of the row's stream of random words is at least `rate · 2³²`, and otherwise 0. One kernel if the backend has
 * `fused.dropoutMask`; else the host draws the same mask. It has no gradient.
 *
 * @example
 * ```ts
 * const mask = dropoutMask(backend, [2, 4], 'float32', 0.5, new LayerRandom(7, '1', 3)); // zeros and twos
 * ```
 */
export function dropoutMask(
  backend: Backend,
  shape: Shape,
  dtype: FloatDType,
  rate: number,
  random: LayerRandom,
): Tensor {
  const [rows = 0] = shape;
  const width = sizeOf(shape.slice(1));
  const threshold = Math.ceil(rate * 4294967296);
  const factor = 1 / (1 - rate);
  const kernel = backend.fused?.dropoutMask;
  if (kernel !== undefined) {
    const { key, step, firstRow } = random;
    return new Tensor(
      backend,
      kernel([rows, width], dtype, { key: key.words, step, firstRow, threshold, factor }),
      shape,
      dtype,
    );
  }
  const data = allocate(dtype, rows * width);
  // Chosen by index: a branch is mispredicted.
  const factors = Float64Array.of(0, factor);
  for (let row = 0, at = 0; row < rows; row++) {
    const words = random.row(row);
    for (let i = 0; i < width; i++) data[at++] = factors[Number(words.uint32() >= threshold)] as number;
  }
  return upload(backend, { layout: 'dense', shape, data });
}
