/** Turns numbers into how far they are through each of several bins. */
import {
  type Blueprint,
  type Context,
  type DenseArray,
  dense,
  gather,
  type Module,
  maximum,
  minimum,
  multiply,
  NablaError,
  type Shape,
  subtract,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';

/** Stands for no limit: float16, in which models may be exported, has it. */
const FAR = 60_000;
/** More would only take memory: a config may come from anywhere. */
const MOST_BINS = 1000;
/** Narrower bins would need steeper slopes than float16 has. */
const NARROWEST = 1e-4;

/**
 * Piecewise-linear encoding (Gorishniy et al. 2022): each input becomes a number for each of its bins, which is 0 below
 * the bin, 1 above it, and rises in between: `min(max((x − low) · slope, least), most)`. The first bin has no lower
 * limit and the last no upper one. Inputs with one bin stay as they are.
 *
 * It takes [..., inputs] and returns [..., the sum of `bins`]. Its parameters `low`, `slope`, `least` and `most` are
 * not trained: `binEdges` and `piecewiseLinearValues` choose them.
 *
 * @example
 * ```ts
 * const edges = binEdges(x, 16);
 * const module = new PiecewiseLinear({ bins: edges.map(({ length }) => Math.max(1, length - 1)) });
 * ```
 */
export class PiecewiseLinear implements Module {
  /** The number of bins of each input. */
  readonly bins: readonly number[];
  /** The input of each bin. */
  readonly #inputs: Int32Array;

  constructor({ bins }: { readonly bins: readonly number[] }) {
    const isCount = (count: unknown): boolean =>
      Number.isInteger(count) && (count as number) >= 1 && (count as number) <= MOST_BINS;
    if (!Array.isArray(bins) || !bins.every(isCount)) {
      throw new NablaError(
        'argument',
        `PiecewiseLinear: expected 1 to ${MOST_BINS} bins for each input. Received ${JSON.stringify(bins)}.`,
      );
    }
    this.bins = bins;
    this.#inputs = Int32Array.from(bins.flatMap((count, input) => new Array<number>(count).fill(input)));
  }

  get config(): TypedConfig {
    return { type: 'PiecewiseLinear', bins: this.bins };
  }

  build(...[inputShape = []]: readonly Shape[]): Blueprint {
    if (inputShape.at(-1) !== this.bins.length) {
      const received = JSON.stringify(inputShape);
      throw new NablaError('shape', `PiecewiseLinear: expected [..., ${this.bins.length}]. Received ${received}.`);
    }
    const shape = [this.#inputs.length];
    const fixed = { shape, initializer: 'zeros', trainable: false } as const;
    return {
      outputShape: [...inputShape.slice(0, -1), ...shape],
      parameters: { low: fixed, slope: fixed, least: fixed, most: fixed },
    };
  }

  call(context: Context, x: Tensor): Tensor {
    const repeated = gather(x, this.#inputs, { axis: -1 });
    const risen = multiply(subtract(repeated, context.parameter('low')), context.parameter('slope'));
    return minimum(maximum(risen, context.parameter('least')), context.parameter('most'));
  }
}

/**
 * Returns the edges of at most `bins` bins of each column of x [rows, columns], with about as many rows in each: fewer
 * where values repeat, and none for a column with one or two values and for the columns `without` bins.
 *
 * @example
 * ```ts
 * const edges = binEdges(x, 16); // at most 17 for each column
 * ```
 */
export function binEdges(
  { data, shape }: DenseArray,
  bins: number,
  without: ReadonlySet<number> = new Set(),
): readonly Float32Array[] {
  const [rows = 0, columns = 0] = shape;
  return Array.from({ length: columns }, (_, column) => {
    if (without.has(column)) return new Float32Array(0);
    const values = new Float32Array(rows);
    for (let row = 0; row < rows; row++) values[row] = data[row * columns + column] as number;
    values.sort();
    const different = values.filter((value, at) => at === 0 || value !== values[at - 1]);
    if (different.length <= 2) return new Float32Array(0);
    const from = different.length <= bins + 1 ? different : values;
    const steps = Math.min(bins, from.length - 1);
    const edges = Float32Array.from({ length: steps + 1 }, (_, step) => {
      return from[Math.round((step * (from.length - 1)) / steps)] as number;
    });
    let last = Number.NEGATIVE_INFINITY;
    return edges.filter((edge) => {
      if (edge - last < NARROWEST) return false;
      last = edge;
      return true;
    });
  });
}

/**
 * Returns the parameters of the `PiecewiseLinear` with these edges of bins.
 *
 * @example
 * ```ts
 * const values = piecewiseLinearValues(binEdges(x, 16));
 * const parameters = new Map(Object.entries(values).map(([name, value]) => [`0.${name}`, value]));
 * ```
 */
export function piecewiseLinearValues(edges: readonly Float32Array[]): Readonly<Record<string, DenseArray>> {
  const [lows, slope, least, most]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const own of edges) {
    const bins = own.length - 1;
    if (bins < 1) {
      lows.push(0);
      slope.push(1);
      least.push(-FAR);
      most.push(FAR);
    }
    for (let bin = 0; bin < bins; bin++) {
      const [low, high] = [own[bin] as number, own[bin + 1] as number];
      lows.push(low);
      slope.push(1 / (high - low));
      least.push(bin === 0 ? -FAR : 0);
      most.push(bin === bins - 1 ? FAR : 1);
    }
  }
  const vector = (values: readonly number[]): DenseArray => dense(Float32Array.from(values), [values.length]);
  return { low: vector(lows), slope: vector(slope), least: vector(least), most: vector(most) };
}
