/** Pools, over windows and over everything. */
import { abs, cast, exp, log, max, mean, multiply, pow, sizeOf, sqrt, sum, type Tensor } from '@nablajs/core';
import type { NodeInfo } from '../attributes.js';
import type { Operator, OperatorTable } from '../operator.js';
import { image, spaceOf, windowAttributes } from './arguments.js';
import { largestPlaces, maximumPool, meanPool, sumPool } from './kernels/pooling.js';
import { type AxisWindow, windowsOf } from './kernels/windows.js';

/** Makes an operator of what it computes of images and windows. */
const overWindows =
  (make: (node: NodeInfo) => (x: Tensor, windows: readonly AxisWindow[]) => Tensor): Operator =>
  (node) => {
    const compute = make(node);
    const windows = windowsFor(node);
    return {
      device: (run, x) => {
        const input = run.toDevice(x);
        const pixels = run.asChannelsLast(input);
        return image(compute(pixels, windows(pixels)), input.type);
      },
    };
  };

/** Reads the attributes of a pool; returns its windows over an image. */
function windowsFor(node: NodeInfo): (pixels: Tensor) => AxisWindow[] {
  const given = windowAttributes(node);
  const sizes = node.ints('kernel_shape');
  return (pixels) => {
    const space = spaceOf(node, pixels);
    if (sizes.length === space.length) return windowsOf(node.label, space, sizes, given);
    throw node.error(`expected a kernel_shape for ${space.length} axes. Received ${sizes.length}`);
  };
}

const maxPool: Operator = (node) => {
  const windows = windowsFor(node);
  const byColumns = node.flag('storage_order');
  return {
    device: (run, x) => {
      const input = run.toDevice(x);
      const given = run.asChannelsLast(input);
      // Kernels take floats, which hold the small integers that images have.
      const pixels = given.dtype === 'int32' ? cast(given, 'float32') : given;
      const places = windows(pixels);
      const pooled = maximumPool(pixels, places);
      const y = image(given.dtype === 'int32' ? cast(pooled, 'int32') : pooled, input.type);
      if (!node.hasOutput(1)) return y;
      if (places.length > 2) throw node.error('expected at most two axes of space where indices are an output');
      return [y, image(largestPlaces(pixels, places, byColumns), 'int64')];
    },
  };
};

/** Makes an operator that reduces all positions of each channel to one number. */
const overEverything =
  (make: (node: NodeInfo) => (x: Tensor, options: { readonly axis: 1 }) => Tensor): Operator =>
  (node) => {
    const reduce = make(node);
    return {
      device: (run, x) => {
        const input = run.toDevice(x);
        const pixels = run.asChannelsLast(input);
        const space = spaceOf(node, pixels);
        const [n, channels] = [pixels.shape[0] as number, pixels.shape.at(-1) as number];
        const reduced = reduce(pixels.reshape([n, sizeOf(space), channels]), { axis: 1 });
        return image(reduced.reshape([n, ...space.map(() => 1), channels]), input.type);
      },
    };
  };

/** |x|^p. */
const power = (x: Tensor, p: number): Tensor => (p === 1 ? abs(x) : pow(abs(x), p));
/** x^(1 / p) of x >= 0. */
const root = (x: Tensor, p: number): Tensor => (p === 1 ? x : p === 2 ? sqrt(x) : exp(multiply(log(x), 1 / p)));

/** Operators of pooling. */
export const POOLS: OperatorTable = {
  MaxPool: maxPool,
  AveragePool: overWindows((node) => {
    const countsPadding = node.flag('count_include_pad');
    return (x, windows) => meanPool(x, windows, countsPadding);
  }),
  LpPool: overWindows((node) => {
    const p = node.int('p', 2);
    return (x, windows) => root(sumPool(power(x, p), windows), p);
  }),
  GlobalAveragePool: overEverything(() => mean),
  GlobalMaxPool: overEverything(() => max),
  GlobalLpPool: overEverything((node) => {
    const p = node.int('p', 2);
    return (x, options) => root(sum(power(x, p), options), p);
  }),
};
