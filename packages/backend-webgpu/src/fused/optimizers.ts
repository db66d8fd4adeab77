/** Optimizer steps in place, four elements a thread; the formulas are PyTorch's, as in core's `sgdStep`. */
import type { FusedKernels, Operand } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { bits, type Gpu, type GpuStorage } from '../gpu/gpu.js';
import { type ElementKernel, runElements } from '../kernels/elements.js';
import { number, own } from '../kernels/kernel.js';

const FOUR = 'array<vec4f>';

/**
 * Own word 0 says whether there is a gate, which is the gradient else. A step happens if it is 0, by its bits: a
 * compiler may assume that a float is no NaN.
 */
function gated(name: string, written: readonly string[], body: string): ElementKernel {
  return {
    name,
    reads: `g:${FOUR} gate:u32`,
    writes: written.map((storage) => `${storage}:${FOUR}`).join(' '),
    body: `if(${own(0)}!=0u&&(gate[0]<<1u)!=0u){return;}
let x=p[i];
let gradient=g[i]+${number(1)}*x;
${body}`,
  };
}

/** Words after the gate's: the decay, the rate. */
const SGD = /* @__PURE__ */ gated('sgd', ['p'], `p[i]=x-${number(2)}*gradient;`);

/** Then the momentum, `1 − dampening`, whether it is Nesterov's, and whether it is the first step. */
const MOMENTUM = /* @__PURE__ */ gated(
  'sgd',
  ['p', 'v'],
  `let next=select(${number(3)}*v[i]+${number(4)}*gradient,gradient,${own(6)}!=0u);
v[i]=next;
p[i]=x-${number(2)}*select(next,gradient+${number(3)}*next,${own(5)}!=0u);`,
);

/**
 * Words after the gate's: the decay, what is kept of p, beta1, `1 − beta1`, beta2, `1 − beta2`, `rate / correction1`,
 * `1 / √correction2`, epsilon.
 */
const ADAM = /* @__PURE__ */ gated(
  'adam',
  ['p', 'm', 'v'],
  `let mean=${number(3)}*m[i]+${number(4)}*gradient;
let square=${number(5)}*v[i]+${number(6)}*gradient*gradient;
m[i]=mean;
v[i]=square;
p[i]=${number(2)}*x-${number(7)}*mean/(sqrt(square)*${number(8)}+${number(9)});`,
);

export function optimizerKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'sgd' | 'adam'>> {
  const run = (
    kernel: ElementKernel,
    { storage, shape }: Operand<GpuStorage>,
    gate: Operand<GpuStorage> | undefined,
    writes: readonly GpuStorage[],
    numbers: readonly number[],
    flags: readonly boolean[] = [],
  ): void => {
    const words = [Number(gate !== undefined), ...numbers.map(bits), ...flags.map(Number)];
    runElements(gpu, kernel, Math.ceil(sizeOf(shape) / 4), [storage, gate?.storage ?? storage], writes, words);
  };
  return {
    sgd({ storage: parameter }, gradient, velocity, options, gate) {
      const { learningRate, weightDecay, momentum, dampening, nesterov, first } = options;
      const numbers = [weightDecay, learningRate, momentum, 1 - dampening];
      if (velocity === undefined) run(SGD, gradient, gate, [parameter], numbers);
      else run(MOMENTUM, gradient, gate, [parameter, velocity.storage], numbers, [nesterov, first]);
      return { parameter, velocity: velocity?.storage };
    },
    adam({ storage: parameter }, gradient, { storage: m }, { storage: v }, options, gate) {
      const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, correction1, correction2 } = options;
      const [kept, decay] = decoupled ? [1 - learningRate * weightDecay, 0] : [1, weightDecay];
      const [rate, root] = [learningRate / correction1, 1 / Math.sqrt(correction2)];
      const numbers = [decay, kept, beta1, 1 - beta1, beta2, 1 - beta2, rate, root, epsilon];
      run(ADAM, gradient, gate, [parameter, m, v], numbers);
      return { parameter, m, v };
    },
  };
}
