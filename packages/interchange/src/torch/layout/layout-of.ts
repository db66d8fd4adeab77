/** Finds how a network and its PyTorch twin correspond. */
import { type Blueprint, type Network, type Shape, shapesOf, type TypedConfig } from '@nablajs/core';
import { BASIC } from './basic.js';
import { CONTAINERS, wishOf } from './containers.js';
import { IMAGES } from './images.js';
import { SEQUENCES } from './sequences.js';
import type { Builder, LayoutGroup, Order, Part, Translation, Translator, Value } from './types.js';
import { under } from './types.js';

const TRANSLATORS: ReadonlyMap<string, Translator> = new Map(
  Object.entries({ ...BASIC, ...IMAGES, ...CONTAINERS, ...SEQUENCES }),
);

/** A module without a network. */
export interface ModuleWithShapes {
  readonly config: TypedConfig;
  readonly blueprint: Blueprint;
  /** Shapes of its inputs, without the batch. */
  readonly inputShapes: readonly Shape[];
}

/** A whole network in PyTorch. */
export interface Layout {
  readonly groups: readonly LayoutGroup[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Undefined if a module has no code in PyTorch. */
  readonly python: string | undefined;
  /** The classes that the code uses, and those that it defines, by name. */
  readonly used: ReadonlySet<string>;
  readonly defined: ReadonlyMap<string, string>;
  /** The types of modules that are not known: they keep their names and shapes. */
  readonly unknown: ReadonlySet<string>;
}

/** Returns what `layoutOf` needs of a network. */
function partsOf(network: Network | ModuleWithShapes): ModuleWithShapes {
  if (!isNetwork(network)) return network;
  const { module, blueprint, inputShapes } = network;
  return { config: module.config, blueprint, inputShapes };
}

/** By what it has: a network may come from another copy of core. */
export const isNetwork = (value: Network | ModuleWithShapes): value is Network => 'parameters' in value;

/** Translates a network. */
export function layoutOf(network: Network | ModuleWithShapes): Layout {
  const { config, blueprint, inputShapes } = partsOf(network);
  const builder = new LayoutBuilder();
  const orders = inputOrders(config, inputShapes, builder);
  const inputs = inputShapes.map((shape, at): Value => ({ shape, order: orders[at] as Order }));
  const { outputs, python } = builder.translate({ config, blueprint, path: '', torchPath: '', inputs });
  // A layer that a graph calls twice has its parameters once.
  const groups = [...new Map(builder.groups.map((group) => [JSON.stringify(group.torch), group])).values()];
  const { used, defined, unknown } = builder;
  return { groups, inputs, outputs, python, used, defined, unknown };
}

/** PyTorch has images channels first, and sequences too if their first layer is a convolution. */
function inputOrders(config: TypedConfig, shapes: readonly Shape[], builder: Builder): Order[] {
  return shapes.map((shape, at) => {
    const value: Value = { shape, order: shape.length > 2 ? 'first' : 'last' };
    if (shape.length < 2) return 'last';
    const wish = wishOf(consumerOf(config, at), [value], builder);
    return wish === 'any' ? value.order : wish;
  });
}

/** The module that takes an input first. */
function consumerOf(config: TypedConfig, input: number): TypedConfig {
  if (config.type !== 'Graph') return config;
  const nodes = config['nodes'] as readonly object[] as readonly { layer: number; inputs: readonly number[] }[];
  const node = nodes.find(({ inputs }) => inputs.includes(input));
  return node === undefined ? config : ((config['layers'] as readonly TypedConfig[])[node.layer] as TypedConfig);
}

class LayoutBuilder implements Builder {
  readonly groups: LayoutGroup[] = [];
  readonly used = new Set<string>();
  readonly defined = new Map<string, string>();
  readonly unknown = new Set<string>();

  add(group: LayoutGroup): void {
    this.groups.push(group);
  }

  use(...names: readonly string[]): void {
    for (const name of names) this.used.add(name);
  }

  define(name: string, source: (name: string) => string): string {
    for (let at = 1; ; at++) {
      const own = at === 1 ? name : `${name}${at}`;
      const text = source(own);
      const known = this.defined.get(own);
      if (known !== undefined && known !== text) continue;
      this.defined.set(own, text);
      return own;
    }
  }

  translate(part: Part): Translation {
    const translator = TRANSLATORS.get(part.config.type);
    if (translator !== undefined) return translator.translate(part, this);
    this.unknown.add(part.config.type);
    this.#keep(part.blueprint, part.path, part.torchPath);
    const outputs = shapesOf(part.blueprint.outputShape).map((shape): Value => ({ shape, order: 'last' }));
    return { outputs, python: undefined };
  }

  /** The parameters of a module of an unknown type. */
  #keep({ parameters = {}, children = {} }: Blueprint, path: string, torchPath: string): void {
    for (const [name, { shape }] of Object.entries(parameters)) {
      const names = {
        ours: [{ name: under(path, name), shape }],
        torch: [{ name: under(torchPath, name), shape, isParameter: true }],
      };
      this.groups.push({ ...names, fromTorch: (tensors) => tensors, toTorch: (tensors) => tensors });
    }
    for (const [name, child] of Object.entries(children)) this.#keep(child, under(path, name), under(torchPath, name));
  }

  wants(config: TypedConfig, inputs: readonly Value[]): Order | 'any' {
    const { wants = 'last' } = TRANSLATORS.get(config.type) ?? {};
    return typeof wants === 'function' ? wants(config, inputs, this) : wants;
  }

  adapt(value: Value, config: TypedConfig): readonly [Value, string | undefined] {
    const { shape, order, flat } = value;
    if (flat !== undefined && TRANSLATORS.get(config.type)?.takesFlat !== true) {
      this.use('PlainOrder');
      const [channels, ...positions] = [flat.at(-1), ...flat.slice(0, -1)];
      return [{ shape, order }, `PlainOrder((${[channels, ...positions].join(', ')}))`];
    }
    const wish = this.wants(config, [value]);
    if (shape.length < 2 || wish === 'any' || wish === order) return [value, undefined];
    const name = wish === 'first' ? 'ChannelsFirst' : 'ChannelsLast';
    this.use(name);
    return [{ shape, order: wish }, `${name}()`];
  }
}
