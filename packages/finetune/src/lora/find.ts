/** The adapters of a network, wherever a `Lora` is in it. */
import { Chain, Graph, type GraphOptions, type Module, NablaError, type Network, named, Residual } from '@nablajs/core';
import { OperatorGraph } from '@nablajs/interchange';
import { Lora } from './lora.js';
import type { LinearPart, Target } from './targets.js';

/** A `Lora` with its place in a network. */
export interface Placed {
  readonly path: string;
  readonly lora: Lora;
}

const joined = (path: string, name: string): string => [path, name].filter((part) => part !== '').join('.');

/** Those of Chain, Residual and Graph, which may have a Lora in them. */
function innerOf(module: Module): readonly (readonly [name: string, inner: Module])[] {
  if (module instanceof Residual) {
    const { body, shortcut } = module;
    return [['body', body], ...(shortcut === undefined ? [] : [['shortcut', shortcut] as const])];
  }
  if (!(module instanceof Chain || module instanceof Graph)) return [];
  return module.layers.map((layer, at) => [layer.name ?? `${at}`, layer] as const);
}

/** Lists every `Lora` in a module: itself, or in a Chain, a Residual or a Graph. */
function lorasIn(module: Module, path = ''): Placed[] {
  if (module instanceof Lora) return [{ path, lora: module }, ...lorasIn(module.module, path)];
  return innerOf(module).flatMap(([name, inner]) => lorasIn(inner, joined(path, name)));
}

/**
 * Whether a network has adapters: whether its module is a `Lora`, or one is in a Chain, a Residual or a Graph of it.
 *
 * @example
 * ```ts
 * const plain = hasLora(model) ? await mergeLora(model) : model;
 * ```
 */
export const hasLora = ({ module }: Pick<Network, 'module'>): boolean => lorasIn(module).length > 0;

/** The same, of which there must be one. Throws NablaError `argument`. */
export function someLorasIn(who: string, module: Module): readonly Placed[] {
  const placed = lorasIn(module);
  if (placed.length > 0) return placed;
  const expected = 'a network with a Lora: itself, or in a Chain, a Residual or a Graph';
  throw new NablaError('argument', `${who}: expected ${expected}. Received ${module.config.type}; use withLora.`);
}

/** A target with the names that it has in the network. */
export function placedTargets({ path, lora }: Placed): Target[] {
  const within = (part: LinearPart): LinearPart => ({ ...part, name: joined(path, part.name) });
  return lora.targets.map(({ weight, shape, parts }) => ({
    weight: joined(path, weight),
    shape,
    parts: parts.map(within),
  }));
}

/** Returns a module of the same parts without `Lora`. */
export function withoutLora(module: Module): Module {
  if (module instanceof Lora) {
    const { name, module: inner } = module;
    const made = withoutLora(inner);
    // A copy, so the inner module of the Lora gets no name.
    return name === undefined || made.name === name ? made : named(name, made === inner ? rebuilt(made) : made);
  }
  if (lorasIn(module).length === 0) return module;
  const made = rebuilt(module);
  return module.name === undefined ? made : named(module.name, made);
}

function rebuilt(module: Module): Module {
  if (module instanceof Residual) {
    const { body, shortcut } = module;
    return new Residual(withoutLora(body), shortcut === undefined ? {} : { shortcut: withoutLora(shortcut) });
  }
  if (module instanceof OperatorGraph) return new OperatorGraph(module.definition);
  if (!(module instanceof Chain || module instanceof Graph)) return module;
  const layers = module.layers.map(withoutLora);
  if (module instanceof Chain) return new Chain(layers);
  const { inputs, nodes, outputs } = module.config as object as GraphOptions;
  return new Graph({ inputs, nodes, outputs, layers });
}
