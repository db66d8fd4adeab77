/** Types of the literal values in `fixtures/`, which `scripts/generate.py` writes. */
import type { DType, FloatDType, FusedActivation } from '@nablajs/core';

type Numbers = readonly number[];

/** A kernel of one element, whose error is measured in ULP. */
export type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';
export type BinaryKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater';

/** f(x) = value + rest: `value` is the float64 nearest to it; without `rest` that is near enough for float32. */
interface UnaryPoints {
  readonly x: Numbers;
  readonly value: Numbers;
  readonly rest?: Numbers;
}
export type UnaryLiterals = Readonly<Record<UnaryKernel, Readonly<Record<FloatDType, UnaryPoints>>>>;

/** a = pattern(1) / 4 and b = pattern(2) / 4, of these shapes. */
export type BroadcastLiteral = Readonly<Record<BinaryKernel, Numbers>> & {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly shape: Numbers;
};
/** Every value (down) with every value (across). */
export type PairLiterals = Readonly<
  Record<FloatDType, Readonly<Record<BinaryKernel, Numbers>> & { readonly values: Numbers }>
>;
/** condition = max(pattern(3), 0); a and b as in BroadcastLiteral. */
export interface WhereLiteral {
  readonly condition: Numbers;
  readonly a: Numbers;
  readonly b: Numbers;
  readonly shape: Numbers;
  readonly result: Numbers;
}
/** Every value as condition (down), with the values and the values reversed (across). */
export type WhereSpecials = Readonly<Record<FloatDType, { readonly values: Numbers; readonly result: Numbers }>>;

/** pattern(1) [m, k] times pattern(2) [k, n]. */
export interface IntegerProduct {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly product: Numbers;
}
/** pattern(1) times pattern(2), of the shapes `a` and `b`: [..., m, k] and [..., k, n]. */
export interface BatchedProduct {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly shape: Numbers;
  readonly product: Numbers;
}
export interface Product extends IntegerProduct {
  readonly label: string;
  readonly a: Numbers;
  readonly b: Numbers;
}

export interface CsrLiteral {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  readonly rowOffsets: Numbers;
  readonly columnIndices: Numbers;
  readonly values: Numbers;
  readonly transposed: boolean;
  /** Columns of `dense` and of `product`. */
  readonly width: number;
  readonly dense: Numbers;
  readonly product: Numbers;
}

type Box = readonly [outer: number, n: number, inner: number];

/** Of pattern(4) / 4. */
export interface ReductionLiteral {
  readonly shape: Box;
  readonly sum: Numbers;
  readonly max: Numbers;
  readonly argmax: Numbers;
}
/** Rows of five. */
export type ReductionSpecials = Readonly<
  Record<
    FloatDType,
    readonly {
      readonly label: string;
      readonly x: Numbers;
      readonly sum: Numbers;
      readonly max: Numbers;
      readonly argmax: Numbers;
    }[]
  >
>;
export type LongInput =
  | 'constant 0.1'
  | 'constant 1/3 and -1e-3'
  | 'alternating 1e4 and 1e-4'
  | 'alternating signs'
  | 'sevenths';
interface LongSum {
  readonly label: LongInput;
  readonly shape: Box;
  readonly sum: Numbers;
  /** Sum of the absolute values. */
  readonly magnitude: Numbers;
}
export type LongSums = Readonly<Record<FloatDType, readonly LongSum[]>>;

