/**
 * The backend boundary. A backend is written from this one file.
 *
 * A backend package exports `createBackend(options): Promise<Backend>`; the object it resolves to stores the elements
 * of tensors and runs the kernels below on them. Core checks shapes, dtypes and ownership once, above this line
 * (`shape.ts`, `operands.ts`), so a kernel may assume valid operands. Core also composes everything else (softmax,
 * losses, layers, optimizers) from the 28 required kernels, so a backend that has them trains every network.
 *
 * Rules that hold for every kernel unless it says otherwise:
 *
 * - Storage `S` is the backend's own handle (a typed array, a pointer, a texture). Core never looks inside.
 * - A kernel returns a new storage, row-major and contiguous, and never changes an operand. The returned storage must
 *   not alias an operand's: core releases each one exactly once.
 * - Float kernels take operands of one float dtype (`float32` or `float64`) and return that dtype.
 * - float32 results are within the tolerances of `@nablajs/conformance`. Sums, those in products too, must not lose
 *   digits with length: add up in blocks, in pairs or in a wider type (one running float32 sum of 784 products fails).
 * - NaN and infinities propagate as IEEE 754 says: `0 * Infinity` is NaN, also inside a dense matmul. -0 and subnormals are kept.
 * - Tensors may be empty (a dimension of 0).
 * - Same operands, same bits: a result never depends on timing or on the number of threads.
 */
import type { DType, TypedArray } from './tensors/dtype.js';

/** Dimensions, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

/** A dense operand: row-major elements of `shape` in `storage`. */
export interface Operand<S = unknown> {
  readonly storage: S;
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * An operand of an element-wise kernel: elements, or one number in the dtype of the others, for which no storage is made.
 * The kernel rounds it to that dtype: 0.1 beside float32 operands is the float32 nearest to it.
 */
export type OperandLike<S = unknown> = Operand<S> | number;

/** What a kernel that reduces gets: `[outer, n, inner]`, of which `n` is reduced. Core reshapes every axis choice to this. */
export type ReductionShape = readonly [outer: number, n: number, inner: number];

/** Bytes and buffers that are held for tensors not yet released. Buffers a backend keeps for reuse do not count. */
export interface MemoryUsage {
  readonly buffers: number;
  readonly bytes: number;
}

/** What a backend says of itself. */
export interface BackendInfo {
  /** Short name for messages: `ts`, `wasm`. */
  readonly name: string;
  /** The float dtypes it computes in, exactly: a float64 that is really float32 inside must not be declared. */
  readonly dtypes: readonly DType[];
  /** One line on what runs, for people: `pure TypeScript, 1 thread`. */
  readonly description: string;
  /** Version of the native library that computes: `2.15.1`; absent where none does. */
  readonly native?: string;
  /** Examples of a large batch that training gives it at a time where nobody says how many; 512 where absent. */
  readonly chunkRows?: number;
  /** Steps that training computes before it reads the loss of the first of them, where reads are slow; 0 where absent. */
  readonly stepsAhead?: number;
  /** One line that whoever uses it should see: that a slower way was taken, and what to do about it. */
  readonly notice?: string;
}

/** Holds the elements of tensors. `S` is the backend's own handle. */
export interface Device<S = unknown> {
  /** Copies `data` (its type fits `dtype`, its length the shape) into a new storage. The caller keeps `data`. */
  upload(data: TypedArray, shape: Shape, dtype: DType): S;
  /** Waits for pending work and copies the elements out; the caller owns the array it gets. */
  download(x: Operand<S>): Promise<TypedArray>;
  /** Gives a storage back. Called exactly once for each storage; it is not used after. */
  release(storage: S): void;
  /** What is held for tensors right now; tests hold it against what it was before. */
  memory(): MemoryUsage;
  /**
   * Frees workers, memory and handles. Calls after it throw a NablaError of code `disposed`, but for `release` and
   * `dispose`, which do nothing then: `guardBackend` makes any backend do so.
   */
  dispose(): void | Promise<void>;
}

/** The 28 kernels that every backend has. The rules that hold for each are at the top of this file. */
export interface Kernels<S = unknown> {
  /**
   * op(a) op(b), matrix by matrix, with op(x) = x', its last two dimensions exchanged, where asked: op(a) is [..., m, k] and
   * op(b) [..., k, n]. Both have the rank of `shape`, [..., m, n], the result's; a dimension of 1 before the last two repeats.
   */
  matmul(a: Operand<S>, b: Operand<S>, transposeA: boolean, transposeB: boolean, shape: Shape): S;

