/** Cuts the head off layers in a row or in a graph. */
import { type Blueprint, Chain, Graph, type Module, named, type Shape } from '@nablajs/core';
import { OperatorGraph } from '@nablajs/interchange';
import { GraphValues } from './graph-values.js';
import { isHead, isPart, isPool, isSkipped, isTail, type Placed } from './layer-kinds.js';
import { type Cut, cutOperators } from './operator-head.js';

/** `shapes` are those of the inputs if the module is the whole network. */
export function cutHead(module: Module, blueprint: Blueprint | undefined, shapes?: readonly Shape[]): Cut {
  if (module instanceof OperatorGraph) return shapes === undefined ? 'none' : cutOperators(module, shapes);
  if (module instanceof Graph) return cutGraph(new GraphValues(module, blueprint));
  return module instanceof Chain ? cutChain(placed(module, blueprint)) : 'none';
}

const placed = ({ layers }: Chain, blueprint: Blueprint | undefined): Placed[] =>
  layers.map((layer, at) => ({ layer, blueprint: blueprint?.children?.[layer.name ?? `${at}`] }));

/** What comes after something is cut off a layer: the layer without its head, under its name. */
const renamed = (part: Module, { name }: Module): Module => (name === undefined ? part : named(name, part));

/**
 * How many of the layers, given from the end, are the head: up to the last dense layer; up to the pool if dense layers
 * lead back to one. 0 if there is none.
 */
function headLength(reversed: readonly Placed[]): number {
  const tail = reversed.findIndex(({ layer }) => !isTail(layer));
  const layer = reversed[tail]?.layer;
  if (layer === undefined) return 0;
  const pool = reversed.findIndex((one, at) => at > tail && !isPart(one.layer));
  const isPooled = pool !== -1 && isPool(reversed[pool] as Placed);
  if (!isHead(layer, isPooled)) return 0;
  if (!isPooled) return tail + 1;
  // Reshapes belong to the pool.
  return 1 + reversed.findLastIndex((one, at) => at < pool && !isTail(one.layer));
}

function cutChain(layers: readonly Placed[]): Cut {
  const count = headLength(layers.toReversed());
  const kept = layers.slice(0, layers.length - count).map(({ layer }) => layer);
  if (count > 0) return chainOf(kept);
  const at = layers.findLastIndex(({ layer }) => !isTail(layer));
  const last = layers[at];
  const inner = last === undefined ? 'none' : cutHead(last.layer, last.blueprint);
  if (last === undefined || inner === 'none') return 'none';
  const before = kept.slice(0, at);
  return chainOf(inner === 'all' ? before : [...before, renamed(inner, last.layer)]);
}

/** Dropout in front of the head goes with it. */
function chainOf(layers: readonly Module[]): Cut {
  const kept = layers.slice(0, layers.findLastIndex((layer) => !isSkipped(layer)) + 1);
  return kept.length === 0 ? 'all' : new Chain(kept);
}

function cutGraph(values: GraphValues): Cut {
  const { outputs } = values.options;
  if (typeof outputs !== 'number') return 'none';
  const row = [...values.before(outputs)];
  const count = headLength(row);
  const last = row[count > 0 ? count - 1 : row.findIndex(({ layer }) => !isTail(layer))];
  if (last === undefined) return 'none';
  if (count > 0) return values.upTo(values.withoutDropout(last.input));
  const inner = cutHead(last.layer, last.blueprint);
  if (inner === 'none') return 'none';
  if (inner === 'all') return values.upTo(values.withoutDropout(last.input));
  // Other nodes need the whole layer, under the name that its part would have.
  if (values.isShared(last.at)) return 'none';
  return values.replaced(last.at, renamed(inner, last.layer));
}
