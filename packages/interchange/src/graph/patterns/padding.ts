/** Zeros around an image as the padding of the convolution behind them. */
import type { Attribute, OperatorNode } from '../../model/graph-model.js';
import { type GraphIndex, isOwn } from './graph-index.js';

/** The order of axes without a Transpose. */
const IN_PLACE: Attribute = { kind: 'ints', value: [] };

/** Recognises a Conv of an image with zeros around it, also with a Transpose in between. */
export function paddingPattern(node: OperatorNode, graph: GraphIndex): readonly OperatorNode[] | undefined {
  if (!isOwn(node, 'Conv') || !isExplicit(node)) return undefined;
  const turn = graph.made(node.inputs[0], 'Transpose');
  const pad = graph.made(turn === undefined ? node.inputs[0] : turn.inputs[0], 'Pad');
  const order = turn === undefined ? IN_PLACE : turn.attributes['perm'];
  const around = pad && order && widthsOf(pad, graph, order);
  if (pad === undefined || around === undefined) return undefined;
  const [image = ''] = pad.inputs;
  const own = node.attributes['pads'];
  const pads = around.map((width, at) => width + ((own?.kind === 'ints' ? own.value[at] : 0) ?? 0));
  const turned = turn && { ...turn, inputs: [image], outputs: [`${node.outputs[0]}#image`] };
  const padded: OperatorNode = {
    ...node,
    inputs: [turned?.outputs[0] ?? image, ...node.inputs.slice(1)],
    attributes: { ...node.attributes, pads: { kind: 'ints', value: pads } },
  };
  return turned === undefined ? [padded] : [turned, padded];
}

function isExplicit({ attributes: { auto_pad: automatic } }: OperatorNode): boolean {
  return automatic === undefined || (automatic.kind === 'string' && automatic.value === 'NOTSET');
}

/**
 * How many zeros are before each axis of space, then after each, once the axes are in the order of a Transpose;
 * undefined for other paddings.
 */
function widthsOf({ inputs, attributes }: OperatorNode, graph: GraphIndex, order: Attribute): number[] | undefined {
  const { mode, pads, value } = attributes;
  const isConstant = mode === undefined || (mode.kind === 'string' && mode.value === 'constant');
  const [, widths = '', filling = '', chosen = ''] = inputs;
  const isZero = (value === undefined || value.value === 0) && (filling === '' || graph.number(filling) === 0);
  if (!isConstant || !isZero || chosen !== '') return undefined;
  const all = pads?.kind === 'ints' ? pads.value : graph.constant(widths)?.data;
  if (all === undefined || all.length < 6) return undefined;
  const rank = all.length / 2;
  const axes = order.kind === 'ints' && order.value.length > 0 ? order.value : Array.from(all.slice(0, rank).keys());
  const [before, after] = [0, rank].map((start) => axes.map((axis) => all[start + axis] ?? -1)) as [number[], number[]];
  const isOfSpace = [...before, ...after].every((width, at) => (at % rank < 2 ? width === 0 : width >= 0));
  return isOfSpace ? [...before.slice(2), ...after.slice(2)] : undefined;
}
