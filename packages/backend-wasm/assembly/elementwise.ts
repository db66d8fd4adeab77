/**
 * Elementwise operations with broadcasting: runs in which an operand advances by one or stays (see core's
 * broadcast.ts).
 */
import { ADD, DIVIDE, MAXIMUM, MULTIPLY, SUBTRACT, WHERE } from './generated/operations';
import { scratch } from './arguments';
import { Elementwise } from './generated/arguments';
import { maximum, storePart } from './numbers';

function apply<T>(op: i32, x: v128, y: v128): v128 {
  if (op === ADD) return v128.add<T>(x, y);
  if (op === SUBTRACT) return v128.sub<T>(x, y);
  if (op === MULTIPLY) return v128.mul<T>(x, y);
  if (isFloat<T>()) {
    if (op === DIVIDE) return v128.div<T>(x, y);
    if (op === MAXIMUM) return maximum<T>(x, y);
  }
  return v128.and(v128.gt<T>(x, y), v128.splat<T>(1));
}

/**
 * Operands advance by a vector or stay at one. Also computes elements past the end of the run, which every buffer has
 * room for. Stores them up to `end`, the end of the item, whose next run overwrites them.
 */
function binaryRun<T>(op: i32, out: usize, n: i32, end: usize, a: usize, aStep: i32, b: usize, bStep: i32): void {
  if (aStep === 0) a = repeated<T>(0, a);
  if (bStep === 0) b = repeated<T>(1, b);
  aStep <<= 4;
  bStep <<= 4;
  const last = out + ((<usize>n * sizeof<T>()) & ~15);
  // A loop with a choice in it takes twice as long.
  if (isFloat<T>()) {
    if (op === ADD) {
      for (; out < last; out += 16, a += aStep, b += bStep) v128.store(out, v128.add<T>(v128.load(a), v128.load(b)));
    } else if (op === SUBTRACT) {
      for (; out < last; out += 16, a += aStep, b += bStep) v128.store(out, v128.sub<T>(v128.load(a), v128.load(b)));
    } else if (op === MULTIPLY) {
      for (; out < last; out += 16, a += aStep, b += bStep) v128.store(out, v128.mul<T>(v128.load(a), v128.load(b)));
    } else if (op === MAXIMUM) {
      for (; out < last; out += 16, a += aStep, b += bStep) v128.store(out, maximum<T>(v128.load(a), v128.load(b)));
    }
  }
  for (; out < last; out += 16, a += aStep, b += bStep) v128.store(out, apply<T>(op, v128.load(a), v128.load(b)));
  if ((n * sizeof<T>()) & 15) storePart<T>(out, apply<T>(op, v128.load(a), v128.load(b)), end - out);
}

/** out = a where the condition is not 0, otherwise b. Stores up to `end`, as above. */
function whereRun<T>(
  out: usize,
  n: i32,
  end: usize,
  condition: usize,
  conditionStep: i32,
  a: usize,
  aStep: i32,
  b: usize,
  bStep: i32,
): void {
  if (conditionStep === 0) condition = repeated<T>(0, condition);
  if (aStep === 0) a = repeated<T>(1, a);
  if (bStep === 0) b = repeated<T>(2, b);
  const bytes = <usize>n * sizeof<T>();
  const zero = v128.splat<T>(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const chosen = v128.bitselect(v128.load(a), v128.load(b), v128.ne<T>(v128.load(condition), zero));
    storePart<T>(out + at, chosen, end - out - at);
    condition += conditionStep << 4;
    a += aStep << 4;
    b += bStep << 4;
  }
}

/** The offset in scratch memory of operands that are numbers, after the vector used for the end of a run. */
const NUMBERS: usize = 64;

/** Returns the address of a vector that repeats the element of an operand. */
function repeated<T>(operand: i32, address: usize): usize {
  const place = scratch() + NUMBERS + <usize>(operand * 16);
  v128.store(place, v128.load_splat<T>(address));
  return place;
}

/** Returns the address of an operand, or of a copy of its number. */
// @ts-ignore: decorator
@inline
function operandAt<T>(operand: i32, address: usize, number: f64): usize {
  if ((Elementwise.numbers() & (1 << operand)) === 0) return address;
  const place = scratch() + NUMBERS + <usize>(operand * 16);
  store<T>(place, <T>number);
  return place;
}

/** Returns the offset of an operand's element at the start of a run. */
function startOf<T>(operand: i32, run: i32, rank: i32): usize {
  let at = 0;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const dimension = Elementwise.outer(4 * axis);
    at += (run % dimension) * Elementwise.outer(4 * axis + 1 + operand);
    run /= dimension;
  }
  return <usize>at * sizeof<T>();
}

/**
 * `length` is the length of a run, `rank` the number of outer dimensions. `outer` has for each its size, then the
 * strides of a, b and c in elements. An item is `each` runs, or elements of a single run. `steps` has a bit for each
 * operand that advances in a run, `numbers` for each that is a number. In a choice, a is the condition.
 */
export function elementwise<T>(item: i32): void {
  const op = Elementwise.operation();
  const length = Elementwise.length();
  const each = Elementwise.each();
  const steps = Elementwise.steps();
  const aStep = steps & 1;
  const bStep = (steps >> 1) & 1;
  const cStep = steps >> 2;
  const rank = Elementwise.rank();
  const runs = Elementwise.runs();
  const a0 = operandAt<T>(0, Elementwise.a(), Elementwise.aNumber());
  const b0 = operandAt<T>(1, Elementwise.b(), Elementwise.bNumber());
  const c0 = operandAt<T>(2, Elementwise.c(), Elementwise.cNumber());
  if (runs === 1) {
    const from = item * each;
    const n = min(each, length - from);
    const at = <usize>from * sizeof<T>();
    const a = a0 + at * <usize>aStep;
    const b = b0 + at * <usize>bStep;
    const out = Elementwise.out() + at;
    const end = out + <usize>n * sizeof<T>();
    if (op === WHERE) whereRun<T>(out, n, end, a, aStep, b, bStep, c0 + at * <usize>cStep, cStep);
    else binaryRun<T>(op, out, n, end, a, aStep, b, bStep);
    return;
  }
  const first = item * each;
  const last = min(first + each, runs);
  const outer = 4 * (rank - 1);
  const aStride = <usize>Elementwise.outer(outer + 1) * sizeof<T>();
  const bStride = <usize>Elementwise.outer(outer + 2) * sizeof<T>();
  const cStride = <usize>Elementwise.outer(outer + 3) * sizeof<T>();
  const bytes = <usize>length * sizeof<T>();
  let out = Elementwise.out() + <usize>first * bytes;
  const end = Elementwise.out() + <usize>last * bytes;
  let a: usize = 0;
  let b: usize = 0;
  let c: usize = 0;
  // Runs left in the innermost outer dimension.
  let left = 0;
  for (let run = first; run < last; run++, left--) {
    if (left === 0) {
      a = a0 + startOf<T>(0, run, rank);
      b = b0 + startOf<T>(1, run, rank);
      c = c0 + startOf<T>(2, run, rank);
      const dimension = Elementwise.outer(outer);
      left = dimension - (run % dimension);
    }
    if (op === WHERE) whereRun<T>(out, length, end, a, aStep, b, bStep, c, cStep);
    else binaryRun<T>(op, out, length, end, a, aStep, b, bStep);
    out += bytes;
    a += aStride;
    b += bStride;
    c += cStride;
  }
}
