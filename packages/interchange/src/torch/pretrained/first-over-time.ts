import {
  type Blueprint,
  type ConfigTable,
  type Context,
  type Module,
  NablaError,
  type Shape,
  slice,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import { UnitLength } from './unit-length.js';

/**
 * Returns the first element of a sequence: [n, time, width] becomes [n, width]. In BERT, it stands for the whole text.
 *
 * @example
 * ```ts
 * const layers = [new TransformerEncoderLayer({ heads: 4 }), new FirstOverTime(), new Dense(2)];
 * ```
 */
export class FirstOverTime implements Module {
  /** The module as JSON. */
  readonly config: TypedConfig = { type: 'FirstOverTime' };

  /** Returns the output's shape, [width]. Throws NablaError `shape` for other inputs than [time, width]. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = inputShapes;
    if (inputShapes.length === 1 && shape?.length === 2) return { outputShape: shape.slice(1) };
    throw new NablaError('shape', 'FirstOverTime: expected one sequence [n, time, width].');
  }

  /** Returns the first elements, [n, width]. */
  call(_context: Context, x: Tensor): Tensor {
    return slice(x, [[], 0]);
  }
}

/**
 * The modules of this package that networks of `loadPretrained` may have. Pass it with `SEQUENCE_LAYERS` when you load
 * a saved model.
 *
 * @example
 * ```ts
 * const layers = { ...SEQUENCE_LAYERS, ...PRETRAINED_LAYERS };
 * const model = networkFromConfig(backend, saved.config, { ...saved, layers });
 * ```
 */
export const PRETRAINED_LAYERS: ConfigTable<Module> = {
  FirstOverTime: () => new FirstOverTime(),
  UnitLength: () => new UnitLength(),
};
