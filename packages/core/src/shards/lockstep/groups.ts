/** The optional kernels of a backend, for some shards side by side. */
import type { ConvKernels, CsrKernels, FusedKernels, Kernels, MaskDraw, PoolKernels, Shape } from '../../backend.js';
import { isEach, type ShardCalls } from './calls.js';
import { Common } from './storage.js';

/** Optimizers do not run inside a pass, nothing is changed in place, and there are no `integers`. */
type PassKernels = Omit<FusedKernels, 'sgd' | 'adam' | 'addBlock' | 'addRows' | 'topK'>;

export function csrOf(calls: ShardCalls, inner: CsrKernels): CsrKernels {
  return {
    upload: (matrix) => new Common(inner.upload(matrix)),
    matmul(a, b, transposeA) {
      const shape = [a.shape[transposeA ? 1 : 0] as number, b.shape[1] as number];
      const call = (to: <T extends typeof a>(x: T) => T) => inner.matmul(to(a), to(b), transposeA);
      return transposeA
        ? calls.separately([a, b], shape, b.dtype, call)
        : calls.rowwise([a], [b], shape, b.dtype, call);
    },
  };
}

export function convOf(calls: ShardCalls, inner: ConvKernels): ConvKernels {
  return {
    forward: (x, w, b, activation, window, groups, shape) =>
      calls.rowwise([x], [w, b], shape, x.dtype, (to, whole) =>
        inner.forward(to(x), to(w), to(b), activation, window, groups, whole),
      ),
    backwardInput: (dY, w, y, window, groups, shape) =>
      calls.rowwise([dY, y], [w], shape, dY.dtype, (to, whole) =>
        inner.backwardInput(to(dY), to(w), to(y), window, groups, whole),
      ),
    backwardFilter(x, dY, y, needDB, window, groups, shape) {
      const { dW, db } = calls.several([x, dY, y], { dW: shape, db: shape.slice(-1) }, x.dtype, (to) =>
        inner.backwardFilter(to(x), to(dY), to(y), needDB, window, groups, shape),
      );
      return { dW, db };
    },
  };
}

export function poolOf(calls: ShardCalls, inner: PoolKernels): PoolKernels {
  return {
    max: (x, window, shape) => calls.rowwise([x], [], shape, x.dtype, (to, whole) => inner.max(to(x), window, whole)),
    maxBackward: (x, y, dY, window) =>
      calls.rowwise([x, y, dY], [], x.shape, x.dtype, (to) => inner.maxBackward(to(x), to(y), to(dY), window)),
    average: (x, window, shape) =>
      calls.rowwise([x], [], shape, x.dtype, (to, whole) => inner.average(to(x), window, whole)),
    averageBackward: (dY, window, shape) =>
      calls.rowwise([dY], [], shape, dY.dtype, (to, whole) => inner.averageBackward(to(dY), window, whole)),
  };
}

/** `kernels` are those of the shards. `firstRow` returns the place of their first row in the batch. */
export function fusedOf(
  calls: ShardCalls,
  inner: FusedKernels,
  kernels: Kernels,
  firstRow: () => number,
): FusedKernels {
  const all = {
    dense: inner.dense && denseOf(calls, inner.dense),
    denseBackward: inner.denseBackward && denseBackwardOf(calls, inner.denseBackward, kernels),
    softmaxCrossEntropy: inner.softmaxCrossEntropy && crossEntropyOf(calls, inner.softmaxCrossEntropy),
    batchNorm: inner.batchNorm && batchNormOf(calls, inner.batchNorm),
    batchNormBackward: inner.batchNormBackward && batchNormBackwardOf(calls, inner.batchNormBackward),
    normalCdf: inner.normalCdf && normalCdfOf(calls, inner.normalCdf),
    dropoutMask: inner.dropoutMask && dropoutMaskOf(calls, inner.dropoutMask, firstRow),
    finiteCheck: inner.finiteCheck && finiteCheckOf(calls, inner.finiteCheck),
  } satisfies { [K in keyof Required<PassKernels>]: FusedKernels[K] | undefined };
  // A kernel that the inner backend lacks is missing here too, so that core composes the same.
  return Object.fromEntries(Object.entries(all).filter(([, kernel]) => kernel !== undefined));
}

type Fused<K extends keyof FusedKernels> = Required<FusedKernels>[K];

