import type { Parameter } from '../modules/parameter.js';
import { square } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { add, divide, maximum, multiply, sqrt, subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkFraction, checkPositive } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { average, checkFormula, decayed, type Formula, isKeras, penalized } from './update-rules.js';

/** Options of `RMSprop`. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the mean square, in [0, 1); Keras calls it rho. Default: 0.99; with Keras' formula 0.9. */
  readonly alpha?: number;
  /** Keeps the denominator above 0; > 0. Default: 1e-8; with Keras' formula 1e-7. */
  readonly epsilon?: number;
  /** How much of the last step to add to this one, in [0, 1). Default: 0. */
  readonly momentum?: number;
  /** Whether to subtract the squared running mean of the gradient from the mean square. Default: false. */
  readonly centered?: boolean;
  /** Whose formula to use. Default: 'torch'. */
  readonly formula?: Formula;
}

/**
 * RMSprop (Hinton 2012), as `torch.optim.RMSprop`:
 *
 * - `v ← α v + (1 − α) g²`
 * - with `centered`: `ḡ ← α ḡ + (1 − α) g`, and `max(v − ḡ², 0)` replaces v below
 * - `b ← μ b + g / (√v + ε)`
 * - `w ← w − η b`
 *
 * α is `alpha`, μ `momentum`, ε `epsilon`. The default learning rate η is 0.01.
 *
 * With `formula: 'keras'` (`keras.optimizers.RMSprop`): `b ← μ b + η g / √(v + ε)` and `w ← w − b`. The weight decay is
 * AdamW's and the defaults are Keras', with `η = 0.001`.
 *
 * @example
 * ```ts
 * const optimizer = new RMSprop({ learningRate: 0.001, momentum: 0.9 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class RMSprop extends Optimizer {
  readonly alpha: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly centered: boolean;
  readonly formula: Formula;
  protected override readonly slotNames: readonly string[];

  constructor(options: RMSpropOptions = {}) {
    const [learningRate, alpha, epsilon] = isKeras(options) ? [0.001, 0.9, 1e-7] : [0.01, 0.99, 1e-8];
    super('RMSprop', options, learningRate, 0, ['alpha', 'epsilon', 'momentum', 'centered', 'formula']);
    this.alpha = checkFraction('RMSprop alpha', options.alpha ?? alpha);
    this.epsilon = checkPositive('RMSprop epsilon', options.epsilon ?? epsilon);
    this.momentum = checkFraction('RMSprop momentum', options.momentum ?? 0);
    this.centered = checkBoolean('RMSprop centered', options.centered ?? false);
    this.formula = checkFormula('RMSprop formula', options.formula);
    this.slotNames = ['meanSquare', ...(this.centered ? ['mean'] : []), ...(this.momentum > 0 ? ['velocity'] : [])];
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { learningRate, weightDecay, gate } = step;
    const keras = this.formula === 'keras';
    const g = keras ? gradient : penalized(parameter.value, gradient, weightDecay);
    const w = keras ? decayed(parameter.value, learningRate, weightDecay) : parameter.value;
    const running = (slot: string, value: Tensor): Tensor => {
      const mean = this.slot(parameter, slot);
      adoptUnless(gate, mean, average(mean, value, this.alpha));
      return mean;
    };
    const meanSquare = running('meanSquare', square(g));
    // Rounding can push the difference below 0, where its root would be NaN.
    const variance = this.centered ? maximum(subtract(meanSquare, square(running('mean', g))), 0) : meanSquare;
    const root = keras ? sqrt(add(variance, this.epsilon)) : add(sqrt(variance), this.epsilon);
    // Keras' momentum buffer includes the learning rate of each step, PyTorch's does not.
    let change = divide(keras ? multiply(g, learningRate) : g, root);
    if (this.momentum > 0) {
      const velocity = this.slot(parameter, 'velocity');
      adoptUnless(gate, velocity, add(multiply(velocity, this.momentum), change));
      change = velocity;
    }
    adoptUnless(gate, parameter.value, subtract(w, keras ? change : multiply(change, learningRate)));
  }
}
