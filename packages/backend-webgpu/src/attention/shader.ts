/**
 * WGSL of attention. A workgroup has 32 rows, of queries or of keys, and walks along the others, 32 at a time: it holds
 * 32 by 32 scores and no more. The eight threads of a row have the scores of every eighth of the others each, and four
 * neighbours in every 32 of the row's elements.
 */
import { bindings, main, type Program, program, templates } from '../gpu/program.js';
import { each, named } from '../wgsl/words.js';

/** Rows of a workgroup, and how many others it meets at a time. */
export const ROWS = 32;

/** How many vectors of 32 elements of its rows a workgroup sums up at once. If they are longer, others do the rest. */
export const MOST_PARTS = 4;

/**
 * The words of `params`. `all` are the rows of x, and `first` is the first that asks; the keys of a row of source begin
 * at `start`; `ratio` is the number of heads to a key head; the workgroups lie along `slabs` of elements and `blocks`
 * of rows. Query i sees keys up to i + `reach`.
 */
const NAMES =
  'n heads keyHeads queries keys size all first width sourceWidth start ratio slabs blocks scale masked reach';

/** The storage of each matrix. `atQ(i)` and so on tell where row i begins. */
const STORAGES = { Q: 'x', K: 'source', V: 'source', D: 'dY' } as const;
type Matrix = keyof typeof STORAGES;

/**
 * The queries of the heads that share a key head follow each other: row i is one of them. Below 0 is no row. `isSeen`:
 * whether a query sees a key.
 */
const FUNCTIONS = `
var<workgroup> tileA:array<vec4f,288>;
var<workgroup> tileB:array<vec4f,288>;
var<workgroup> scores:array<f32,1056>;
var<workgroup> lanes:array<f32,256>;
var<private> example:i32;
var<private> head:i32;
fn queryOf(i:i32)->i32{return modulo(i,p.queries);}
fn headOf(i:i32)->i32{return head*p.ratio+over(i,p.queries);}
fn rowAt(i:i32)->i32{return select(-1,(example*p.queries+queryOf(i))*p.heads+headOf(i),i<p.ratio*p.queries);}
fn atD(i:i32)->i32{return rowAt(i)*p.size;}
fn atQ(i:i32)->i32{
return select(-1,(example*p.all+p.first+queryOf(i))*p.width+headOf(i)*p.size,i<p.ratio*p.queries);
}
fn atK(i:i32)->i32{return select(-1,(example*p.keys+i)*p.sourceWidth+p.start+head*p.size,i<p.keys);}
fn atV(i:i32)->i32{return select(-1,atK(i)+p.keyHeads*p.size,i<p.keys);}
fn isSeen(query:i32,key:i32)->bool{
if(key>=p.keys||key>query+p.reach){return false;}
return p.masked==0||(mask[example*p.keys+key]<<1u)!=0u;
}
`;

/** `load_x`: four elements of a row of x that begins at `base`, from d on, and zeros beyond it. */
const loader = (name: string, isWhole: boolean): string => `
fn load_${name}(base:i32,d:i32)->vec4f{
var v=vec4f();
if(base>=0${
  isWhole ? `&&d<p.size){v=${name}[(base+d)>>2u];}` : `){for(var i=0;i<4;i++){if(d+i<p.size){v[i]=${name}[base+d+i];}}}`
}
return v;
}
`;

const start = (parts: number): string => `${main(256)}
let row=i32(l>>3u);
let lane=i32(l&7u);
let id=i32(group(w,n));
let slab=modulo(id,p.slabs)*${32 * parts};
let line=over(id,p.slabs);
let block=modulo(line,p.blocks)*${ROWS};
let all=over(line,p.blocks);
head=modulo(all,p.keyHeads);
example=over(all,p.keyHeads);
let scale=bitcast<f32>(p.scale);
if(over(all,p.keyHeads)>=p.n){return;}
`;

/** Declares `name`: the products of this thread's row of `own` with four rows of `other`. */
function dots(name: string, own: Matrix, other: Matrix): string {
  return `var ${name}=vec4f();
{let a=at${own}(block+row);
let b=at${other}(others+row);
for(var d=0;d<p.size;d+=32){
workgroupBarrier();
tileA[row*9+lane]=load_${STORAGES[own]}(a,d+lane*4);
tileB[row*9+lane]=load_${STORAGES[other]}(b,d+lane*4);
workgroupBarrier();
var part=vec4f();
for(var i=0;i<8;i++){
let y=tileA[row*9+i];
let j=lane*9+i;
part+=vec4f(dot(y,tileB[j]),dot(y,tileB[j+72]),dot(y,tileB[j+144]),dot(y,tileB[j+216]));
}
${name}+=part;
}}
`;
}

/** Runs code for the four scores of this thread, i, with the row `o` of the others and the place `at` in `scores`. */
const eachScore = (code: string): string =>
  `for(var i=0;i<4;i++){let o=others+lane+8*i;let at=row*33+lane+8*i;\n${code}}\n`;

/** Adds the products of the row's scores with the rows of `other` to the sums `name`. */
function gather(name: string, other: Matrix, parts: number, before = '', factor = ''): string {
  const part = (j: number): string => `workgroupBarrier();
${j === 0 ? before : ''}tileB[row*9+lane]=load_${STORAGES[other]}(b,slab+${32 * j}+lane*4);
workgroupBarrier();
part=vec4f();
for(var i=0;i<32;i++){part+=scores[row*33+i]*tileB[i*9+lane];}
${name}${j}=${name}${j}${factor}+part;
`;
  return `{let b=at${other}(others+row);\nvar part=vec4f();\n${each(parts, part)}}\n`;
}

