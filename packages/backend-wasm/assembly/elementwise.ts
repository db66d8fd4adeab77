/** Element by element with broadcasting: runs of elements, in which an operand advances by one or stays (see broadcast.ts of core). */
import { ADD, DIVIDE, GREATER, MAXIMUM, MULTIPLY, SUBTRACT } from '../src/kernels';
import { address, integer, scratch } from './arguments';
import { lanes } from './numbers';

/** `op` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function apply<T>(op: i32, x: v128, y: v128): v128 {
  if (op === ADD) return v128.add<T>(x, y);
  if (op === SUBTRACT) return v128.sub<T>(x, y);
  if (op === MULTIPLY) return v128.mul<T>(x, y);
  if (op === DIVIDE) return v128.div<T>(x, y);
  if (op === MAXIMUM) return v128.max<T>(x, y);
  return v128.and(v128.gt<T>(x, y), v128.splat<T>(1));
}

/** Elements past the run's end are computed, which no buffer is too short for, and not stored. */
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

/** out = a where the condition is not 0, else b. */
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

/** Where the arguments of the outer dimensions begin: each has its length, then the strides of the three operands in elements. */
const OUTER: i32 = 14;

/** An operand's element at the start of a run. */
function startOf<T>(operand: i32, run: i32, rank: i32): usize {
  let at = 0;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const place = OUTER + 4 * axis;
    const dimension = integer(place);
    at += (run % dimension) * integer(place + 1 + operand);
    run /= dimension;
  }
  return <usize>at * sizeof<T>();
}

/**
 * Arguments: operation, out, a, b, c (or 0 for two operands); length of a run, the steps of a, b, c; outer dimensions, runs, runs of an item,
 * elements of an item, where there is a single run. With three operands, a is the condition.
 */
export function elementwise<T>(item: i32): void {
  const op = integer(0);
  const length = integer(5);
  const aStep = integer(6);
  const bStep = integer(7);
  const cStep = integer(8);
  const rank = integer(9);
  const runs = integer(10);
  const ternary = integer(13) !== 0;
  if (runs === 1) {
    const from = item * integer(12);
    const n = min(integer(12), length - from);
    const at = <usize>from * sizeof<T>();
    const a = address(2) + at * <usize>aStep;
    const b = address(3) + at * <usize>bStep;
    if (ternary) whereRun<T>(address(1) + at, n, a, aStep, b, bStep, address(4) + at * <usize>cStep, cStep);
    else binaryRun<T>(op, address(1) + at, n, a, aStep, b, bStep);
    return;
  }
  const last = min((item + 1) * integer(11), runs);
  for (let run = item * integer(11); run < last; run++) {
    const out = address(1) + <usize>run * length * sizeof<T>();
    const a = address(2) + startOf<T>(0, run, rank);
    const b = address(3) + startOf<T>(1, run, rank);
    if (ternary) whereRun<T>(out, length, a, aStep, b, bStep, address(4) + startOf<T>(2, run, rank), cStep);
    else binaryRun<T>(op, out, length, a, aStep, b, bStep);
  }
}
