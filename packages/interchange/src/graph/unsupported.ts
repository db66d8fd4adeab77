/** Lists what a model needs and this library does not have. */
import { NablaError, seePage } from '@nablajs/core';
import type { GraphModel, OperatorNode } from '../model/graph-model.js';
import { operatorName, operatorOf } from '../operators/table.js';
import { inlineFunctions } from './rewrites/inline-functions.js';
import { branchesOf } from './steps.js';

/**
 * Counts the nodes of each operator that is not supported, by its name: `NonMaxSuppression`, or with its domain,
 * `com.microsoft::Attention`. Nodes of functions and of the branches of an `If` count too.
 *
 * @example
 * ```ts
 * const missing = unsupportedOperators(readOnnx(bytes)); // Map { 'NonMaxSuppression' => 1 }
 * ```
 */
export function unsupportedOperators(model: GraphModel): Map<string, number> {
  const counts = new Map<string, number>();
  count(inlineFunctions(model).nodes, counts);
  return counts;
}

function count(nodes: readonly OperatorNode[], counts: Map<string, number>): void {
  for (const node of nodes) {
    const name = operatorName(node);
    if (name !== 'If' && operatorOf(node) === undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const branch of branchesOf(node)) count(branch.nodes, counts);
  }
}

/** Throws NablaError `data` that names all of them. */
export function checkSupported(model: GraphModel): void {
  const counts = unsupportedOperators(model);
  if (counts.size === 0) return;
  const list = Array.from(counts, ([name, times]) => `${name} (${times})`).join(', ');
  const guide = seePage('packages/interchange#operators');
  throw new NablaError('data', `The file has operators that are not supported: ${list}.${guide}`);
}
