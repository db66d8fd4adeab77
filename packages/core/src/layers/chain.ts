import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { listOf } from '../data/dataset.js';
import { type Blueprint, type Context, type Module, type Output, shapesOf } from '../networks/module.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { wrongReturn } from '../validation/describe.js';
import { checkBuilt, checkLayers } from '../validation/expected.js';

/** A layer and its name. A fused layer also stands for the next one. */
interface Step {
  readonly name: string;
  readonly layer: Module;
}

/**
 * Runs layers one after the other, as one module: use it inside your own modules and `Residual`. For a whole network,
 * use `Sequential`. The layers' names are 0, 1, 2 …; the last one must return one tensor. A Dense followed by a ReLU
 * runs as one kernel if the backend has it.
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

  get acceptsIntegers(): boolean {
    return this.layers[0]?.acceptsIntegers === true;
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    let outputShape: Blueprint['outputShape'] = inputShapes;
    const children = this.layers.map((layer) => {
      const built = checkBuilt(layer, layer.build(...shapesOf(outputShape)));
      ({ outputShape } = built);
      return built;
    });
    return { outputShape, children: Object.fromEntries(children.entries()) };
  }

  call(context: Context, ...inputs: readonly Tensor[]): Tensor {
    let output: Output = inputs;
    for (const { name, layer } of this.#steps) {
      output = context.run(name, layer, ...listOf<Tensor>(output));
    }
    if (isTensor(output)) return output;
    throw wrongReturn('Chain', 'the last layer', 'one tensor', output);
  }
}

function fused(layers: readonly Module[]): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < layers.length; at++) {
    const layer = layers[at] as Module;
    const next = layers[at + 1];
    const both = next === undefined ? undefined : layer.fuse?.(next);
    steps.push({ name: `${at}`, layer: both ?? layer });
    if (both !== undefined) at += 1;
  }
  return steps;
}
