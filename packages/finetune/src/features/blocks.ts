/** Groups the parameters of a network by depth. */
import type { Blueprint, Module } from '@nablajs/core';
import { OperatorGraph } from '@nablajs/interchange';
import { ownOrder } from './operator-head.js';

/** About how many blocks a network has. */
const BLOCKS = 8;

/** Parameters that are freed together, in the order that the network uses them. */
interface Unit {
  /** Neighbours of one key are one unit. */
  readonly key: string;
  readonly names: readonly string[];
  /** How many of them are matrices or filters: a layer without any goes with the one before it. */
  readonly matrices: number;
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Lists the names of all parameters of a module. */
export function namesIn({ parameters = {}, children = {} }: Blueprint, path = ''): string[] {
  const inner = Object.entries(children).flatMap(([name, child]) => namesIn(child, joined(path, name)));
  return [...Object.keys(parameters).map((name) => joined(path, name)), ...inner];
}

/**
 * Groups the trainable parameters, those of the last block first: about 8 blocks of layers that their names show
 * (`block_3_expand`, `layer2`, `features.4`), or of several small ones.
 */
export function blocksOf(module: Module, blueprint: Blueprint): readonly (readonly string[])[] {
  const whole = unitOf('', '', blueprint);
  const least = Math.ceil(whole.matrices / BLOCKS);
  const units = merged(module instanceof OperatorGraph ? operatorUnits(module) : unitsIn(blueprint, '', least));
  const blocks: string[][] = [];
  let [names, matrices]: [string[], number] = [[], 0];
  for (const unit of units.toReversed()) {
    names = [...unit.names, ...names];
    matrices += unit.matrices;
    if (matrices < Math.max(least, 1)) continue;
    blocks.push(names);
    [names, matrices] = [[], 0];
  }
  // Small layers at the front belong to the first block.
  const first = blocks.pop() ?? [];
  return [...blocks, [...names, ...first]].filter(({ length }) => length > 0);
}

function unitOf(key: string, path: string, blueprint: Blueprint): Unit {
  const { parameters = {}, children = {} } = blueprint;
  const own = Object.entries(parameters).filter(([, { trainable }]) => trainable !== false);
  const inner = Object.entries(children).map(([name, child]) => unitOf(key, joined(path, name), child));
  return {
    key,
    names: [...own.map(([name]) => joined(path, name)), ...inner.flatMap(({ names }) => names)],
    matrices:
      own.filter(([, { shape }]) => shape.length > 1).length + inner.reduce((sum, { matrices }) => sum + matrices, 0),
  };
}

/** Parts with more matrices than `most` are taken apart. */
function unitsIn({ parameters = {}, children = {} }: Blueprint, path: string, most: number): Unit[] {
  const own = unitOf(path, path, { outputShape: [], parameters });
  const inner = Object.entries(children).flatMap(([name, child]) => {
    const at = joined(path, name);
    const unit = unitOf(joined(path, groupOf(name)), at, child);
    return unit.matrices > most && Object.keys(child.children ?? {}).length > 1 ? unitsIn(child, at, most) : [unit];
  });
  return [own, ...inner].filter(({ names }) => names.length > 0);
}

/** The parameters that each node uses first. */
function operatorUnits(graph: OperatorGraph): Unit[] {
  const { parameters } = graph.definition;
  return ownOrder(graph).map((names) => ({
    key: dottedGroup(names[0] as string),
    names,
    matrices: names.filter((name) => (parameters[name]?.shape.length ?? 0) > 1).length,
  }));
}

/** `block_3_expand_BN` is part of `block_3`. */
const groupOf = (name: string): string =>
  /^(.*?(?:block|layer|stage|level|group|unit)[_-]?\d+[a-z]?)(?=$|[_-])/i.exec(name)?.[1] ?? name;

/** `layer4.1.conv2.weight` is part of `layer4.1`. */
const dottedGroup = (name: string): string => {
  const group = groupOf(name.replace(/\..*/, ''));
  return /^(.*?\.\d+)(?=\.)/.exec(name)?.[1] ?? (name.startsWith(`${group}.`) ? name : group);
};

function merged(units: readonly Unit[]): Unit[] {
  const made: Unit[] = [];
  for (const unit of units) {
    const last = made.at(-1);
    if (last?.key !== unit.key) {
      made.push(unit);
      continue;
    }
    const names = [...last.names, ...unit.names];
    made.splice(-1, 1, { key: unit.key, names, matrices: last.matrices + unit.matrices });
  }
  return made;
}
