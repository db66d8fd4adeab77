/** A product with a constant matrix, and a bias behind it, as one dense layer. */
import type { OperatorNode } from '../../model/graph-model.js';
import { OWN_DOMAIN } from '../../operators/networks/nabla.js';
import { isFloatType } from '../../operators/values.js';
import { type GraphIndex, isOwn } from './graph-index.js';

/** Recognises x W + b and x W, for constants of floats W [inputs, units] and b [units]. */
export function densePattern(node: OperatorNode, graph: GraphIndex): OperatorNode | undefined {
  if (isOwn(node, 'MatMul')) return unitsOf(node, graph) === undefined ? undefined : dense(node, node.inputs);
  if (!isOwn(node, 'Add')) return undefined;
  for (const at of [0, 1]) {
    const [bias, product] = [node.inputs[at] as string, graph.made(node.inputs[1 - at], 'MatMul')];
    const units = product && unitsOf(product, graph);
    const shape = graph.constant(bias)?.shape;
    if (product === undefined || shape?.length !== 1 || shape[0] !== units) continue;
    return dense(node, [...product.inputs, bias]);
  }
  return undefined;
}

const dense = (node: OperatorNode, inputs: readonly string[]): OperatorNode => ({
  ...node,
  ...{ type: 'Dense', domain: OWN_DOMAIN, inputs, attributes: {} },
});

/** Undefined without a constant matrix. */
function unitsOf(product: OperatorNode, graph: GraphIndex): number | undefined {
  const weight = graph.constant(product.inputs[1]);
  return weight?.shape.length === 2 && isFloatType(weight.type) ? weight.shape[1] : undefined;
}
