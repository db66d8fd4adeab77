/**
 * Optimizer steps in place, each in one pass. The formulas are PyTorch's, as in core's `sgdStep` and `adamStep`, except
 * that float32 moments and velocities become 0 before they are subnormal.
 */
import { scratch } from './arguments';
import { Sgd, SgdMomentum, Adam } from './generated/arguments';
import { lanes } from './numbers';

/** Returns a number in every lane, loaded from memory. V8 does not move a load into the loop. */
// @ts-ignore: decorator
@inline
function constant<T>(place: i32, value: f64): v128 {
  const at = scratch() + (<usize>place << 4);
  v128.store(at, v128.splat<T>(<T>value));
  return v128.load(at);
}

/** Returns the bytes of an item, in whole vectors. Elements past the end are padding of the buffers. */
// @ts-ignore: decorator
@inline
function bytesOf<T>(item: i32, elements: i32, itemElements: i32): usize {
  const n = min(itemElements, elements - item * itemElements);
  return <usize>((n + lanes<T>() - 1) / lanes<T>()) << 4;
}

/** Replaces elements below `tiny` by 0. NaN stays. */
// @ts-ignore: decorator
@inline
function withoutTiny<T>(x: v128, tiny: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), tiny));
}

/** Whether a gate stops the step: it exists, and it is not 0 (NaN is not 0). */
// @ts-ignore: decorator
@inline
function isClosed<T>(gate: usize): bool {
  return gate !== 0 && load<T>(gate) !== <T>0;
}

export function sgd<T>(item: i32): void {
  if (isClosed<T>(Sgd.gate())) return;
  const bytes = bytesOf<T>(item, Sgd.length(), Sgd.each());
  const start = <usize>item * Sgd.each() * sizeof<T>();
  const w = Sgd.w() + start;
  const g = Sgd.g() + start;
  const rate = constant<T>(0, Sgd.rate());
  const decay = constant<T>(1, Sgd.decay());
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(w + at);
    const gradient = v128.add<T>(v128.load(g + at), v128.mul<T>(decay, x));
    v128.store(w + at, v128.sub<T>(x, v128.mul<T>(rate, gradient)));
  }
}

/** `share` is 1 - dampening; velocities below `tiny` become 0. */
export function sgdMomentum<T>(item: i32): void {
  if (isClosed<T>(SgdMomentum.gate())) return;
  const bytes = bytesOf<T>(item, SgdMomentum.length(), SgdMomentum.each());
  const start = <usize>item * SgdMomentum.each() * sizeof<T>();
  const w = SgdMomentum.w() + start;
  const v = SgdMomentum.v() + start;
  const g = SgdMomentum.g() + start;
  const nesterov = SgdMomentum.nesterov() !== 0;
  const first = SgdMomentum.first() !== 0;
  const rate = constant<T>(0, SgdMomentum.rate());
  const decay = constant<T>(1, SgdMomentum.decay());
  const momentum = constant<T>(2, SgdMomentum.momentum());
  const share = constant<T>(3, SgdMomentum.share());
  const tiny = constant<T>(4, SgdMomentum.tiny());
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
 * `kept` is the factor of w, `decay` the share of w that is added to the gradient. `rest1` is 1 - beta1, `rate` is
 * learning rate / correction1, `root` is 1 / sqrt(correction2). Means below `tiny` become 0.
 */
export function adam<T>(item: i32): void {
  if (isClosed<T>(Adam.gate())) return;
  const bytes = bytesOf<T>(item, Adam.length(), Adam.each());
  const start = <usize>item * Adam.each() * sizeof<T>();
  const w = Adam.w() + start;
  const m = Adam.m() + start;
  const v = Adam.v() + start;
  const g = Adam.g() + start;
  const kept = constant<T>(0, Adam.kept());
  const decay = constant<T>(1, Adam.decay());
  const beta1 = constant<T>(2, Adam.beta1());
  const rest1 = constant<T>(3, Adam.rest1());
  const beta2 = constant<T>(4, Adam.beta2());
  const rest2 = constant<T>(5, Adam.rest2());
  const rate = constant<T>(6, Adam.rate());
  const root = constant<T>(7, Adam.root());
  const epsilon = constant<T>(8, Adam.epsilon());
  const tiny = constant<T>(9, Adam.tiny());
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
