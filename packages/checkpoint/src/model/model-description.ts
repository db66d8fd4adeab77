import type { DenseArray, FloatDType, JsonValue, NetworkConfig, OpenShape, SequentialConfig } from '@nablajs/core';
import { damaged } from '../damage.js';
import {
  type Check,
  dimension,
  finite,
  json,
  listOf,
  nonEmpty,
  objectOf,
  oneOf,
  positive,
  recordOf,
  text,
  typedConfig,
} from '../json/checks.js';

/** How a byte becomes an input: (byte / divisor - mean) / standardDeviation. */
export interface SavedNormalisation {
  /** A finite number above 0. */
  readonly divisor: number;
  /** A finite number. Default: 0. */
  readonly mean?: number;
  /** A finite number above 0. Default: 1. */
  readonly standardDeviation?: number;
}

/** Everything in a saved model except its parameters. */
export interface ModelDescription {
  /** The architecture: `network.config`. */
  readonly config: SequentialConfig | NetworkConfig;
  /** The dtype of all parameters: `network.dtype`. */
  readonly dtype: FloatDType;
  /** How the training data became inputs. Default: none. */
  readonly normalisation?: SavedNormalisation;
  /**
   * What the inputs and outputs mean, such as the columns of a table or the names of classes. `@nablajs/datasets`
   * creates and checks it. Default: none.
   */
  readonly form?: Readonly<Record<string, JsonValue>>;
  /** Any JSON about the model, such as its preset and accuracy. Default: none. */
  readonly notes?: Readonly<Record<string, JsonValue>>;
}

/** A model in memory, from which a network can be rebuilt. */
export interface SavedModel extends ModelDescription {
  /** By name, all with the dtype `dtype`. May hold NaN and infinities. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/** The keys that describe a model, in `model.json` and in a checkpoint's manifest. */
export type DescriptionDocument = Readonly<Record<string, unknown>>;

export function describeModel({ config, dtype, normalisation, form, notes }: ModelDescription): DescriptionDocument {
  return {
    dtype,
    inputShape: config.inputShape,
    ...('module' in config ? { module: config.module } : { layers: config.layers }),
    ...(config.frozen === undefined ? {} : { frozen: config.frozen }),
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(form === undefined ? {} : { form }),
    ...(notes === undefined ? {} : { notes }),
  };
}

interface ConfigDocument {
  readonly inputShape: OpenShape | readonly OpenShape[];
  readonly layers?: SequentialConfig['layers'] | undefined;
  readonly module?: NetworkConfig['module'] | undefined;
  readonly frozen?: readonly string[] | undefined;
}

/** A sequence of layers has one input; any other module may have several. */
function configOf(
  { inputShape, layers, module, frozen: names }: ConfigDocument,
  at: string,
): ModelDescription['config'] {
  const frozen = names === undefined ? {} : { frozen: names };
  if (layers !== undefined && module === undefined && !inputShape.some(Array.isArray)) {
    return { inputShape: inputShape as OpenShape, layers, ...frozen };
  }
  if (module !== undefined && layers === undefined) return { inputShape, module, ...frozen };
  throw damaged(at, 'expected either layers with the shape of one input, or a module');
}

const shape = listOf(dimension);
const shapes: Check<OpenShape | readonly OpenShape[]> = (value, at) =>
  (Array.isArray(value) && Array.isArray(value[0]) ? listOf(shape) : shape)(value, at);

const descriptionDocument = objectOf(
  { dtype: oneOf('float32', 'float64'), inputShape: shapes },
  {
    layers: nonEmpty(listOf(typedConfig)),
    module: typedConfig,
    frozen: listOf(text),
    normalisation: objectOf({ divisor: positive }, { mean: finite, standardDeviation: positive }),
    form: recordOf(json),
    notes: recordOf(json),
  },
);

/** Checks the parsed form of what `describeModel` returned. */
export const modelDescription: Check<ModelDescription> = (value, at) => {
  const { dtype, inputShape, layers, module, frozen, normalisation, form, notes } = descriptionDocument(value, at);
  return {
    config: configOf({ inputShape, layers, module, frozen }, at),
    dtype,
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(form === undefined ? {} : { form }),
    ...(notes === undefined ? {} : { notes }),
  };
};
