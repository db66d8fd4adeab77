import type { FusedActivation } from '../../backend.js';
import { scope } from '../../tensors/scope.js';
import { checkSameShape, matmulShape, sizeOf } from '../../tensors/shape.js';
import { isTracked, tapes } from '../../tensors/tape.js';
import { type Tensor, wrap } from '../../tensors/tensor.js';
import { maskByOutput, relu } from '../composed.js';
import { checkDense, checkFloat, checkTogether, rowsOf } from '../operands.js';
import { add, sum } from '../ops.js';
import { matmul } from '../products.js';
import { type CustomVjp, customVjp } from './custom-vjp.js';

/**
 * Returns `activation(x w + b)`: x is [..., k] dense or [n, k] CSR, w [k, m], b [m] or undefined. `denseBackward`
 * computes its gradients.
 *
 * @example
 * ```ts
 * const [x, w] = [tensor(backend, [[1, 2]]), tensor(backend, [[3, -3], [4, -4]])];
 * const y = denseForward(x, w, undefined, 'relu'); // [[11, 0]]
 * ```
 */
export function denseForward(x: Tensor, w: Tensor, b: Tensor | undefined, activation: FusedActivation): Tensor {
  const inputs = b === undefined ? [x, w] : [x, w, b];
  checkFloat('dense', x);
  checkDense('dense', inputs.slice(1));
  checkTogether('dense', inputs);
  const shape = matmulShape(x.shape, w.shape, false, false);
  if (b !== undefined) checkSameShape('dense', b.shape, shape.slice(-1));
  const kernel = x.backend.fused?.dense;
  const composed = () => {
    const product = matmul(rowsOf(x), w);
    const z = b === undefined ? product : add(product, b);
    return (activation === 'relu' ? relu(z) : z).reshape(shape);
  };
  if (kernel === undefined) return scope(composed);
  // Only the gradient of w depends on x.
  const input = isTracked(w) ? x : w;
  const forward = () => {
    const rows = x.operand([sizeOf(shape.slice(0, -1)), w.shape[0] as number]);
    const storage = kernel(rows, x.layout === 'csr', w.operand(), b?.operand(), activation);
    const y = wrap(w, storage, shape);
    // Without an activation, the gradient does not depend on y.
    return { output: y, saved: activation === 'relu' ? [input, w, y] : [input, w] };
  };
  if (tapes().length === 0) return forward().output;
  const vjp: CustomVjp = (dY, saved, [dX = false, dW = false, db = false]) => {
    // Where y is not saved, dY takes its place: only its shape matters.
    const [rows, v, y = dY] = saved as [Tensor, Tensor, Tensor?];
    const made = gradients(rowsOf(rows), v, rowsOf(y), rowsOf(dY), activation, { dX, dW, db });
    return [made.dX?.reshape(x.shape), made.dW, made.db];
  };
  return customVjp('dense', inputs, forward, vjp, composed);
}

/** The result of `denseBackward`: dX [n, k], dW [k, m], db [m]. Gradients that are not needed are undefined. */
export interface DenseGradients {
  readonly dX: Tensor | undefined;
  readonly dW: Tensor;
  readonly db: Tensor | undefined;
}

/** Which gradients besides dW `denseBackward` computes. */
export interface DenseBackwardNeeds {
  readonly dX: boolean;
  readonly db: boolean;
}

/**
 * Computes the gradients of `denseForward`, whose result is y: `dX = dZ wᵀ`, `dW = xᵀ dZ` and `db = Σ dZ`, over rows.
 * dZ is dY, but 0 where a ReLU gave 0; `dY = dLoss/dY`. A CSR input has no gradient.
 *
 * @example
 * ```ts
 * const [x, w, dY] = [tensor(backend, [[1, 2]]), tensor(backend, [[3], [4]]), tensor(backend, [[1]])];
 * const y = denseForward(x, w, undefined, 'none'); // [[11]]
 * const { dX, dW } = denseBackward(x, w, y, dY, 'none', { dX: true, db: false }); // [[3, 4]] and [[1], [2]]
 * ```
 */
export function denseBackward(
  x: Tensor,
  w: Tensor,
  y: Tensor,
  dY: Tensor,
  activation: FusedActivation,
  needs: DenseBackwardNeeds,
): DenseGradients {
  checkDense('denseBackward', [w, y, dY]);
  checkTogether('denseBackward', [x, w, y, dY]);
  checkSameShape('denseBackward', y.shape, dY.shape);
  return gradients(x, w, y, dY, activation, { ...needs, dW: true }) as DenseGradients;
}

type Needs = DenseBackwardNeeds & { readonly dW: boolean };

function gradients(x: Tensor, w: Tensor, y: Tensor, dY: Tensor, activation: FusedActivation, needs: Needs) {
  const kernel = x.backend.fused?.denseBackward;
  // The kernel is not recorded, and it would also compute the gradient of a frozen weight.
  if (kernel === undefined || !needs.dW || isTracked(x, w, y, dY)) {
    return scope(() => {
      const dZ = activation === 'relu' ? maskByOutput(dY, y) : dY;
      return {
        dX: needs.dX ? matmul(dZ, w, { transposeB: true }) : undefined,
        dW: needs.dW ? matmul(x, dZ, { transposeA: true }) : undefined,
        db: needs.db ? sum(dZ, { axis: 0 }) : undefined,
      };
    });
  }
  const csrInput = x.layout === 'csr';
  const made = kernel(x.operand(), csrInput, w.operand(), y.operand(), dY.operand(), activation, needs.dX, needs.db);
  return {
    dX: needs.dX ? wrap(x, made.dX) : undefined,
    dW: wrap(w, made.dW),
    db: needs.db ? wrap(w, made.db, w.shape.slice(1)) : undefined,
  };
}
