import {
  type Backend,
  buildShapes,
  checkOptionNames,
  type DenseArray,
  type FloatDType,
  fromConfig,
  type Module,
  NablaError,
  Network,
  OPTIMIZERS,
  type OpenShape,
  type Optimizer,
  type OptimizerState,
} from '@nablajs/core';
import { loadOptimizerState } from '@nablajs/core/callbacks';
import type { Json, KerasModel } from './config.js';
import { buildModel, inputShapesOf } from './read/build.js';
import { type PlannedModel, planModel } from './read/planned.js';
import { assemble, type Leaf, leavesOf, type Values } from './read/weights.js';

/** A network as a file describes it, on no backend yet. */
export interface ImportedModel {
  /** A `Chain` for layers in a row, else a `Graph`. Layers have the names that the file gives them. */
  readonly module: Module;
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** Without the batch; an array of shapes for several inputs. */
  readonly inputShape: OpenShape | readonly OpenShape[];
  /** The names of parameters that the file says are not trained. */
  readonly frozen: readonly string[];
  /** What was left out: it changes training, but no output. */
  readonly warnings: readonly string[];
  /** The state of the optimizer, if core knows it, for `importedOptimizer`. */
  readonly optimizer?: OptimizerState;
}

/** Options of `importedNetwork`. */
export interface ImportedNetworkOptions {
  /** Default: that of the file's weights, if the backend has it. */
  readonly dtype?: FloatDType;
}

/**
 * Makes a network of what was read.
 *
 * @example
 * ```ts
 * const imported = readKeras(bytes);
 * const model = importedNetwork(backend, imported);
 * ```
 */
export function importedNetwork(
  backend: Backend,
  { module, parameters, inputShape, frozen }: ImportedModel,
  options: ImportedNetworkOptions = {},
): Network {
  checkOptionNames('importedNetwork', options, ['dtype']);
  const isDouble = [...parameters.values()].some(({ data }) => data instanceof Float64Array);
  const own = isDouble && backend.dtypes.includes('float64') ? 'float64' : undefined;
  const dtype = options.dtype ?? own;
  const network = new Network(backend, module, { inputShape, parameters, ...(dtype && { dtype }) });
  for (const name of frozen) network.freeze(name);
  return network;
}

/**
 * Makes the optimizer of a network that was read, with its state. Throws NablaError `argument` if the file has no
 * state.
 *
 * @example
 * ```ts
 * const imported = readKeras(bytes);
 * const model = importedNetwork(backend, imported);
 * const optimizer = importedOptimizer(model, imported);
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export function importedOptimizer(network: Network, { optimizer: state }: ImportedModel): Optimizer {
  if (state === undefined) {
    throw new NablaError('argument', 'importedOptimizer: the file has no optimizer with a state; create one yourself.');
  }
  const optimizer = fromConfig('optimizer', OPTIMIZERS, state.config);
  const { dtype } = network;
  const slots = new Map(
    [...state.slots].map(([name, { data, ...rest }]) => [
      name,
      { ...rest, data: dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data) },
    ]),
  );
  loadOptimizerState(optimizer, { ...state, slots }, network.parameters);
  return optimizer;
}

/** A model before its weights are found. */
export interface Prepared {
  readonly planned: PlannedModel;
  readonly leaves: readonly Leaf[];
}

/** Throws for layers without a counterpart. */
export function prepare(model: KerasModel): Prepared {
  const planned = planModel(model);
  return { planned, leaves: leavesOf(planned) };
}

export function importModel({ planned, leaves }: Prepared, find: (leaves: readonly Leaf[]) => Values): ImportedModel {
  const shapes = inputShapesOf(planned);
  const inputs = buildShapes(shapes, 'Keras: input');
  const module = buildModel(planned, inputs);
  const { parameters, frozen } = assemble(module.build(...inputs), leaves, find(leaves));
  const inputShape = shapes.length === 1 ? (shapes[0] as OpenShape) : shapes;
  return { module, parameters, inputShape, frozen, warnings: warningsOf(planned) };
}

const PENALTIES = ['kernel', 'bias', 'activity', 'recurrent', 'embeddings', 'depthwise', 'pointwise', 'gamma', 'beta'];

/** What training would do otherwise than Keras. */
function warningsOf({ layers }: PlannedModel): string[] {
  return layers.flatMap(({ layer, inner }) => {
    if (inner !== undefined) return warningsOf(inner);
    const { config, name, className } = layer;
    const kinds = PENALTIES.flatMap((kind) => [`${kind}_regularizer`, `${kind}_constraint`]);
    const found = [...kinds, 'recurrent_dropout'].filter((option) => isSet(config, option));
    if (className === 'ActivityRegularization') found.push('its penalty');
    if (['LSTM', 'GRU', 'SimpleRNN'].includes(className) && isSet(config, 'dropout')) found.push('dropout');
    return found.map((option) => `${name}: ${option} is left out; it only matters for training`);
  });
}

const isSet = (config: Json, option: string): boolean => Boolean(config[option] ?? false);
