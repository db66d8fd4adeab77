/** Softmax cross-entropy from logits, with its gradient, row by row in doubles. */
import { scratch } from './arguments';
import { CrossEntropy } from './generated/arguments';
import { exp, exp2x, log } from './math';

/**
 * `x` are the logits, `out` their gradient, `width` the number of classes. Each item writes the sum of its rows'
 * losses, not scaled, to `losses`.
 */
export function crossEntropy<T>(item: i32): void {
  const rows = CrossEntropy.rows();
  const classes = CrossEntropy.width();
  const smoothing = CrossEntropy.smoothing();
  const scale = CrossEntropy.scale();
  const last = min((item + 1) * CrossEntropy.each(), rows);
  const bytes = <usize>classes * sizeof<T>();
  let total: f64 = 0;
  for (let row = item * CrossEntropy.each(); row < last; row++) {
    const x = CrossEntropy.x() + <usize>row * bytes;
    const out = CrossEntropy.out() + <usize>row * bytes;
    const label = load<i32>(CrossEntropy.labels() + (<usize>row << 2));
    const elsewhere = label >= 0 && label < classes ? smoothing / <f64>classes : NaN;
    let top = -Infinity;
    for (let at: usize = 0; at < bytes; at += sizeof<T>()) top = max<f64>(top, <f64>load<T>(x + at));
    const sum = powersOf<T>(x, bytes, top);
    const logSum = log(sum);
    const inverse = 1 / sum;
    for (let j = 0; j < classes; j++) {
      const target = j === label ? 1 - smoothing + elsewhere : elsewhere;
      const value = <f64>load<T>(x + <usize>j * sizeof<T>());
      // A target of 0 adds nothing, even if the log-probability is -Infinity.
      if (target !== 0) total -= target * (value - top - logSum);
      store<T>(out + <usize>j * sizeof<T>(), <T>((power<T>(j, value, top) * inverse - target) * scale));
    }
  }
  store<f64>(CrossEntropy.losses() + (<usize>item << 3), total);
}

/** How many exponentials of a row fit into scratch memory; the others are computed twice. */
const KEPT: i32 = 4096;

/** Returns the sum of exp(x - top). */
function powersOf<T>(x: usize, bytes: usize, top: f64): f64 {
  let sum: f64 = 0;
  let j = 0;
  let at: usize = 0;
  for (; at + 2 * sizeof<T>() <= bytes; at += 2 * sizeof<T>(), j += 2) {
    const pair = sizeof<T>() === 4 ? f64x2.promote_low_f32x4(v128.load64_zero(x + at)) : v128.load(x + at);
    const values = exp2x(f64x2.sub(pair, f64x2.splat(top)));
    if (j + 1 < KEPT) v128.store(scratch() + (<usize>j << 3), values);
    sum += f64x2.extract_lane(values, 0);
    sum += f64x2.extract_lane(values, 1);
  }
  for (; at < bytes; at += sizeof<T>(), j++) {
    const value = exp(<f64>load<T>(x + at) - top);
    if (j < KEPT) store<f64>(scratch() + (<usize>j << 3), value);
    sum += value;
  }
  return sum;
}

function power<T>(j: i32, value: f64, top: f64): f64 {
  return j < KEPT ? load<f64>(scratch() + (<usize>j << 3)) : exp(value - top);
}
