import { formatShape, type NetworkConfig, type SequentialConfig, type TypedConfig } from '@nablajs/core';
import type { Layer } from '../layer.js';
import { inputsOf } from '../layers.js';
import type { Picture, PictureNode } from './nodes.js';
import { operatorPicture } from './operator-picture.js';

type Config = SequentialConfig | NetworkConfig;

/** `layers`: as `layersOf` lists them. */
export function pictureOf(config: Config, layers: readonly Layer[]): Picture {
  if (!('module' in config))
    return chainPicture(
      config,
      layers.filter(({ depth }) => depth === 0),
    );
  const { type } = config.module;
  if (type === 'OperatorGraph') return operatorPicture(config, layers);
  if (type === 'Graph')
    return graphPicture(
      config,
      layers.filter(({ depth }) => depth === 1),
    );
  const [root, ...rest] = layers;
  const inner = type === 'Chain' ? rest.filter(({ depth }) => depth === 1) : root === undefined ? [] : [root];
  return chainPicture(config, inner);
}

const inputNodes = (config: Config): PictureNode[] =>
  inputsOf(config).map((shape) => ({ kind: 'input', title: 'input', lines: [formatShape(shape)] }));

const outputNode = (lines: readonly string[]): PictureNode => ({ kind: 'output', title: 'output', lines });

function layerNode({ name, type, output }: Layer): PictureNode {
  const isNumber = /^\d*$/.test(name);
  return {
    kind: 'layer',
    title: type,
    lines: [...(isNumber ? [] : [name]), output.map(formatShape).join(', ')],
  };
}

function chainPicture(config: Config, layers: readonly Layer[]): Picture {
  const inputs = inputNodes(config);
  const nodes = [...inputs, ...layers.map(layerNode), outputNode([])];
  const first = inputs.length;
  const edges = [
    ...inputs.map((_, at) => [at, first] as const),
    ...layers.map((_, at) => [first + at, first + at + 1] as const),
  ];
  return { nodes, edges };
}

interface GraphConfig extends TypedConfig {
  readonly inputs: number;
  readonly layers: readonly TypedConfig[];
  readonly nodes: readonly { readonly layer: number; readonly inputs: readonly number[]; readonly outputs?: number }[];
  readonly outputs: number | readonly number[];
}

function graphPicture(config: NetworkConfig, layers: readonly Layer[]): Picture {
  const graph = config.module as unknown as GraphConfig;
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const nodes = inputNodes(config);
  /** The node that makes each value. */
  const makers = nodes.map((_, at) => at);
  const edges: (readonly [number, number])[] = [];
  for (const { layer, inputs, outputs = 1 } of graph.nodes) {
    const own = graph.layers[layer];
    const found = byName.get(String(own?.['name'] ?? layer));
    const at = nodes.length;
    nodes.push(found === undefined ? { kind: 'layer', title: own?.type ?? '?', lines: [] } : layerNode(found));
    for (const value of inputs) edges.push([makers[value] ?? 0, at]);
    for (let made = 0; made < outputs; made++) makers.push(at);
  }
  for (const value of [graph.outputs].flat()) {
    edges.push([makers[value] ?? 0, nodes.length]);
    nodes.push(outputNode([]));
  }
  return { nodes, edges };
}
