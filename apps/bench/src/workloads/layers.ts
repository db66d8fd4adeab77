/** The layers of convolutional networks as plain JSON, which candidates in any language can read. */
import type { Initializer } from '@nablajs/core';

/**
 * A layer as in the config of a nabla network. Images are [rows, columns, channels]. Its parameters are inputs of the
 * workload, named by the position of the layer: `0.weight`, `3.body.1.scale`.
 */
export type LayerConfig =
  /** `weight` [kernelSize, kernelSize, in, filters] and `bias` [filters]; `padding` is zeros on each side. */
  | {
      readonly type: 'Conv2d';
      readonly filters: number;
      readonly kernelSize: number;
      readonly stride: number;
      readonly padding: number;
      readonly bias: boolean;
    }
  /** `weight` [in, units] and `bias` [units]. */
  | { readonly type: 'Dense'; readonly units: number }
  /**
   * Normalises over all but the last axis, with momentum 0.1 and epsilon 1e-5. Parameters are `scale`, `offset`, and
   * `runningMean` and `runningVariance`, which training updates but does not use.
   */
  | { readonly type: 'BatchNorm' }
  /** Windows of `size` side by side. Rows and columns left over at the end are ignored. */
  | { readonly type: 'MaxPool2d'; readonly size: number }
  /** Never inside a Residual. */
  | { readonly type: 'Dropout'; readonly rate: number }
  | { readonly type: 'ReLU' | 'Flatten' | 'GlobalAveragePool' }
  /** `body(x) + shortcut(x)`; without a shortcut `body(x) + x`. */
  | { readonly type: 'Residual'; readonly body: ChainConfig; readonly shortcut?: ChainConfig };

/** Layers one after the other. */
export interface ChainConfig {
  readonly type: 'Chain';
  readonly layers: readonly LayerConfig[];
}

/** The size of a network. Numbers count elements or products for one example. */
export interface NetworkSizes {
  readonly parameters: readonly { readonly name: string; readonly shape: Shape; readonly initializer: Initializer }[];
  /** The products of a forward pass. */
  readonly products: number;
  /** Those of the first layer, for which training needs no gradient of the input. */
  readonly firstProducts: number;
  /** The elements of all layers' outputs. A ReLU changes its input in place, and Flatten copies nothing. */
  readonly activations: number;
}

type Shape = readonly number[];

/** Follows the shape of an example through the layers, and adds up the sizes. */
export function sizesOf(layers: readonly LayerConfig[], inputShape: Shape): NetworkSizes {
  const walk = new Walk();
  walk.chain(layers, inputShape, '');
  const { parameters, products, activations } = walk;
  return { parameters, products: products.reduce(add, 0), firstProducts: products[0] ?? 0, activations };
}

const add = (a: number, b: number): number => a + b;
const sizeOf = (shape: Shape): number => shape.reduce((size, length) => size * length, 1);

class Walk {
  readonly parameters: NetworkSizes['parameters'][number][] = [];
  readonly products: number[] = [];
  activations = 0;

  chain(layers: readonly LayerConfig[], inputShape: Shape, path: string): Shape {
    return layers.reduce((shape, layer, at) => {
      const output = this.#layer(layer, shape, `${path}${at}.`);
      if (layer.type !== 'ReLU' && layer.type !== 'Flatten') this.activations += sizeOf(output);
      return output;
    }, inputShape);
  }

  /** Returns the shape of the output. */
  #layer(layer: LayerConfig, shape: Shape, path: string): Shape {
    const [rows = 0, columns = 0, channels = 0] = shape;
    switch (layer.type) {
      case 'Conv2d': {
        const { filters, kernelSize, stride, padding, bias } = layer;
        const windows = (length: number): number => Math.floor((length + 2 * padding - kernelSize) / stride) + 1;
        const weight = this.#parameter(`${path}weight`, [kernelSize, kernelSize, channels, filters], 'heNormal');
        if (bias) this.#parameter(`${path}bias`, [filters], 'zeros');
        this.products.push(windows(rows) * windows(columns) * weight);
        return [windows(rows), windows(columns), filters];
      }
      case 'Dense':
        this.products.push(this.#parameter(`${path}weight`, [rows, layer.units], 'heNormal'));
        this.#parameter(`${path}bias`, [layer.units], 'zeros');
        return [layer.units];
      case 'BatchNorm':
        for (const [name, value] of Object.entries(BATCH_NORM)) this.#parameter(path + name, shape.slice(-1), value);
        return shape;
      case 'MaxPool2d':
        return [Math.floor(rows / layer.size), Math.floor(columns / layer.size), channels];
      case 'GlobalAveragePool':
        return [channels];
      case 'Flatten':
        return [sizeOf(shape)];
      case 'Residual': {
        const output = this.chain(layer.body.layers, shape, `${path}body.`);
        if (layer.shortcut !== undefined) this.chain(layer.shortcut.layers, shape, `${path}shortcut.`);
        return output;
      }
      default:
        return shape;
    }
  }

  /** Returns the number of elements. */
  #parameter(name: string, shape: Shape, initializer: Initializer): number {
    this.parameters.push({ name, shape, initializer });
    return sizeOf(shape);
  }
}

const BATCH_NORM: Readonly<Record<string, Initializer>> = { scale: 1, offset: 0, runningMean: 0, runningVariance: 1 };
