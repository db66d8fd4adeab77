/**
 * Products of matrices whose elements are computed while they are loaded, so a matrix of windows never exists: of op(m,
 * k) and op(k, n) for each of several groups, as [m, parts of k, groups n]. They run in tiles, or as sums of their own
 * where a tile would be mostly empty.
 *
 * A tile adds up about `√k` products before it adds their sum to the total: rounding errors are below `2 √k · 2⁻²⁴` of
 * the magnitudes.
 */
import { type Operand, type Shape, sizeOf, type Window } from '@nablajs/core';
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { bindings, main, type Program, program, templates } from '../gpu/program.js';
import { joinSegments, reduction, splitSum, sumLane } from '../kernels/reduce.js';
import { each, named } from '../wgsl/words.js';
import { PIXELS, SPOTS, WINDOW_NAMES, windowWords } from './windows.js';

/** A tile is 16 by 16 threads, of 2 by 2 to 4 by 4 elements each, and 16 steps of k are loaded at a time. */
const SIDE = 16;
/** A row of a tile has one vector more than it needs, so threads meet in no bank of the memory. */
const LINE = SIDE + 1;

/** The words of `params`: those of `reduction`, the tiles along both sides, then those of a product. */
const NAMES = `results K columns length parts down across fold M N run ${WINDOW_NAMES}`;

/** What the rows of a product are, and its steps. */
type Rows = 'windows' | 'pixels' | 'elements';

/** WGSL of a product. */
export interface Product {
  readonly name: string;
  readonly reads: string;
  readonly writes: string;
  readonly rows: Rows;
  /**
   * `right(step, j, g)`, where j is the column among those of all groups and g its group; `store(q, m, j, sum)` for the
   * result number q; and `left(row, step, g)` if `ROWS` has none.
   */
  readonly code: string;
}

/**
 * `rowOf(m)` and `stepOf(k)`, of which a negative last component stands for zeros. With `pixels`, `left` takes `spotOf`
 * a row and a step, which is the same for all steps of a run; if its last component is negative, there are no products.
 * With `elements`, one more row, of ones, gives the sums of the columns.
 */
const ROWS: Readonly<Record<Rows, string>> = {
  windows: `${PIXELS}
fn rowOf(m:i32)->vec4i{return placeOf(m);}
fn stepOf(k:i32)->vec4i{return elementOf(k);}
fn left(row:vec4i,step:vec4i,g:i32)->f32{return pixelOf(row,step,g);}
`,
  pixels: SPOTS,
  elements: `${PIXELS}
fn rowOf(m:i32)->vec4i{return elementOf(m);}
fn stepOf(k:i32)->vec4i{return placeOf(k);}
fn left(row:vec4i,step:vec4i,g:i32)->f32{if(row.w>=p.M-1){return 1.;}return pixelOf(step,row,g);}
`,
};

/** Loads a vector of a tile, or zeros. In a loop, because compilers take seconds for 16 copies. */
const load = (tile: string, step: string, lane: string, n: number, value: string): string => `{var v=vec${n}f();
let step=stepOf(k+${step});
if(k+${step}<end&&step.w>=0){for(var i=0;i<${n};i++){v[i]=${value};}}
${tile}[${step}*${LINE}+${lane}]=v;}
`;

/** Each thread has `rows` by `columns` neighbours of the result. */
function tiledCode(kind: Rows, rows: number, columns: number): string {
  const picks = kind === 'pixels';
  // Neighbouring threads load what lies side by side in memory.
  const [rowLane, rowStep] = kind === 'elements' ? (['x', 'y'] as const) : (['y', 'x'] as const);
  const [columnLane, columnStep] = picks ? (['y', 'x'] as const) : (['x', 'y'] as const);
  return `var<workgroup> A:array<vec${rows}f,${SIDE * LINE}>;
var<workgroup> B:array<vec${columns}f,${SIDE * LINE}>;
${main(SIDE * SIDE)}let at=i32(group(w,n));
let z=over(over(at,p.across),p.down);
let part=modulo(z,p.parts);
let g=over(z,p.parts);
if(g*p.N>=p.columns){return;}
let x=i32(l&15u);
let y=i32(l>>4u);
let m0=modulo(over(at,p.across),p.down)*${SIDE * rows};
let n0=modulo(at,p.across)*${SIDE * columns};
let end=min(p.K,(part+1)*p.length);
var r:array<vec4i,${rows}>;
var spots:array<vec4i,${rows}>;
for(var i=0;i<${rows};i++){r[i]=rowOf(m0+${rowLane}*${rows}+i);}
${each(rows, (i) => `var s${i}=vec${columns}f();var t${i}=s${i};`)}
var tile=0;
for(var k=part*p.length;k<end;k+=${SIDE}){
workgroupBarrier();
${picks ? `let first=stepOf(k);for(var i=0;i<${rows};i++){spots[i]=spotOf(r[i],first);}` : ''}
${load('A', rowStep, rowLane, rows, picks ? 'select(0.,left(spots[i],step,g),spots[i].w>=0)' : 'left(r[i],step,g)')}
${load('B', columnStep, columnLane, columns, `right(step,g*p.N+min(n0+${columnLane}*${columns}+i,p.N-1),g)`)}
workgroupBarrier();
for(var i=0;i<${SIDE};i++){
let a=A[i*${LINE}+y];
let b=B[i*${LINE}+x];
${each(rows, (i) => `s${i}+=a[${i}]*b;`)}
}
tile++;
let isRun=tile*${SIDE}==p.run;
if(modulo(tile,p.fold)==0||isRun||k+${SIDE}>=end){
if(isRun){tile=0;}
${each(rows, (i) => `${picks ? `if(spots[${i}].w>=0)` : ''}{t${i}+=s${i};}s${i}=vec${columns}f();`)}
}
}
let t=array<vec${columns}f,${rows}>(${each(rows, (i) => `t${i},`)});
for(var i=0;i<${rows};i++){
for(var e=0;e<${columns};e++){
let m=m0+y*${rows}+i;
let c=n0+x*${columns}+e;
let j=g*p.N+c;
if(m<p.M&&c<p.N){store((m*p.parts+part)*p.columns+j,m,j,t[i][e]);}
}
}
}`;
}

