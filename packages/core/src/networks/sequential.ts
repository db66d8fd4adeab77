import type { Backend } from '../backend.js';
import { Chain } from '../layers/chain.js';
import { checkLayers } from '../layers/check-layers.js';
import type { Module } from '../modules/module.js';
import type { OpenShape } from '../modules/open-shapes.js';
import { checkOptions } from '../validation/arguments.js';
import { checkBackend } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { Network, type ParameterOptions, type SequentialConfig } from './network.js';

/** Options of `Sequential`. */
export interface SequentialOptions extends ParameterOptions {
  /** Shape of one example, without the batch dimension; a dimension of any length has a name: `['time', 64]`. */
  readonly inputShape: OpenShape;
  /** The layers, first to last. */
  readonly layers: readonly Module[];
}

/**
 * A network of layers, one after the other. Parameters are named by position and role, as in PyTorch: `0.weight`,
 * `0.bias`, `2.weight`. Release it with `dispose()` or a `using` declaration.
 *
 * @example
 * ```ts
 * const model = new Sequential(backend, {
 *   inputShape: [784],
 *   layers: [new Dense(128), new ReLU(), new Dense(10)],
 *   seed: 1,
 * });
 * console.log(model.summary());
 * ```
 */
export class Sequential extends Network<Chain> {
  /** Checks all shapes before it allocates anything. Throws NablaError `shape`, `dtype` or `argument`. */
  constructor(backend: Backend, options: SequentialOptions) {
    checkBackend('Sequential', backend);
    const example = '{ inputShape: [4], layers: [new Dense(3)] }';
    checkOptions('Sequential', options, ['inputShape', 'layers', 'dtype', 'seed', 'parameters'], example);
    const { layers, ...rest } = options;
    if (Array.isArray(rest.inputShape?.[0])) {
      throw new NablaError('argument', 'Sequential: expected one input. For several, use new Network(…).');
    }
    checkLayers('Sequential', layers);
    super(backend, new Chain(layers), rest, 'Sequential');
  }

  /** The layers, first to last. */
  get layers(): readonly Module[] {
    return this.module.layers;
  }

  override get config(): SequentialConfig {
    return {
      inputShape: this.declaredShapes[0] as OpenShape,
      layers: this.layers.map(({ config }) => config),
      ...this.frozen,
    };
  }
}