/** Of |pattern(6)|. */
export interface PermuteLiteral {
  readonly shape: Numbers;
  readonly axes: Numbers;
  readonly result: Numbers;
}
/** Of |pattern(8)| of shape `x`. */
export interface SliceLiteral {
  readonly x: Numbers;
  readonly starts: Numbers;
  readonly shape: Numbers;
  readonly result: Numbers;
}
/** Of |pattern(9)| of shape `x`. */
export interface PadLiteral extends SliceLiteral {
  readonly value: number;
}
/** Of |pattern(10)|, |pattern(11)| and so on. */
export interface ConcatLiteral {
  readonly label: string;
  readonly shapes: readonly Numbers[];
  readonly result: Numbers;
}
/** For gather: of |pattern(7)| [rows, width]. For scatterAdd: of pattern(11) / 4 [indices, width]. */
export interface RowsLiteral {
  readonly rows: number;
  readonly width: number;
  readonly indices: Numbers;
  readonly result: Numbers;
}
export interface OneHotLiteral {
  readonly classes: number;
  readonly labels: Numbers;
  readonly result: Numbers;
}
export interface CastLiteral {
  readonly label: string;
  readonly from: DType;
  readonly to: DType;
  readonly x: Numbers;
  readonly result: Numbers;
}
export interface FillLiteral {
  readonly dtype: DType;
  readonly value: number;
  readonly element: number;
}

export interface ComposedLiteral {
  readonly label: string;
  readonly shape: Numbers;
  readonly x: Numbers;
  readonly softmax: Numbers;
  readonly logSoftmax: Numbers;
  readonly relu: Numbers;
  readonly mean: number;
}

interface DenseInput {
  readonly n: number;
  readonly k: number;
  readonly m: number;
  readonly activation: FusedActivation;
  readonly x: Numbers;
  readonly w: Numbers;
  readonly y: Numbers;
}
export interface DenseLiteral extends DenseInput {
  readonly b?: Numbers;
}
export interface DenseBackwardLiteral extends DenseInput {
  readonly dY: Numbers;
  readonly dX: Numbers;
  readonly dW: Numbers;
  readonly db: Numbers;
}
export interface CrossEntropyLiteral {
  readonly label: string;
  readonly rows: number;
  readonly classes: number;
  readonly logits: Numbers;
  readonly labels: Numbers;
  readonly labelSmoothing: number;
  readonly scale: number;
  readonly loss: number;
  readonly dLogits: Numbers;
}

/**
 * The parameter starts as pattern(12) / 8; step t has gradient pattern(13 + t) / 16. `after` has one row for each step.
 */
interface DescentLiteral {
  readonly label: string;
  readonly size: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly after: Numbers;
}
export interface SgdLiteral extends DescentLiteral {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  /** After the last step; absent without momentum. */
  readonly velocity?: Numbers;
}
export interface AdamLiteral extends DescentLiteral {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decoupled: boolean;
  /** After the last step. */
  readonly m: Numbers;
  readonly v: Numbers;
}

type Pair = readonly [y: number, x: number];
type Images = readonly [n: number, height: number, width: number, channels: number];

/** Operands are eighths of the pattern, with seeds 20, 21 … in the order that the comments list them. */
interface WindowLiteral {
  readonly label: string;
  readonly x: Images;
  readonly out: Images;
  readonly stride: Pair;
  readonly padding: 'same' | Pair;
}
/** x, w, b, dY. */
export interface ConvLiteral extends WindowLiteral {
  readonly w: readonly [height: number, width: number, channels: number, filters: number];
  readonly dilation: Pair;
  /** The padding at the top and the left. */
  readonly before: Pair;
  readonly groups: number;
  readonly activation: FusedActivation;
  readonly y: Numbers;
  readonly dX: Numbers;
  readonly dW: Numbers;
  /** Absent without a bias. */
  readonly db?: Numbers;
}
/** x, w, b, dY. */
export interface ConvTransposeLiteral extends Omit<ConvLiteral, 'before' | 'activation'> {
  readonly outputPadding: Pair;
}
/** x, dY. */
export interface PoolLiteral extends WindowLiteral {
  readonly size: Pair;
  readonly before: Pair;
  readonly max: Numbers;
  readonly maxBackward: Numbers;
  readonly average: Numbers;
  readonly averageBackward: Numbers;
}
/** x [n, channels], scale, offset [channels], dY. */
export interface BatchNormLiteral {
  readonly n: number;
  readonly channels: number;
  readonly epsilon: number;
  readonly activation: FusedActivation;
  readonly y: Numbers;
  readonly mean: Numbers;
  readonly variance: Numbers;
  readonly dX: Numbers;
  readonly dScale: Numbers;
  readonly dOffset: Numbers;
}
