/** Checks the backend, dtype and layout of operands. `shape.ts` checks shapes. */
import type { Backend, Kernels, Operand } from '../backend.js';
import { isFloat } from '../tensors/dtype.js';
import { checkSameShape, padShape, sizeOf } from '../tensors/shape.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

export function checkDense(op: string, tensors: readonly Tensor[]): void {
  checkTensors(op, tensors);
  for (const { layout } of tensors) {
    if (layout === 'dense') continue;
    throw new NablaError('argument', `${op}: takes dense tensors. Received a CSR tensor; use layout 'dense'.`);
  }
}

/** Nested arrays are the usual mistake. */
export function checkTensors(op: string, tensors: readonly Tensor[]): void {
  for (const tensor of tensors as readonly unknown[]) {
    if (isTensor(tensor)) continue;
    throw unexpected(op, 'a tensor', tensor, 'write tensor(backend, [[1, 2], [3, 4]])');
  }
}

export function checkOneBackend(op: string, tensors: readonly Tensor[]): Backend {
  checkTensors(op, tensors);
  const [first] = tensors;
  if (first === undefined) throw new NablaError('argument', `${op}: expected a tensor.`);
  for (const { backend } of tensors) {
    if (backend === first.backend) continue;
    throw new NablaError(
      'backend',
      `${op}: tensors must be on one backend. Received '${first.backend.name}' and '${backend.name}'; ` +
        'download one and upload it there.',
    );
  }
  return first.backend;
}

export function checkTogether(op: string, tensors: readonly Tensor[]): Backend {
  const backend = checkOneBackend(op, tensors);
  const first = tensors[0]?.dtype;
  for (const { dtype } of tensors) {
    if (dtype === first) continue;
    throw new NablaError('dtype', `${op}: dtypes must be equal. Received ${first} and ${dtype}; use cast().`);
  }
  return backend;
}

export function checkFloats(op: string, tensors: readonly Tensor[]): Backend {
  checkDense(op, tensors);
  const backend = checkTogether(op, tensors);
  checkFloat(op, tensors[0] as Tensor);
  return backend;
}

/** Throws for integers: arithmetic is defined on floats. */
export function checkFloat(op: string, tensor: Tensor): void {
  if (!isFloat(tensor.dtype)) {
    throw new NablaError('dtype', `${op}: expected float32 or float64. Received ${tensor.dtype}; use cast().`);
  }
}

/** Returns the element-wise kernels for the dtype of x: those of floats, or the backend's for int32. */
export function kernelsFor(op: string, x: Tensor, values: readonly (Tensor | number)[]): Kernels {
  const { integers = {} } = x.backend;
  if (x.dtype !== 'int32' || !(op in integers)) {
    checkFloat(op, x);
    return x.backend;
  }
  const bad = values.find((value) => typeof value === 'number' && value !== (value | 0));
  if (bad === undefined) return integers as Kernels;
  throw new NablaError('dtype', `${op}: expected an int32. Received ${bad}; use cast().`);
}

export function checkLabels(op: string, labels: Tensor): void {
  if (labels.dtype !== 'int32') {
    throw new NablaError('dtype', `${op}: expected int32 labels. Received ${labels.dtype}; use cast().`);
  }
}

export function checkAlike(op: string, ...tensors: readonly [Tensor, ...Tensor[]]): void {
  checkDense(op, tensors);
  checkTogether(op, tensors);
  for (const tensor of tensors) checkSameShape(op, tensors[0].shape, tensor.shape);
}

export function checkGate(op: string, gate: Tensor | undefined, parameters: readonly Tensor[]): void {
  if (gate === undefined) return;
  checkDense(`${op} gate`, [gate]);
  checkTogether(`${op} gate`, [...parameters, gate]);
  checkSameShape(`${op} gate`, [], gate.shape);
}

/** Returns a tensor with leading ones up to `rank`. */
export const padded = (x: Tensor, rank: number): Operand => x.operand(padShape(x.shape, rank));

/** Returns the rows of x [..., k] as one matrix [rows, k]. */
export const rowsOf = (x: Tensor): Tensor =>
  x.shape.length > 2 ? x.reshape([sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) as number]) : x;
