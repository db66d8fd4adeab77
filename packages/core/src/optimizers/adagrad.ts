import type { Parameter } from '../modules/parameter.js';
import { square } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { add, divide, multiply, sqrt, subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkNotNegative, checkPositive } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { checkFormula, decayed, type Formula, isKeras, penalized } from './update-rules.js';

/** Options of `Adagrad`. */
export interface AdagradOptions extends OptimizerOptions {
  /** Lowers the learning rate of step t to `ηₜ = η / (1 + (t − 1) learningRateDecay)`; >= 0. Default: 0. */
  readonly learningRateDecay?: number;
  /** The first value of the sum of squares, >= 0. Default: 0; with Keras' formula 0.1. */
  readonly initialAccumulator?: number;
  /** Keeps the denominator above 0; > 0. Default: 1e-10; with Keras' formula 1e-7. */
  readonly epsilon?: number;
  /** Whose formula to use. Default: 'torch'. */
  readonly formula?: Formula;
}

/**
 * Adagrad (Duchi et al. 2011), as `torch.optim.Adagrad`:
 *
 * - `s ← s + g²`
 * - `w ← w − ηₜ g / (√s + ε)`
 *
 * ε is `epsilon`, ηₜ the learning rate of step t. The default learning rate η is 0.01.
 *
 * With `formula: 'keras'` (`keras.optimizers.Adagrad`): `w ← w − ηₜ g / √(s + ε)`, the weight decay is AdamW's and the
 * defaults are Keras', with `η = 0.001`.
 *
 * @example
 * ```ts
 * const optimizer = new Adagrad({ learningRate: 0.05 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class Adagrad extends Optimizer {
  readonly learningRateDecay: number;
  readonly initialAccumulator: number;
  readonly epsilon: number;
  readonly formula: Formula;
  protected override readonly slotNames: readonly string[] = ['squares'];

  constructor(options: AdagradOptions = {}) {
    const [learningRate, accumulator, epsilon] = isKeras(options) ? [0.001, 0.1, 1e-7] : [0.01, 0, 1e-10];
    super('Adagrad', options, learningRate, 0, ['learningRateDecay', 'initialAccumulator', 'epsilon', 'formula']);
    this.learningRateDecay = checkNotNegative('Adagrad learningRateDecay', options.learningRateDecay ?? 0);
    this.initialAccumulator = checkNotNegative('Adagrad initialAccumulator', options.initialAccumulator ?? accumulator);
    this.epsilon = checkPositive('Adagrad epsilon', options.epsilon ?? epsilon);
    this.formula = checkFormula('Adagrad formula', options.formula);
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { learningRate, weightDecay, count, gate } = step;
    const { epsilon, initialAccumulator, learningRateDecay } = this;
    const keras = this.formula === 'keras';
    const squares = this.slot(parameter, 'squares', initialAccumulator);
    const rate = learningRate / (1 + (count - 1) * learningRateDecay);
    const g = keras ? gradient : penalized(parameter.value, gradient, weightDecay);
    const w = keras ? decayed(parameter.value, learningRate, weightDecay) : parameter.value;
    adoptUnless(gate, squares, add(squares, square(g)));
    const root = keras ? sqrt(add(squares, epsilon)) : add(sqrt(squares), epsilon);
    adoptUnless(gate, parameter.value, subtract(w, divide(multiply(g, rate), root)));
  }
}
