import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput, type ParameterSpec } from '../modules/module.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkOptions, checkPositive } from '../validation/arguments.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** Options of `GroupNorm`. */
export interface NormOptions {
  /** ε, added to the variance before the square root: a number > 0. Default: 1e-5, for `RMSNorm` 1e-6. */
  readonly epsilon?: number;
  /** Whether to multiply by `scale` and to add `offset`, which are trained. `RMSNorm` has no offset. Default: true. */
  readonly affine?: boolean;
}

/** Options of `LayerNorm` and `RMSNorm`. */
export interface LayerNormOptions extends NormOptions {
  /** Over how many axes to normalise, the last ones: 2 is over [positions, channels]. Default: 1, the channels. */
  readonly axes?: number;
}

/** What layers that normalise share: options, and parameters of the shape of the last axes. */
export abstract class Norm implements Module {
  readonly epsilon: number;
  readonly affine: boolean;
  protected readonly axes: number = 1;

  constructor(type: string, options: NormOptions, known: readonly string[], epsilon = 1e-5) {
    checkOptions(type, options, ['epsilon', 'affine', ...known], '{ epsilon: 1e-6 }');
    this.epsilon = checkPositive(`${type} epsilon`, options.epsilon ?? epsilon);
    this.affine = checkBoolean(`${type} affine`, options.affine ?? true);
  }

  /** The module as JSON; `config.type` finds its class when a model is loaded. */
  abstract get config(): TypedConfig;

  /** Computes the output, of the shape of x [n, ...]. */
  abstract call(context: Context, x: Tensor): Tensor;

  /** Returns the shape of the input, and the parameters. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const { type } = this.config;
    const outputShape = onlyInput(type, inputShapes);
    const shape = outputShape.slice(-this.axes);
    // Without parameters, an axis may be open.
    if (shape.length < this.axes || !shape.every((size) => size > 0 || (Number.isNaN(size) && !this.affine))) {
      const last = this.axes === 1 ? 'channels' : `${this.axes} dimensions`;
      const expected = `expected inputs of shape [..., ${last}]`;
      throw new NablaError('shape', `${type}: ${expected}. Received ${formatShape(outputShape)}.`);
    }
    return { outputShape, parameters: this.affine ? this.parametersOf(shape) : {} };
  }

  /** The parameters for the last axes. */
  protected parametersOf(shape: Shape): Record<string, ParameterSpec> {
    return { scale: { shape, initializer: 1 }, offset: { shape, initializer: 'zeros' } };
  }

  /** Returns a parameter, or undefined if the layer has none. */
  protected parameter(context: Context, name: string): Tensor | undefined {
    return this.affine ? context.parameter(name) : undefined;
  }
}
