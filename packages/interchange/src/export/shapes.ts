/** Dense layers, and layers that only move elements. */
import type { ExportTable, LayerExport, Value } from './layer-export.js';
import { int, ints } from './node-writer.js';

function linear(layer: LayerExport, x: string, rank: number, hasBias: boolean): string {
  const weight = layer.parameter('weight');
  if (rank === 2 && hasBias) return layer.add('Gemm', [x, weight, layer.parameter('bias')]);
  const product = layer.add('MatMul', [x, weight]);
  return hasBias ? layer.add('Add', [product, layer.parameter('bias')]) : product;
}

export const SHAPES: ExportTable = {
  Dense: (layer, x) => {
    const value = x as Value;
    const y = linear(layer, layer.last(value), value.shape.length + 1, layer.config['bias'] === true);
    return layer.value(y);
  },
  Flatten: (layer, x) => {
    const value = x as Value;
    if (value.shape.length === 1) return value;
    return layer.value(layer.add('Flatten', [layer.last(value)], { axis: int(1) }));
  },
  Reshape: (layer, x) => {
    const shape = layer.writer.integers([0, ...(layer.config['shape'] as readonly number[])]);
    return layer.value(layer.add('Reshape', [layer.last(x as Value), shape]));
  },
  Permute: (layer, x) => {
    const perm = ints([0, ...(layer.config['axes'] as readonly number[])]);
    return layer.value(layer.add('Transpose', [layer.last(x as Value)], { perm }));
  },
};
