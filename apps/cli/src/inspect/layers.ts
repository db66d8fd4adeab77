/** Lists the layers of a network from its config, with shapes and parameters, without a backend. */
import {
  type Blueprint,
  buildShapes,
  Chain,
  type ConfigTable,
  fromConfig,
  type JsonValue,
  LAYERS,
  type Module,
  type NetworkConfig,
  type SequentialConfig,
  type Shape,
  shapesOf,
  sizeOf,
  takingNames,
} from '@nablajs/core';
import { graphNodes, OperatorGraph } from '@nablajs/interchange';
import { OWN_LAYERS } from '../models/model-folder.js';
import type { Layer, LayerParameter } from './layer.js';
import { operatorLayers } from './operator-layers.js';

export const inputsOf = ({ inputShape }: SequentialConfig | NetworkConfig): readonly Shape[] => buildShapes(inputShape);

/**
 * In order, each layer before its inner layers. Throws a NablaError for an unknown type, or layers that do not fit each
 * other.
 */
export function layersOf(config: SequentialConfig | NetworkConfig): Layer[] {
  const network = moduleOf(config);
  const blueprint = network.build(...inputsOf(config));
  // The chain of a sequential network is not a layer itself.
  const layers =
    'layers' in config
      ? childrenOf(network, blueprint, '', 0)
      : layersIn(network, blueprint, '', '', 0, inputsOf(config));
  const frozen = new Set(config.frozen);
  if (frozen.size === 0) return layers;
  const marked = (one: LayerParameter): LayerParameter => (frozen.has(one.name) ? { ...one, trainable: false } : one);
  return layers.map((layer) => ({ ...layer, parameters: layer.parameters.map(marked) }));
}

/** Core's modules, and all others of nabla. */
const KNOWN: ConfigTable<Module> = { ...LAYERS, ...takingNames(OWN_LAYERS) };

export function moduleOf(config: SequentialConfig | NetworkConfig): Module {
  if ('module' in config) return fromConfig('module', KNOWN, config.module);
  return new Chain(config.layers.map((layer) => fromConfig('layer', KNOWN, layer)));
}

function layersIn(
  module: Module | undefined,
  blueprint: Blueprint,
  path: string,
  name: string,
  depth: number,
  inputs: readonly Shape[] = [],
): Layer[] {
  const { type = '?', ...options } = module?.config ?? {};
  const own = Object.entries(blueprint.parameters ?? {}).map(([parameter, { shape, trainable = true }]) => {
    return { name: joined(path, parameter), shape, trainable };
  });
  if (module instanceof OperatorGraph) return operatorGraph(module, blueprint, { own, inputs }, { path, name, depth });
  const layer: Layer = {
    ...{ path, name, depth, type },
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => !holdsModule(value) && !isEmpty(value))),
    output: shapesOf(blueprint.outputShape),
    parameters: own,
  };
  return [layer, ...childrenOf(module, blueprint, path, depth + 1)];
}

/** The nodes have the parameters that they take. */
function operatorGraph(
  module: OperatorGraph,
  { outputShape }: Blueprint,
  { own, inputs }: { readonly own: readonly LayerParameter[]; readonly inputs: readonly Shape[] },
  place: Pick<Layer, 'path' | 'name' | 'depth'>,
): Layer[] {
  const nodes = operatorLayers(graphNodes(module, inputs), own, place);
  const taken = new Set(nodes.flatMap(({ parameters }) => parameters));
  const rest = own.filter((parameter) => !taken.has(parameter));
  const { type } = module.config;
  return [{ ...place, type, options: {}, output: shapesOf(outputShape), parameters: rest }, ...nodes];
}

function childrenOf(module: Module | undefined, { children = {} }: Blueprint, path: string, depth: number): Layer[] {
  return Object.entries(children).flatMap(([name, child]) =>
    layersIn(partOf(module, name), child, joined(path, name), name, depth),
  );
}

/**
 * Modules keep inner modules as a property of its name, or in a list, where it has a name or a number. Returns
 * undefined if it is elsewhere.
 */
function partOf(module: Module | undefined, name: string): Module | undefined {
  const { layers, [name]: property } = (module ?? {}) as unknown as Readonly<Record<string, unknown>>;
  const listed = Array.isArray(layers) ? (layers as readonly Partial<Module>[]) : undefined;
  const part = listed ? listed.find((layer, at) => (layer.name ?? `${at}`) === name) : property;
  return typeof (part as Module | undefined)?.build === 'function' ? (part as Module) : undefined;
}

const isEmpty = (value: JsonValue): boolean => Array.isArray(value) && value.length === 0;

function holdsModule(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(holdsModule);
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

export const countOf = (parameters: readonly LayerParameter[]): number =>
  parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