const denseOf =
  (calls: ShardCalls, inner: Fused<'dense'>): Fused<'dense'> =>
  (x, csrInput, w, b, activation) =>
    calls.rowwise([x], [w, b], [x.shape[0] as number, w.shape[1] as number], w.dtype, (to) =>
      inner(to(x), csrInput, to(w), to(b), activation),
    );

/** A dense x takes one product of matrices for all shards, of the same bits. */
const denseBackwardOf =
  (calls: ShardCalls, inner: Fused<'denseBackward'>, kernels: Kernels): Fused<'denseBackward'> =>
  (x, csrInput, w, y, dY, activation, needDX, needDB) => {
    const operands = [x, w, y, dY];
    if (csrInput || !operands.some(isEach)) {
      const shapes = { dX: x.shape, dW: w.shape, db: w.shape.slice(1) };
      return calls.several(operands, shapes, w.dtype, (to) =>
        inner(to(x), csrInput, to(w), to(y), to(dY), activation, needDX, needDB),
      );
    }
    const made: { dZ?: unknown; dX?: unknown; dW?: unknown; db?: unknown } = {};
    const release = (storage: unknown) => (storage as Common | undefined)?.release(calls.inner);
    try {
      if (activation === 'relu') {
        const mask = { storage: kernels.greater(y, 0, y.shape), shape: y.shape, dtype: y.dtype };
        try {
          // Where y is not above 0, it is 0 or NaN, and so is the gradient.
          made.dZ = kernels.where(mask, dY, y, y.shape);
        } finally {
          release(mask.storage);
        }
      }
      const dZ = activation === 'relu' ? { ...dY, storage: made.dZ } : dY;
      if (needDX) made.dX = kernels.matmul(dZ, w, false, true, x.shape);
      made.dW = kernels.matmul(x, dZ, true, false, w.shape);
      if (needDB) made.db = kernels.sum(dZ, [1, ...(dZ.shape as readonly [number, number])]);
    } catch (error) {
      for (const storage of [made.dX, made.dW, made.db]) release(storage);
      throw error;
    } finally {
      release(made.dZ);
    }
    return { dX: made.dX, dW: made.dW, db: made.db };
  };

const crossEntropyOf =
  (calls: ShardCalls, inner: Fused<'softmaxCrossEntropy'>): Fused<'softmaxCrossEntropy'> =>
  (logits, labels, labelSmoothing, scale) =>
    calls.several([logits, labels], { loss: [], dLogits: logits.shape }, logits.dtype, (to) =>
      inner(to(logits), to(labels), labelSmoothing, scale),
    );

const batchNormOf =
  (calls: ShardCalls, inner: Fused<'batchNorm'>): Fused<'batchNorm'> =>
  (x, scale, offset, epsilon, activation) =>
    calls.several(
      [x, scale, offset],
      { y: x.shape, mean: scale.shape, variance: scale.shape, statistics: scale.shape },
      x.dtype,
      (to) => inner(to(x), to(scale), to(offset), epsilon, activation),
    );

const batchNormBackwardOf =
  (calls: ShardCalls, inner: Fused<'batchNormBackward'>): Fused<'batchNormBackward'> =>
  (x, scale, statistics, y, dY, epsilon, activation) => {
    const kept = { ...scale, storage: statistics };
    return calls.several(
      [x, scale, kept, y, dY],
      { dX: x.shape, dScale: scale.shape, dOffset: scale.shape },
      x.dtype,
      (to) => inner(to(x), to(scale), to(kept).storage, to(y), to(dY), epsilon, activation),
    );
  };

const normalCdfOf =
  (calls: ShardCalls, inner: Fused<'normalCdf'>): Fused<'normalCdf'> =>
  (x) =>
    calls.stackwise([x], x.shape, x.dtype, (to) => inner(to(x)));

const dropoutMaskOf =
  (calls: ShardCalls, inner: Fused<'dropoutMask'>, firstRow: () => number): Fused<'dropoutMask'> =>
  (shape, dtype, draw: MaskDraw) => {
    const [rows, width] = shape;
    const own = { ...draw, firstRow: firstRow() };
    return calls.stacked(inner([calls.count * rows, width], dtype, own), shape as Shape, dtype);
  };

const finiteCheckOf =
  (calls: ShardCalls, inner: Fused<'finiteCheck'>): Fused<'finiteCheck'> =>
  (operands) =>
    calls.separately(operands, [], (operands[0] as (typeof operands)[0]).dtype, (to) => inner(operands.map(to)));
