/**
 * The table of kernels. A kernel is one line here and one exported function of each machine: `MATMUL_PACK` is
 * `matmulPack`. The line determines the kernel's numbers, the type of its `engine.run` call, and generated code.
 *
 * Argument names exist only in types, so they add nothing to a bundle. Arguments lie in memory in the order of their
 * names.
 */
import type { DType } from '@nablajs/core';
import type { Places } from '../engine/arguments.js';

/**
 * A kernel, with the names of its integers and doubles, separated by spaces. `*` marks addresses and byte counts (usize
 * in the kernel; the others are i32). `...` marks a list, stored from the integer LIST on.
 */
export interface Kernel<Integers extends string, Doubles extends string = never> {
  /** The number of the kernel for the first of its types. */
  readonly number: number;
  /** The types the function is compiled for: a dtype, an AssemblyScript type, or two of them separated by a comma. */
  readonly types: readonly string[];
  /** Set by the first call. */
  integers?: Places;
  doubles?: Places;
  readonly names?: readonly [Integers, Doubles];
}

type Words<Names> = Names extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Names;
type Bare<Word> = Word extends `*${infer Name}` | `...${infer Name}` ? Name : Word;
/** A value for each name. */
export type Named<Names extends string> = {
  readonly [W in Words<Names> as Bare<W> & string]: W extends `...${string}` ? readonly number[] : number;
};

/** The numbers of the list `window`: images, outputs, and the window. */
export type Window =
  'height width channels outHeight outWidth filters places kernelHeight kernelWidth strideY strideX dilationY dilationX top left';

let next = 0;

function kernel<I extends string, D extends string>(types: readonly string[] = ['float32', 'float64']): Kernel<I, D> {
  const number = next;
  next += types.length;
  return { number, types };
}

const DTYPES: readonly DType[] = ['float32', 'float64', 'int32', 'uint8'];
const PAIRS = DTYPES.flatMap((from) => DTYPES.filter((to) => to !== from).map((to) => `${from},${to}`));

export const MATMUL: Kernel<'*a *b *out m n k *rowStride *stepStride rows strips across *bias relu *later *places each *lineStride *stripStride *matrixStride own'> =
  kernel();
export const MATMUL_PACK: Kernel<'*b *out k n transposed strips each'> = kernel();
export const MATMUL_THIN: Kernel<'*a *b *out m n k *rowStride *stepStride columns *bias relu'> = kernel();
export const CONV: Kernel<'*x *w *bias *out *lineBytes groups each rows chunk relu ...window'> = kernel();
export const CONV_INPUT: Kernel<'*w *y *dY *out *lineBytes groups rows chunk ...window'> = kernel();
export const CONV_FILTER: Kernel<'*x *y *dY *out *db *lineBytes *partBytes *sumStride groups each rows chunk ...window'> =
  kernel();
export const ADD_CONV_PARTS: Kernel<'*later *out *partBytes length parts together each'> = kernel();
export const COUNT_NONZEROS: Kernel<'*y *dY *out filters places each'> = kernel();
export const SPARSE_CONV_INPUT: Kernel<'*w *y *dY *out *lineBytes ...window'> = kernel();
export const SPARSE_CONV_FILTER: typeof CONV_FILTER = kernel();
export const DEPTHWISE: Kernel<'*x *w *bias *out *lineBytes each rows relu ...window'> = kernel();
export const DEPTHWISE_INPUT: Kernel<'*w *y *dY *out *lineBytes each ...window'> = kernel();
export const DEPTHWISE_FILTER: Kernel<'*x *y *dY *out *lineBytes *partBytes each ...window'> = kernel();
export const MAX_POOL: Kernel<'*x *out rows ...window'> = kernel();
export const MAX_POOL_BACKWARD: Kernel<'*x *y *dY *out ...window'> = kernel();
export const AVERAGE_POOL: typeof MAX_POOL = kernel();
export const AVERAGE_POOL_BACKWARD: Kernel<'*dY *out ...window'> = kernel();
export const BATCH_SUMS: Kernel<
  '*x *scale *offset *mean *variance *statistics *y *dY *out *dScale *dOffset *sums *stride rows channels each relu',
  'epsilon'
> = kernel();
export const BATCH_MERGE: typeof BATCH_SUMS = kernel();
export const BATCH_APPLY: typeof BATCH_SUMS = kernel();
export const BATCH_GRADIENT_SUMS: typeof BATCH_SUMS = kernel();
export const BATCH_GRADIENT_MERGE: typeof BATCH_SUMS = kernel();
export const BATCH_GRADIENT: typeof BATCH_SUMS = kernel();
export const CSR_PRODUCT: Kernel<'*offsets *entries *dense *out *blockBytes blocks lines each *itemBytes width panels perPanel *bias relu together toPanels'> =
  kernel();
