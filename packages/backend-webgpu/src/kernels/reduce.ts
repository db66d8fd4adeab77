/** Reductions of [outer, n, inner] over n. */
import type { Kernels, ReductionShape } from '@nablajs/core';
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { bindings, main, type Program, program, templates } from '../gpu/program.js';

const THREADS = 256;
/** How many elements a thread adds up before it adds their sum to a larger one: sums of sums lose fewer digits. */
const SUM_BLOCK = 64;
/** Enough threads for a large card. Longer sums are split until there are as many. */
const MANY_THREADS = 32_768;

/** What a reduction reads, and what a lane does with it. */
export interface Lane {
  readonly bindings: string;
  /** Sets variables from j and o, which are `q % inner` and `q / inner / segments` for the result q. */
  readonly find: string;
  /** Declares the lane's variables. */
  readonly own: string;
  /** Takes element k of n. */
  readonly take: string;
  /** Writes what the lane has to s[l], of `type`. */
  readonly done: string;
  readonly type: string;
  /** Joins s[m] to s[l]. */
  readonly join: string;
  /** Writes s[l] as result q. */
  readonly put: string;
}

/**
 * The WGSL of a reduction. A workgroup reduces 256 / `lanes` of the results. For each, its lanes take every `lanes`-th
 * element, and join what they have in a tree. Neighbouring threads are lanes of one result with `isAlongN`, else of
 * neighbouring results. A sum may be split into segments: [outer, segments, inner]. Params: the number of results, n,
 * inner, elements of a segment; segments.
 */
export function reduction(lanes: number, isAlongN: boolean, lane: Lane): string {
  const columns = THREADS / lanes;
  const [own, which] = isAlongN ? [`l%${lanes}u`, `l/${lanes}u`] : [`l/${columns}u`, `l%${columns}u`];
  return `${lane.bindings}
var<workgroup> s:array<${lane.type},${THREADS}>;
${main(THREADS)}let p=params[0];let segments=params[1].x;
let lane=${own};let q=group(w,n)*${columns}u+${which};
let j=q%p.z;let o=q/p.z/segments;let start=q/p.z%segments*p.w;
let end=select(min(p.y,start+p.w),start,q>=p.x);
${lane.find}
${lane.own}
for(var k=start+lane;k<end;k+=${lanes}u){${lane.take}}
${lane.done}
for(var d=${lanes >> 1}u;d>0u;d/=2u){
workgroupBarrier();
if(lane<d){let m=l+d*${isAlongN ? 1 : columns}u;${lane.join}}
}
if(lane==0u&&q<p.x){${lane.put}}}`;
}

/** A lane that adds up `term`, of element k. */
export function sumLane(bindings: string, find: string, term: string, put: string, type = 'f32'): Lane {
  return {
    bindings,
    find,
    own: `var f=${type}();var t=f;var u=f;var c=0u;`,
    take: `f+=${term};c++;if(c%${SUM_BLOCK}u==0u){t+=f;f=${type}();if(c%${SUM_BLOCK * SUM_BLOCK}u==0u){u+=t;t=f;}}`,
    done: 's[l]=u+(t+f);',
    type,
    join: 's[l]+=s[m];',
    put,
  };
}

const FIND = 'let base=o*p.y*p.z+j;';

const sum = /* @__PURE__ */ templates((lanes: number, isAlongN: boolean) =>
  program(
    'sum',
    reduction(lanes, isAlongN, sumLane(bindings('x:f32', 'out:f32'), FIND, 'x[base+k*p.z]', 'out[q]=s[l];')),
  ),
);

/** Keeps the rank of the largest element, where a NaN is above all numbers, and its place. */
const largest = (put: string): ((lanes: number, isAlongN: boolean) => Program) =>
  templates((lanes, isAlongN) => {
    const lane: Lane = {
      bindings: bindings('x:u32', 'out:u32'),
      find: FIND,
      own: 'var best=vec2i(-0x7fffffff-1,0);',
      take: 'let r=rank(x[base+k*p.z]);if(r>best.x){best=vec2i(r,i32(k));}',
      done: 's[l]=best;',
      type: 'vec2i',
      join: 'let y=s[m];let z=s[l];if(y.x>z.x||(y.x==z.x&&y.y<z.y)){s[l]=y;}',
      put: `out[q]=${put};`,
    };
    return program('max', reduction(lanes, isAlongN, lane));
  });

const max = /* @__PURE__ */ largest('x[base+u32(s[l].y)*p.z]');
const argmax = /* @__PURE__ */ largest('u32(s[l].y)');

/** The smallest power of two that is not below x, from 1 to `most`. */
function powerOfTwo(x: number, most: number): number {
  return Math.min(most, 2 ** Math.ceil(Math.log2(Math.max(1, x))));
}

/** How many lanes a result has: as few as keep the card busy, unless neighbours lie along n. */
function lanesFor(results: number, n: number, isAlongN: boolean): number {
  if (isAlongN) return powerOfTwo(n / 4, THREADS);
  return powerOfTwo(Math.min(n / 4, MANY_THREADS / results), 32);
}

/** How a sum is split. */
export interface Split {
  readonly lanes: number;
  readonly segments: number;
  /** The first words of `reduction`, for so many segments. */
  readonly params: readonly number[];
  readonly workgroups: [number, number, number];
}

/** Splits sums. A lane has 256 elements or more. */
export function splitSum([outer, n, inner]: ReductionShape, isAlongN: boolean, maySplit: boolean): Split {
  const results = outer * inner;
  const lanes = lanesFor(results, n, isAlongN);
  const most = Math.min(Math.ceil(MANY_THREADS / (results * lanes)), Math.ceil(n / (256 * lanes)));
  const segments = maySplit && results > 0 ? Math.max(most, 1) : 1;
  return {
    lanes,
    segments,
    params: [results * segments, n, inner, Math.ceil(n / segments), segments],
    workgroups: grid(Math.ceil((results * segments * lanes) / THREADS)),
  };
}

function reduceBy(
  gpu: Gpu,
  programOf: (lanes: number, isAlongN: boolean) => Program,
  x: GpuStorage,
  shape: ReductionShape,
  maySplit: boolean,
): GpuStorage {
  const [outer, , inner] = shape;
  const isAlongN = inner === 1;
  const { lanes, segments, params, workgroups } = splitSum(shape, isAlongN, maySplit);
  const out = gpu.allocate(outer * segments * inner);
  gpu.dispatch({ program: programOf(lanes, isAlongN), reads: [x], writes: [out], params, workgroups });
  return joinSegments(gpu, out, outer, segments, inner);
}

/** Sums over the middle dimension of `shape`, for kernels that need it. */
export function sumOver(gpu: Gpu, x: GpuStorage, shape: ReductionShape): GpuStorage {
  return reduceBy(gpu, sum, x, shape, true);
}

/** Adds up the segments of split sums. Releases them. */
export function joinSegments(gpu: Gpu, parts: GpuStorage, outer: number, segments: number, inner: number): GpuStorage {
  if (segments === 1) return parts;
  const total = sumOver(gpu, parts, [outer, segments, inner]);
  gpu.release(parts);
  return total;
}

export function reduceKernels(gpu: Gpu): Pick<Kernels<GpuStorage>, 'sum' | 'max' | 'argmax'> {
  return {
    sum: (x, shape) => sumOver(gpu, x.storage, shape),
    max: (x, shape) => reduceBy(gpu, max, x.storage, shape, false),
    argmax: (x, shape) => reduceBy(gpu, argmax, x.storage, shape, false),
  };
}
