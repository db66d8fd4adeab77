/** Graphs that came from a file, exported again. */
import {
  type DenseArray,
  fromConfig,
  GELU,
  LAYERS,
  LayerNorm,
  type Module,
  NablaError,
  type Shape,
  shapesOf,
  type TypedConfig,
} from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import type { GraphDefinition } from '../graph/definition.js';
import type { OperatorGraph } from '../graph/operator-graph.js';
import type { Attribute, OperatorGraphModel, OperatorNode } from '../model/graph-model.js';
import { type HostData, type HostTensor, hostData } from '../model/host-tensor.js';
import { OWN_DOMAIN } from './functions.js';
import { type ExportTable, exportModule, type LayerExport, type Value, type WeightForm } from './layer-export.js';

/** A node that a module of ours writes: those that run as modules, and what older versions do not have. */
interface ModuleCall {
  readonly module: Module;
  /** What the module is called with. */
  readonly inputs: readonly string[];
  /** The names of parameters in the module, and in the graph. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Undefined for a node that is written as it is. */
function moduleCall(node: OperatorNode, opset: number, isDouble: boolean): ModuleCall | undefined {
  const { type, domain, inputs, attributes } = node;
  const [x = '', ...more] = inputs;
  const { config, parameters, approximate, epsilon, axis } = attributes;
  if (domain === OWN_DOMAIN && config?.kind === 'string') {
    const module = fromConfig(
      'toGraphModel',
      { ...LAYERS, ...SEQUENCE_LAYERS },
      JSON.parse(config.value) as TypedConfig,
    );
    const names = parameters?.kind === 'strings' ? parameters.value : [];
    const count = inputs.length - names.length;
    const pairs = names.map((name, at) => [name, inputs[count + at] as string] as const);
    return { module, inputs: inputs.slice(0, count), parameters: new Map(pairs) };
  }
  if (domain !== '') return undefined;
  if (type === 'Gelu' && (opset < 20 || isDouble)) {
    const byTanh = approximate?.value === 'tanh';
    return { module: new GELU({ approximate: byTanh ? 'tanh' : 'none' }), inputs: [x], parameters: new Map() };
  }
  const value = epsilon?.kind === 'float' ? epsilon.value : 1e-5;
  if (type === 'LayerNormalization' && more.length === 2 && (opset < 17 || Math.fround(value) !== value)) {
    const [scale = '', offset = ''] = more;
    const module = new LayerNorm({ epsilon: value, axes: axis?.kind === 'int' ? -axis.value : 1 });
    return { module, inputs: [x], parameters: new Map(Object.entries({ scale, offset })) };
  }
  return undefined;
}

/** The form of a weight in the file. The graph knows the one of kernels. */
function formOf(graph: OperatorGraph, name: string): WeightForm {
  const { form, type } = graph.definition.parameters[name] as GraphDefinition['parameters'][string];
  if (form === undefined) return { type, turn: (array) => partsOf(typed(array, type)) };
  return { key: form, type, turn: (array) => partsOf(graph.weightInFile(name, typed(array, type))) };
}

const partsOf = ({ data, shape }: HostTensor) => ({ data: data as DenseArray['data'], shape });

/** Gives elements the type that the file has: a network may compute in another one. */
function typed({ data, shape }: DenseArray, type: HostTensor['type']): HostTensor {
  const made = hostData(type, data.length);
  if (data.constructor === made.constructor) return { type, shape, data: data as HostData };
  made.set(data as HostData);
  return { type, shape, data: made };
}

/** Writes the nodes of one graph under names that are free in the new one. */
class GraphExport {
  readonly #layer: LayerExport;
  readonly #definition: GraphDefinition;
  readonly #names = new Map<string, string>();

  constructor(layer: LayerExport, module: OperatorGraph, inputs: readonly Value[]) {
    const { definition } = module;
    this.#layer = layer;
    this.#definition = definition;
    for (const [at, { name, type }] of definition.inputs.entries()) {
      const given = inputs[at] as Value;
      const own = layer.last(given);
      this.#names.set(name, given.type === type ? own : layer.writer.cast(own, type));
    }
    for (const name of Object.keys(definition.parameters)) {
      this.#names.set(name, layer.parameter(name, formOf(module, name)));
    }
  }

