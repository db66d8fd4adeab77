/** Modules that call others, and those that join values. */
import { type Chain, type Graph, type GraphNode, listOf, type Residual } from '@nablajs/core';
import type { ExportTable, LayerExport, Value } from './layer-export.js';
import { int } from './node-writer.js';

/** Joins the first two values, then the result and the next one. */
const merged =
  (type: string) =>
  (layer: LayerExport, ...inputs: readonly Value[]): Value =>
    layer.elementwise(inputs, (names) => names.reduce((a, b) => layer.add(type, [a, b])));

export const CONTAINERS: ExportTable = {
  Chain: (layer, ...inputs) => {
    let values: readonly Value[] = inputs;
    for (const [at, inner] of (layer.module as Chain).layers.entries()) {
      values = layer.run(inner.name ?? `${at}`, inner, ...values);
    }
    return values;
  },
  Residual: (layer, x) => {
    const { body, shortcut } = layer.module as Residual;
    const input = x as Value;
    const kept = shortcut === undefined ? input : layer.one('shortcut', shortcut, input);
    const made = layer.one('body', body, input);
    return layer.elementwise([kept, made], (names) => layer.add('Add', names));
  },
  Graph: (layer, ...inputs) => {
    const { layers } = layer.module as Graph;
    const { nodes, outputs } = layer.config as unknown as { nodes: readonly GraphNode[]; outputs: number | number[] };
    const values = [...inputs];
    for (const { layer: at, inputs: from } of nodes) {
      const inner = layers[at] as Graph['layers'][number];
      for (const made of layer.run(inner.name ?? `${at}`, inner, ...from.map((one) => values[one] as Value))) {
        values.push(made);
      }
    }
    return listOf<number>(outputs).map((at) => values[at] as Value);
  },
  Add: merged('Add'),
  Multiply: merged('Mul'),
  Concat: (layer, ...inputs) => {
    const rank = layer.shape.length + 1;
    const given = layer.config['axis'] as number;
    const axis = given < 0 ? given + rank : given;
    return layer.elementwise(inputs, (names, order) => {
      const first = axis === rank - 1 ? 1 : axis + 1;
      return layer.add('Concat', names, { axis: int(order === 'first' ? first : axis) });
    });
  },
};
