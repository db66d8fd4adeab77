/**
 * The backend interface. This file is all you need to write a backend.
 *
 * A backend package exports `createBackend(options): Promise<Backend>`; the backend stores the elements of tensors and
 * runs the kernels below. Core checks shapes, dtypes and ownership before it calls a kernel, so a kernel may assume
 * valid operands. Core composes everything else from the 28 required kernels, so a backend that has them trains every
 * network.
 *
 * Rules for every kernel, unless its comment says otherwise:
 *
 * - Storage `S` is the backend's handle (a typed array, a pointer, a texture). Core never looks inside.
 * - A kernel returns a new storage, row-major and contiguous, that aliases no operand's, and never changes an operand.
 * - Float kernels take operands of one float dtype (`float32` or `float64`) and return that dtype.
 * - float32 results are within the tolerances of `@nablajs/conformance`. Sums, those in products too, must not lose
 *   digits with length: add up in blocks, in pairs or in a wider type.
 * - NaN and infinities propagate as IEEE 754 says: `0 · Infinity` is NaN, also inside a dense matmul. -0 and subnormals
 *   are kept.
 * - An operation that compares its inputs (relu, maximum, clip, max, max pooling ...) gives NaN if one of them is NaN.
 *   The gradient of each of these inputs is then NaN too. To mask dY by the output y of a ReLU is to take dY where
 *   `y > 0`, NaN where y is NaN, and else 0.
 * - Tensors may be empty (a dimension of 0).
 * - Same operands, same bits: a result never depends on timing or on the number of threads.
 */
/** Dimensions, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

/** A dense operand: row-major elements of `shape` in `storage`. */
export interface Operand<S = unknown> {
  readonly storage: S;
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * An operand of an element-wise kernel: elements, or a number in the dtype of the other operands. The kernel rounds the
 * number to that dtype.
 */
export type OperandLike<S = unknown> = Operand<S> | number;

/**
 * The shape that a reduction gets: `[outer, n, inner]`, where `n` is reduced. Core reshapes every choice of axes to
 * this.
 */
export type ReductionShape = readonly [outer: number, n: number, inner: number];

/** Buffers and bytes of tensors that are not released yet, without buffers for reuse. */
export interface MemoryUsage {
  readonly buffers: number;
  readonly bytes: number;
}

/** Describes a backend. */
export interface BackendInfo {
  /** Short name for messages: `ts`, `wasm`. */
  readonly name: string;
  /** The dtypes that it computes in. Do not declare a float64 that is float32 inside. */
  readonly dtypes: readonly DType[];
  /** What runs, in one line: `pure TypeScript, 1 thread`. */
  readonly description: string;
  /** Version of the native library that computes: `2.15.1`. Default: none. */
  readonly native?: string;
  /** How many steps training computes ahead of reading their losses, if reading is slow. Default: 0. */
  readonly stepsAhead?: number;
  /** One line that users should see, such as why it runs slower and what to do about it. Default: none. */
  readonly notice?: string;
}

/** Stores the elements of tensors. `S` is the backend's handle. */
export interface Device<S = unknown> {
  /** Copies `data` (its type fits `dtype`, its length the shape) into a new storage. The caller keeps `data`. */
  upload(data: TypedArray, shape: Shape, dtype: DType): S;
  /** Waits for pending work and copies the elements to the host. The caller owns the array. */
  download(x: Operand<S>): Promise<TypedArray>;
  /** Releases a storage. Called exactly once for each. */
  release(storage: S): void;
  /** Returns what tensors use right now. Tests compare it with the usage before. */
  memory(): MemoryUsage;
  /**
   * Frees workers, memory and handles. Later calls throw NablaError `disposed`, except `release` and `dispose`, which
   * do nothing. Wrap your backend in `guardBackend` for that.
   */
  dispose(): void | Promise<void>;
}

/** The 28 kernels that every backend has, with the rules at the top of this file. */
export interface Kernels<S = unknown> {
  /**
   * Returns `op(a) op(b)`, matrix by matrix, where op transposes the last two dimensions if `transposeA` or
   * `transposeB`: op(a) is [..., m, k] and op(b) [..., k, n]. Both have the rank of the result's `shape`, [..., m, n];
   * a dimension of 1 before the last two repeats.
   */
  matmul(a: Operand<S>, b: Operand<S>, transposeA: boolean, transposeB: boolean, shape: Shape): S;

