import { Chain, Graph, type GraphNode, type Module, type Shape } from '@nablajs/core';

/** Whether this input is tokens or a mask. A source, which layers accept in place of a mask, has a dimension more. */
export function takesIntegers(module: Module, at: number, shape: Shape): boolean {
  if (module instanceof Chain) return takesIntegers(module.layers[0] as Module, at, shape);
  if (module instanceof Graph) {
    const nodes = module.config['nodes'] as readonly object[] as readonly GraphNode[];
    return nodes.some(({ layer, inputs }) =>
      inputs.some((from, place) => from === at && takesIntegers(module.layers[layer] as Module, place, shape)),
    );
  }
  const { acceptsIntegers = false } = module;
  if (typeof acceptsIntegers === 'boolean') return acceptsIntegers;
  return acceptsIntegers[at] === true && (at === 0 || shape.length < 2);
}
