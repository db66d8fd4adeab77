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
} from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { TABLE_LAYERS } from '@nablajs/tables';

export interface LayerParameter {
  /** The name in the network: `0.weight`. */
  readonly name: string;
  readonly shape: Shape;
  /** False for values that the layer changes itself, such as running statistics. */
  readonly trainable: boolean;
}

export interface Layer {
  /** The path in the network: `0`, `1.body`; empty for the network itself. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** The nesting depth; 0 at the top. */
  readonly depth: number;
  readonly type: string;
  /** The options of its config, without inner modules and empty lists. */
  readonly options: Readonly<Record<string, JsonValue>>;
  /** The shape of each output for one example. */
  readonly output: readonly Shape[];
  /** Its own parameters, without those of inner modules. */
  readonly parameters: readonly LayerParameter[];
}

/** Returns the input shapes, each without the batch dimension. */
export const inputsOf = ({ inputShape }: SequentialConfig | NetworkConfig): readonly Shape[] => buildShapes(inputShape);

/**
 * Returns every layer in order, each before its inner layers. Throws a NablaError if the config names a type that nabla
 * does not have, or layers that do not fit each other.
 */
export function layersOf(config: SequentialConfig | NetworkConfig): Layer[] {
  const network = moduleOf(config);
  const blueprint = network.build(...inputsOf(config));
  // The chain of a sequential network is not a layer itself.
  return 'layers' in config ? childrenOf(network, blueprint, '', 0) : layersIn(network, blueprint, '', '', 0);
}

/** Core's modules, those of the preset `table`, and those for sequences. */
const KNOWN: ConfigTable<Module> = { ...LAYERS, ...TABLE_LAYERS, ...SEQUENCE_LAYERS };

function moduleOf(config: SequentialConfig | NetworkConfig): Module {
  if ('module' in config) return fromConfig('module', KNOWN, config.module);
  return new Chain(config.layers.map((layer) => fromConfig('layer', KNOWN, layer)));
}

function layersIn(
  module: Module | undefined,
  blueprint: Blueprint,
  path: string,
  name: string,
  depth: number,
): Layer[] {
  const { type = '?', ...options } = module?.config ?? {};
  const own = Object.entries(blueprint.parameters ?? {}).map(([parameter, { shape, trainable = true }]) => {
    return { name: joined(path, parameter), shape, trainable };
  });
  const layer: Layer = {
    ...{ path, name, depth, type },
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => !holdsModule(value) && !isEmpty(value))),
    output: shapesOf(blueprint.outputShape),
    parameters: own,
  };
  return [layer, ...childrenOf(module, blueprint, path, depth + 1)];
}

function childrenOf(module: Module | undefined, { children = {} }: Blueprint, path: string, depth: number): Layer[] {
  return Object.entries(children).flatMap(([name, child]) =>
    layersIn(partOf(module, name), child, joined(path, name), name, depth),
  );
}

/**
 * Returns an inner module: modules keep it as a property of its name, or in a list, where it has a name or a number.
 * Undefined if it is elsewhere.
 */
function partOf(module: Module | undefined, name: string): Module | undefined {
  const { layers, [name]: property } = (module ?? {}) as unknown as Readonly<Record<string, unknown>>;
  const listed = Array.isArray(layers) ? (layers as readonly Partial<Module>[]) : undefined;
  const part = listed ? listed.find((layer, at) => (layer.name ?? `${at}`) === name) : property;
  return typeof (part as Module | undefined)?.build === 'function' ? (part as Module) : undefined;
}

const isEmpty = (value: JsonValue): boolean => Array.isArray(value) && value.length === 0;

/** Whether a value is the config of a module, or a list of them. */
function holdsModule(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(holdsModule);
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Returns how many numbers the parameters have. */
export const countOf = (parameters: readonly LayerParameter[]): number =>
  parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