  /**
   * Returns `a + b`, element by element with broadcasting. Operands have the rank of the result's `shape`; a dimension
   * of 1 repeats, and so does a number. At least one of the two is not a number.
   */
  add(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** `a − b`, as `add`. */
  subtract(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** `a · b`, as `add`. */
  multiply(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** `a / b`, as `add`; `x / 0` is an infinity, `0 / 0` NaN. */
  divide(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** `max(a, b)`; NaN if either is NaN. The sign of a zero result is not specified. */
  maximum(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** 1 where `a > b`, else 0 (also where either is NaN), in the operands' dtype. */
  greater(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** `a` where `condition` is not 0 (NaN is not 0), else `b`, untouched bit by bit. Broadcasts all three. */
  where(condition: Operand<S>, a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;

  /** `eˣ` */
  exp(x: Operand<S>): S;
  /** `exp(x) − 1`, without cancellation near 0. */
  expm1(x: Operand<S>): S;
  /** The natural logarithm: -Infinity for 0, NaN for a negative number. */
  log(x: Operand<S>): S;
  /** `log(1 + x)`, without cancellation near 0. */
  log1p(x: Operand<S>): S;
  /** `√x`: NaN for a negative number, -0 for -0. */
  sqrt(x: Operand<S>): S;
  /** The hyperbolic tangent. */
  tanh(x: Operand<S>): S;
  /** `1 / (1 + exp(−x))`, without overflow at either end. */
  sigmoid(x: Operand<S>): S;
  /** The error function, `2 / √π · ∫ exp(−t²) dt` from 0 to x. */
  erf(x: Operand<S>): S;

  /** Sums over the middle dimension of `shape`: [outer, n, inner] to [outer, inner]. An empty sum is 0. */
  sum(x: Operand<S>, shape: ReductionShape): S;
  /** The largest over the middle dimension, `n ≥ 1`; NaN if any is NaN. */
  max(x: Operand<S>, shape: ReductionShape): S;
  /** int32 index of the first largest over the middle dimension, `n ≥ 1`; a NaN wins, the first one (NumPy's rule). */
  argmax(x: Operand<S>, shape: ReductionShape): S;

  /**
   * Reorders the dimensions of x: dimension i of the result is dimension `axes[i]` of x. Any dtype and rank.
   */
  permute(x: Operand<S>, axes: readonly number[]): S;
  /** Returns the block of x that starts at `starts` and has `shape`, of the rank of x. Any dtype. */
  slice(x: Operand<S>, starts: readonly number[], shape: Shape): S;
  /** Returns a result of `shape` with x as the block that starts at `starts`, and `value` elsewhere. Any dtype. */
  pad(x: Operand<S>, starts: readonly number[], shape: Shape, value: number): S;
  /**
   * Joins operands: each is [outer, own, inner], the result [outer, sum of own, inner]. At least one operand; any
   * dtype.
   */
  concat(xs: readonly Operand<S>[]): S;
  /**
   * Returns the rows of x [rows, width] at int32 `indices` [n], as [n, width]. Any dtype of x. An index outside [0,
   * rows) gives a row of NaN, or of 0 if x is not a float.
   */
  gather(x: Operand<S>, indices: Operand<S>): S;
  /**
   * Adds each row of x [n, width] to zeros [rows, width] at its int32 index [n]: the transpose of `gather`. An index
   * outside [0, rows) adds nothing.
   */
  scatterAdd(x: Operand<S>, indices: Operand<S>, rows: number): S;
  /**
   * Turns int32 labels [n] into [n, classes] of `dtype`: 1 at the label, else 0. A label outside [0, classes) gives a
   * row of zeros.
   */
  oneHot(labels: Operand<S>, classes: number, dtype: DType): S;
  /**
   * Converts x to another dtype: floats round to nearest, a float to an integer drops its fraction. Values that do not
   * fit give unspecified results.
   */
  cast(x: Operand<S>, dtype: DType): S;
  /** Returns a storage filled with one value. */
  fill(shape: Shape, value: number, dtype: DType): S;
}

/**
 * Arithmetic of int32: kernels with the names and rules of those of floats, for operands of int32. Sums, differences
 * and products are the exact ones modulo `2³²`, from `−2³¹` to `2³¹ − 1`. A number is an int32 too.
 */
export type IntegerKernels<S = unknown> = Pick<Kernels<S>, 'add' | 'subtract' | 'multiply' | 'greater' | 'where'>;

/** Stores tensors and computes on them. */
export interface Backend<S = unknown> extends BackendInfo, Device<S>, Kernels<S> {
  /** Kernels for sparse left operands. Default: data sets must be dense. */
  readonly csr?: CsrKernels<S>;
  /** Convolution. Without it, core gathers every window, which takes more time and memory. */
  readonly conv?: ConvKernels<S>;
  /** Pooling. Without it, core gathers every window. */
  readonly pool?: PoolKernels<S>;
  /** Arithmetic of int32. Without it, such operations throw; int32 tensors can still be moved, and be indices. */
  readonly integers?: IntegerKernels<S>;
  /** Faster kernels for what core otherwise composes. Each one is justified by a benchmark. */
  readonly fused?: FusedKernels<S>;
}

/** The name of a kernel that every backend has. */
export type RequiredKernel = keyof Kernels;

/**
 * A matrix in compressed sparse rows, on the host. Row i holds the entries `rowOffsets[i]` to `rowOffsets[i + 1] - 1`
 * of `columns` and `values`; columns ascend within a row. A stored zero counts as an entry (`0 · Infinity` is NaN); a
 * zero that is not stored contributes nothing.
 */
export interface CsrArray {
  readonly layout: 'csr';
  readonly shape: readonly [rows: number, columns: number];
  readonly rowOffsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array | Float64Array;
}

/** Kernels for a sparse left operand. */
export interface CsrKernels<S = unknown> {
  /** Copies a checked CSR matrix into one storage. Its dtype is that of `values`. */
  upload(matrix: CsrArray): S;
  /** Returns `op(a) b`, dense [m, n], for a CSR `a` and a dense b [k, n]; op transposes if `transposeA` is true. */
  matmul(a: Operand<S>, b: Operand<S>, transposeA: boolean): S;
}

/**
 * How a window moves over images [n, height, width, channels]. For output (y, x) the window covers the rows
 * `y · stride[0] − padding[0] + i · dilation[0]` for i in [0, size[0]), and likewise the columns, with index 1. What
 * lies outside the image is padding. The shape of the output says how much of it there is at the end.
 */
export interface Window {
  readonly size: readonly [height: number, width: number];
  /** How far the window moves from one output to the next, >= 1. */
  readonly stride: readonly [y: number, x: number];
  /** The distance between neighbours in a window, >= 1. With 1 they lie side by side. */
  readonly dilation: readonly [y: number, x: number];
  /** How far the first window reaches beyond the top and the left of the image, >= 0. */
  readonly padding: readonly [top: number, left: number];
}

/**
 * Kernels for the convolution of images x [n, height, width, channels] with filters w [size[0], size[1], channels /
 * groups, filters] (a cross-correlation, as in PyTorch and Keras). Output (y, x) of filter f is `Σ x · w` over the
 * window's rows i, columns j and channels c, in this order. Padding counts as zeros. With `groups > 1`, the channels
 * and the filters are split into that many equal parts, and the filters of part g see only the channels of part g.
 *
 * The composition in `ops/convolution.ts` defines the order of every sum. Core uses it instead of these kernels if more
 * than 128 windows lie over a pixel, or if a group has more than 16,384 steps in a window or more than 16,384 filters.
 * The number of images may be 0. Each image has at least one pixel and one channel, and there is at least one filter.
 */
export interface ConvKernels<S = unknown> {
  /** Returns `activation(conv(x, w) + b)` of `shape` [n, outHeight, outWidth, filters]. b is [filters] or undefined. */
  forward(
    x: Operand<S>,
    w: Operand<S>,
    b: Operand<S> | undefined,
    activation: FusedActivation,
    window: Window,
    groups: number,
    shape: Shape,
  ): S;
  /** As `forward`, with `min(max(z, 0), 6)` as activation; NaN stays. It has no gradient. Without it: two kernels. */
  relu6?(x: Operand<S>, w: Operand<S>, b: Operand<S> | undefined, window: Window, groups: number, shape: Shape): S;
  /**
   * Returns dX of `shape` [n, height, width, channels] from dY [n, outHeight, outWidth, filters]: each element of dY
   * times w is added to the elements of its window. If `y` is given, the output of a ReLU, dY is masked by it: it
   * counts as NaN where y is NaN, and else as 0 where y is not above 0. This is also the forward kernel of a transposed
   * convolution.
   */
  backwardInput(
    dY: Operand<S>,
    w: Operand<S>,
    y: Operand<S> | undefined,
    window: Window,
    groups: number,
    shape: Shape,
  ): S;
  /**
   * Returns dW of `shape` [size[0], size[1], channels / groups, filters] and, if `needDB`, db [filters], the sums of
   * dY. `y` is as in `backwardInput`.
   */
  backwardFilter(
    x: Operand<S>,
    dY: Operand<S>,
    y: Operand<S> | undefined,
    needDB: boolean,
    window: Window,
    groups: number,
    shape: Shape,
  ): { dW: S; db: S | undefined };
}

/**
 * Kernels that pool images x [n, height, width, channels] to `shape` [n, outHeight, outWidth, channels]. Windows have
 * the limits of `ConvKernels`, and each covers at least one pixel of the image.
 */
export interface PoolKernels<S = unknown> {
  /** Returns the largest element of each window, without the padding; NaN if the window contains NaN. */
  max(x: Operand<S>, window: Window, shape: Shape): S;
  /**
   * Backward of `max`, whose output is y. Adds each element of dY to the first largest element of its window, row by
   * row. Where y is NaN, the gradient of the whole window is NaN. Returns dX in the shape of x.
   */
  maxBackward(x: Operand<S>, y: Operand<S>, dY: Operand<S>, window: Window): S;
  /** Returns the mean of each window, without the padding: the sum, row by row, divided by the number of its pixels. */
  average(x: Operand<S>, window: Window, shape: Shape): S;
  /** Backward of `average`. Adds each element of dY, divided by that number, to its window. Returns dX of `shape`. */
  averageBackward(dY: Operand<S>, window: Window, shape: Shape): S;
}

/** The function that a fused layer applies to its result. */
export type FusedActivation = 'none' | 'relu';

/** The numbers of one SGD step. Users of the optimizer pass `SGDOptions`. */
export interface SgdStep {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  /** True on a parameter's first step, when the momentum buffer starts as the gradient itself. */
  readonly first: boolean;
}

/** The numbers of one Adam step. Users of the optimizer pass `AdamOptions`. */
export interface AdamStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** True for AdamW's weight decay, false for L2: see `adam`. */
  readonly decoupled: boolean;
  /** `1 − beta1ᵗ` and `1 − beta2ᵗ` in step t. */
  readonly correction1: number;
  readonly correction2: number;
}

/** The numbers of one mask of dropout. Users of the layer pass a rate. */
export interface MaskDraw {
  /** The four words of the layer's key, each in `[0, 2³²)`. */
  readonly key: Uint32Array;
  /** The step of training: a whole number in `[0, 2⁵³)`. */
  readonly step: number;
  /** The position of the first row in the batch. The number of each row is below `2³²`. */
  readonly firstRow: number;
  /** Elements whose word is smaller are dropped: a whole number in `[1, 2³²]`. */
  readonly threshold: number;
  /** What a kept element is multiplied by. */
  readonly factor: number;
}

/**
 * What attention reads. Without `source`, each row of x [n, queries, width] has the queries of all heads, then the keys
 * and then the values of all key heads, so `width = (heads + 2 keyHeads) size`. With `source`, x has the queries only,
 * and source [n, keys, 2 keyHeads size] the keys and values.
 */
export interface AttentionInputs<S = unknown> {
  readonly x: Operand<S>;
  readonly source: Operand<S> | undefined;
  /** Which keys are there: 1 or 0 [n, keys]; undefined if all are. */
  readonly mask: Operand<S> | undefined;
  readonly heads: number;
  /** A divisor of `heads`: head h takes key head `⌊h keyHeads / heads⌋`. */
  readonly keyHeads: number;
  /** Whether query i sees only keys up to `i + keys − queries`. Then there are at least as many keys as queries. */
  readonly causal: boolean;
  /** How many of the last rows of x ask, for `attention` without `source` and with n = 1. Default: all. */
  readonly queries?: number;
}

/** Kernels that replace several others. Each one is optional. */
export interface FusedKernels<S = unknown> {
  /** Returns `activation(x w + b)`, [n, m]: x [n, k] (CSR if `csrInput`), w [k, m], b [m] or undefined. */
  dense?(x: Operand<S>, csrInput: boolean, w: Operand<S>, b: Operand<S> | undefined, activation: FusedActivation): S;
  /**
   * Backward of `dense`. y is its output, dY the gradient of y. dZ is dY, with a ReLU masked by y (see the top of this
   * file). Returns these; undefined if not needed:
   *
   * - `dW = xᵀ dZ`
   * - `db = Σ dZ` over the rows, if `needDB`
   * - `dX = dZ wᵀ`, if `needDX` (never for a CSR input)
   */
  denseBackward?(
    x: Operand<S>,
    csrInput: boolean,
    w: Operand<S>,
    y: Operand<S>,
    dY: Operand<S>,
    activation: FusedActivation,
    needDX: boolean,
    needDB: boolean,
  ): { dX: S | undefined; dW: S; db: S | undefined };
  /**
   * Returns, for logits [n, classes] and int32 labels [n], `loss` [] and `dLogits` [n, classes]:
   *
   * - `loss = −scale · Σ t · log(softmax(logits))`, where a t of 0 adds nothing
   * - `dLogits = scale · (softmax(logits) − t)`
   *
   * t is `1 − labelSmoothing` at the label plus `labelSmoothing / classes` everywhere. A label outside [0, classes)
   * makes the loss and its row of dLogits NaN.
   */
  softmaxCrossEntropy?(
    logits: Operand<S>,
    labels: Operand<S>,
    labelSmoothing: number,
    scale: number,
  ): { loss: S; dLogits: S };
  /**
   * Returns for each row, the last axis of x, `exp(x − max) / Σ exp(x − max)`, or with `logarithm`,
   * `(x − max) − log(Σ exp(x − max))`. A NaN makes its row NaN, and so does a row of only -Infinity. Rows have at least
   * one element.
   */
  softmax?(x: Operand<S>, logarithm: boolean): S;
  /** Backward of `softmax`: y is its output. `dX = y (dY − Σ dY · y)`; with `logarithm`, `dX = dY − exp(y) Σ dY`. */
  softmaxBackward?(y: Operand<S>, dY: Operand<S>, logarithm: boolean): S;
  /** Backward of a ReLU, element by element: y is its output. dX is dY masked by y (see the top of this file). */
  reluBackward?(y: Operand<S>, dY: Operand<S>): S;
  /**
   * Returns for each row, the last axis of x, `y = c / r · scale + offset` with `r = √(mean(c²) + epsilon)`. c is x, or
   * with `centred` x minus its mean, minus the mean of that, which is the rounding error of the first one. scale and
   * offset are [width] or undefined. Rows have at least two elements, and there is at least one row.
   *
   * `statistics` is what `layerNormBackward` needs to know of the rows, as in `batchNorm`.
   */
  layerNorm?(
    x: Operand<S>,
    scale: Operand<S> | undefined,
    offset: Operand<S> | undefined,
    epsilon: number,
    centred: boolean,
  ): { y: S; statistics: S };
  /**
   * Backward of `layerNorm`, with `h = c / r` and `dH = dY · scale`:
   *
   * - `dC = (dH − h · mean(dH · h)) / r`, over a row; dX is dC, or with `centred` dC minus its mean, twice
   * - `dScale = Σ dY · h`, if there is a scale
   * - `dOffset = Σ dY`, if `needDOffset`
   *
   * Sums are over the first axis of x, in the shape of its other axes.
   */
  layerNormBackward?(
    x: Operand<S>,
    scale: Operand<S> | undefined,
    statistics: S,
    dY: Operand<S>,
    centred: boolean,
    needDOffset: boolean,
  ): { dX: S; dScale: S | undefined; dOffset: S | undefined };
  /**
   * Returns y [n, queries, heads size], `softmax(q kᵀ / √size) v` for each head, of the keys that a query sees; a query
   * that sees none gets zeros. No dimension is 0, and no operand has more than 16,384 rows or columns; nor have the
   * queries of a key head more than 16,384 rows. `statistics` is what `attentionBackward` needs, as in `batchNorm`.
   * Neither holds the scores of more than a few queries or keys at a time.
   */
  attention?(given: AttentionInputs<S>): { y: S; statistics: S };
  /**
   * Backward of `attention`, for its output y. Returns the gradients of x and source. With the weights w of a query and
   * `dW = dY vᵀ`, the gradient of its scores is `w (dW − Σ dY · y)`.
   */
  attentionBackward?(given: AttentionInputs<S>, y: Operand<S>, statistics: S, dY: Operand<S>): { dX: S; dSource?: S };
  /**
   * Walks along sequences as an LSTM does, from their end to their start if `reversed`:
   *
   * - `[i, f, g, o] = inputsₜ + hₜ₋₁ weight`
   * - `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)`
   * - `hₜ = σ(o) · tanh(cₜ)`, with `h₀ = c₀ = 0`
   *
   * σ is the sigmoid. Where `mask` [n, time] is 0, h and c stay as they are. Takes inputs [n, time, 4 units] and weight
   * [units, 4 units], and returns all h as y [n, time, units]. No dimension is 0, and there are at most 4,096 units.
   * `statistics` is what `lstmBackward` needs, as in `batchNorm`.
   */
  lstm?(
    inputs: Operand<S>,
    weight: Operand<S>,
    mask: Operand<S> | undefined,
    reversed: boolean,
  ): { y: S; statistics: S };
  /** Backward of `lstm`: returns dInputs. The gradient of weight is `Σ hₜ₋₁ᵀ dInputsₜ`, over all elements. */
  lstmBackward?(weight: Operand<S>, mask: Operand<S> | undefined, reversed: boolean, statistics: S, dY: Operand<S>): S;
  /**
   * Takes one step of PyTorch's SGD on parameter w with gradient g:
   *
   * - `g ← g + weightDecay · w`
   * - `velocity ← momentum · velocity + (1 − dampening) · g`; if `first` or without momentum, `velocity ← g`
   * - `w ← w − learningRate · velocity`; if `nesterov`, `w ← w − learningRate · (g + momentum · velocity)`
   *
   * Optimizer kernels may write into the storages of the parameter and its state and return the same ones; if they
   * return others, core releases the old ones. `velocity` is undefined without momentum.
   *
   * `gate` [], of the parameter's dtype, decides on the device whether the step happens: if it is 0 or undefined. Any
   * other value, NaN included, leaves the parameter and its state unchanged, bit for bit.
   */
  sgd?(
    parameter: Operand<S>,
    gradient: Operand<S>,
    velocity: Operand<S> | undefined,
    options: SgdStep,
    gate?: Operand<S>,
  ): { parameter: S; velocity: S | undefined };
  /**
   * Takes one step of PyTorch's Adam or, if `decoupled`, AdamW:
   *
   * - `g ← g + weightDecay · w`; if `decoupled`, instead `w ← w − learningRate · weightDecay · w`
   * - `m ← beta1 · m + (1 − beta1) · g`
   * - `v ← beta2 · v + (1 − beta2) · g²`
   * - `w ← w − learningRate / correction1 · m / (√(v / correction2) + epsilon)`
   *
   * w, g and `gate` are as in `sgd`.
   */
  adam?(
    parameter: Operand<S>,
    gradient: Operand<S>,
    m: Operand<S>,
    v: Operand<S>,
    options: AdamStep,
    gate?: Operand<S>,
  ): { parameter: S; m: S; v: S };
  /**
   * Normalises each column of x [n, channels], `n ≥ 2`, by its own statistics:
   * `y = activation((x − mean) / √(variance + epsilon) · scale + offset)`, for scale and offset [channels]. The
   * variance is `mean((x − mean)²)`, computed in two passes or merged from parts, never as `mean(x²) − mean²`. `mean`
   * and `variance` are [channels], in the dtype of x, for the running statistics.
   *
   * `statistics` is what `batchNormBackward` needs to know of the columns, in any form. Keep means in float64, or
   * compute them from x again: rounded to float32, the mean of numbers near 10,000 is up to 5e-4 off.
   */
  batchNorm?(
    x: Operand<S>,
    scale: Operand<S>,
    offset: Operand<S>,
    epsilon: number,
    activation: FusedActivation,
  ): { y: S; mean: S; variance: S; statistics: S };
  /**
   * Backward of `batchNorm`: y is its output, `statistics` what it returned with it. dZ is dY, with a ReLU masked by y
   * (see the top of this file). With `r = √(variance + epsilon)` and `h = (x − mean) / r`, where mean and variance are
   * not rounded to float32:
   *
   * - `dOffset = Σ dZ` and `dScale = Σ dZ · h`, of each column
   * - `dX = scale / r · (dZ − dOffset / n − h · dScale / n)`
   */
  batchNormBackward?(
    x: Operand<S>,
    scale: Operand<S>,
    statistics: S,
    y: Operand<S>,
    dY: Operand<S>,
    epsilon: number,
    activation: FusedActivation,
  ): { dX: S; dScale: S; dOffset: S };
  /** The normal distribution function `Φ(x) = (1 + erf(x / √2)) / 2`, without cancellation for `x < 0`. */
  normalCdf?(x: Operand<S>): S;
  /**
   * Returns `y = x Φ(x)`, where Φ is `normalCdf`, or with `tanh`, `(1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2`; and the
   * slope `dy/dx` if `needsSlope`.
   */
  gelu?(x: Operand<S>, tanh: boolean, needsSlope: boolean): { y: S; slope: S | undefined };
  /**
   * Returns the mask of dropout for `shape` [rows, width]: `factor` rounded to the dtype, or 0 where the element's word
   * is below `threshold`. Element i of a row has word `i mod 4` of Threefry4x32-20 with `key`, whose counter is
   * `[⌊i / 4⌋, firstRow + row, step mod 2³², ⌊step / 2³²⌋]`.
   */
  dropoutMask?(shape: readonly [rows: number, width: number], dtype: DType, draw: MaskDraw): S;
  /** Returns [] 0 if every element of the operands is finite or there are none, else NaN. At least one operand. */
  finiteCheck?(operands: readonly Operand<S>[]): S;
  /**
   * Returns the int32 indices [rows, k] of the k largest elements of each row of x [rows, n], `1 ≤ k ≤ n`, the largest
   * first. Of equal ones the one with the lower index comes first. A NaN is larger than any number. Core uses it if the
   * backend has `integers` too.
   */
  topK?(x: Operand<S>, k: number): S;
  /**
   * Adds x to the block of `sum` that starts at `starts`, of the rank of both. Writes into the storage of `sum` and
   * returns it, or returns another; core then releases the old one. So the gradient of a slice costs the size of the
   * slice.
   */
  addBlock?(sum: Operand<S>, x: Operand<S>, starts: readonly number[]): S;
  /**
   * Adds `scatterAdd(x, indices, rows)` to `sum` [rows, width], in place as `addBlock`. Only rows with an index change.
   */
  addRows?(sum: Operand<S>, x: Operand<S>, indices: Operand<S>): S;
}

/** The type of `createBackend`, which every backend package exports. */
export type CreateBackend<Options = Record<string, unknown>> = (options?: Options) => Promise<Backend>;

/**
 * Element types. Arithmetic takes the two float types; int32 is for labels and indices, uint8 for uploads.
 */
export type DType = 'float32' | 'float64' | 'int32' | 'uint8';

/** The element types that weights, activations and gradients may have. */
export type FloatDType = 'float32' | 'float64';

/** The typed array of each dtype. */
export interface TypedArrayOf {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

/** Elements on the host. The type of the array is the dtype. */
export type TypedArray = TypedArrayOf[DType];
