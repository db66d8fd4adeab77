/** The product of matrices by tiles of the result, in registers and workgroup memory. */
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { bindings, main, type Program, program, templates } from '../gpu/program.js';
import { walk } from '../wgsl/indexing.js';
import { each } from '../wgsl/words.js';
import { applyEpilogue, type Epilogue } from './epilogue.js';
import { joinSegments } from './reduce.js';

/** Products of matrices: `count` times op(a) [m, k] op(b) [k, n]. */
export interface Products {
  readonly a: GpuStorage;
  readonly b: GpuStorage;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly count: number;
  /** The words of `walk` for the number of a product: dimensions, then the offsets of its operands. */
  readonly words: readonly number[];
}

/** The part of the result that a workgroup computes. Each thread has four columns, and `each` rows, of it. */
interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly each: number;
}

/**
 * A product reads `m n k (1 / rows + 1 / columns)` elements from memory: with the first tile `m n k / 43`, or 0.8 GB
 * for 2,048 x 2,048 x 2,048.
 */
const TILES: readonly Tile[] = [
  { rows: 128, columns: 64, each: 8 },
  { rows: 64, columns: 64, each: 4 },
  { rows: 32, columns: 32, each: 4 },
];

/** Columns of A and rows of B that are in workgroup memory at a time. */
const DEPTH = 16;
/**
 * A sum of n products of one sign may be off by `n / 2` times `2⁻²⁴` of it, which is `4 √n` for 64. So a thread adds up
 * 64 products, adds that to a total of at most 131,072, whose error is 1,056 where 1,448 is allowed; longer sums
 * are split.
 */
const SUM_BLOCK = 64;
const LONGEST = 131_072;

/** Workgroups that keep a large card busy. */
const MANY_GROUPS = 128;

/**
 * Declares `load_x(o,r,c,rows,columns)`: four rows of four elements, from row r and column c of the matrix that begins
 * at element o of x, 0 outside. With `isWhole` its columns are a multiple of 4.
 */
function loader(name: string, isWhole: boolean): string {
  const next = (i: number): string => `,select(0.,${name}[p+${i}u],c+${i}u<columns)`;
  return `fn row_${name}(p:u32,inside:bool,c:u32,columns:u32)->vec4f{
if(!inside||c>=columns){return vec4f();}
return ${isWhole ? `${name}[p/4u]` : `vec4(${name}[p]${next(1)}${next(2)}${next(3)})`};}
fn load_${name}(o:u32,r:u32,c:u32,rows:u32,columns:u32)->mat4x4f{
let p=o+r*columns+c;
return mat4x4f(${each(4, (i) => `row_${name}(p+${i}u*columns,r+${i}u<rows,c,columns),`)});}
`;
}

/** Where in the tile of an operand block e of 4 x 4 elements lies: kb along k, sb along the other side. */
function place(length: number, alongK: boolean): string {
  // Neighbouring threads read neighbouring elements.
  const [near, far, width] = alongK ? ['kb', 'sb', DEPTH / 4] : ['sb', 'kb', length / 4];
  return `${near}=e%${width}u*4u;${far}=e/${width}u*4u;`;
}

/** Loads the block, as four vectors along the other side, from column or row `first` of the operand. */
function load(name: string, alongK: boolean, first: string, all: string): string {
  if (alongK) return `v=transpose(load_${name}(o${name},${first}+sb,k0+kb,${all},K));`;
  return `v=load_${name}(o${name},k0+kb,${first}+sb,K,${all});`;
}

/**
 * Params: m, n, k, the part of k of a segment; segments, tiles along n, tiles along m, products; 1 for a bias plus 2
 * for a ReLU; then the words of `walk` for the products. With `isWhole` all rows in memory are whole vec4s.
 *
 * Each thread moves one block of A or B, or none. While it multiplies, the next one is on its way to its registers.
 */
