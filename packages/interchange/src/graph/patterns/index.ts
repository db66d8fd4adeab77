import type { OperatorGraphModel, OperatorNode, ValueInfo } from '../../model/graph-model.js';
import { countUses } from '../steps.js';
import { attentionPattern } from './attention.js';
import { densePattern } from './dense.js';
import { geluPattern } from './gelu.js';
import { GraphIndex } from './graph-index.js';
import { layerNormPattern } from './layer-norm.js';
import { paddingPattern } from './padding.js';

export { foldBatchNorm } from './fold-batch-norm.js';

/**
 * Returns one node, or several in their order, for the last node of a pattern: they make the same output. Undefined if
 * it is not the last.
 */
type Pattern = (node: OperatorNode, graph: GraphIndex) => OperatorNode | readonly OperatorNode[] | undefined;

const PATTERNS: readonly Pattern[] = [layerNormPattern, geluPattern, attentionPattern, densePattern, paddingPattern];

/**
 * Recognises layer normalisation, GELU, attention, dense layers and padded convolutions, and leaves out nodes and
 * outputs that nothing needs.
 */
export function recognise(
  graph: Pick<OperatorGraphModel, 'nodes' | 'constants'>,
  outputs: readonly ValueInfo[],
): readonly OperatorNode[] {
  const index = new GraphIndex(graph);
  const needed = new Set(outputs.map(({ name }) => name));
  const nodes: OperatorNode[] = [];
  // From the end, so what only a replaced node used is no longer needed.
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    const found = PATTERNS.reduce<ReturnType<Pattern>>((made, pattern) => made ?? pattern(node, index), undefined);
    for (const kept of [found ?? node].flat().reverse()) {
      // Operators compute only outputs that have names, and recurrent ones use a faster kernel for fewer of them.
      nodes.push({ ...kept, outputs: kept.outputs.map((name) => (needed.has(name) ? name : '')) });
      for (const name of countUses([kept]).keys()) needed.add(name);
    }
  }
  return nodes.reverse();
}
