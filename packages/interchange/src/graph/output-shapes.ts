/**
 * The shapes of a graph's outputs, found by running it on a backend without elements: with two lengths for open
 * dimensions and two numbers of examples. What differs between the runs is open.
 */
import { fill, formatShape, NablaError, type Shape, scope, type Tensor } from '@nablajs/core';
import { Run } from '../operators/run.js';
import { device, isFloatType, shapeOf, type Value } from '../operators/values.js';
import type { GraphDefinition } from './definition.js';
import type { ExamplesAxis } from './rewrites/examples-in-front.js';
import { shapeBackend } from './shape-backend.js';

/** Lengths to try for open dimensions: strides, heads and pools must divide them. */
const LENGTHS = [
  [64, 96],
  [16, 32],
  [224, 256],
  [512, 640],
  [4096, 5120],
  [16_384, 20_480],
  // Few positions may be known.
  [4, 8],
  [2, 3],
] as const;

/** What is needed of a graph. */
export interface Evaluated {
  readonly definition: GraphDefinition;
  evaluate(run: Run, inputs: readonly Value[], parameter: (name: string) => Tensor): Value[];
}

/** Returns the shape of each output without the axis of the examples; NaN for an open dimension. */
export function outputShapes(graph: Evaluated, inputs: readonly Shape[]): Shape[] {
  const isOpen = inputs.some((shape) => shape.some(Number.isNaN));
  const choices = isOpen ? LENGTHS : ([[1, 1]] as const);
  let failure: unknown;
  for (const [length, other] of choices) {
    try {
      const one = shapesFor(graph, inputs, 1, length);
      const longer = isOpen ? shapesFor(graph, inputs, 1, other) : one;
      return one.map((shape, at) => openShape(graph, at, shape, [longer[at] as Shape, two(graph, inputs, length)[at]]));
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/** Returns the shape of each output with all its axes; NaN for open ones and that of the examples. */
export function wholeShapes(graph: Evaluated, inputs: readonly Shape[]): Shape[] {
  let failure: unknown;
  for (const [length, other] of LENGTHS) {
    try {
      const one = shapesFor(graph, inputs, 1, length);
      const others = [shapesFor(graph, inputs, 1, other), two(graph, inputs, length)];
      return one.map((shape, at) =>
        shape.map((size, axis) => (others.every((all) => (all[at]?.[axis] ?? size) === size) ? size : Number.NaN)),
      );
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/** Returns which axis of each output is that of the examples; undefined if no axis is, or more than one may be. */
export function examplesAxes(graph: Evaluated, inputs: readonly Shape[]): (ExamplesAxis | undefined)[] {
  for (const [length] of LENGTHS) {
    try {
      const double = two(graph, inputs, length);
      return shapesFor(graph, inputs, 1, length).map((shape, at) => {
        const axes = [...shape.keys()].filter((axis) => shape[axis] === 1 && (double[at]?.[axis] ?? 2) === 2);
        return axes.length === 1 ? { axis: axes[0] as number, rank: shape.length } : undefined;
      });
    } catch {
      // Another length may fit.
    }
  }
  return [];
}

/** With two examples; a file may be made for one only. */
function two(graph: Evaluated, inputs: readonly Shape[], length: number): readonly (Shape | undefined)[] {
  try {
    return shapesFor(graph, inputs, 2, length);
  } catch {
    return [];
  }
}

function openShape(graph: Evaluated, at: number, shape: Shape, others: readonly (Shape | undefined)[]): Shape {
  const [longer, double = shape.with(0, 2)] = others as readonly [Shape, Shape | undefined];
  if (shape[0] === 1 && longer[0] === 1 && double[0] === 2) {
    return shape.slice(1).map((size, axis) => (size === longer[axis + 1] ? size : Number.NaN));
  }
  const { name = '' } = graph.definition.outputs[at] ?? {};
  throw new NablaError(
    'shape',
    `OperatorGraph: the output '${name}', ${formatShape(shape)} for one example, has no axis for the examples in ` +
      "front. Choose other outputs with the option 'outputs', or run the file with runGraph.",
  );
}

function shapesFor(graph: Evaluated, inputs: readonly Shape[], examples: number, length: number): Shape[] {
  const backend = shapeBackend();
  return scope(() => {
    const { definition } = graph;
    const given = inputs.map((shape, at) => {
      const { type = 'float32' } = definition.inputs[at] ?? {};
      const numeric = [examples, ...shape.map((size) => (Number.isNaN(size) ? length : size))];
      return device(fill(backend, numeric, 0, isFloatType(type) ? 'float32' : 'int32'), type);
    });
    const weight = (name: string): Tensor => fill(backend, definition.parameters[name]?.shape ?? [], 0, 'float32');
    return graph.evaluate(new Run(backend, 'float32'), given, weight).map((value) => [...shapeOf(value)]);
  });
}