const declareSums = (name: string, parts: number): string => each(parts, (j) => `var ${name}${j}=vec4f();`);

/** Stores the sums `name`, times a factor, as this thread's elements of a row that begins at `base`. */
const store = (out: string, base: string, name: string, parts: number, factor: string): string => `{let base=${base};
let all=array<vec4f,${parts}>(${each(parts, (j) => `${name}${j},`)});
for(var j=0;j<${4 * parts};j++){
let d=slab+(j>>2u)*32+lane*4+(j&3);
if(base>=0&&d<p.size){${out}[base+d]=all[j>>2u][j&3]*${factor};}
}}
`;

/** Ends before the first key that no query of the block sees. */
const walkKeys = (code: string): string => `let near=modulo(block,p.queries)+32;
let end=min(p.keys,select(near,p.queries,near>p.queries)+p.reach);
for(var others=0;others<end;others+=${ROWS}){
${code}}
`;

/** The largest score is a number, so a row that sees nothing stays free of NaN. */
const forward = (parts: number): string => `
let query=queryOf(block+row);
var top=-3e38;
var sum=0.;
${declareSums('y', parts)}
${walkKeys(`${dots('s', 'Q', 'K')}var own=top;
var more=0.;
${eachScore('s[i]*=scale;if(isSeen(query,o)){own=max(own,s[i]);}')}lanes[l]=own;
workgroupBarrier();
for(var i=0;i<8;i++){own=max(own,lanes[row*8+i]);}
${eachScore('scores[at]=0;if(isSeen(query,o)){scores[at]=ownExp(s[i]-own);}more+=scores[at];')}
let shrink=ownExp(top-own);
top=own;
${gather('y', 'V', parts, 'lanes[l]=more;\n', '*shrink')}sum*=shrink;
for(var i=0;i<8;i++){sum+=lanes[row*8+i];}
`)}
let inverse=select(1/sum,0.,sum==0);
${store('y', 'atD(block+row)', 'y', parts, 'inverse')}
let at=rowAt(block+row);
if(at>=0&&lane==0&&slab==0){statistics[2*at]=top;statistics[2*at+1]=inverse;}
}`;

const backwardQueries = (parts: number): string => `
let query=queryOf(block+row);
let at=rowAt(block+row);
let top=statistics[2*at];
let inverse=statistics[2*at+1];
var delta=0.;
for(var d=0;d<p.size;d+=4){delta+=dot(load_y(atD(block+row),d),load_dY(atD(block+row),d));}
if(at>=0&&lane==0&&slab==0){deltas[at]=delta;}
${declareSums('q', parts)}
${walkKeys(`${dots('s', 'Q', 'K')}${dots('g', 'D', 'V')}
${eachScore('scores[at]=0;if(isSeen(query,o)){scores[at]=ownExp(s[i]*scale-top)*inverse*(g[i]-delta);}')}
${gather('q', 'K', parts)}`)}
${store('dX', 'atQ(block+row)', 'q', parts, 'scale')}}`;

/** The rows are keys, and the others are queries. Leaves out those that come before all keys of the block. */
const backwardKeys = (parts: number): string => `
${declareSums('k', parts)}${declareSums('v', parts)}
for(var others=0;others<p.ratio*p.queries;others+=${ROWS}){
let near=modulo(others,p.queries)+32;
if(near<=p.queries&&near+p.reach<=block){continue;}
${dots('s', 'K', 'Q')}${dots('g', 'V', 'D')}
${eachScore(`scores[at]=0;
let other=rowAt(o);
if(other>=0&&isSeen(queryOf(o),block+row)){
scores[at]=ownExp(s[i]*scale-statistics[2*other])*statistics[2*other+1];
g[i]=scores[at]*(g[i]-deltas[other]);
}else{g[i]=0;}`)}
${gather('v', 'D', parts)}
workgroupBarrier();
${eachScore('scores[at]=g[i];')}${gather('k', 'Q', parts)}}
${store('dSource', 'atK(block+row)', 'k', parts, 'scale')}
${store('dSource', 'atV(block+row)', 'v', parts, '1')}}`;

/** What a kernel reads by loaders, and what else, what it writes, and its code for so many parts. */
type Kernel = readonly [loaded: string, others: string, writes: string, code: (parts: number) => string];

const KERNELS: Readonly<Record<'forward' | 'queries' | 'keys', Kernel>> = {
  forward: ['x source', 'mask:u32', 'y:f32 statistics:f32', forward],
  queries: ['x source dY y', 'mask:u32 statistics:f32', 'dX:f32 deltas:f32', backwardQueries],
  keys: ['x source dY', 'mask:u32 statistics:f32 deltas:f32', 'dSource:f32', backwardKeys],
};

/** With `isWhole`, rows are whole vectors of four. */
export const attentionProgram: (kernel: keyof typeof KERNELS, isWhole: boolean, parts: number) => Program =
  /* @__PURE__ */ templates((kernel, isWhole, parts) => {
    const [loaded, others, writes, code] = KERNELS[kernel];
    const names = loaded.split(' ');
    const reads = names.map((name) => `${name}:${isWhole ? 'array<vec4f>' : 'f32'} `).join('') + others;
    const loaders = names.map((name) => loader(name, isWhole)).join('');
    const body = named(NAMES, FUNCTIONS + loaders + start(parts) + code(parts));
    return program(`attention ${kernel}`, bindings(reads, writes) + body);
  });
