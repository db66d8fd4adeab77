/** Kernels with a workgroup for each row, whose threads share its sums and its largest element. */
import type { Operand } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { main, word } from '../gpu/program.js';
import { type Kernel, paramsOf, programOf } from '../kernels/kernel.js';

const fold = (name: string, joined: string): string => `fn ${name}(own:f32,t:u32)->f32{
parts[t]=own;
for(var s=T/2u;s>0u;s/=2u){workgroupBarrier();if(t<s){parts[t]=${joined};}}
return workgroupUniformLoad(&parts[0]);}
`;

/** Joins what threads have in pairs, always in the same order. */
const SHARED = `var<workgroup> parts:array<f32,T>;
${fold('total', 'parts[t]+parts[t+s]')}${fold('largest', 'max(parts[t],parts[t+s])')}`;

/** For a thread that has a row of its own. */
const OWN = `fn total(own:f32,t:u32)->f32{return own;}
fn largest(own:f32,t:u32)->f32{return own;}
`;

/** Up to this width a thread has a row of its own, in workgroups of 64. */
const NARROW = 32;

/** Runs code for each element of the row: for its number `j` in the row, and its number `at` among all. */
export const eachOfRow = (code: string): string => `for(var j=t;j<width;j+=T){let at=start+j;\n${code}}\n`;

/** Declares `name`, the sum of an expression over the row, which `code` prepares. Each thread adds up in blocks. */
export const sumOfRow = (name: string, expression: string, code = '', divided = ''): string => `var ${name}0=0.;
for(var j=t;j<width;){
var part=0.;
let end=min(width,j+32u*T);
for(;j<end;j+=T){let at=start+j;
${code}part+=${expression};}
${name}0+=part;}
let ${name}=total(${name}0${divided},t);
`;

/** Declares the mean in the same way. */
export const meanOfRow = (name: string, expression: string, code = ''): string =>
  sumOfRow(name, expression, code, '/f32(width)');

export interface RowKernel extends Kernel {
  /** Code: `row` is the row, `start` its first element, `width` how many it has, and t which of T threads runs. */
  readonly body: string;
  /** Threads always share rows, because the body has barriers. */
  readonly isShared?: boolean;
}

function compose(kernel: RowKernel, threads: number): readonly [Kernel, main: string] {
  const isOwn = threads === 1;
  const code = `${main(isOwn ? 64 : threads)}
let row=${isOwn ? 'i' : 'group(w,n)'};
let t=${isOwn ? '0u' : 'l'};
if(row>=${word(0)}){return;}
let width=${word(1)};
let start=row*width;
${kernel.body}}`;
  const functions = `const T=${threads}u;\n${isOwn ? OWN : SHARED}${kernel.functions ?? ''}`;
  return [{ ...kernel, functions }, code];
}

/** Runs a kernel on rows of `width` elements. */
export function runRows(
  gpu: Gpu,
  kernel: RowKernel,
  [rows, width]: readonly [rows: number, width: number],
  reads: readonly GpuStorage[],
  writes: readonly GpuStorage[],
  own: readonly number[] = [],
): void {
  const threads = width > 256 ? 256 : width > NARROW || kernel.isShared ? 64 : 1;
  gpu.dispatch({
    program: programOf(kernel, threads, () => compose(kernel, threads)),
    reads,
    writes,
    params: paramsOf([rows, width], own),
    workgroups: grid(threads === 1 ? Math.ceil(rows / 64) : rows),
  });
}

/** Returns the number of rows, and the last dimension. */
export function rowsOf({ shape }: Operand<GpuStorage>): readonly [rows: number, width: number] {
  return [sizeOf(shape.slice(0, -1)), shape.at(-1) as number];
}
