import {
  buildShapes,
  checkOptionNames,
  type DenseArray,
  dense,
  NablaError,
  type OpenShape,
  unexpected,
} from '@nablajs/core';
import type { GraphModel, OperatorNode, ValueInfo } from '../model/graph-model.js';
import type { HostTensor } from '../model/host-tensor.js';
import type { WeightForm } from '../operators/run.js';
import { operatorOf } from '../operators/table.js';
import { isFloatType } from '../operators/values.js';
import type { GraphParameter } from './definition.js';
import { type Folded, fold } from './fold.js';
import { OperatorGraph } from './operator-graph.js';
import { examplesAxes } from './output-shapes.js';
import { foldBatchNorm, recognise } from './patterns/index.js';
import { examplesInFront } from './rewrites/examples-in-front.js';
import { inlineFunctions } from './rewrites/inline-functions.js';
import { branchesOf, countUses, implementationOf } from './steps.js';
import { checkSupported } from './unsupported.js';

/** Options of `graphModule`. */
export interface GraphModuleOptions {
  /** Shapes of inputs by name, without the examples' axis, instead of those in the file. Default: the file's. */
  readonly inputShapes?: Readonly<Record<string, OpenShape>>;
  /** Values of inputs that are always the same, such as a sampling rate: they become constants. Default: none. */
  readonly inputs?: Readonly<Record<string, HostTensor>>;
  /** The names of the outputs to compute. Default: all. */
  readonly outputs?: readonly string[];
  /**
   * Whether the module only computes, and never trains: each BatchNormalization behind a Conv then becomes part of its
   * weights. The last digits may differ. Default: false.
   */
  readonly inferenceOnly?: boolean;
}

/** A graph as a module, with what a `Network` of it needs. */
export interface GraphModule {
  readonly module: OperatorGraph;
  /** Its weights by name, in the forms that kernels want. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** The shapes of its inputs without the examples' axis; dimensions of any length have names. */
  readonly inputShape: readonly OpenShape[];
  /**
   * The axis of the examples of inputs and outputs that have it elsewhere in the file, by name, such as a state [2,
   * batch, 128]. The module has it in front: [batch, 2, 128].
   */
  readonly batchAxes: Readonly<Record<string, number>>;
}

/**
 * Turns a model into a module: functions are inlined, constants folded, and weights put in the order of core's kernels.
 * Floats with at least one axis are parameters, with the file's names; all other constants are part of the module's
 * config. Inputs and outputs get the axis of the examples in front: the only one as long as the first axis of the first
 * input.
 *
 * Throws NablaError `data` that lists every operator that is not supported, and one of code `argument` for unknown
 * options or names.
 *
 * @example
 * ```ts
 * const { module, parameters, inputShape } = graphModule(readOnnx(bytes));
 * using network = new Network(backend, module, { inputShape, parameters });
 * ```
 */
export function graphModule(model: GraphModel, options: GraphModuleOptions = {}): GraphModule {
  checkOptionNames('graphModule', options, ['inputShapes', 'inputs', 'outputs', 'inferenceOnly']);
  const { inputShapes = {}, inferenceOnly = false } = options;
  const chosen = withChoices(model, options);
  checkNames('inputShapes', Object.keys(inputShapes), chosen.inputs);
  const shapesOf = ({ inputs }: GraphModel) => inputs.map((input) => shapeOf(input, inputShapes[input.name]));
  const { model: fronted, batchAxes } = examplesInFront(chosen, (made) =>
    examplesAxes(compiled(made).module, buildShapes(shapesOf(made))),
  );
  const { module, weights } = compiled(fronted, inferenceOnly);
  const parameters = new Map(Array.from(weights, ([name, weight]) => [name, arrayOf(weight)]));
  return { module, parameters, inputShape: shapesOf(fronted), batchAxes };
}

const arrayOf = ({ data, shape }: HostTensor): DenseArray => dense(data as Float32Array, shape);

function checkNames(option: string, names: readonly string[], known: readonly ValueInfo[]): void {
  const lost = names.find((name) => !known.some((value) => value.name === name));
  if (lost === undefined) return;
  const list = known.map(({ name }) => name).join(', ');
  throw new NablaError('argument', `graphModule ${option}: the file has no '${lost}'. There are: ${list}.`);
}

/** The model with fixed inputs as constants, and the chosen outputs. */
function withChoices(model: GraphModel, { inputs = {}, outputs }: GraphModuleOptions): GraphModel {
  checkNames('inputs', Object.keys(inputs), model.inputs);
  if (outputs !== undefined && !Array.isArray(outputs)) throw unexpected('graphModule outputs', 'names', outputs);
  checkNames('outputs', outputs ?? [], model.outputs);
  return {
    ...model,
    inputs: model.inputs.filter(({ name }) => !Object.hasOwn(inputs, name)),
    outputs: model.outputs.filter(({ name }) => outputs === undefined || outputs.includes(name)),
    constants: new Map([...model.constants, ...Object.entries(inputs)]),
  };
}

