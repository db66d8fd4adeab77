import {
  type Blueprint,
  type DenseArray,
  formatShape,
  type NablaError,
  type ParameterSpec,
  sameShape,
} from '@nablajs/core';
import type { Hdf5Group } from '../../hdf5/hdf5.js';
import { damaged } from '../../model/damage.js';
import type { HostTensor } from '../../model/host-tensor.js';
import { filled, floatArray, floatType } from '../arrays.js';
import { snakeCase } from '../config.js';
import type { Binding, KerasVariable } from './plan.js';
import type { PlannedModel } from './planned.js';

/** A layer with variables, wherever it is in a model. */
export interface Leaf {
  /** Keras' name. */
  readonly name: string;
  /** What its parameters' names begin with: the names of the models around it. */
  readonly prefix: string;
  /** Where a `.keras` file has it: `layers/dense_1`. */
  readonly path: string;
  /** Its position among the layers of the outermost model. */
  readonly root: number;
  readonly isTrainable: boolean;
  readonly variables: readonly KerasVariable[];
  readonly bindings: readonly Binding[];
}

export type Values = ReadonlyMap<Leaf, readonly DenseArray[]>;

/** In Keras' order. */
export function leavesOf(planned: PlannedModel): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = ({ model, layers }: PlannedModel, prefix: string, path: string, root: number, open: boolean): void => {
    const used = new Map<string, number>();
    const isOpen = open && model.isTrainable;
    for (const [at, { layer, name, plan, inner }] of layers.entries()) {
      const snake = snakeCase(layer.className);
      const count = used.get(snake) ?? 0;
      // A Sequential keeps its input apart from its layers.
      used.set(snake, count + 1);
      const own = `${path}layers/${snake}${count === 0 ? '' : `_${count}`}`;
      const top = root < 0 ? at : root;
      const isTrainable = isOpen && layer.config['trainable'] !== false;
      if (inner !== undefined) visit(inner, `${prefix}${name}.`, `${own}/`, top, isTrainable);
      const { variables = [], bindings = [] } = plan;
      const leaf = { name: layer.name, prefix, path: own, root: top, isTrainable, variables, bindings };
      if (bindings.length > 0) leaves.push(leaf);
    }
  };
  visit(planned, '', '', -1, true);
  return leaves;
}

const missing = (leaf: Leaf, what: string): NablaError =>
  damaged('Keras', `the file has no ${what} of the layer '${leaf.name.slice(0, 60)}'`);

export function groupAt(root: Hdf5Group, path: string): Hdf5Group | undefined {
  let group: Hdf5Group | undefined = root;
  for (const name of path.split('/')) group = group?.groups.get(name);
  return group;
}

