/** The picture of a graph of operators, as a file of ONNX has it. */
import { formatShape, type NetworkConfig } from '@nablajs/core';
import type { Layer } from '../layer.js';
import { inputsOf } from '../layers.js';
import { type OperatorConfig, operatorNodes } from '../operator-layers.js';
import type { Picture, PictureNode } from './nodes.js';

/** `layers`: the graph, and then its nodes. */
export function operatorPicture(config: NetworkConfig, layers: readonly Layer[]): Picture {
  const graph = config.module as OperatorConfig;
  const [root, ...inner] = layers;
  const shapes = inputsOf(config);
  const nodes: PictureNode[] = graph.inputs.map(({ name, type }, at) => {
    const shape = shapes[at];
    return { kind: 'input', title: name, lines: [`${type} ${shape === undefined ? '' : formatShape(shape)}`] };
  });
  const makers = new Map(graph.inputs.map(({ name }, at) => [name, at]));
  const edges: (readonly [number, number])[] = [];
  const connect = (value: string, to: number): void => {
    const from = makers.get(value);
    if (from !== undefined && !edges.some(([a, b]) => a === from && b === to)) edges.push([from, to]);
  };
  for (const [index, node] of operatorNodes(graph).entries()) {
    const at = nodes.length;
    const { name = '', parameters = [], output = [] } = inner[index] ?? {};
    const weights = parameters.map(({ shape }) => formatShape(shape)).join(' ');
    const shape = output.map(formatShape).join(', ');
    const lines = [name === node.type ? '' : name, weights === '' ? '' : `weights ${weights}`, shape];
    nodes.push({ kind: 'layer', title: node.type, lines: lines.filter((line) => line !== '') });
    for (const value of node.inputs) connect(value, at);
    for (const value of node.outputs) makers.set(value, at);
  }
  for (const [index, { name }] of graph.outputs.entries()) {
    const shape = root?.output[index];
    const at = nodes.length;
    nodes.push({ kind: 'output', title: name, lines: shape === undefined ? [] : [formatShape(shape)] });
    connect(name, at);
  }
  return { nodes, edges };
}
