/** Softmax of rows and its gradient, and the cross-entropy of it. */
import type { FusedKernels } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { bits, type Gpu, type GpuStorage } from '../gpu/gpu.js';
import { number, own } from '../kernels/kernel.js';
import { sumOver } from '../kernels/reduce.js';
import { eachOfRow, type RowKernel, rowsOf, runRows, sumOfRow } from './rows.js';

/** A NaN or an Infinity makes `sum` a NaN, and so do only -Infinity. */
const POWERS = `var top0=x[start];
${eachOfRow('top0=max(top0,x[at]);')}let top=largest(top0,t);
${sumOfRow('sum', 'ownExp(x[at]-top)')}`;

const FORWARD: RowKernel = {
  name: 'softmax',
  reads: 'x:f32',
  writes: 'y:f32',
  body: POWERS + eachOfRow('y[at]=ownExp(x[at]-top)/sum;'),
};

const LOGARITHM: RowKernel = {
  name: 'softmax',
  reads: 'x:f32',
  writes: 'y:f32',
  body: `${POWERS}let shift=ownLog(sum);\n${eachOfRow('y[at]=kept(x[at]-top)-shift;')}`,
};

const BACKWARD: RowKernel = {
  name: 'softmaxBackward',
  reads: 'y:f32 dY:f32',
  writes: 'dX:f32',
  body: sumOfRow('sum', 'dY[at]*y[at]') + eachOfRow('dX[at]=y[at]*(dY[at]-sum);'),
};

const LOGARITHM_BACKWARD: RowKernel = {
  name: 'softmaxBackward',
  reads: 'y:f32 dY:f32',
  writes: 'dX:f32',
  body: sumOfRow('sum', 'dY[at]') + eachOfRow('dX[at]=dY[at]-ownExp(y[at])*sum;'),
};

/** The target of class j, by its bits: own word 0 elsewhere, 1 at the label, NaN if the label is no class. */
const SHARE = `let share=ofBits(select(select(${own(0)},${own(1)},j==label),0x7fc00000u,label>=width));`;

/** A target of 0 adds nothing, even if the log-probability is -Infinity. */
const CROSS_ENTROPY: RowKernel = {
  name: 'softmaxCrossEntropy',
  reads: 'x:f32 labels:u32',
  writes: 'losses:f32 dLogits:f32',
  body: `${POWERS}let shift=ownLog(sum);
let label=labels[row];
let scale=${number(2)};
${sumOfRow('loss', 'select(share*(kept(x[at]-top)-shift),0.,magnitude(share)==0u)', SHARE)}
if(t==0u){losses[row]=-loss*scale;}
${eachOfRow(`${SHARE}dLogits[at]=(quotient(ownExp(x[at]-top),sum)-share)*scale;`)}`,
};

type SoftmaxKernel = 'softmax' | 'softmaxBackward' | 'softmaxCrossEntropy';

export function softmaxKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, SoftmaxKernel>> {
  return {
    softmax(x, logarithm) {
      const y = gpu.allocate(sizeOf(x.shape));
      runRows(gpu, logarithm ? LOGARITHM : FORWARD, rowsOf(x), [x.storage], [y]);
      return y;
    },
    softmaxBackward(y, dY, logarithm) {
      const dX = gpu.allocate(sizeOf(y.shape));
      runRows(gpu, logarithm ? LOGARITHM_BACKWARD : BACKWARD, rowsOf(y), [y.storage, dY.storage], [dX]);
      return dX;
    },
    softmaxCrossEntropy(logits, labels, labelSmoothing, scale) {
      const [rows, classes] = rowsOf(logits);
      const losses = gpu.allocate(rows);
      const dLogits = gpu.allocate(rows * classes);
      const elsewhere = labelSmoothing / classes;
      const own = [elsewhere, 1 - labelSmoothing + elsewhere, scale].map(bits);
      runRows(gpu, CROSS_ENTROPY, [rows, classes], [logits.storage, labels.storage], [losses, dLogits], own);
      const loss = sumOver(gpu, losses, [1, rows, 1]);
      gpu.release(losses);
      return { loss, dLogits };
    },
  };
}