const product = /* @__PURE__ */ templates(
  (tile: number, rank: number, transposeA: boolean, transposeB: boolean, isWhole: boolean) => {
    const { rows, columns, each: own } = TILES[tile] as Tile;
    const [width, height] = [columns / 4, rows / own];
    // One vector more than a line needs, so threads meet in no bank of the memory.
    const [lineA, lineB] = [rows / 4 + 1, columns / 4 + 1];
    const type = isWhole ? 'array<vec4f>' : 'f32';
    return program(
      'matmul',
      `${bindings(`a:${type} b:${type} bias:f32`, 'out:f32')}
${loader('a', isWhole)}${loader('b', isWhole)}
var<workgroup> lines:array<vec4f,${DEPTH * (lineA + lineB)}>;
fn put(z:u32,r:u32,c:u32,x:vec4f){let M=params[0].x;let N=params[0].y;
if(r>=M||c>=N){return;}
var v=x;let flags=params[2].x;
if((flags&1u)!=0u){v+=vec4(bias[c],bias[c+1u],bias[c+2u],bias[c+3u]);}
for(var i=0u;i<min(4u,N-c);i++){out[(z*M+r)*N+c+i]=select(v[i],relu(v[i]),(flags&2u)!=0u);}}
${main(width * height)}
let M=params[0].x;let N=params[0].y;let K=params[0].z;let q=params[1];
let g=group(w,n);let tile=g/q.y;let c0=g%q.y*${columns}u;let r0=tile%q.z*${rows}u;
let segment=tile/q.z%q.x;let batch=tile/q.z/q.x;
if(batch>=q.w){return;}
var r=batch;var oa=0u;var ob=0u;
${walk(rank, 9, ['oa', 'ob'])}let tx=l%${width}u;let ty=l/${width}u;
let start=segment*params[0].w;let end=min(K,start+params[0].w);
let isA=l<${rows}u;let e=select(l-${rows}u,l,isA);let isB=!isA&&e<${columns}u;
var kb=0u;var sb=0u;
if(isA){${place(rows, !transposeA)}}else{${place(columns, transposeB)}}
let line=select(${lineB}u,${lineA}u,isA);let to=select(${DEPTH * lineA}u,0u,isA)+kb*line+sb/4u;
${each(own, (i) => `var s${i}=vec4f();var t${i}=vec4f();`)}
var v=mat4x4f();var k0=start;
loop{
if(k0<end){
if(isA){${load('a', !transposeA, 'r0', 'M')}}
if(isB){${load('b', transposeB, 'c0', 'N')}}
}
if(k0>start){
for(var k=0u;k<${DEPTH}u;k++){
let b=lines[${DEPTH * lineA}u+k*${lineB}u+tx];
${each(own / 4, (i) => `let a${i}=lines[k*${lineA}u+ty+${i * height}u];`)}
${each(own, (i) => `s${i}+=a${i >> 2}[${i & 3}]*b;`)}
}
if(k0%${SUM_BLOCK}u==0u||k0>=end){${each(own, (i) => `t${i}+=s${i};s${i}=vec4f();`)}}
}
if(k0>=end){break;}
workgroupBarrier();
if(isA||isB){${each(4, (i) => `lines[to+${i}u*line]=v[${i}];`)}}
workgroupBarrier();
k0+=${DEPTH}u;
}
${each(own, (i) => `put(segment*q.w+batch,r0+(ty+${(i >> 2) * height}u)*4u+${i & 3}u,c0+tx*4u,t${i});`)}}`,
    );
  },
);

/** The programs of dense layers, which take a driver longest to compile. */
export const commonPrograms = (): Program[] =>
  TILES.flatMap((_, tile) => ['', 'a', 'b'].map((name) => product(tile, 1, name === 'a', name === 'b', true)));

/** The largest tile of which there are enough to keep a large card busy. */
function tileFor(m: number, n: number, products: number): number {
  const at = TILES.findIndex(
    ({ rows, columns }) => Math.ceil(m / rows) * Math.ceil(n / columns) * products >= MANY_GROUPS,
  );
  return at < 0 ? TILES.length - 1 : at;
}

/** Elements of k in a segment: whole blocks, so segments change no sum of a block. */
function partOf(k: number, segments: number): number {
  return Math.ceil(k / segments / SUM_BLOCK) * SUM_BLOCK;
}

/** How many parts of k are computed on their own, and added up afterwards. */
function segmentsFor(k: number, groups: number): number {
  const idle = Math.min(Math.ceil(MANY_GROUPS / groups), Math.floor(k / 512));
  return Math.max(1, Math.ceil(k / LONGEST), groups * 2 <= MANY_GROUPS ? idle : 1);
}

/** Computes [count, m, n]. */
export function multiplyTiles(gpu: Gpu, products: Products, epilogue: Epilogue): GpuStorage {
  const { a, b, transposeA, transposeB, m, n, k, count, words } = products;
  const { bias, relu } = epilogue;
  const at = tileFor(m, n, count);
  const { rows, columns } = TILES[at] as Tile;
  const [down, right] = [Math.ceil(m / rows), Math.ceil(n / columns)];
  const segments = segmentsFor(k, down * right * count);
  const isSplit = segments > 1;
  const size = count * m * n;
  const out = gpu.allocate(segments * size);
  const isWhole = [transposeA ? m : k, transposeB ? k : n, n].every((length) => length % 4 === 0);
  const flags = isSplit ? 0 : Number(bias !== undefined) + 2 * Number(relu ?? false);
  gpu.dispatch({
    program: product(at, words.length / 3, transposeA, transposeB, isWhole),
    // Without a bias something must be bound in its place.
    reads: [a, b, bias ?? a],
    writes: [out],
    params: [m, n, k, partOf(k, segments), segments, right, down, count, flags].concat(words),
    workgroups: grid(right * down * segments * count),
  });
  return isSplit ? applyEpilogue(gpu, joinSegments(gpu, out, 1, segments, size), [count * m, n], epilogue) : out;
}
