/** Element-wise kernels: one template for any function of up to three operands that broadcast. */
import type { DType, OperandLike, Shape } from '@nablajs/core';
import { type BroadcastPlan, planBroadcast } from '@nablajs/core/kernels';
import { bits, type Gpu, type GpuStorage } from '../gpu/gpu.js';
import { walk, walkWords } from '../wgsl/indexing.js';
import { type ElementKernel, runElements } from './elements.js';
import { own, TAKEN } from './kernel.js';

/** A function of elements. Its WGSL declares `fn op(a:u32,b:u32,...)->u32`, of the bits of elements. */
export interface ElementFunction {
  readonly name: string;
  readonly code: string;
  /** The kernels made of it, by the ways in which they read. */
  readonly kernels: Map<string, ElementKernel>;
}

/** Makes a function of elements from its WGSL. */
export function elementFunction(name: string, code: string): ElementFunction {
  return { name, code, kernels: new Map() };
}

/**
 * How an operand is read: `v` at the place of the result, `s` its only element, `n` a number in params, `d` an element
 * at an offset that depends on the dimensions.
 */
type Way = 'v' | 's' | 'n' | 'd';

const name = (at: number): string => 'abc'[at] as string;

/** Own words: a number or the first offset of each operand, then those of `walk`. */
function kernelOf({ name: label, code, kernels }: ElementFunction, ways: readonly Way[], rank: number): ElementKernel {
  const key = ways.join('') + rank;
  const values = ways.map((way, at) => {
    if (way === 'n') return own(at);
    return `${name(at)}[${{ v: 'i', s: 0, d: `p${at}` }[way]}]`;
  });
  const pick = (text: (at: number) => string): string[] => ways.flatMap((way, at) => (way === 'd' ? [text(at)] : []));
  const body = `var r=i;${pick((at) => `var p${at}=${own(at)};`).join('')}
${walk(
  rank,
  TAKEN + ways.length,
  pick((at) => `p${at}`),
)}out[i]=op(${values.join()});`;
  const reads = ways.flatMap((way, at) => (way === 'n' ? [] : [`${name(at)}:u32`])).join(' ');
  const made = kernels.get(key) ?? { name: label, reads, writes: 'out:u32', functions: code, body };
  kernels.set(key, made);
  return made;
}

/** The bits of a number in a dtype. */
export function bitsOf(value: number, dtype: DType): number {
  return dtype === 'float32' ? bits(value) : value | 0;
}

function wayOf(x: OperandLike<GpuStorage>, { outer, steps, strides }: BroadcastPlan, at: number): Way {
  if (typeof x === 'number') return 'n';
  if (steps[at] === 0 && strides[at]?.every((stride) => stride === 0)) return 's';
  return outer.length === 0 && steps[at] === 1 ? 'v' : 'd';
}

/** Applies a function to operands that broadcast to `shape`. Numbers have the dtype given. */
export function applyTo(
  gpu: Gpu,
  run: ElementFunction,
  operands: readonly OperandLike<GpuStorage>[],
  shape: Shape,
  dtype: DType,
): GpuStorage {
  const plan = planBroadcast(operands, shape);
  const ways = operands.map((x, at) => wayOf(x, plan, at));
  const numbers = operands.map((x) => (typeof x === 'number' ? bitsOf(x, dtype) : 0));
  return apply(gpu, run, operands, ways, numbers, plan);
}

/** Copies the elements of one storage from an offset on, with the strides of a plan. */
export function copyStrided(gpu: Gpu, storage: GpuStorage, offset: number, plan: BroadcastPlan): GpuStorage {
  const isRun = plan.outer.length === 0 && plan.steps[0] === 1 && offset === 0;
  const x = { storage, shape: [], dtype: 'int32' } as const;
  return apply(gpu, COPY, [x], [isRun ? 'v' : 'd'], [offset], plan);
}

/** The function that returns its operand. */
export const COPY: ElementFunction = /* @__PURE__ */ elementFunction('copy', 'fn op(a:u32)->u32{return a;}');

function apply(
  gpu: Gpu,
  run: ElementFunction,
  operands: readonly OperandLike<GpuStorage>[],
  ways: readonly Way[],
  numbers: readonly number[],
  plan: BroadcastPlan,
): GpuStorage {
  const rank = ways.includes('d') ? plan.outer.length + 1 : 0;
  const words = rank > 0 ? numbers.concat(walkWords(plan, (at) => ways[at] === 'd')) : numbers;
  const reads = operands.flatMap((x) => (typeof x === 'number' ? [] : [x.storage]));
  const out = gpu.allocate(plan.size);
  return runElements(gpu, kernelOf(run, ways, rank), plan.size, reads, [out], words);
}
