/** Softmax cross-entropy from logits, with its gradient, row by row. */
import { CrossEntropy } from './generated/arguments';
import { log } from './math';
import { powersOfRow, rowTotal } from './softmax';

/**
 * `x` are the logits, `out` their gradient, `width` the number of classes. Each item writes the sum of its rows'
 * losses, not scaled, to `losses`.
 */
export function crossEntropy<T>(item: i32): void {
  const classes = CrossEntropy.width();
  const smoothing = CrossEntropy.smoothing();
  const scale = CrossEntropy.scale();
  const last = min((item + 1) * CrossEntropy.each(), CrossEntropy.rows());
  const bytes = <usize>classes * sizeof<T>();
  const endOfItem = CrossEntropy.out() + <usize>last * bytes;
  let total: f64 = 0;
  for (let row = item * CrossEntropy.each(); row < last; row++) {
    const x = CrossEntropy.x() + <usize>row * bytes;
    const out = CrossEntropy.out() + <usize>row * bytes;
    const label = load<i32>(CrossEntropy.labels() + (<usize>row << 2));
    const isKnown = label >= 0 && label < classes;
    const elsewhere = isKnown ? smoothing / <f64>classes : NaN;
    const atLabel = 1 - smoothing + elsewhere;
    const top = <f64>powersOfRow<T>(out, x, classes, endOfItem);
    const sum = rowTotal<T>(out, classes);
    const logSum = log(sum);
    const inverse = 1 / sum;
    // A target of 0 adds nothing, even if the log-probability is -Infinity: without smoothing all but the label's.
    const first = elsewhere === 0 ? label : 0;
    const end = elsewhere === 0 ? label + 1 : classes;
    for (let j = first; j < end; j++) {
      const target = j === label ? atLabel : elsewhere;
      if (target !== 0) total -= target * (<f64>load<T>(x + <usize>j * sizeof<T>()) - top - logSum);
    }
    const place = out + <usize>label * sizeof<T>();
    const power = isKnown ? <f64>load<T>(place) : 0;
    let at: usize = 0;
    for (; at + 2 * sizeof<T>() <= bytes; at += 2 * sizeof<T>()) {
      if (sizeof<T>() === 8) {
        v128.store(out + at, gradients(v128.load(out + at), inverse, elsewhere, scale));
      } else {
        const powers = f64x2.promote_low_f32x4(v128.load64_zero(out + at));
        v128.store64_lane(out + at, f32x4.demote_f64x2_zero(gradients(powers, inverse, elsewhere, scale)), 0);
      }
    }
    if (at < bytes) store<T>(out + at, <T>((<f64>load<T>(out + at) * inverse - elsewhere) * scale));
    if (isKnown) store<T>(place, <T>((power * inverse - atLabel) * scale));
  }
  store<f64>(CrossEntropy.losses() + (<usize>item << 3), total);
}

// @ts-ignore: decorator
@inline
function gradients(powers: v128, inverse: f64, target: f64, scale: f64): v128 {
  const difference = f64x2.sub(f64x2.mul(powers, f64x2.splat(inverse)), f64x2.splat(target));
  return f64x2.mul(difference, f64x2.splat(scale));
}