export const PACK_PANELS: Kernel<'*rows *out lines width panels each parts *mask'> = kernel();
export const UNPACK_PANELS: typeof PACK_PANELS = kernel();
export const CSR_ORDER: Kernel<'*rowOffsets *columns *values *offsets *entries rows each *bytes transposed lineBytes'> =
  kernel();
export const MASK_BY_OUTPUT: Kernel<'*y *dY *out length each'> = kernel();
export const PANEL_COLUMN_SUMS: Kernel<'*x *out rows width panels'> = kernel();
export const ELEMENTWISE: Kernel<
  'operation *out *a *b *c length rank runs each steps numbers ...outer',
  'aNumber bNumber cNumber'
> = kernel(['float32', 'float64', 'int32']);
export const UNARY: Kernel<'operation *x *out length each'> = kernel();
export const GELU: Kernel<'*x *out *slope length each tanh'> = kernel();
export const SUM_LINES: Kernel<'*x *out lines n each'> = kernel();
export const SUM_PARTS: Kernel<'*x *out n parts'> = kernel();
export const ADD_PARTS: Kernel<'*x *out lines parts *lineStride *partStride', 'factor'> = kernel();
export const SUM_COLUMNS: Kernel<'*x *out outer n inner together rows each stretch'> = kernel();
export const MAX_OF: typeof SUM_COLUMNS = kernel();
export const ARGMAX_OF: typeof SUM_COLUMNS = kernel();
export const TOP_K: Kernel<'*x *out rows n k each'> = kernel();
export const SOFTMAX: Kernel<'*x *dY *out rows width each logarithm'> = kernel();
export const SOFTMAX_BACKWARD: typeof SOFTMAX = kernel();
export const LAYER_NORM: Kernel<
  '*x *scale *offset *statistics *dY *dScale *dOffset *out n rows width each centred',
  'epsilon'
> = kernel();
export const LAYER_NORM_BACKWARD: typeof LAYER_NORM = kernel();
export const ATTENTION: Kernel<
  '*q *k *v *mask *y *statistics *dY *dQ *dK *dV *work *itemBytes *qStride *kStride heads keyHeads queries keys size causal units each',
  'scale'
> = kernel();
export const ATTENTION_BACKWARD: typeof ATTENTION = kernel();
export const LSTM: Kernel<'*inputs *packed *mask *y *gates *dY *dInputs *work *itemBytes n time units each reversed'> =
  kernel();
export const LSTM_BACKWARD: typeof LSTM = kernel();
export const CROSS_ENTROPY: Kernel<'*x *labels *out *losses rows width each', 'smoothing scale'> = kernel();
export const SGD: Kernel<'*w *g length each *gate', 'rate decay'> = kernel();
export const SGD_MOMENTUM: Kernel<'*w *v *g length each *gate nesterov first', 'rate decay momentum share tiny'> =
  kernel();
export const ADAM: Kernel<
  '*w *m *v *g length each *gate',
  'kept decay beta1 rest1 beta2 rest2 rate root epsilon tiny'
> = kernel();
export const DROPOUT_MASK: Kernel<
  '*out rows width each key0 key1 key2 key3 firstRow stepLow stepHigh dropped',
  'factor'
> = kernel();
export const ONE_HOT: Kernel<'*labels *out rows width'> = kernel();
export const FILL: Kernel<'*out length each', 'value'> = kernel(['float32', 'float64', 'int32']);
export const FINITE_PARTS: Kernel<'*x *out length'> = kernel();
export const GATHER: Kernel<'*x *labels *out rows count *bytes missing each'> = kernel(['']);
export const SCATTER_ORDER: Kernel<'*labels *starts *order rows count'> = kernel(['']);
export const SCATTER_SUMS: Kernel<'*x *starts *order *out rows *bytes each into'> = kernel();
export const COPY: Kernel<'*x *out length step rank runs each ...outer'> = kernel(['u8', 'u32', 'u64']);
export const ADD_BLOCK: typeof COPY = kernel();
export const TRANSPOSE: Kernel<'*x *out m n each'> = kernel(['u8', 'u32', 'u64']);
export const CAST: Kernel<'*x *out length each'> = kernel(PAIRS);
