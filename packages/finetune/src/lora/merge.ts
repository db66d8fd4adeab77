import { type DenseArray, dense, Network } from '@nablajs/core';
import { type Placed, placedTargets, someLorasIn, withoutLora } from './find.js';
import { namesOf } from './targets.js';

/**
 * Returns a network without adapters that computes the same: `W + (alpha / rank) A B` takes the place of each W. It has
 * weights of its own; dispose of it too. The products are computed in float64 and rounded once.
 *
 * Throws NablaError `argument` for a network in which no `Lora` is found: it must be the network's module, or in a
 * Chain, a Residual or a Graph of it.
 *
 * @example
 * ```ts
 * const merged = await mergeLora(model); // for export
 * ```
 */
export async function mergeLora(network: Network): Promise<Network> {
  const { backend, dtype, module, declaredShapes, parameters } = network;
  const placed = someLorasIn('mergeLora', module);
  const values = await parameters.read();
  for (const one of placed) mergeInto(values, one);
  const [only, ...more] = declaredShapes;
  const inputShape = only !== undefined && more.length === 0 ? only : declaredShapes;
  return new Network(backend, withoutLora(module), { inputShape, dtype, parameters: values });
}

/** Adds the products to the weights, and takes the matrices of the adapters out. */
function mergeInto(values: Map<string, DenseArray>, placed: Placed): void {
  const { rank, alpha } = placed.lora.options;
  for (const { weight, shape, parts } of placedTargets(placed)) {
    const merged = Float64Array.from((values.get(weight) as DenseArray).data);
    const outputs = shape.at(-1) as number;
    for (const part of parts) {
      const [a, b] = namesOf(part).map((name) => values.get(name) as DenseArray) as [DenseArray, DenseArray];
      addProduct(merged, outputs, part.from, a, b, alpha / rank);
      for (const name of namesOf(part)) values.delete(name);
    }
    const { data } = values.get(weight) as DenseArray;
    values.set(weight, dense(data instanceof Float64Array ? merged : Float32Array.from(merged), shape));
  }
}

/** Adds `scale · a b` to columns of rows, from the column `from`. */
function addProduct(
  rows: Float64Array,
  outputs: number,
  from: number,
  a: DenseArray,
  b: DenseArray,
  scale: number,
): void {
  const [rank, width] = b.shape as readonly [number, number];
  for (let row = 0; row * rank < a.data.length; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += (a.data[row * rank + k] as number) * (b.data[k * width + column] as number);
      const at = row * outputs + from + column;
      rows[at] = (rows[at] as number) + sum * scale;
    }
  }
}
