/**
 * Elementwise operations with broadcasting: runs in which an operand advances by one or stays (see core's
 * broadcast.ts).
 */
import { ADD, DIVIDE, GREATER, MAXIMUM, MULTIPLY, SUBTRACT } from './generated/operations';
import { scratch } from './arguments';
import { Elementwise } from './generated/arguments';
import { lanes } from './numbers';

/** `op` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function apply<T>(op: i32, x: v128, y: v128): v128 {
  if (op === ADD) return v128.add<T>(x, y);
  if (op === SUBTRACT) return v128.sub<T>(x, y);
  if (op === MULTIPLY) return v128.mul<T>(x, y);
  if (isFloat<T>()) {
    if (op === DIVIDE) return v128.div<T>(x, y);
  }
  if (op === MAXIMUM) return v128.max<T>(x, y);
  return v128.and(v128.gt<T>(x, y), v128.splat<T>(1));
}

/** Also computes elements past the end of the run, which every buffer has room for, but does not store them. */
// @ts-ignore: decorator
@inline
function applyRun<T>(op: i32, out: usize, n: i32, a: usize, aStep: i32, b: usize, bStep: i32): void {
  const bytes = <usize>n * sizeof<T>();
  const x0 = v128.load_splat<T>(a);
  const y0 = v128.load_splat<T>(b);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const x = aStep === 0 ? x0 : v128.load(a + at);
    const y = bStep === 0 ? y0 : v128.load(b + at);
    v128.store(out + at, apply<T>(op, x, y));
  }
  if (at === bytes) return;
  const x = aStep === 0 ? x0 : v128.load(a + at);
  const y = bStep === 0 ? y0 : v128.load(b + at);
  v128.store(scratch(), apply<T>(op, x, y));
  memory.copy(out + at, scratch(), bytes - at);
}

function binaryRun<T>(op: i32, out: usize, n: i32, a: usize, aStep: i32, b: usize, bStep: i32): void {
  switch (op) {
    case ADD:
      return applyRun<T>(ADD, out, n, a, aStep, b, bStep);
    case SUBTRACT:
      return applyRun<T>(SUBTRACT, out, n, a, aStep, b, bStep);
    case MULTIPLY:
      return applyRun<T>(MULTIPLY, out, n, a, aStep, b, bStep);
    case DIVIDE:
      return applyRun<T>(DIVIDE, out, n, a, aStep, b, bStep);
    case MAXIMUM:
      return applyRun<T>(MAXIMUM, out, n, a, aStep, b, bStep);
    default:
      return applyRun<T>(GREATER, out, n, a, aStep, b, bStep);
  }
}

/** out = a where the condition is not 0, otherwise b. */
function whereRun<T>(
  out: usize,
  n: i32,
  condition: usize,
  conditionStep: i32,
  a: usize,
  aStep: i32,
  b: usize,
  bStep: i32,
): void {
  const bytes = <usize>n * sizeof<T>();
  const zero = v128.splat<T>(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const c = conditionStep === 0 ? v128.load_splat<T>(condition) : v128.load(condition + at);
    const x = aStep === 0 ? v128.load_splat<T>(a) : v128.load(a + at);
    const y = bStep === 0 ? v128.load_splat<T>(b) : v128.load(b + at);
    const chosen = v128.bitselect(x, y, v128.ne<T>(c, zero));
    if (at + 16 <= bytes) {
      v128.store(out + at, chosen);
    } else {
      v128.store(scratch(), chosen);
      memory.copy(out + at, scratch(), bytes - at);
    }
  }
}

/** The offset in scratch memory of operands that are numbers, after the vector used for the end of a run. */
const NUMBERS: usize = 64;

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
 * strides of a, b and c in elements. An item is `eachRuns` runs, or `each` elements of a single run. If `ternary`, a is
 * the condition. `numbers` has a bit for each operand that is a number.
 */
export function elementwise<T>(item: i32): void {
  const op = Elementwise.operation();
  const length = Elementwise.length();
  const aStep = Elementwise.aStep();
  const bStep = Elementwise.bStep();
  const cStep = Elementwise.cStep();
  const rank = Elementwise.rank();
  const runs = Elementwise.runs();
  const ternary = Elementwise.ternary() !== 0;
  const a0 = operandAt<T>(0, Elementwise.a(), Elementwise.aNumber());
  const b0 = operandAt<T>(1, Elementwise.b(), Elementwise.bNumber());
  const c0 = operandAt<T>(2, Elementwise.c(), Elementwise.cNumber());
  if (runs === 1) {
    const from = item * Elementwise.each();
    const n = min(Elementwise.each(), length - from);
    const at = <usize>from * sizeof<T>();
    const a = a0 + at * <usize>aStep;
    const b = b0 + at * <usize>bStep;
    if (ternary) whereRun<T>(Elementwise.out() + at, n, a, aStep, b, bStep, c0 + at * <usize>cStep, cStep);
    else binaryRun<T>(op, Elementwise.out() + at, n, a, aStep, b, bStep);
    return;
  }
  const last = min((item + 1) * Elementwise.eachRuns(), runs);
  for (let run = item * Elementwise.eachRuns(); run < last; run++) {
    const out = Elementwise.out() + <usize>run * length * sizeof<T>();
    const a = a0 + startOf<T>(0, run, rank);
    const b = b0 + startOf<T>(1, run, rank);
    if (ternary) whereRun<T>(out, length, a, aStep, b, bStep, c0 + startOf<T>(2, run, rank), cStep);
    else binaryRun<T>(op, out, length, a, aStep, b, bStep);
  }
}
