import type { Shape } from '../backend.js';
import type { averagePool2d } from '../ops/fused/pooling.js';
import { checkPadding, type Pair, pairOf, resolveWindow } from '../ops/fused/windows.js';
import { checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { dimensionsOf } from './convolution.js';
import { Lambda } from './lambda.js';

/** Options of the pooling layers. `Size` is a number for sequences, and a number or a pair for images. */
export interface PoolingOptions<Size extends Pair> {
  /** How far the window moves from one output to the next: whole numbers >= 1. Default: the window's size. */
  readonly stride?: Size;
  /** What surrounds the input: as in `ConvolutionOptions`. It never counts. Default: `valid`. */
  readonly padding?: 'valid' | 'same' | Size;
}

const DIMENSIONS = ['height', 'width', 'channels'];

/** Base class of layers that reduce each window of an image to one pixel, or of a sequence to one element. */
export abstract class Pooling<Size extends Pair> extends Lambda {
  /** `rank` is 2 for images, and 1 for sequences, which are images of one row. */
  constructor(type: string, rank: 1 | 2, pool: typeof averagePool2d, size: Size, options: PoolingOptions<Size>) {
    checkOptions(type, options, ['stride', 'padding'], '{ stride: 2 }');
    const { stride = size, padding = 'valid' } = options;
    pairOf(`${type} size`, size, 1);
    pairOf(`${type} stride`, stride, 1);
    checkPadding(`${type} padding`, padding);
    const pair = [size, stride, padding].find((value) => typeof value === 'object');
    if (rank === 1 && pair !== undefined) throw unexpected(type, 'numbers for a sequence', pair);
    const wide = (value: Pair, rows: number): Pair => (rank === 2 ? value : [rows, value as number]);
    const window = { stride: wide(stride, 1), padding: typeof padding === 'string' ? padding : wide(padding, 0) };
    super(
      { type, size, stride, padding },
      (x) => {
        if (rank === 2) return pool(x, size, window);
        const [n, ...sequence] = x.shape as readonly [number, number, number];
        const y = pool(x.reshape([n, 1, ...sequence]), wide(size, 1), window);
        return y.reshape([n, ...y.shape.slice(2)]);
      },
      (shape: Shape) => {
        const dimensions = rank === 2 ? DIMENSIONS : ['length', 'channels'];
        const [channels, width, height = 1] = [...dimensionsOf(type, [shape], dimensions)].reverse() as number[];
        const rows = pairOf(type, wide(size, 1), 1);
        const { out } = resolveWindow(type, [height, width as number], rows, window);
        return [...out.slice(-rank), channels as number];
      },
    );
  }
}
