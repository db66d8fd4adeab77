import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { channelsOf } from '../modules/channels.js';
import type { Initializer } from '../modules/initializers.js';
import type { Blueprint, Context, Module, ParameterSpec } from '../modules/module.js';
import { denseForward } from '../ops/fused/dense.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';

/** Options of `Dense`. */
export interface DenseOptions {
  /** How the weight's first values are drawn. The bias starts at zero. Default: `heNormal`. */
  readonly initializer?: Initializer;
  /** Whether to add a bias. Default: true. */
  readonly bias?: boolean;
}

/**
 * A fully connected layer: `y = x W + b`, for x [n, ..., inputs] or CSR [n, inputs], `weight` W [inputs, units] and
 * `bias` b [units].
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new ReLU(), new Dense(10, { bias: false })];
 * ```
 */
export class Dense implements Module {
  readonly units: number;
  readonly initializer: Initializer;
  readonly bias: boolean;
  readonly acceptsCsr = true;

  constructor(units: number, options: DenseOptions = {}) {
    this.units = checkPositiveInteger('Dense units', units);
    if (Object(options).activation !== undefined) {
      throw new NablaError('argument', 'Dense: an activation is a separate layer; put new ReLU() after it.');
    }
    checkOptions('Dense', options, ['initializer', 'bias'], '{ bias: false }');
    this.initializer = options.initializer ?? 'heNormal';
    this.bias = checkBoolean('Dense bias', options.bias ?? true);
  }

  get config(): TypedConfig {
    return { type: 'Dense', units: this.units, initializer: this.initializer, bias: this.bias };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { inputShape, channels: inputs } = channelsOf('Dense', inputShapes);
    const weight: ParameterSpec = { shape: [inputs, this.units], initializer: this.initializer, linear: true };
    const bias: ParameterSpec = { shape: [this.units], initializer: 'zeros' };
    return {
      outputShape: [...inputShape.slice(0, -1), this.units],
      parameters: this.bias ? { weight, bias } : { weight },
    };
  }

  call(context: Context, x: Tensor): Tensor {
    const bias = this.bias ? context.parameter('bias') : undefined;
    return context.linear(denseForward, x, 'weight', bias);
  }

  /** Whether a ReLU that follows runs in the same kernel. */
  get fuses(): boolean {
    return true;
  }
}
