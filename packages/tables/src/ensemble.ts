/** Networks of the same form side by side, as one module. */
import {
  add,
  type Blueprint,
  type Context,
  Dropout,
  exp,
  log,
  logSoftmax,
  type Module,
  matmul,
  mean,
  multiply,
  NablaError,
  type ParameterSpec,
  permute,
  relu,
  type Shape,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';

/** What the outputs of an ensemble are: logits of classes, or numbers. */
export type EnsembleTask = 'classes' | 'numbers';

/** Options of `Ensemble`. */
export interface EnsembleOptions {
  /** How many networks there are, >= 1. */
  readonly members: number;
  /** The units of the hidden layers of each. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly task: EnsembleTask;
  /** The rate of dropout after each hidden layer. Default: 0. */
  readonly dropout?: number;
  /** Divides the logits of the mean probabilities (Guo et al. 2017), > 0. Default: 1. */
  readonly temperature?: number;
}

/**
 * Several networks of the same form side by side, which share no weight: a scale for each input, then dense layers
 * with ReLU between them. The weights of the members lie in the same tensors: one product computes all of them.
 *
 * On rows x [n, inputs] it answers for all members: the logarithms of their mean probabilities, divided by the
 * temperature, or their mean number [n, outputs]. On rows [n, members, inputs] each member gets its own, and the output
 * [n, members, outputs] holds the logits or the number of each; members are trained like that.
 *
 * Its parameters are `scale` [members, 1, inputs] and, for each layer i from 1, `weight<i>` [members, in, out] and
 * `bias<i>` [members, 1, out].
 *
 * @example
 * ```ts
 * const module = new Ensemble({ members: 5, hidden: [128, 128], outputs: 3, task: 'classes', dropout: 0.2 });
 * ```
 */
export class Ensemble implements Module {
  readonly options: Required<EnsembleOptions>;
  readonly #dropout: Dropout;

  constructor(options: EnsembleOptions) {
    this.options = { dropout: 0, temperature: 1, ...options };
    this.#dropout = new Dropout(this.options.dropout);
  }

  get config(): TypedConfig {
    return { type: 'Ensemble', ...this.options };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { members, hidden, outputs } = this.options;
    const [inputShape = []] = inputShapes;
    const inputs = inputShape.at(-1) as number;
    const isEach = inputShape.length === 2 && inputShape[0] === members;
    if (inputShapes.length !== 1 || !(inputShape.length === 1 || isEach)) {
      const expected = `expected one input, [inputs] or [${members}, inputs]`;
      throw new NablaError('shape', `Ensemble: ${expected}. Received ${JSON.stringify(inputShapes)}.`);
    }
    const parameters: Record<string, ParameterSpec> = { scale: { shape: [members, 1, inputs], initializer: 1 } };
    let width = inputs;
    for (const [at, units] of [...hidden, outputs].entries()) {
      parameters[`weight${at + 1}`] = { shape: [members, width, units], initializer: 'heNormal' };
      parameters[`bias${at + 1}`] = { shape: [members, 1, units], initializer: 'zeros' };
      width = units;
    }
    return { outputShape: isEach ? [members, outputs] : [outputs], parameters, wholeBatch: true };
  }

  call(context: Context, x: Tensor): Tensor {
    const isEach = x.shape.length === 3;
    const layers = this.options.hidden.length + 1;
    // [members, n, inputs]
    let h = isEach ? permute(x, [1, 0, 2]) : x.reshape([1, ...x.shape]);
    h = multiply(h, context.parameter('scale'));
    for (let at = 1; at <= layers; at++) {
      h = add(matmul(h, context.parameter(`weight${at}`)), context.parameter(`bias${at}`));
      if (at < layers) h = this.#dropout.call(context, relu(h));
    }
    return isEach ? permute(h, [1, 0, 2]) : this.#together(h);
  }

  /** The answer of all members, from those of each [members, n, outputs]. */
  #together(each: Tensor): Tensor {
    const { task, temperature } = this.options;
    if (task === 'numbers') return mean(each, { axis: 0 });
    return multiply(log(mean(exp(logSoftmax(each)), { axis: 0 })), 1 / temperature);
  }
}
