import type { DenseArray, FloatDType, JsonValue, NetworkConfig, SequentialConfig, Shape } from '@nablajs/core';
import { damaged } from '../damage.js';
import {
  type Check,
  count,
  finite,
  json,
  listOf,
  nonEmpty,
  objectOf,
  oneOf,
  positive,
  recordOf,
  typedConfig,
} from '../json/checks.js';

/** How a byte became an input: (byte / divisor - mean) / standardDeviation; mean is 0 and standardDeviation 1 by default. */
export interface SavedNormalisation {
  readonly divisor: number;
  readonly mean?: number;
  readonly standardDeviation?: number;
}

/** What a saved model says of itself, but for its parameters. */
export interface ModelDescription {
  /** `network.config`. */
  readonly config: SequentialConfig | NetworkConfig;
  /** Of every parameter. */
  readonly dtype: FloatDType;
  /** Of the data that the model was trained on. */
  readonly normalisation?: SavedNormalisation;
  /**
   * What the inputs and the outputs are: the columns of a table and their scales, the size of images, the names of classes.
   * Nothing in this package depends on it; `@nablajs/datasets` makes and checks it.
   */
  readonly form?: Readonly<Record<string, JsonValue>>;
  /** How the model was trained: preset, epochs, accuracy. Nothing in this package depends on them. */
  readonly notes?: Readonly<Record<string, JsonValue>>;
}

/** A model on the host: what a network is rebuilt from. */
export interface SavedModel extends ModelDescription {
  /** By name, all of dtype `dtype`; NaN and infinities are kept as they are. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/** The keys of model.json that describe the model; a checkpoint's manifest has the same. */
export type DescriptionDocument = Readonly<Record<string, unknown>>;

export function describeModel({ config, dtype, normalisation, form, notes }: ModelDescription): DescriptionDocument {
  return {
    dtype,
    inputShape: config.inputShape,
    ...('module' in config ? { module: config.module } : { layers: config.layers }),
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(form === undefined ? {} : { form }),
    ...(notes === undefined ? {} : { notes }),
  };
}

interface ConfigDocument {
  readonly inputShape: Shape | readonly Shape[];
  readonly layers?: SequentialConfig['layers'] | undefined;
  readonly module?: NetworkConfig['module'] | undefined;
}

/** Layers one after the other have one input; a module of any kind may have several. */
function configOf({ inputShape, layers, module }: ConfigDocument, at: string): ModelDescription['config'] {
  if (layers !== undefined && module === undefined && inputShape.every((size) => typeof size === 'number')) {
    return { inputShape: inputShape as Shape, layers };
  }
  if (module !== undefined && layers === undefined) return { inputShape, module };
  throw damaged(at, 'expected layers with the shape of one input, or a module, and not both');
}

const shape = listOf(count);
const shapes: Check<Shape | readonly Shape[]> = (value, at) =>
  (Array.isArray(value) && Array.isArray(value[0]) ? listOf(shape) : shape)(value, at);

const descriptionDocument = objectOf(
  { dtype: oneOf('float32', 'float64'), inputShape: shapes },
  {
    layers: nonEmpty(listOf(typedConfig)),
    module: typedConfig,
    normalisation: objectOf({ divisor: positive }, { mean: finite, standardDeviation: positive }),
    form: recordOf(json),
    notes: recordOf(json),
  },
);

/** What `describeModel` gave, as it was parsed. */
export const modelDescription: Check<ModelDescription> = (value, at) => {
  const { dtype, inputShape, layers, module, normalisation, form, notes } = descriptionDocument(value, at);
  return {
    config: configOf({ inputShape, layers, module }, at),
    dtype,
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(form === undefined ? {} : { form }),
    ...(notes === undefined ? {} : { notes }),
  };
};
