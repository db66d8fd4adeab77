/** Finds the features of a network: all of it but its head. */
import {
  type Blueprint,
  buildShapes,
  Chain,
  type DenseArray,
  formatShape,
  GlobalAveragePool,
  Graph,
  type Module,
  NablaError,
  type Shape,
  shapesOf,
  unexpected,
} from '@nablajs/core';
import { type ImportedModel, OperatorGraph } from '@nablajs/interchange';
import { blocksOf, namesIn } from './blocks.js';
import { cutHead } from './cut-head.js';
import type { Features } from './features.js';
import { graphOptions } from './graph-values.js';
import { type Cut, withPool } from './operator-head.js';

/** What `featuresOf` needs of a network, as readers of `@nablajs/interchange` return it. */
export type TrainedModel = Pick<ImportedModel, 'module' | 'parameters' | 'inputShape'>;

/**
 * Takes the head off a trained network, and returns what computes its features, for layers in a row or in a graph, and
 * for graphs of ONNX's operators.
 *
 * The head is the last dense layer, or all dense layers behind a global pool if the network has one; a convolution of
 * size 1 behind the pool is such a layer too. Everything behind it goes, and dropout directly in front of it. A network
 * that does not end in a dense layer is taken whole. Behind an image [height, width, channels] follows a global average
 * pool. Weights keep their names and are not copied.
 *
 * Throws NablaError `argument` for a network with several outputs, one that ends in a sequence, or one without weights
 * in front of its head.
 *
 * @example
 * ```ts
 * const features = featuresOf(readKeras(bytes));
 * console.log(features.width, features.blocks.length);
 * ```
 */
export function featuresOf(model: TrainedModel): Features {
  const { module, parameters, inputShape } = model;
  if (!(parameters instanceof Map)) throw unexpected('featuresOf parameters', 'a Map by name', parameters);
  const shapes = buildShapes(inputShape, 'featuresOf inputShape');
  const body = pooled(bodyOf(cutHead(module, module.build(...shapes), shapes), module), shapes);
  const blueprint = body.build(...shapes);
  const width = widthOf(blueprint);
  const names = namesIn(blueprint);
  if (names.length === 0) throw noFeatures('no weights come before its last dense layer');
  return {
    ...{ module: body, inputShape, width, blocks: blocksOf(body, blueprint) },
    parameters: new Map(names.map((name) => [name, arrayOf(parameters, name)])),
  };
}

const noFeatures = (why: string): NablaError =>
  new NablaError(
    'argument',
    `featuresOf: the network has no recognisable features: ${why}. Expected layers that end in numbers [n, width] or ` +
      'images [n, height, width, channels], with or without a dense layer behind them.',
  );

function bodyOf(cut: Cut, whole: Module): Module {
  if (cut === 'none') return whole;
  if (cut === 'all') throw noFeatures('nothing comes before its last dense layer');
  return cut;
}

/** Adds a global average pool to a network that ends in images. */
function pooled(module: Module, shapes: readonly Shape[]): Module {
  const [output = [], ...more] = shapesOf(module.build(...shapes).outputShape);
  if (more.length > 0 || output.length !== 3) return module;
  if (module instanceof OperatorGraph) return withPool(module);
  if (module instanceof Chain) return new Chain([...module.layers, new GlobalAveragePool()]);
  if (!(module instanceof Graph)) return new Chain([module, new GlobalAveragePool()]);
  return pooledGraph(module);
}

function pooledGraph(graph: Graph): Module {
  const { inputs, layers: own, nodes, outputs } = graphOptions(graph);
  const pool = { layer: own.length, inputs: [outputs as number] };
  const values = nodes.reduce((count, node) => count + (node.outputs ?? 1), inputs);
  const layers = [...own, new GlobalAveragePool()];
  return new Graph({ inputs, layers, nodes: [...nodes, pool], outputs: values });
}

function widthOf({ outputShape }: Blueprint): number {
  const shapes = shapesOf(outputShape);
  const [shape = []] = shapes;
  if (shapes.length > 1) throw noFeatures(`it has ${shapes.length} outputs`);
  const [width = 0] = shape;
  if (shape.length === 1 && width > 0) return width;
  throw noFeatures(`what is left without its head ends in ${formatShape(['n', ...shape])}`);
}

function arrayOf(parameters: ReadonlyMap<string, DenseArray>, name: string): DenseArray {
  const value = parameters.get(name);
  if (value !== undefined) return value;
  throw new NablaError('argument', `featuresOf: the network's parameters lack '${name}'.`);
}
