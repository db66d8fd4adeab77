/** The elementwise operations of a dense layer, and the gradient through its activation. */
import { MaskByOutput } from './generated/arguments';
import { elementThroughRelu, lanes, throughRelu } from './numbers';

/** Adds the vector at `from + place` to the one at `to + place`. */
// @ts-ignore: decorator
@inline
export function addVector<T>(to: usize, from: usize, place: usize): void {
  v128.store(to + place, v128.add<T>(v128.load(to + place), v128.load(from + place)));
}

/** Adds from[i] to to[i] for `bytes` bytes, a whole number of elements. */
export function addBytes<T>(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) addVector<T>(to, from, at);
  for (; at < bytes; at += sizeof<T>()) store<T>(to + at, load<T>(to + at) + load<T>(from + at));
}

/**
 * out = activation(source + bias) for n rows of `columns`. A bias of 0 is none; `out` may be `source`. relu keeps NaN.
 */
export function finish<T>(
  out: usize,
  source: usize,
  n: i32,
  columns: i32,
  outStride: usize,
  sourceStride: usize,
  bias: usize,
  relu: bool,
): void {
  const vectorBytes = (<usize>columns / lanes<T>()) << 4;
  const bytes = <usize>columns * sizeof<T>();
  const zero = v128.splat<T>(0);
  for (let i = 0; i < n; i++) {
    let at: usize = 0;
    for (; at < vectorBytes; at += 16) {
      let x = v128.load(source + at);
      if (bias !== 0) x = v128.add<T>(x, v128.load(bias + at));
      if (relu) x = v128.pmax<T>(x, zero);
      v128.store(out + at, x);
    }
    for (; at < bytes; at += sizeof<T>()) {
      let x = load<T>(source + at);
      if (bias !== 0) x += load<T>(bias + at);
      if (relu && x < 0) x = 0;
      store<T>(out + at, x);
    }
    source += sourceStride;
    out += outStride;
  }
}

/** out = dY through the ReLU whose output is y. */
export function maskByOutput<T>(item: i32): void {
  const from = <usize>(item * MaskByOutput.each());
  const bytes = <usize>min(MaskByOutput.each(), MaskByOutput.length() - <i32>from) * sizeof<T>();
  const y = MaskByOutput.y() + from * sizeof<T>();
  const dY = MaskByOutput.dY() + from * sizeof<T>();
  const out = MaskByOutput.out() + from * sizeof<T>();
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, throughRelu<T>(v128.load(dY + at), v128.load(y + at)));
  for (; at < bytes; at += sizeof<T>()) store<T>(out + at, elementThroughRelu<T>(load<T>(dY + at), load<T>(y + at)));
}
