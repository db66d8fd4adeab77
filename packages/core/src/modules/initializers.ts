import type { Shape } from '../backend.js';
import type { Random } from '../random/random.js';
import { checkRank, checkShape, sizeOf } from '../tensors/shape.js';
import { checkNotNegative } from '../validation/arguments.js';
import { isObject, unexpected } from '../validation/describe.js';

/**
 * How to draw the initial values of a parameter. For a weight [in, out], fanIn is in and fanOut is out. For filters
 * [rows, columns, in, out], both are multiplied by `rows · columns`, as in Keras.
 *
 * - `heNormal`: `N(0, 2 / fanIn)`, `heUniform`: `U(±√(6 / fanIn))`: K. He et al., "Delving deep into rectifiers", ICCV
 *   2015, equation 10.
 * - `glorotNormal`: `N(0, 2 / (fanIn + fanOut))`, `glorotUniform`: `U(±√(6 / (fanIn + fanOut)))`: X. Glorot and Y.
 *   Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, equations 12 and
 *   16.
 * - `lecunNormal`: `N(0, 1 / fanIn)`, `lecunUniform`: `U(±√(3 / fanIn))`: Y. LeCun et al., "Efficient BackProp", 1998,
 *   equation 16.
 * - `zeros`: for biases.
 * - a number: that value for every element, such as 1 for the scale of a normalisation.
 * - `{ normal: deviation }`: `N(0, deviation²)`, `{ uniform: limit }`: `U(±limit)`, of any shape.
 *
 * `N(mean, variance)` is never truncated; `U(±limit)` is uniform, with variance `limit² / 3`.
 */
export type Initializer = 'zeros' | RandomInitializer | number | DrawnInitializer;

type DrawnInitializer = Readonly<Record<'normal', number> | Record<'uniform', number>>;

type RandomInitializer = 'heNormal' | 'heUniform' | 'glorotNormal' | 'glorotUniform' | 'lecunNormal' | 'lecunUniform';

/** The variance, or the square of the limit, times fanIn, or fanIn + fanOut for Glorot's. */
const SQUARES: Record<RandomInitializer, number> = {
  heNormal: 2,
  heUniform: 6,
  glorotNormal: 2,
  glorotUniform: 6,
  lecunNormal: 1,
  lecunUniform: 3,
};

/**
 * Returns the first values of a parameter, row-major; the caller owns the array. They are drawn in float64, in order;
 * round them to the parameter's dtype yourself, so float32 and float64 runs start from the same numbers. Names take a
 * weight [..., in, out] and throw NablaError 'shape' for anything else. Throws NablaError 'argument' for what it does
 * not know.
 *
 * @example
 * ```ts
 * const weight = initialize('heNormal', [784, 128], new Random(7));
 * ```
 */
export function initialize(name: Initializer, shape: Shape, random: Random): Float64Array {
  checkShape('initialize', shape);
  const values = new Float64Array(sizeOf(shape));
  if (name === 'zeros') return values;
  if (typeof name === 'number') return values.fill(name);
  const drawn = (isNormal: boolean, scale: number): Float64Array =>
    values.map(() => scale * (isNormal ? random.normal() : 2 * random.uniform() - 1));
  if (isObject(name)) {
    const { normal, uniform } = name as { readonly normal?: number; readonly uniform: number };
    return drawn(normal !== undefined, checkNotNegative('initialize', normal ?? uniform));
  }
  if (!Object.hasOwn(SQUARES, name)) {
    throw unexpected('initialize', `${Object.keys(SQUARES).join(', ')} or zeros`, name);
  }
  if (shape.length < 2) checkRank(`initialize ${name}`, shape, 2);
  const [fanOut, fanIn] = shape.slice(-2).map((dimension) => values.length / dimension) as [number, number];
  const fans = name.startsWith('g') ? fanIn + fanOut : fanIn;
  return drawn(name.endsWith('Normal'), Math.sqrt(SQUARES[name] / fans));
}
