/** Element-wise kernels of two and three operands, for float32 and int32. */
import type { DType, IntegerKernels, Kernels, OperandLike, Shape } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { applyTo, type ElementFunction, elementFunction } from './broadcasting.js';

/** Functions by the name of their kernel. */
type Functions = Readonly<Record<string, ElementFunction>>;

/** Makes functions of bits a, b and c from WGSL. */
function functionsOf(expressions: Readonly<Record<string, string>>): Functions {
  const entries = Object.entries(expressions).map(([name, expression]) => {
    const code = `fn op(a:u32,b:u32${name === 'where' ? ',c:u32' : ''})->u32{return ${expression};}`;
    return [name, elementFunction(name, code)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Cards divide by multiplying with a reciprocal, which for a large divisor would be 0. So a large divisor is scaled.
 */
const SCALE = 'select(1.,0x1p-32,abs(bitcast<f32>(b))>0x1p96)';

const float = (operator: string): string => `bitcast<u32>(bitcast<f32>(a)${operator}bitcast<f32>(b))`;

/** Choices are made by bits: of a condition, -0 is 0, and a NaN and a subnormal are not. */
const FLOATS: Functions = /* @__PURE__ */ functionsOf({
  add: float('+'),
  subtract: float('-'),
  multiply: float('*'),
  divide: `bitcast<u32>(bitcast<f32>(a)*${SCALE}/(bitcast<f32>(b)*${SCALE}))`,
  maximum: 'select(b,a,rank(a)>=rank(b))',
  greater: 'select(0u,0x3f800000u,rank(a)>rank(b)&&rank(a)<0x7fffffff)',
  where: 'select(c,b,(a<<1u)!=0u)',
});

const INTEGERS: Functions = /* @__PURE__ */ functionsOf({
  add: 'a+b',
  subtract: 'a-b',
  multiply: 'a*b',
  greater: 'u32(bitcast<i32>(a)>bitcast<i32>(b))',
  where: 'select(c,b,a!=0u)',
});

export const ADD: ElementFunction = FLOATS['add'] as ElementFunction;
export const MAXIMUM: ElementFunction = FLOATS['maximum'] as ElementFunction;

/** The kernels take the operands and then the shape of the result. */
function kernelsOf(gpu: Gpu, functions: Functions, dtype: DType): unknown {
  const entries = Object.entries(functions).map(([name, run]) => {
    const kernel = (...given: (OperandLike<GpuStorage> | Shape)[]): GpuStorage => {
      const shape = given.pop() as Shape;
      return applyTo(gpu, run, given as OperandLike<GpuStorage>[], shape, dtype);
    };
    return [name, kernel] as const;
  });
  return Object.fromEntries(entries);
}

type ElementwiseKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater' | 'where';

export function elementwiseKernels(gpu: Gpu): Pick<Kernels<GpuStorage>, ElementwiseKernel> {
  return kernelsOf(gpu, FLOATS, 'float32') as Pick<Kernels<GpuStorage>, ElementwiseKernel>;
}

export function integerKernels(gpu: Gpu): IntegerKernels<GpuStorage> {
  return kernelsOf(gpu, INTEGERS, 'int32') as IntegerKernels<GpuStorage>;
}