const VALUE = `fn valueOf(row:vec4i,k:i32,j:i32,g:i32)->f32{
let step=stepOf(k);
let spot=SPOT;
if(step.w<0||spot.w<0){return 0.;}
return left(spot,step,g)*right(step,j,g);
}
`;

/** How a product runs: by sums of so many lanes, or by tiles of so many elements a thread. */
type Way = readonly [lanes: number, isAlongK: boolean, rows: number, columns: number];

const programOf = /* @__PURE__ */ templates(
  (
    name: string,
    reads: string,
    writes: string,
    kind: Rows,
    code: string,
    ...[lanes, isAlongK, rows, columns]: Way
  ): Program => {
    const declared = bindings(reads, writes) + named(NAMES, ROWS[kind] + code);
    if (lanes === 0) return program(name, declared + named(NAMES, tiledCode(kind, rows, columns)));
    const value = VALUE.replace('SPOT', kind === 'pixels' ? 'spotOf(row,step)' : 'row');
    const find = named(NAMES, 'let row=rowOf(i32(o));let g=over(i32(j),p.N);');
    const put = 'store(i32(q),i32(o),i32(j),s[l]);';
    return program(
      name,
      reduction(lanes, isAlongK, sumLane(declared + value, find, 'valueOf(row,i32(k),i32(j),g)', put)),
    );
  },
);

/** So many workgroups keep a large card busy; a part has at least so many steps. */
const ENOUGH_GROUPS = 512;
const SHORTEST_PART = 256;

const elementsFor = (length: number): number => (length > 32 ? 4 : 2);
const whole = (x: number): number => Math.max(1, Math.ceil(x / SIDE)) * SIDE;

/**
 * How a product of [m, k] and [k, n] is divided, for so many groups: its tile, parts of k, words, and workgroups. With
 * `run`, k is a multiple of it. Tiles take a multiple of 16 instead, so each of them belongs to one run.
 */
function planOf(
  m: number,
  n: number,
  k: number,
  run: number,
  groups: number,
  maySplit: boolean,
): { way: Way; parts: number; words: number[]; workgroups: [number, number, number] } {
  const columns = n * groups;
  // A tile with fewer rows, columns or steps is mostly zeros.
  if (Math.min(m, n, run) < 8) {
    const isAlongK = columns === 1;
    const { lanes, segments: parts, params, workgroups } = splitSum([m, k, columns], isAlongK, maySplit);
    return { way: [lanes, isAlongK, 0, 0], parts, words: [...params, 0, 0, 0, m, n, run], workgroups };
  }
  const [high, wide] = [elementsFor(m), elementsFor(n)];
  const [down, across] = [Math.ceil(m / SIDE / high), Math.ceil(n / SIDE / wide)];
  const tiles = down * across * groups;
  const ownRun = whole(run);
  const steps = run === k ? k : (k / run) * ownRun;
  const most = Math.ceil(Math.min(ENOUGH_GROUPS / tiles, k / SHORTEST_PART));
  const length = whole(maySplit ? steps / (most || 1) : steps);
  const parts = Math.max(1, Math.ceil(steps / length));
  const fold = Math.max(1, Math.round(Math.sqrt(Math.min(length, ownRun)) / SIDE));
  const words = [m * parts * columns, steps, columns, length, parts, down, across, fold, m, n, ownRun];
  return { way: [0, false, high, wide], parts, words, workgroups: grid(tiles * parts) };
}

/**
 * Runs a product on the windows of images. Returns its result, and for one whose rows are elements of windows that of
 * the row of ones, too.
 */
export function multiply(
  gpu: Gpu,
  product: Product,
  operands: readonly (Operand<GpuStorage> | undefined)[],
  window: Window,
  image: Shape,
  out: Shape,
  groups: number,
): GpuStorage[] {
  // Images without channels have no groups.
  const [own, each] = [image[3]! / (groups || 1), out[3]! / (groups || 1)];
  const [pixels, places, taps] = [sizeOf(image.slice(0, 3)), sizeOf(out.slice(0, 3)), sizeOf(window.size)];
  const sizes: Readonly<Record<Rows, readonly [m: number, n: number, k: number, run: number]>> = {
    windows: [places, each, taps * own, taps * own],
    pixels: [pixels, own, taps * each, each],
    elements: [taps * own + 1, each, places, places],
  };
  const { name, reads: declared, writes: written, rows: kind, code } = product;
  const isSplit = kind === 'elements';
  const [m, n, k, run] = sizes[kind];
  const { way, parts, words, workgroups } = planOf(m, n, k, run, groups, isSplit);
  const rows = isSplit ? [m - 1, 1] : [m];
  const writes = rows.map((count) => gpu.allocate(count * parts * n * groups));
  gpu.dispatch({
    program: programOf(name, declared, written, kind, code, ...way),
    reads: operands.flatMap((operand) => (operand === undefined ? [] : [operand.storage])),
    writes,
    params: [...words, ...windowWords(window, image, out, groups)],
    workgroups,
  });
  return writes.map((storage, at) => joinSegments(gpu, storage, rows[at] as number, parts, n * groups));
}