  /**
   * Element by element with broadcasting. Operands come with the rank of `shape`, the result's; a dimension of 1 repeats,
   * and so does a number. One of the two is an operand.
   */
  add(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** a - b, as `add`. */
  subtract(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** a times b, as `add`. */
  multiply(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** a / b, as `add`; x / 0 is an infinity, 0 / 0 NaN. */
  divide(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** The larger; NaN if either is NaN. The sign of a zero result is not specified. */
  maximum(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** 1 where a > b, else 0 (also where either is NaN), in the operands' dtype. */
  greater(a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;
  /** `a` where `condition` is not 0 (NaN is not 0), else `b`, untouched bit by bit. Broadcasts all three. */
  where(condition: Operand<S>, a: OperandLike<S>, b: OperandLike<S>, shape: Shape): S;

  /** e to the x. */
  exp(x: Operand<S>): S;
  /** exp(x) - 1 without cancellation near 0. */
  expm1(x: Operand<S>): S;
  /** log(0) is -Infinity, log of a negative number NaN. */
  log(x: Operand<S>): S;
  /** log(1 + x) without cancellation near 0. */
  log1p(x: Operand<S>): S;
  /** The square root; NaN of a negative number, -0 of -0. */
  sqrt(x: Operand<S>): S;
  /** The hyperbolic tangent. */
  tanh(x: Operand<S>): S;
  /** 1 / (1 + exp(-x)), without overflow at either end. */
  sigmoid(x: Operand<S>): S;
  /** The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
  erf(x: Operand<S>): S;

  /** Sums over the middle dimension of `shape`: [outer, n, inner] to [outer, inner]. An empty sum is 0. */
  sum(x: Operand<S>, shape: ReductionShape): S;
  /** The largest over the middle dimension, n >= 1; NaN if any is NaN. */
  max(x: Operand<S>, shape: ReductionShape): S;
  /** int32 index of the first largest over the middle dimension, n >= 1; a NaN wins, the first one (NumPy's rule). */
  argmax(x: Operand<S>, shape: ReductionShape): S;

  /** The dimensions of x in another order: dimension i of the result is dimension `axes[i]` of x. Any dtype and rank. */
  permute(x: Operand<S>, axes: readonly number[]): S;
  /** The block of x that begins at `starts` and has `shape`, of the rank of x. Any dtype. */
  slice(x: Operand<S>, starts: readonly number[], shape: Shape): S;
  /** x as the block that begins at `starts` of a result of `shape`, which is `value` elsewhere. Any dtype. */
  pad(x: Operand<S>, starts: readonly number[], shape: Shape, value: number): S;
  /** One behind the other: each is [outer, own, inner], the result [outer, sum of own, inner]. At least one; any dtype. */
  concat(xs: readonly Operand<S>[]): S;
  /**
   * Rows of x [rows, width] at int32 `indices` [n], as [n, width]. Any dtype of x. An index outside [0, rows) gives a row of
   * NaN, or of 0 where x is no float.
   */
  gather(x: Operand<S>, indices: Operand<S>): S;
  /**
   * The transpose of `gather`: [rows, width] of zeros, to which each row of x [n, width] is added at its int32 index
   * [n]; an index outside [0, rows) adds nothing. The sums are in blocks, as all are.
   */
  scatterAdd(x: Operand<S>, indices: Operand<S>, rows: number): S;
  /** int32 labels [n] to [n, classes] of `dtype`: 1 at the label, else 0. A label outside [0, classes) gives a row of zeros. */
  oneHot(labels: Operand<S>, classes: number, dtype: DType): S;
  /** To another dtype: floats round to nearest, a float to an integer drops its fraction (values that do not fit: unspecified). */
  cast(x: Operand<S>, dtype: DType): S;
  /** A tensor of one value. */
  fill(shape: Shape, value: number, dtype: DType): S;
}

/** Stores tensors and computes on them. */
export interface Backend<S = unknown> extends BackendInfo, Device<S>, Kernels<S> {
  /** Sparse left operands. Where absent, data sets must be laid out densely. */
  readonly csr?: CsrKernels<S>;
  /** Faster forms of what core can compose. Each is here because a benchmark shows what it gives. */
  readonly fused?: FusedKernels<S>;
}

/** The name of a kernel that every backend has. */
export type RequiredKernel = keyof Kernels;

/** Every required kernel by name, in the order of `Kernels`; the compiler sees that none is missing. */
export const REQUIRED_KERNELS: readonly RequiredKernel[] = Object.keys({
  ...{ matmul: 0, add: 0, subtract: 0, multiply: 0, divide: 0, maximum: 0, greater: 0, where: 0 },
  ...{ exp: 0, expm1: 0, log: 0, log1p: 0, sqrt: 0, tanh: 0, sigmoid: 0, erf: 0, sum: 0, max: 0, argmax: 0 },
  ...{ permute: 0, slice: 0, pad: 0, concat: 0, gather: 0, scatterAdd: 0, oneHot: 0, cast: 0, fill: 0 },
} satisfies Record<RequiredKernel, 0>) as RequiredKernel[];

/**
 * A matrix in compressed sparse rows, on the host. Row i holds the entries `rowOffsets[i]` to `rowOffsets[i + 1] - 1`
 * of `columns` and `values`; columns ascend within a row. A stored zero counts as an entry (0 * Infinity is NaN), an
 * absent one contributes nothing.
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
  /** Copies a checked CSR matrix into one storage. Its shape is two-dimensional and its dtype that of `values`. */
  upload(matrix: CsrArray): S;
  /** op(a) b for a CSR `a`, where op transposes if asked, and a dense b [k, n]: a dense [m, n]. */
  matmul(a: Operand<S>, b: Operand<S>, transposeA: boolean): S;
}

/** What a fused dense layer applies after adding the bias. */
export type FusedActivation = 'none' | 'relu';

/** The numbers of one SGD step, all of them given. (`SGDOptions` are what a user gives the optimizer.) */
export interface SgdStep {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  /** True on a parameter's first step, when the momentum buffer starts as the gradient itself. */
  readonly first: boolean;
}

/** The numbers of one Adam step, all of them given. (`AdamOptions` are what a user gives the optimizer.) */
export interface AdamStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** True: AdamW (the decay scales the parameter); false: L2 (the decay joins the gradient). */
  readonly decoupled: boolean;
  /** 1 - beta1^t and 1 - beta2^t of this step. */
  readonly correction1: number;
  readonly correction2: number;
}

/** What a backend may do in one kernel where core would call several. Each is optional on its own. */
export interface FusedKernels<S = unknown> {
  /** activation(x w + b): x [n, k] (CSR where `csrInput`), w [k, m], b [m] or absent; returns [n, m]. */
  dense?(x: Operand<S>, csrInput: boolean, w: Operand<S>, b: Operand<S> | undefined, activation: FusedActivation): S;
  /**
   * Backward of `dense`. y is its output, dY = dLoss/dY. dZ = dY where y > 0, else 0 (relu) or dY (none);
   * dW = x' dZ, db = column sums of dZ where `needDB`, dX = dZ w' where `needDX` (never for a CSR input); what is not
   * needed is undefined.
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
   * For logits [n, classes] and int32 labels [n]: `loss` [], the sum over rows of -log softmax(logits)[label] times
   * `scale`, and `dLogits` [n, classes], (softmax - target) * scale, where target is (1 - labelSmoothing) at the label
   * plus labelSmoothing / classes everywhere. A label outside [0, classes) makes the loss and its row of dLogits NaN.
   */
  softmaxCrossEntropy?(
    logits: Operand<S>,
    labels: Operand<S>,
    labelSmoothing: number,
    scale: number,
  ): { loss: S; dLogits: S };
  /**
   * One SGD step by PyTorch's formula. Optimizer kernels may write into the storages of the parameter and its state
   * and return the same ones; where they return others, core releases the old. `velocity` is absent without momentum.
   *
   * `gate` [], of the parameter's dtype, decides on the device whether the step happens: 0, or no gate, lets it. Any other
   * value, NaN above all, leaves the parameter and its state as they were, bit for bit.
   */
  sgd?(
    parameter: Operand<S>,
    gradient: Operand<S>,
    velocity: Operand<S> | undefined,
    options: SgdStep,
    gate?: Operand<S>,
  ): { parameter: S; velocity: S | undefined };
  /** One Adam or AdamW step by PyTorch's formula; `m` and `v` are the running moments, `gate` as in `sgd`. */
  adam?(
    parameter: Operand<S>,
    gradient: Operand<S>,
    m: Operand<S>,
    v: Operand<S>,
    options: AdamStep,
    gate?: Operand<S>,
  ): { parameter: S; m: S; v: S };
  /** The normal distribution function (1 + erf(x / sqrt 2)) / 2, element by element, without cancellation for x < 0. */
  normalCdf?(x: Operand<S>): S;
  /** [] 0 where every element of the operands is finite, else NaN; 0 where there is none. At least one, of one dtype. */
  finiteCheck?(operands: readonly Operand<S>[]): S;
}

/** What every backend package exports under this name. */
export type CreateBackend<Options = Record<string, unknown>> = (options?: Options) => Promise<Backend>;
