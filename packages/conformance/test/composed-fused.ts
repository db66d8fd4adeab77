/** The naive backend with every fused kernel, each core's composition: checks that composition against PyTorch. */
import {
  type AttentionInputs,
  adamStep,
  add,
  type Backend,
  batchNorm,
  type DType,
  denseBackward,
  denseForward,
  exp,
  type FusedKernels,
  fill,
  finiteCheck,
  gelu,
  grad,
  greater,
  keep,
  labelCrossEntropy,
  layerNorm,
  logSoftmax,
  type MaskDraw,
  maximum,
  multiply,
  normalCdf,
  type Operand,
  Random,
  type RandomKey,
  rmsNorm,
  scope,
  sgdStep,
  softmax,
  split,
  subtract,
  sum,
  Tensor,
  type TypedArray,
  topK,
  where,
} from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { composedAttention } from '../src/cases/attention.js';
import { composedBackward } from '../src/cases/batch-norm.js';
import { composedLstm, composedLstmBackward } from '../src/cases/lstm.js';

/**
 * `naive` stays without fused kernels, so core composes on it. No scope of the caller's may release what a kernel gets
 * or gives.
 */
export function composedFused(naive: Backend): Required<FusedKernels> {
  const wrap = ({ storage, shape, dtype }: Operand, csr = false): Tensor =>
    keep(new Tensor(naive, storage, shape, dtype, csr ? 'csr' : 'dense'));
  const optional = (x: Operand | undefined): Tensor | undefined => (x === undefined ? undefined : wrap(x));
  /** Optimizer steps replace storages; the copy's replacement goes out, and the caller releases its own. */
  const copy = (x: Operand): Tensor => keep(multiply(wrap(x), 1));
  const given = (x: Tensor): unknown => keep(x).storage;
  const optionally = (x: Tensor | undefined): unknown => (x === undefined ? undefined : given(x));
  const attentionOf = (of: AttentionInputs, dY: Tensor): Tensor[] =>
    composedAttention({ x: wrap(of.x), source: optional(of.source), mask: optional(of.mask) }, dY, of);
  return {
    attention: (of) =>
      scope(() => {
        const { x, heads, keyHeads, source } = of;
        const [n, rows, width] = x.shape as readonly [number, number, number];
        const size = width / (source === undefined ? heads + 2 * keyHeads : heads);
        const [y] = attentionOf(of, fill(naive, [n, rows, heads * size], 0, x.dtype)) as [Tensor, ...Tensor[]];
        const { queries = rows } = of;
        const [, asked] = split(y, [rows - queries, queries], { axis: 1 }) as [Tensor, Tensor];
        return { y: given(asked), statistics: given(fill(naive, [], 0, x.dtype)) };
      }),
    attentionBackward: (of, _y, _statistics, dY) =>
      scope(() => {
        const [, dX, dSource] = attentionOf(of, wrap(dY)) as [Tensor, Tensor, Tensor?];
        return { dX: given(dX), ...(dSource && { dSource: given(dSource) }) };
      }),
    lstm: (inputs, weight, mask, reversed) =>
      scope(() => ({
        y: given(composedLstm(wrap(inputs), wrap(weight), optional(mask), reversed)),
        statistics: given(multiply(wrap(inputs), 1)),
      })),
    lstmBackward: (weight, mask, reversed, statistics, dY) =>
      scope(() => {
        const shape = [...dY.shape.slice(0, 2), 4 * (dY.shape[2] as number)];
        const inputs = wrap({ storage: statistics, shape, dtype: dY.dtype });
        return given(composedLstmBackward(inputs, wrap(weight), optional(mask), reversed, wrap(dY)));
      }),
    dense: (x, csr, w, b, activation) => given(denseForward(wrap(x, csr), wrap(w), optional(b), activation)),
    denseBackward: (x, csr, w, y, dY, activation, needDX, needDB) => {
      const needs = { dX: needDX, db: needDB };
      const made = denseBackward(wrap(x, csr), wrap(w), wrap(y), wrap(dY), activation, needs);
      return { dX: optionally(made.dX), dW: given(made.dW), db: optionally(made.db) };
    },
    softmaxCrossEntropy: (logits, labels, labelSmoothing, scale) => {
      const made = labelCrossEntropy(wrap(logits), wrap(labels), labelSmoothing, scale);
      return { loss: given(made.loss), dLogits: given(made.gradient) };
    },
    softmax: (x, logarithm) => given((logarithm ? logSoftmax : softmax)(wrap(x))),
    softmaxBackward: (y, dY, logarithm) => {
      const [output, gradient] = [wrap(y), wrap(dY)];
      const options = { axis: -1, keepDimensions: true };
      const dX = () =>
        logarithm
          ? subtract(gradient, multiply(exp(output), sum(gradient, options)))
          : multiply(output, subtract(gradient, sum(multiply(gradient, output), options)));
      return given(scope(dX));
    },
    reluBackward: (y, dY) => {
      const output = wrap(y);
      return given(scope(() => where(greater(output, 0), wrap(dY), maximum(output, 0))));
    },
    layerNorm: (x, scale, offset, epsilon, isCentred) => {
      const [rows, factor, summand] = [wrap(x), optional(scale), optional(offset)];
      const y = isCentred ? layerNorm(rows, factor, summand, epsilon) : rmsNorm(rows, factor, epsilon);
      return { y: given(y), statistics: naive.fill([1], epsilon, x.dtype) };
    },
    layerNormBackward: (x, scale, statistics, dY, isCentred, needDOffset) => {
      const [rows, gradient] = [wrap(x), wrap(dY)];
      const [epsilon = 0] = statistics as Float64Array;
      const made = scope(() => {
        const factor = optional(scale) ?? fill(naive, x.shape.slice(-1), 1, x.dtype);
        const f = isCentred ? layerNorm : (a: Tensor, s: Tensor, _: undefined, e: number) => rmsNorm(a, s, e);
        return grad((p: [Tensor, Tensor]) => sum(multiply(f(p[0], p[1], undefined, epsilon), gradient)))([
          rows,
          factor,
        ]);
      });
      // The sums over the first axis alone.
      const h = isCentred ? layerNorm(rows, undefined, undefined, epsilon) : rmsNorm(rows, undefined, epsilon);
      const dScale = scale === undefined ? undefined : given(sum(multiply(gradient, h), { axis: 0 }));
      return { dX: given(made[0]), dScale, dOffset: needDOffset ? given(sum(gradient, { axis: 0 })) : undefined };
    },
    gelu: (x, tanh, needsSlope) => {
      const f = (at: Tensor) => gelu(at, { approximate: tanh ? 'tanh' : 'none' });
      const slope = needsSlope ? given(grad((at: Tensor) => sum(f(at)))(wrap(x))) : undefined;
      return { y: given(f(wrap(x))), slope };
    },
    sgd: (parameter, gradient, velocity, options, gate) => {
      const next = copy(parameter);
      const state = velocity === undefined ? undefined : copy(velocity);
      sgdStep(next, wrap(gradient), state, options, optional(gate));
      return { parameter: next.storage, velocity: state?.storage };
    },
    adam: (parameter, gradient, m, v, options, gate) => {
      const [next, first, second] = [copy(parameter), copy(m), copy(v)] as const;
      adamStep(next, wrap(gradient), first, second, options, optional(gate));
      return { parameter: next.storage, m: first.storage, v: second.storage };
    },
    batchNorm: (x, scale, offset, epsilon, activation) => {
      const made = batchNorm(wrap(x), wrap(scale), wrap(offset), epsilon, activation);
      const statistics = naive.fill([0], 0, x.dtype); // computed from x again
      return { y: given(made.y), mean: given(made.mean), variance: given(made.variance), statistics };
    },
    batchNormBackward: (x, scale, _statistics, y, dY, epsilon, activation) => {
      const operands = [wrap(x), wrap(scale), wrap(y), wrap(dY)] as const;
      const made = scope(() => composedBackward(operands, { epsilon, activation }));
      return { dX: given(made.dX), dScale: given(made.dScale), dOffset: given(made.dOffset) };
    },
    dropoutMask: (shape, dtype, draw) => naive.upload(drawnMask(shape, dtype, draw), shape, dtype),
    normalCdf: (x) => given(normalCdf(wrap(x))),
    topK: (x, k) => {
      const { values, indices } = topK(wrap(x), k);
      values.dispose();
      return given(indices);
    },
    addRows: (sum, x, indices) => {
      using rows = wrap({ ...sum, storage: naive.scatterAdd(x, indices, sum.shape[0] as number) });
      return given(add(wrap(sum), rows));
    },
    addBlock: (sum, x, starts) => {
      using block = wrap({ ...sum, storage: naive.pad(x, starts, sum.shape, 0) });
      return given(add(wrap(sum), block));
    },
    finiteCheck: (operands) => given(finiteCheck(...(operands.map((x) => wrap(x)) as [Tensor, ...Tensor[]]))),
  };
}

/** Draws the mask as core does without the kernel, but from the words of a key. */
function drawnMask([rows, width]: readonly [number, number], dtype: DType, draw: MaskDraw): TypedArray {
  const mask = new (dtype === 'float64' ? Float64Array : Float32Array)(rows * width);
  for (let row = 0; row < rows; row++) {
    const words = new Random({ words: draw.key } as RandomKey, { step: draw.step, row: draw.firstRow + row });
    for (let i = 0; i < width; i++) mask[row * width + i] = words.uint32() >= draw.threshold ? draw.factor : 0;
  }
  return mask;
}

export async function createComposedFused(): Promise<Backend> {
  const naive = await createBackend();
  return { ...naive, name: 'naive with fused kernels', fused: composedFused(naive) };
}