/** Dimensions that the file does not name get the name of their axis. */
function shapeOf({ name, shape }: ValueInfo, given: OpenShape | undefined): OpenShape {
  if (given !== undefined) return given;
  if (shape !== undefined && shape.length > 0) {
    return shape.slice(1).map((size, axis) => (size === '' || size === 0 ? `${name}.${axis + 1}` : size));
  }
  throw new NablaError(
    'shape',
    `graphModule: the file does not say the shape of '${name}' with the examples in front; give it with inputShapes, ` +
      'or its value with inputs.',
  );
}

/** A module and its weights as arrays. */
export interface Compiled {
  readonly module: OperatorGraph;
  readonly weights: ReadonlyMap<string, HostTensor>;
}

export function compiled(model: GraphModel, inferenceOnly = false): Compiled {
  const inlined = inlineFunctions(model);
  const folded = recognised(fold(inlined), inlined, inferenceOnly);
  checkSupported({ ...inlined, nodes: folded.nodes });
  const roles = rolesOf(folded.nodes, inlined.opsets);
  const constants = new Map<string, HostTensor>();
  const weights = new Map<string, HostTensor>();
  const parameters: Record<string, GraphParameter> = {};
  const names = namesOf(folded, (name) => isWeight(name, folded, roles.get(name)));
  for (const [name, value] of folded.constants) {
    const role = roles.get(name);
    if (role === undefined || !isWeight(name, folded, role)) {
      constants.set(name, value);
      continue;
    }
    const chosen = role.form?.short?.holds(value) ? role.form.short.form : role.form;
    const weight = chosen?.toKernel(value) ?? value;
    const own = names.get(name) ?? name;
    const form = chosen === undefined ? {} : { form: chosen.name };
    parameters[own] = { shape: weight.shape, type: weight.type, ...form, ...(role.isRunning && { trainable: false }) };
    weights.set(own, weight);
  }
  const { inputs, outputs, opsets } = inlined;
  const nodes = folded.nodes.map((node) => withNames(node, names));
  return { module: new OperatorGraph({ inputs, outputs, nodes, constants, parameters, opsets }), weights };
}

/** Several nodes that are one operator become one. */
function recognised(folded: Folded, { outputs }: GraphModel, inferenceOnly: boolean): Folded {
  const graph = inferenceOnly ? foldBatchNorm(folded, outputs) : folded;
  const nodes = recognise(graph, outputs);
  const uses = countUses(nodes);
  const isUsed = (name: string): boolean => uses.has(name) || outputs.some((output) => output.name === name);
  const constants = new Map(Array.from(graph.constants).filter(([name]) => isUsed(name)));
  const made = Array.from(constants.keys()).filter((name) => !folded.constants.has(name));
  return { nodes, constants, origins: new Map([...folded.origins, ...made.map((name) => [name, name] as const)]) };
}

interface Role {
  /** Whether one must know it before it computes. */
  readonly isHost: boolean;
  readonly isRunning: boolean;
  /** The form that all of them want. */
  readonly form: WeightForm | undefined;
}

function rolesOf(nodes: readonly OperatorNode[], opsets: GraphModel['opsets'], roles = new Map<string, Role>()) {
  for (const node of nodes) {
    for (const branch of branchesOf(node)) rolesOf(branch.nodes, opsets, roles);
    if (operatorOf(node) === undefined) continue;
    const { hostInputs = [], running = [], weights = {}, device } = implementationOf(node, opsets).implementation;
    for (const [at, name] of node.inputs.entries()) {
      const form = weights[at];
      const before = roles.get(name) ?? { isHost: false, isRunning: false, form };
      roles.set(name, {
        isHost: before.isHost || device === undefined || hostInputs.includes(at),
        isRunning: before.isRunning || running.includes(at),
        form: before.form?.name === form?.name ? form : undefined,
      });
    }
  }
  return roles;
}

/** Floats with an axis are weights, if they come from the file as such or are more than one number. */
function isWeight(name: string, { constants, origins }: Folded, role: Role | undefined): boolean {
  const value = constants.get(name);
  if (value === undefined || role === undefined || role.isHost) return false;
  return isFloatType(value.type) && value.shape.length > 0 && (origins.has(name) || value.data.length > 1);
}

/** A constant computed from one weight of the file has its name, if no other one has. */
function namesOf({ constants, origins, nodes }: Folded, isChosen: (name: string) => boolean): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(countUses(nodes).keys());
  for (const name of constants.keys()) {
    const origin = origins.get(name);
    if (origin === undefined || origin === name || taken.has(origin) || !isChosen(name)) continue;
    names.set(name, origin);
    taken.add(origin);
  }
  return names;
}

function withNames(node: OperatorNode, names: ReadonlyMap<string, string>): OperatorNode {
  if (names.size === 0) return node;
  return { ...node, inputs: node.inputs.map((name) => names.get(name) ?? name) };
}
