import { usageError } from '@nablajs/command-line';
import {
  type Backend,
  Dense,
  Flatten,
  type FloatDType,
  formatShape,
  fromConfig,
  isNablaError,
  LAYERS,
  type Module,
  type NetworkConfig,
  OPTIMIZER_NAMES,
  OPTIMIZERS,
  type Optimizer,
  type OptimizerOptions,
  ReLU,
  Sequential,
  type Shape,
  type TypedConfig,
} from '@nablajs/core';
import { type ArrayForm, type TableForm, textInputs } from '@nablajs/datasets';
import { BAG_SIZE, TextBags } from '@nablajs/tables';
import type { LayerConfig } from '../settings/preset-layers.js';
import type { OptimizerName } from '../settings/presets.js';

const typeOf = (name: OptimizerName): string => OPTIMIZER_NAMES.find((type) => type.toLowerCase() === name) as string;

export interface NetworkOptions {
  /** The shape of one example: [inputs], or [height, width, channels] of images if there are `layers`. */
  readonly inputShape: Shape;
  /** The layers that read the examples. Default: none. */
  readonly readers?: readonly Module[];
  /** The first layers after them. Default: none. */
  readonly layers?: readonly LayerConfig[];
  /** The units of the hidden layers after them. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly dtype: FloatDType;
  readonly seed: number;
}

/**
 * Creates `readers`, `layers`, a Dense and a ReLU for each hidden size, and the output layer. The caller disposes the
 * network. Throws a CommandError for a layer that does not exist, has wrong options, or does not fit the examples.
 */
export function createNetwork(
  backend: Backend,
  { inputShape, readers = [], layers: configs = [], hidden, outputs, dtype, seed }: NetworkOptions,
): Sequential {
  const first = configs.map((config, at) => createLayer(config, at));
  const layers = [
    ...readers,
    ...first,
    ...hidden.flatMap((units) => [new Dense(units), new ReLU()]),
    new Dense(outputs),
  ];
  try {
    const network = new Sequential(backend, { inputShape, layers, dtype, seed });
    const { outputShape } = network;
    if (outputShape.length === 1) return network;
    network.dispose();
    throw usageError(
      `layers: the network must end with [${outputs}] outputs. Received ${formatShape(outputShape)}; put a Flatten ` +
        'layer before the first Dense.',
    );
  } catch (error) {
    if (first.length === 0 || !isNablaError(error) || error.code !== 'shape') throw error;
    const isImage = inputShape.length === 3;
    const what = isImage ? `images of ${inputShape.slice(0, 2).join(' x ')}` : `examples ${formatShape(inputShape)}`;
    // Some messages end with their own remedy, after a semicolon. Core's remedies for images do not help with a table.
    const message = isImage ? error.message : error.message.replace(/; .*$/s, '.');
    const remedy = message.includes(';') ? '' : ` Use ${isImage ? 'larger images or ' : ''}other layers.`;
    throw usageError(`layers: they do not fit ${what}: ${message}${remedy}`, { cause: error });
  }
}

/**
 * The layers that read examples of a form: the columns of running text in a table, and arrays of several dimensions,
 * unless your own `layers` do.
 */
export function formLayers(
  form: Readonly<Record<string, unknown>> | undefined,
  layers: readonly LayerConfig[],
): readonly Module[] {
  if (form?.['type'] === 'arrays') {
    const [first] = (form as ArrayForm).inputs;
    return layers.length === 0 && first !== undefined && first.shape.length > 1 ? [new Flatten()] : [];
  }
  const texts = form?.['type'] === 'table' ? textInputs(form as TableForm) : [];
  return texts.length === 0 ? [] : [new TextBags({ texts: texts.map((text) => ({ ...text, size: BAG_SIZE })) })];
}

function createLayer(config: LayerConfig, at: number): Module {
  try {
    return fromConfig('layer', LAYERS, config as TypedConfig);
  } catch (error) {
    if (!isNablaError(error)) throw error;
    throw usageError(`layers: layer ${at + 1}: ${error.message}`, { cause: error });
  }
}

export const isFlat = ({ inputShape }: Pick<NetworkConfig, 'inputShape'>): boolean => inputShape.flat().length === 1;

/** `groups`: parameters with other rates. */
export function createOptimizer(
  name: OptimizerName,
  learningRate: number,
  weightDecay?: number,
  groups?: OptimizerOptions['groups'],
): Optimizer {
  const more = { ...(weightDecay !== undefined && { weightDecay }), ...(groups !== undefined && { groups }) };
  return fromConfig('optimizer', OPTIMIZERS, { type: typeOf(name), learningRate, ...more } as unknown as TypedConfig);
}

export function defaultLearningRate(name: OptimizerName): number {
  return fromConfig('optimizer', OPTIMIZERS, { type: typeOf(name) }).learningRate;
}
