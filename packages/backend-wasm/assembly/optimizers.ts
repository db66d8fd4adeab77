/**
 * Optimizer steps in place, each in one pass; the formulas are PyTorch's, as in core's `sgdStep` and `adamStep`, but for float32 moments and velocities
 * that die away, which become 0 before they are subnormal.
 */
import { address, double, integer, scratch } from './arguments';
import { lanes } from './numbers';

/** Argument `index` in every lane, by way of memory: V8 would move the making of the vector, but no load, into the loop. */
// @ts-ignore: decorator
@inline
function constant<T>(index: i32): v128 {
  const at = scratch() + (<usize>index << 4);
  v128.store(at, v128.splat<T>(<T>double(index)));
  return v128.load(at);
}

/** The last vector of an item may hold less: what lies past the end is the buffers' own, and computed in vain. */
// @ts-ignore: decorator
@inline
function bytesOf<T>(item: i32, elements: i32, itemElements: i32): usize {
  const n = min(itemElements, elements - item * itemElements);
  return <usize>((n + lanes<T>() - 1) / lanes<T>()) << 4;
}

/** 0 for elements below `tiny`; NaN is not, and stays. */
// @ts-ignore: decorator
@inline
function withoutTiny<T>(x: v128, tiny: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), tiny));
}

/** Arguments: w, g; elements, elements of an item; 0: learning rate, 1: weight decay. */
export function sgd<T>(item: i32): void {
  const bytes = bytesOf<T>(item, integer(2), integer(3));
  const start = <usize>item * integer(3) * sizeof<T>();
  const w = address(0) + start;
  const g = address(1) + start;
  const rate = constant<T>(0);
  const decay = constant<T>(1);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(w + at);
    const gradient = v128.add<T>(v128.load(g + at), v128.mul<T>(decay, x));
    v128.store(w + at, v128.sub<T>(x, v128.mul<T>(rate, gradient)));
  }
}

/**
 * Arguments: w, velocity, g; elements, elements of an item, nesterov, first; 0: learning rate, 1: weight decay, 2: momentum,
 * 3: 1 - dampening, 4: what a velocity is 0 below.
 */
export function sgdMomentum<T>(item: i32): void {
  const bytes = bytesOf<T>(item, integer(3), integer(4));
  const start = <usize>item * integer(4) * sizeof<T>();
  const w = address(0) + start;
  const v = address(1) + start;
  const g = address(2) + start;
  const nesterov = integer(5) !== 0;
  const first = integer(6) !== 0;
  const rate = constant<T>(0);
  const decay = constant<T>(1);
  const momentum = constant<T>(2);
  const share = constant<T>(3);
  const tiny = constant<T>(4);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(w + at);
    const gradient = v128.add<T>(v128.load(g + at), v128.mul<T>(decay, x));
    let next = gradient;
    if (!first) next = v128.add<T>(v128.mul<T>(momentum, v128.load(v + at)), v128.mul<T>(share, gradient));
    next = withoutTiny<T>(next, tiny);
    v128.store(v + at, next);
    const step = nesterov ? v128.add<T>(gradient, v128.mul<T>(momentum, next)) : next;
    v128.store(w + at, v128.sub<T>(x, v128.mul<T>(rate, step)));
  }
}

/**
 * Arguments: w, m, v, g; elements, elements of an item; 0: what is kept of w, 1: decay that joins the gradient, 2: beta1, 3: 1 - beta1,
 * 4: beta2, 5: 1 - beta2, 6: learning rate / correction1, 7: 1 / sqrt(correction2), 8: epsilon, 9: what a mean is 0 below.
 */
export function adam<T>(item: i32): void {
  const bytes = bytesOf<T>(item, integer(4), integer(5));
  const start = <usize>item * integer(5) * sizeof<T>();
  const w = address(0) + start;
  const m = address(1) + start;
  const v = address(2) + start;
  const g = address(3) + start;
  const kept = constant<T>(0);
  const decay = constant<T>(1);
  const beta1 = constant<T>(2);
  const rest1 = constant<T>(3);
  const beta2 = constant<T>(4);
  const rest2 = constant<T>(5);
  const rate = constant<T>(6);
  const root = constant<T>(7);
  const epsilon = constant<T>(8);
  const tiny = constant<T>(9);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(w + at);
    const gradient = v128.add<T>(v128.load(g + at), v128.mul<T>(decay, x));
    let mean = v128.add<T>(v128.mul<T>(beta1, v128.load(m + at)), v128.mul<T>(rest1, gradient));
    mean = withoutTiny<T>(mean, tiny);
    const square = v128.add<T>(
      v128.mul<T>(beta2, v128.load(v + at)),
      v128.mul<T>(v128.mul<T>(rest2, gradient), gradient),
    );
    v128.store(m + at, mean);
    v128.store(v + at, square);
    const scale = v128.add<T>(v128.mul<T>(v128.sqrt<T>(square), root), epsilon);
    v128.store(w + at, v128.sub<T>(v128.mul<T>(kept, x), v128.div<T>(v128.mul<T>(rate, mean), scale)));
  }
}
