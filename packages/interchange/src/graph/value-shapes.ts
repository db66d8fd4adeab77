/** The shapes of the values inside of a graph. */
import type { Shape } from '@nablajs/core';
import type { OperatorGraph } from './operator-graph.js';
import { wholeShapes } from './output-shapes.js';

/**
 * Returns the shape of each value that a node of the graph makes, by its name, with all its axes; NaN for a length that
 * depends on the number of examples or on an open dimension. The map is empty for a graph that only computes its own
 * outputs, such as one of which a node has outputs that are not supported.
 *
 * @param inputs The shapes of the inputs without the examples, as `build` gets them.
 *
 * @example
 * ```ts
 * const { module, inputShape } = graphModule(readOnnx(bytes));
 * const shapes = valueShapes(module, buildShapes(inputShape));
 * ```
 */
export function valueShapes(graph: OperatorGraph, inputs: readonly Shape[]): Map<string, Shape> {
  const names = graph.definition.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== '');
  try {
    const all = graph.withOutputs(names.map((name) => ({ name, type: 'float32' })));
    const shapes = wholeShapes(all, inputs);
    return new Map(names.map((name, at) => [name, shapes[at] as Shape]));
  } catch {
    return new Map();
  }
}
