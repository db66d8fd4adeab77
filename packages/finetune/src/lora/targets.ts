/** Which weights of a module get adapters, and the module's parameters with those of the adapters. */
import { type Blueprint, NablaError, type ParameterSpec, type Shape } from '@nablajs/core';

/** A linear layer, or a part of its outputs, such as the queries of attention. */
export interface LinearPart {
  /** The layer's path, with the part's name behind it: `layer0.attention.input.query`. */
  readonly name: string;
  /** The first of its outputs, and the one behind its last. */
  readonly from: number;
  readonly to: number;
}

/** A weight of a linear layer with the parts that have adapters. */
export interface Target {
  /** The weight's name in the module. */
  readonly weight: string;
  /** [..., inputs, outputs] */
  readonly shape: Shape;
  readonly parts: readonly LinearPart[];
}

const joined = (path: string, name: string): string => [path, name].filter((part) => part !== '').join('.');

/** Lists all weights of linear layers, with all their parts. */
export function linearsOf({ parameters = {}, children = {} }: Blueprint, path = ''): Target[] {
  const own = Object.entries(parameters).flatMap(([name, { shape, linear = false }]): Target[] => {
    if (linear === false) return [];
    const layer = layerOf(joined(path, name));
    return [{ weight: joined(path, name), shape, parts: partsOf(layer, shape.at(-1) as number, linear) }];
  });
  return [...own, ...Object.entries(children).flatMap(([name, child]) => linearsOf(child, joined(path, name)))];
}

/** Returns the path of the layer that has this weight. */
const layerOf = (weight: string): string => weight.replace(/(^|\.)weight$/, '');

function partsOf(layer: string, outputs: number, linear: NonNullable<ParameterSpec['linear']>): LinearPart[] {
  if (typeof linear === 'boolean') return [{ name: layer, from: 0, to: outputs }];
  let from = 0;
  return Object.entries(linear).map(([part, size]) => {
    from += size;
    return { name: joined(layer, part), from: from - size, to: from };
  });
}

/** Whether a target is the whole path of a part, or the end of it. */
const isNamed = (target: string, name: string): boolean => name === target || name.endsWith(`.${target}`);

/**
 * A target that is a whole path means only this part, else it means all parts with this end. Throws NablaError
 * `argument` for a target that is not there, and for a module without linear layers.
 */
export function chosenOf(linears: readonly Target[], targets: readonly string[] | 'all' | undefined): Target[] {
  const names = linears.flatMap(({ parts }) => parts.map(({ name }) => name));
  if (names.length === 0) {
    const expected = 'expected a module with dense layers, convolutions or attention that have no adapters yet';
    throw new NablaError('argument', `Lora: ${expected}. Received one without; wrap another part of the network.`);
  }
  const ending = (target: string): string[] => names.filter((name) => isNamed(target, name));
  const attention = ['query', 'value'].flatMap(ending);
  if (targets === 'all' || (targets === undefined && attention.length === 0)) return [...linears];
  const chosen = targets?.map((target) => (names.includes(target) ? [target] : ending(target)));
  const lost = targets?.find((_, at) => chosen?.[at]?.length === 0);
  if (lost !== undefined) {
    throw new NablaError('argument', `Lora: no linear layer is called '${lost}'. There are: ${names.join(', ')}.`);
  }
  const wanted = new Set(chosen?.flat() ?? attention);
  return linears
    .map((linear) => ({ ...linear, parts: linear.parts.filter(({ name }) => wanted.has(name)) }))
    .filter(({ parts }) => parts.length > 0);
}

/** The names of a part's matrices. */
export const namesOf = ({ name }: LinearPart): readonly [a: string, b: string] => [
  joined(name, 'loraA'),
  joined(name, 'loraB'),
];

/** The module's own parameters, which are not trained, and behind each target the matrices of its adapters. */
export function adaptedBlueprint(blueprint: Blueprint, targets: readonly Target[], rank: number): Blueprint {
  const byWeight = new Map(targets.map((target) => [target.weight, target]));
  const adapted = (own: Blueprint, path: string): Blueprint => {
    const parameters = Object.entries(own.parameters ?? {}).flatMap(([name, spec]) => {
      const target = byWeight.get(joined(path, name));
      const kept = [name, { ...spec, trainable: false, ...(target && { linear: false }) }] as const;
      return [kept, ...(target === undefined ? [] : specsOf(target, path, rank))];
    });
    const children = Object.entries(own.children ?? {}).map(
      ([name, child]) => [name, adapted(child, joined(path, name))] as const,
    );
    return { ...own, parameters: Object.fromEntries(parameters), children: Object.fromEntries(children) };
  };
  return adapted(blueprint, '');
}

/** The matrices A [..., inputs, rank] and B [rank, outputs] of a target, named from the path of their module. */
function specsOf({ shape, parts }: Target, path: string, rank: number): (readonly [string, ParameterSpec])[] {
  const inputs = shape.slice(0, -1);
  const limit = 1 / Math.sqrt(inputs.reduce((product, size) => product * size, 1));
  return parts.flatMap((part) => {
    const [a, b] = namesOf(part).map((name) => (path === '' ? name : name.slice(path.length + 1))) as [string, string];
    return [
      [a, { shape: [...inputs, rank], initializer: { uniform: limit } }],
      [b, { shape: [rank, part.to - part.from], initializer: 'zeros' }],
    ];
  });
}