  /** The new name of a value. */
  name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined || name === '') return known ?? '';
    const { writer, path } = this.#layer;
    const constant = this.#definition.constants.get(name);
    const made =
      constant === undefined ? writer.unique(path === '' ? name : `${path}/${name}`) : writer.constant(constant);
    this.#names.set(name, made);
    return made;
  }

  /** `shapes` are those of what modules are called with. */
  write(calls: ReadonlyMap<OperatorNode, ModuleCall>, shapes: ReadonlyMap<string, Shape>): void {
    for (const node of this.#definition.nodes) {
      const call = calls.get(node);
      if (call !== undefined) this.#module(node, call, shapes);
      else if (node.domain === OWN_DOMAIN && node.type === 'Dense') this.#dense(node);
      else this.#layer.writer.nodes.push(this.#renamed(node));
    }
  }

  /** Two nodes that our reader joined. */
  #dense({ inputs, outputs }: OperatorNode): void {
    const [x = '', weight = '', bias] = inputs.map((name) => this.name(name));
    const product = this.#layer.add('MatMul', [x, weight]);
    this.#names.set(outputs[0] as string, bias ? this.#layer.add('Add', [product, bias]) : product);
  }

  #module(node: OperatorNode, { module, inputs, parameters }: ModuleCall, shapes: ReadonlyMap<string, Shape>): void {
    const { state, path } = this.#layer;
    // The module's parameters have names at its path; those of the file stay.
    const own = [path, node.name.split('/').slice(0, -1).join('/')].filter((part) => part !== '').join('/');
    for (const [name, from] of parameters) {
      const array = this.#definition.parameters[from] && state.array(this.#layer.nameOf(from));
      if (array === undefined) throw cannot(`the parameter '${name}' of '${node.type}' is computed`);
      state.more.set(own === '' ? name : `${own}.${name}`, array);
    }
    const given = inputs.map((name): Value => {
      return { shape: shapes.get(name) as Shape, type: state.dtype, names: { last: this.name(name) } };
    });
    for (const [at, made] of exportModule(state, module, own, given).entries()) {
      this.#names.set(node.outputs[at] as string, this.#layer.last(made));
    }
  }

  #renamed(node: OperatorNode, inner: ReadonlySet<string> = new Set()): OperatorNode {
    const rename = (name: string): string => (inner.has(name) ? name : this.name(name));
    const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] =>
      attribute.kind === 'graph'
        ? [name, { kind: 'graph', value: this.#branch(attribute.value, inner) }]
        : [name, attribute],
    );
    const { inputs, outputs } = node;
    return {
      ...{ ...node, attributes: Object.fromEntries(attributes) },
      ...{ inputs: inputs.map(rename), outputs: outputs.map(rename) },
    };
  }

  /** A branch keeps its own names, and takes the others by their new ones. */
  #branch(graph: OperatorGraphModel, around: ReadonlySet<string>): OperatorGraphModel {
    const { nodes, inputs, constants } = graph;
    const own = [...inputs.map(({ name }) => name), ...constants.keys(), ...nodes.flatMap(({ outputs }) => outputs)];
    const inner = new Set([...around, ...own]);
    const rename = (name: string): string => (inner.has(name) ? name : this.name(name));
    return {
      ...{ ...graph, nodes: nodes.map((node) => this.#renamed(node, inner)) },
      outputs: graph.outputs.map((output) => ({ ...output, name: rename(output.name) })),
    };
  }
}

const cannot = (why: string): NablaError =>
  new NablaError('argument', `toGraphModel: the graph cannot be written again, because ${why}.`);

/** Returns the shapes of values inside of a graph, without the batch: they are computed as those of outputs. */
function shapesIn(graph: OperatorGraph, names: readonly string[], inputs: readonly Value[]): Map<string, Shape> {
  if (names.length === 0) return new Map();
  const outputs = names.map((name) => ({ name, type: 'float32' as const }));
  const { outputShape } = graph.withOutputs(outputs).build(...inputs.map(({ shape }) => shape));
  return new Map(shapesOf(outputShape).map((shape, at) => [names[at] as string, shape]));
}

export const GRAPHS: ExportTable = {
  OperatorGraph: (layer, ...inputs) => {
    const module = layer.module as OperatorGraph;
    const { definition } = module;
    const { opset, opsets, isDouble } = layer.state;
    const own = definition.opsets[''] ?? opset;
    if (own !== opset) {
      throw cannot(
        `its operators are of version ${own}, those of the other layers of version ${opset}; export it alone`,
      );
    }
    for (const [domain, version] of Object.entries(definition.opsets)) if (domain !== '') opsets.set(domain, version);
    const calls = new Map(
      definition.nodes.flatMap((node) => {
        const call = moduleCall(node, opset, isDouble);
        return call === undefined ? [] : [[node, call] as const];
      }),
    );
    const names = [...new Set([...calls.values()].flatMap((call) => call.inputs))];
    const graph = new GraphExport(layer, module, inputs);
    graph.write(calls, shapesIn(module, names, inputs));
    const shapes = shapesOf(layer.blueprint.outputShape);
    return definition.outputs.map(({ name, type }, at) => {
      return layer.value(graph.name(name), 'last', shapes[at], type);
    });
  },
};
