import type { Shape } from './backend.js';
import { NablaError } from './errors.js';
import type { Random } from './random.js';
import { checkRank, checkShape, sizeOf } from './shape.js';

/**
 * How the first values of a parameter are chosen. With fanIn and fanOut the dimensions of a weight [in, out]:
 * - `heNormal`: N(0, 2 / fanIn), `heUniform`: U(+-sqrt(6 / fanIn)): K. He et al., "Delving deep into rectifiers", ICCV
 *   2015, equation 10.
 * - `glorotNormal`: N(0, 2 / (fanIn + fanOut)), `glorotUniform`: U(+-sqrt(6 / (fanIn + fanOut))): X. Glorot and Y. Bengio,
 *   "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, equations 12 and 16.
 * - `lecunNormal`: N(0, 1 / fanIn), `lecunUniform`: U(+-sqrt(3 / fanIn)): Y. LeCun et al., "Efficient BackProp", 1998,
 *   equation 16.
 * - `zeros`: for biases.
 *
 * N(mean, variance) is never truncated; U(+-limit) is uniform, with variance limit^2 / 3.
 */
export type Initializer = 'zeros' | RandomInitializer;

type RandomInitializer = 'heNormal' | 'heUniform' | 'glorotNormal' | 'glorotUniform' | 'lecunNormal' | 'lecunUniform';

interface Recipe {
  readonly distribution: 'normal' | 'uniform';
  /** The standard deviation or the limit is sqrt(numerator / fan). */
  readonly numerator: number;
  readonly fan: 'in' | 'in + out';
}

const RECIPES: Record<RandomInitializer, Recipe> = {
  heNormal: { distribution: 'normal', numerator: 2, fan: 'in' },
  heUniform: { distribution: 'uniform', numerator: 6, fan: 'in' },
  glorotNormal: { distribution: 'normal', numerator: 2, fan: 'in + out' },
  glorotUniform: { distribution: 'uniform', numerator: 6, fan: 'in + out' },
  lecunNormal: { distribution: 'normal', numerator: 1, fan: 'in' },
  lecunUniform: { distribution: 'uniform', numerator: 3, fan: 'in' },
};

/**
 * The first values of a parameter, row-major; the caller owns the array. They are always drawn in float64, one after the
 * other by `random.normal()` or `random.uniform()`, and are for the caller to round to the parameter's dtype: float32
 * and float64 runs start from the same numbers. `zeros` takes any shape and draws nothing; the others take a weight
 * [in, out], else throw NablaError 'shape'. Throws NablaError 'argument' for an unknown name.
 */
export function initialize(name: Initializer, shape: Shape, random: Random): Float64Array {
  checkShape('initialize', shape);
  const values = new Float64Array(sizeOf(shape));
  if (name === 'zeros') return values;
  const recipe = recipeOf(name);
  checkRank(`initialize ${name}`, shape, 2);
  const [fanIn, fanOut] = shape as readonly [number, number];
  const scale = Math.sqrt(recipe.numerator / (recipe.fan === 'in' ? fanIn : fanIn + fanOut));
  for (let i = 0; i < values.length; i++) {
    values[i] = scale * (recipe.distribution === 'normal' ? random.normal() : 2 * random.uniform() - 1);
  }
  return values;
}

function recipeOf(name: RandomInitializer): Recipe {
  if (Object.hasOwn(RECIPES, name)) return RECIPES[name];
  const known = [...Object.keys(RECIPES), 'zeros'].join(', ');
  throw new NablaError('argument', `initialize: unknown initializer '${name}'. Known: ${known}.`);
}