/** Finds variables by the paths of `.keras` and of `.weights.h5` of Keras 3. */
export function valuesByPath(leaves: readonly Leaf[], root: Hdf5Group): Values {
  return new Map(
    leaves.map((leaf) => {
      const arrays = leaf.variables.map(({ path, name }) => {
        const at = `${leaf.path}/${path}`;
        // Names differ between versions.
        const paths = [at, `${leaf.path}/_${path}`, at.replace(/(^|\/)layers\//g, '$1_layer_checkpoint_dependencies/')];
        const found = paths.map((one) => groupAt(root, parentOf(one))?.arrays.get(leafOf(one))).find(Boolean);
        if (found === undefined) throw missing(leaf, name);
        return floatArray(found);
      });
      return [leaf, arrays];
    }),
  );
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const leafOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A list of texts that may be cut into several attributes: `weight_names0`, `weight_names1` … */
export function textsOf({ attributes }: Hdf5Group, name: string): readonly string[] {
  const whole = attributes.get(name);
  if (whole !== undefined) return typeof whole === 'string' ? [whole] : whole;
  const all: string[] = [];
  for (let part = 0; attributes.has(`${name}${part}`); part++) {
    for (const text of attributes.get(`${name}${part}`) ?? []) all.push(text);
  }
  return all;
}

/** Finds variables in the groups that Keras 2, and `.h5` of Keras 3, have for each layer of the outermost model. */
export function valuesByGroup(leaves: readonly Leaf[], names: readonly string[], root: Hdf5Group): Values {
  const found = new Map<Leaf, DenseArray[]>(leaves.map((leaf) => [leaf, []]));
  const byRoot = new Map<number, Leaf[]>();
  for (const leaf of leaves) {
    const inside = byRoot.get(leaf.root);
    if (inside === undefined) byRoot.set(leaf.root, [leaf]);
    else inside.push(leaf);
  }
  for (const [at, inside] of byRoot) {
    const name = names[at] as string;
    const own = legacyOrder(inside);
    const group = groupAt(root, name);
    const weights = group === undefined ? [] : textsOf(group, 'weight_names');
    // Keras 3 keeps states of random numbers beside the weights.
    const arrays = weights
      .filter((weight) => !weight.includes('seed_generator'))
      .map(
        (weight) =>
          groupAt(group as Hdf5Group, parentOf(weight))?.arrays.get(leafOf(weight)) ?? group?.arrays.get(weight),
      );
    if (arrays.length !== own.length || arrays.includes(undefined)) {
      const leaf = own[0]?.leaf as Leaf;
      throw missing(leaf, `${own.length} variables (it has ${arrays.length})`);
    }
    for (const [position, { leaf, variable }] of own.entries()) {
      const array = floatArray(arrays[position] as HostTensor);
      (found.get(leaf) as DenseArray[])[leaf.variables.indexOf(variable)] = array;
    }
  }
  for (const leaf of leaves) if (found.get(leaf)?.length !== leaf.variables.length) throw missing(leaf, 'variables');
  return found;
}

/** A variable with its layer. */
export interface LeafVariable {
  readonly leaf: Leaf;
  readonly variable: KerasVariable;
}

const isTrained = ({ leaf, variable }: LeafVariable): boolean => leaf.isTrainable && variable.trainable;

const listed = (leaves: readonly Leaf[]): LeafVariable[] =>
  leaves.flatMap((leaf) => leaf.variables.map((variable) => ({ leaf, variable })));

/** The order of `.h5`: what is trained before what is not. */
function legacyOrder(leaves: readonly Leaf[]): LeafVariable[] {
  const all = listed(leaves);
  return [...all.filter(isTrained), ...all.filter((one) => !isTrained(one))];
}

/** What the optimizer has slots for, in its order. */
export const trainedVariables = (leaves: readonly Leaf[]): LeafVariable[] => listed(leaves).filter(isTrained);

/** Lists the parameters of a blueprint by name. */
function specsOf({ parameters = {}, children = {} }: Blueprint, path = ''): (readonly [string, ParameterSpec])[] {
  return [
    ...Object.entries(parameters).map(([name, spec]) => [`${path}${name}`, spec] as const),
    ...Object.entries(children).flatMap(([name, child]) => specsOf(child, `${path}${name}.`)),
  ];
}

export interface Assembled {
  readonly parameters: ReadonlyMap<string, DenseArray>;
  readonly frozen: readonly string[];
}

/** Throws NablaError `data` for a parameter of another shape. */
export function assemble(blueprint: Blueprint, leaves: readonly Leaf[], values: Values): Assembled {
  const bound = new Map<string, DenseArray>();
  const frozen: string[] = [];
  for (const leaf of leaves) {
    const arrays = values.get(leaf) as readonly DenseArray[];
    for (const { parameter, from, make } of leaf.bindings) {
      const name = `${leaf.prefix}${parameter}`;
      bound.set(name, make(from.map((at) => arrays[at] as DenseArray)));
      if (!leaf.isTrainable) frozen.push(name);
    }
  }
  const dtype = [...bound.values()].some((array) => floatType(array) === 'float64') ? 'float64' : 'float32';
  const specs = specsOf(blueprint);
  for (const [name, { shape }] of specs) {
    const array = bound.get(name);
    if (array !== undefined && !sameShape(array.shape, shape)) {
      const received = formatShape(array.shape);
      throw damaged('Keras', `'${name.slice(0, 80)}' must be ${formatShape(shape)}. Received ${received}`);
    }
  }
  const parameters = new Map<string, DenseArray>();
  for (const [name, { shape, initializer, trainable }] of specs) {
    const array = bound.get(name);
    if (array === undefined) {
      // Keras left it out, as with `scale=False`: it stays at its first value.
      if (typeof initializer !== 'number' && initializer !== 'zeros') {
        throw damaged('Keras', `nothing in the file becomes '${name.slice(0, 80)}'`);
      }
      if (trainable !== false) frozen.push(name);
    }
    parameters.set(name, array ?? filled(shape, initializer === 'zeros' ? 0 : (initializer as number), dtype));
  }
  return { parameters, frozen: frozen.filter((name) => parameters.has(name)) };
}
