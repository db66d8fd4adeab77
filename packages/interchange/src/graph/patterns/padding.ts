/** Zeros around an image as the padding of the convolution behind them. */
import type { OperatorNode } from '../../model/graph-model.js';
import { type GraphIndex, isOwn } from './graph-index.js';

/** Recognises a Conv of an image with zeros around it: some files have those as an operator of its own. */
export function paddingPattern(node: OperatorNode, graph: GraphIndex): OperatorNode | undefined {
  const pad = isOwn(node, 'Conv') && isExplicit(node) ? graph.made(node.inputs[0], 'Pad') : undefined;
  const around = pad && widthsOf(pad, graph);
  if (pad === undefined || around === undefined) return undefined;
  const own = node.attributes['pads'];
  const pads = around.map((width, at) => width + ((own?.kind === 'ints' ? own.value[at] : 0) ?? 0));
  return {
    ...node,
    inputs: [pad.inputs[0] as string, ...node.inputs.slice(1)],
    attributes: { ...node.attributes, pads: { kind: 'ints', value: pads } },
  };
}

function isExplicit({ attributes: { auto_pad: automatic } }: OperatorNode): boolean {
  return automatic === undefined || (automatic.kind === 'string' && automatic.value === 'NOTSET');
}

/** How many zeros are before each axis of space, then after each; undefined for other paddings. */
function widthsOf({ inputs, attributes }: OperatorNode, graph: GraphIndex): number[] | undefined {
  const { mode, pads, value } = attributes;
  const isConstant = mode === undefined || (mode.kind === 'string' && mode.value === 'constant');
  const [, widths = '', filling = '', axes = ''] = inputs;
  const isZero = (value === undefined || value.value === 0) && (filling === '' || graph.number(filling) === 0);
  if (!isConstant || !isZero || axes !== '') return undefined;
  const all = pads?.kind === 'ints' ? pads.value : graph.constant(widths)?.data;
  if (all === undefined || all.length < 6) return undefined;
  const rank = all.length / 2;
  const [before, after] = [Array.from(all.slice(0, rank)), Array.from(all.slice(rank))];
  const isOfSpace = [...before, ...after].every((width, at) => (at % rank < 2 ? width === 0 : width >= 0));
  return isOfSpace ? [...before.slice(2), ...after.slice(2)] : undefined;
}
