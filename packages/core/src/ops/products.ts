import { scope } from '../tensors/scope.js';
import { matmulShape } from '../tensors/shape.js';
import { record } from '../tensors/tape.js';
import { type Tensor, wrap } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { checkDense, checkFloat, checkTogether, padded, rowsOf } from './operands.js';
import { sumTo } from './ops.js';

/** Which operands `matmul` transposes. Default: none. */
export interface MatmulOptions {
  /** Whether to transpose a. Default: false. */
  readonly transposeA?: boolean;
  /** Whether to transpose b. Default: false. */
  readonly transposeB?: boolean;
}

/**
 * Multiplies matrices: `op(a) op(b)`, where op transposes the last two dimensions if the options say so:
 * `[..., m, k] × [..., k, n] = [..., m, n]`. The dimensions before these broadcast. `a` may be a CSR matrix; b is then
 * a matrix that is not transposed, and a has no gradient. `d op(a) = dY op(b)ᵀ`, `d op(b) = op(a)ᵀ dY`, each summed
 * over its repetitions.
 *
 * @example
 * ```ts
 * const y = matmul(tensor(backend, [[1, 2], [3, 4]]), tensor(backend, [[1], [1]])); // [[3], [7]]
 * ```
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  checkOptions('matmul', options, ['transposeA', 'transposeB'], '{ transposeB: true }');
  const { transposeA = false, transposeB = false } = options;
  const backend = checkTogether('matmul', [a, b]);
  checkFloat('matmul', a);
  checkDense('matmul (right operand)', [b]);
  const shape = matmulShape(a.shape, b.shape, transposeA, transposeB);
  if (b.shape.length === 2 && a.shape.length > 2 && !transposeA) {
    // One product of many rows instead of many products.
    return scope(() => matmul(rowsOf(a), b, options).reshape(shape));
  }
  const storage =
    a.layout === 'csr'
      ? csrProduct(a, b, transposeA, transposeB)
      : backend.matmul(padded(a, shape.length), padded(b, shape.length), transposeA, transposeB, shape);
  return record(
    'matmul',
    [a, b],
    wrap(b, storage, shape),
    (needs) => [needs[1] ? a : undefined, needs[0] ? b : undefined],
    (dY, [x, w], needs) => [
      needs[0] ? sumTo(leftGradient(dY, w as Tensor, transposeA, transposeB), a.shape) : undefined,
      needs[1] ? sumTo(rightGradient(dY, x as Tensor, transposeA, transposeB), b.shape) : undefined,
    ],
  );
}

function csrProduct(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): unknown {
  const { csr } = a.backend;
  if (transposeB || csr === undefined || b.shape.length !== 2) {
    throw new NablaError(
      'argument',
      'matmul: a CSR operand takes an untransposed matrix on its right; use transpose(b) first, or layout ' +
        "'dense'.",
    );
  }
  return csr.matmul(a.operand(), b.operand(), transposeA);
}

/** dA: `dY op(b)ᵀ`, transposed where a was. */
function leftGradient(dY: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return transposeA
    ? matmul(b, dY, { transposeA: transposeB, transposeB: true })
    : matmul(dY, b, { transposeB: !transposeB });
}

/** dB: `op(a)ᵀ dY`, transposed where b was. */
function rightGradient(dY: Tensor, a: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return transposeB
    ? matmul(dY, a, { transposeA: true, transposeB: transposeA })
    : matmul(a, dY, { transposeA: !transposeA });
}
