import type { ConfigTable, Module, TypedConfig } from '@nablajs/core';
import { Ensemble } from './ensemble.js';
import { PiecewiseLinear } from './piecewise-linear.js';
import { TextBags } from './text/text-bags.js';

/**
 * Makes the modules of this package from their configs: pass this table when you load a model.
 *
 * @example
 * ```ts
 * const model = sequentialFromConfig(backend, saved.config, { ...saved, layers: TABLE_LAYERS });
 * ```
 */
export const TABLE_LAYERS: ConfigTable<Module> = {
  Ensemble: (config) => new Ensemble(optionsOf(config)),
  PiecewiseLinear: (config) => new PiecewiseLinear(optionsOf(config)),
  TextBags: (config) => new TextBags(optionsOf(config)),
};

/** The constructors check the options. */
const optionsOf = <T extends object>({ type: _type, ...options }: TypedConfig): T => options as object as T;
