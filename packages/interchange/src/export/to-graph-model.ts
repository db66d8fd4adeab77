/** Networks as graphs of ONNX's operators. */
import {
  buildShapes,
  type Chain,
  checkOptionNames,
  type DenseArray,
  type FloatDType,
  type Module,
  type OpenShape,
  shapesOf,
  unexpected,
} from '@nablajs/core';
import type { GraphDefinition } from '../graph/definition.js';
import type { OperatorGraph } from '../graph/operator-graph.js';
import type { GraphModel, OperatorNode, ValueInfo } from '../model/graph-model.js';
import { takesIntegers } from '../model/integer-inputs.js';
import { isFloatType } from '../operators/values.js';
import { ACTIVATIONS } from './activations.js';
import { ATTENTION } from './attention.js';
import { CONTAINERS } from './containers.js';
import { OPSET, OWN_DOMAIN } from './functions.js';
import { GRAPHS } from './graphs.js';
import { IMAGES } from './images.js';
import { ExportState, type ExportTable, exportModule, lastOf, type Value } from './layer-export.js';
import { int } from './node-writer.js';
import { NORMS } from './norms.js';
import { RECURRENT } from './recurrent.js';
import { SEQUENCES } from './sequences.js';
import { SHAPES } from './shapes.js';
import { TABLES } from './tables.js';

/** A network without a backend. */
export interface ExportedNetwork {
  readonly module: Module;
  /** All parameters by name; tied names have one array. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** As in `NetworkOptions`. */
  readonly inputShape: OpenShape | readonly OpenShape[];
  /** The dtype of floats. Default: that of the parameters, or float32 if there are none. */
  readonly dtype?: FloatDType;
}

