import type { FusedActivation, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { checkBuilt } from '../modules/check-module.js';
import { type Blueprint, type Context, callModule, type Module, type Output, shapesOf } from '../modules/module.js';
import { listOf } from '../tensors/host-array.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { wrongReturn } from '../validation/describe.js';
import { checkLayers } from './check-layers.js';
import { fusedActivation } from './fusing.js';
import { layerNames } from './named.js';

/** A layer and its name. With an activation it also runs the next layer. */
interface Step {
  readonly name: string;
  readonly layer: Module;
  readonly activation: FusedActivation | undefined;
}

/**
 * Runs layers one after the other, as one module: use it inside your own modules and `Residual`. For a whole network,
 * use `Sequential`. The layers' names are 0, 1, 2 … or their own (`named`); the last one must return one tensor. A
 * Dense followed by a ReLU runs as one kernel if the backend has it.
 *
 * @example
 * ```ts
 * const encoder = new Chain([new Dense(64), new ReLU(), new Dense(16)]);
 * const model = new Network(backend, encoder, { inputShape: [784] });
 * ```
 */
export class Chain implements Module {
  readonly layers: readonly Module[];
  readonly #steps: readonly Step[];

  constructor(layers: readonly Module[]) {
    checkLayers('Chain', layers);
    this.layers = [...layers];
    this.#steps = fused(layers);
  }

  get config(): TypedConfig {
    return { type: 'Chain', layers: this.layers.map(({ config }) => config) };
  }

  get acceptsCsr(): boolean {
    return this.layers[0]?.acceptsCsr === true;
  }

  get acceptsIntegers(): boolean | readonly boolean[] {
    return this.layers[0]?.acceptsIntegers ?? false;
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    let outputShape: Blueprint['outputShape'] = inputShapes;
    const names = layerNames('Chain', this.layers);
    const children = this.layers.map((layer, at) => {
      const built = checkBuilt(layer, layer.build(...shapesOf(outputShape)));
      ({ outputShape } = built);
      return [names[at], built] as const;
    });
    return { outputShape, children: Object.fromEntries(children) };
  }

  call(context: Context, ...inputs: readonly Tensor[]): Tensor {
    let output: Output = inputs;
    for (const { name, layer, activation } of this.#steps) {
      output = callModule(layer, context.inner(name, activation), listOf<Tensor>(output));
    }
    if (isTensor(output)) return output;
    throw wrongReturn('Chain', 'the last layer', 'one tensor', output);
  }
}

function fused(layers: readonly Module[]): Step[] {
  const names = layerNames('Chain', layers);
  const activations = layers.map((layer, at) => fusedActivation(layer, layers[at + 1]));
  return layers
    .map((layer, at) => ({ name: names[at] as string, layer, activation: activations[at] }))
    .filter((_, at) => activations[at - 1] === undefined);
}
