/** All operators that graphs can have, by name. */
import type { OperatorNode } from '../model/graph-model.js';
import { ARITHMETIC } from './elementwise/arithmetic.js';
import { QUANTIZE } from './elementwise/quantize.js';
import { SELECTION } from './elementwise/selection.js';
import { TRIGONOMETRY } from './elementwise/trigonometry.js';
import { UNARY } from './elementwise/unary.js';
import { GATHERING } from './movement/gathering.js';
import { MASKS } from './movement/masks.js';
import { MOVING } from './movement/moving.js';
import { PADDING } from './movement/padding.js';
import { SCATTERING } from './movement/scattering.js';
import { SHAPES } from './movement/shapes.js';
import { isNablaModule, NETWORK_OPERATORS, nablaModule } from './networks/index.js';
import type { Operator, OperatorTable } from './operator.js';
import { EINSUM } from './products/einsum.js';
import { MATMULS } from './products/matmul.js';
import { ORDER } from './reductions/order.js';
import { REDUCTIONS } from './reductions/reductions.js';

/** Operators by name: see `OperatorTable`. Each group has a file or a folder of its own. */
export const OPERATORS: OperatorTable = {
  ...ARITHMETIC,
  ...EINSUM,
  ...GATHERING,
  ...MASKS,
  ...MATMULS,
  ...MOVING,
  ...NETWORK_OPERATORS,
  ...ORDER,
  ...PADDING,
  ...QUANTIZE,
  ...REDUCTIONS,
  ...SCATTERING,
  ...SELECTION,
  ...SHAPES,
  ...TRIGONOMETRY,
  ...UNARY,
};

/** The name of a node's operator in the table. */
export const operatorName = ({ type, domain }: OperatorNode): string =>
  domain === '' || domain === 'ai.onnx' ? type : `${domain}::${type}`;

/** The operator of a node, if any. */
export function operatorOf(node: OperatorNode): Operator | undefined {
  const name = operatorName(node);
  if (Object.hasOwn(OPERATORS, name)) return OPERATORS[name];
  return isNablaModule(node) ? nablaModule : undefined;
}