/** Options of `toGraphModel` and `exportOnnx`. */
export interface ExportOptions {
  /** Whether to turn the first output, logits, into probabilities over its last axis. Default: false. */
  readonly softmax?: boolean;
  /** The names of the classes, which are written into the metadata as `classes`, a JSON array. Default: none. */
  readonly classes?: readonly string[];
  /**
   * How bytes become the first input: (byte / divisor - mean) / standardDeviation. The file then takes uint8 bytes.
   * Default: it takes what the network takes.
   */
  readonly normalisation?: { readonly divisor: number; readonly mean?: number; readonly standardDeviation?: number };
  /** More texts by key for the metadata. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const TABLE: ExportTable = {
  ...{ ...ACTIVATIONS, ...CONTAINERS, ...IMAGES, ...NORMS, ...SHAPES },
  ...{ ...SEQUENCES, ...ATTENTION, ...RECURRENT, ...GRAPHS, ...TABLES },
};

/**
 * Writes a network as a graph of ONNX's operators, version 21, as it predicts; dropout is there for those who train the
 * file. A network from a file keeps its version and names.
 *
 * Weights keep their names. Inputs are called `input`, or `input0`, `input1` … if there are several, and outputs
 * likewise; the first axis is named `batch`, and open dimensions have their own names. What is no single operator is a
 * function of the domain `ai.nabla`.
 *
 * Images keep their channels last: put them last in what you pass to the model elsewhere, too.
 *
 * Throws NablaError `argument` for a module without a form in ONNX, such as one of your own.
 *
 * @example
 * ```ts
 * const parameters = await network.parameters.read();
 * const model = toGraphModel({ module: network.module, parameters, inputShape: network.declaredShapes });
 * ```
 */
export function toGraphModel(network: ExportedNetwork, options: ExportOptions = {}): GraphModel {
  checkOptionNames('toGraphModel', options, ['softmax', 'classes', 'normalisation', 'metadata']);
  const { module, parameters, inputShape } = network;
  const graph = module.config.type === 'OperatorGraph' ? (module as OperatorGraph).definition : undefined;
  const dtype = (graph && floatOf(graph)) ?? network.dtype ?? dtypeOf(parameters);
  const opset = versionIn(module) ?? OPSET;
  const state = new ExportState(TABLE, parameters, dtype, opset);
  const declared = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as readonly OpenShape[];
  const shapes = buildShapes(inputShape, 'toGraphModel inputShape');
  const count = shapesOf(module.build(...shapes).outputShape).length;
  const [names, wanted] = (['inputs', 'outputs'] as const).map((side) => {
    const own = side === 'inputs' ? namesOf('input', declared.length) : namesOf('output', count);
    return (graph?.[side].map(({ name }) => name) ?? own).map((name) => state.writer.unique(name));
  }) as [string[], string[]];
  const inputs = shapes.map((shape, at): Value => {
    const type = graph?.inputs[at]?.type ?? (takesIntegers(module, at, shape) ? 'int32' : dtype);
    return { shape, type, names: { last: names[at] as string } };
  });
  const [first] = inputs;
  const types = inputs.map(({ type }) => type);
  if (options.normalisation !== undefined && first !== undefined) {
    first.names.last = normalised(state, first, options.normalisation);
    types[0] = 'uint8';
  }
  const made = exportModule(state, module, '', inputs);
  const outputs = outputInfos(made, wanted, declared);
  const nodes = withOutputs(state, made, wanted, options.softmax === true);
  const { functions, constants, opsets } = state;
  if (functions.length > 0) opsets.set(OWN_DOMAIN, 1);
  return {
    ...{ name: 'network', nodes, constants, functions, outputs },
    inputs: types.map((type, at) => ({
      ...{ name: names[at] as string, type, shape: ['batch', ...(declared[at] as OpenShape)] },
    })),
    opsets: { '': opset, ...Object.fromEntries(opsets) },
    metadata: { ...(options.classes && { classes: JSON.stringify(options.classes) }), ...options.metadata },
  };
}

/** From this version on, every layer can be written; a dense layer in older ones, too. */
const LEAST_SHARED = 13;

/** The version of the operators of a graph, or of the first one among layers, if the others can be written in it. */
function versionIn(module: Module): number | undefined {
  const parts = partsIn(module);
  const isGraph = ({ config }: Module): boolean => config.type === 'OperatorGraph';
  const version = (parts.find(isGraph) as OperatorGraph | undefined)?.definition.opsets[''] ?? OPSET;
  const isShared = version >= LEAST_SHARED || parts.every((part) => isGraph(part) || part.config.type === 'Dense');
  return isShared ? version : undefined;
}

/** All layers, those of containers instead of these. */
function partsIn(module: Module): readonly Module[] {
  const { layers } = module as Partial<Pick<Chain, 'layers'>>;
  return layers === undefined ? [module] : layers.flatMap(partsIn);
}

/** Names and shapes of outputs. An only open dimension of the inputs is that of the outputs, too. */
function outputInfos(made: readonly Value[], names: readonly string[], declared: readonly OpenShape[]): ValueInfo[] {
  const open = [...new Set(declared.flat().filter((one) => typeof one === 'string'))];
  return made.map(({ shape, type }, at) => {
    const name = names[at] as string;
    const nameOf = (axis: number): string => (open.length === 1 ? (open[0] as string) : `${name}.${axis + 1}`);
    return { name, type, shape: ['batch', ...shape.map((size, axis) => (Number.isNaN(size) ? nameOf(axis) : size))] };
  });
}

/** Turns bytes into what the network takes. */
function normalised(
  { writer }: ExportState,
  { names, type }: Value,
  { divisor, mean = 0, standardDeviation = 1 }: NonNullable<ExportOptions['normalisation']>,
): string {
  if (!isFloatType(type)) throw unexpected('toGraphModel normalisation', 'a first input of floats', type);
  const step = (x: string, operator: string, value: number): string => writer.add(operator, [x, writer.number(value)]);
  const scaled = step(writer.cast(names.last as string, type), 'Div', divisor);
  const shifted = mean === 0 ? scaled : step(scaled, 'Sub', mean);
  return standardDeviation === 1 ? shifted : step(shifted, 'Div', standardDeviation);
}

/** The type of the floats in a graph. */
const floatOf = ({ parameters, inputs }: GraphDefinition): FloatDType | undefined =>
  [...Object.values(parameters), ...inputs].map(({ type }) => type).find(isFloatType);

const namesOf = (word: string, count: number): string[] =>
  count === 1 ? [word] : Array.from({ length: count }, (_, at) => `${word}${at}`);

function dtypeOf(parameters: ReadonlyMap<string, DenseArray>): FloatDType {
  for (const { data } of parameters.values()) if (data instanceof Float64Array) return 'float64';
  return 'float32';
}

/** Gives the outputs their names, and adds a softmax to the first one if it is wanted. */
function withOutputs(
  state: ExportState,
  made: readonly Value[],
  wanted: readonly string[],
  softmax: boolean,
): readonly OperatorNode[] {
  const { writer } = state;
  const sources = made.map((value, at) => {
    const last = lastOf(writer, value);
    return softmax && at === 0 ? writer.add('Softmax', [last], { axis: int(-1) }) : last;
  });
  // Branches may take these values too, by their names.
  const hasBranches = writer.nodes.some(({ attributes }) =>
    Object.values(attributes).some(({ kind }) => kind === 'graph'),
  );
  const isNode = new Set(hasBranches ? [] : writer.nodes.flatMap(({ outputs }) => outputs));
  const renamed = new Map<string, string>();
  for (const [at, source] of sources.entries()) {
    if (isNode.has(source) && !renamed.has(source)) renamed.set(source, wanted[at] as string);
    else {
      writer.nodes.push({
        ...{
          name: '',
          type: 'Identity',
          domain: '',
          inputs: [source],
          outputs: [wanted[at] as string],
          attributes: {},
        },
      });
    }
  }
  const rename = (name: string): string => renamed.get(name) ?? name;
  return writer.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) }));
}
