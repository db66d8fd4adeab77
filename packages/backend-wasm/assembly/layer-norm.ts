/**
 * Layer normalisation and RMS normalisation of rows, and their gradients, while a row is in cache. Every operation is
 * that of the kernels that core composes them from, so the bits are too.
 */
import { LayerNorm } from './generated/arguments';
import { SUM_STRETCH } from './generated/layout';
import { storePart } from './numbers';
import { rowTotal } from './softmax';

function meanOf<T>(x: usize, n: i32): T {
  return <T>(<T>rowTotal<T>(x, n) / <T>n);
}

/** Stores x - mean of a row, and returns the mean of x. */
function centre<T>(out: usize, x: usize, n: i32): T {
  const mean = meanOf<T>(x, n);
  const means = v128.splat<T>(mean);
  const bytes = <usize>n * sizeof<T>();
  for (let at: usize = 0; at < bytes; at += 16) {
    storePart<T>(out + at, v128.sub<T>(v128.load(x + at), means), bytes - at);
  }
  return mean;
}

/** An item is `each` rows. */
export function layerNorm<T>(item: i32): void {
  const width = LayerNorm.width();
  const bytes = <usize>width * sizeof<T>();
  const scale = LayerNorm.scale();
  const offset = LayerNorm.offset();
  const last = min((item + 1) * LayerNorm.each(), LayerNorm.rows());
  for (let row = item * LayerNorm.each(); row < last; row++) {
    const x = LayerNorm.x() + <usize>row * bytes;
    const out = LayerNorm.out() + <usize>row * bytes;
    // The mean, the mean of what that leaves, and the root of the mean square.
    const statistics = LayerNorm.statistics() + <usize>row * (3 * sizeof<T>());
    let mean: T = 0;
    let rest: T = 0;
    if (LayerNorm.centred()) {
      mean = centre<T>(out, x, width);
      rest = meanOf<T>(out, width);
    }
    store<T>(statistics, mean);
    store<T>(statistics + sizeof<T>(), rest);
    const m = v128.splat<T>(mean);
    const n = v128.splat<T>(rest);
    for (let at: usize = 0; at < bytes; at += 16) {
      const c = v128.sub<T>(v128.sub<T>(v128.load(x + at), m), n);
      storePart<T>(out + at, v128.mul<T>(c, c), bytes - at);
    }
    const root = <T>sqrt<T>(meanOf<T>(out, width) + <T>LayerNorm.epsilon());
    store<T>(statistics + 2 * sizeof<T>(), root);
    const r = v128.splat<T>(root);
    for (let at: usize = 0; at < bytes; at += 16) {
      let y = v128.div<T>(v128.sub<T>(v128.sub<T>(v128.load(x + at), m), n), r);
      if (scale) y = v128.mul<T>(y, v128.load(scale + at));
      if (offset) y = v128.add<T>(y, v128.load(offset + at));
      storePart<T>(out + at, y, bytes - at);
    }
  }
}

/** Adds a vector to sums. The first one is added to `start` instead. */
// @ts-ignore: decorator
@inline
function addTo<T>(sums: usize, x: v128, bytes: usize, isFirst: bool, start: v128): void {
  storePart<T>(sums, v128.add<T>(isFirst ? start : v128.load(sums), x), bytes);
}

/**
 * x is [n, rows, width]. An item is `each` of the rows, in a stretch of SUM_STRETCH of the n. Writes dX, and the sums
 * of the stretch for the gradients of scale and offset, [stretches, rows, width].
 */
export function layerNormBackward<T>(item: i32): void {
  const width = LayerNorm.width();
  const bytes = <usize>width * sizeof<T>();
  const rows = LayerNorm.rows();
  const scale = LayerNorm.scale();
  const across = (rows + LayerNorm.each() - 1) / LayerNorm.each();
  const stretch = item / across;
  const first = (item % across) * LayerNorm.each();
  const last = min(first + LayerNorm.each(), rows);
  const end = min((stretch + 1) * SUM_STRETCH, LayerNorm.n());
  // Core does not sum over an axis of 1, so -0 stays.
  const start = v128.splat<T>(LayerNorm.n() === 1 ? <T>-0.0 : 0);
  for (let row = first; row < last; row++) {
    const sums = (<usize>stretch * rows + row) * bytes;
    for (let i = stretch * SUM_STRETCH; i < end; i++) {
      const place = <usize>i * rows + row;
      const isFirst = i % SUM_STRETCH === 0;
      const x = LayerNorm.x() + place * bytes;
      const dY = LayerNorm.dY() + place * bytes;
      const out = LayerNorm.out() + place * bytes;
      const statistics = LayerNorm.statistics() + place * (3 * sizeof<T>());
      const m = v128.load_splat<T>(statistics);
      const n = v128.load_splat<T>(statistics + sizeof<T>());
      const root = load<T>(statistics, 2 * sizeof<T>());
      const r = v128.splat<T>(root);
      for (let at: usize = 0; at < bytes; at += 16) {
        const h = v128.div<T>(v128.sub<T>(v128.sub<T>(v128.load(x + at), m), n), r);
        let dH = v128.load(dY + at);
        if (LayerNorm.dOffset()) addTo<T>(LayerNorm.dOffset() + sums + at, dH, bytes - at, isFirst, start);
        if (scale) {
          addTo<T>(LayerNorm.dScale() + sums + at, v128.mul<T>(dH, h), bytes - at, isFirst, start);
          dH = v128.mul<T>(dH, v128.load(scale + at));
        }
        storePart<T>(out + at, v128.div<T>(v128.mul<T>(dH, h), v128.neg<T>(r)), bytes - at);
      }
      const share = v128.splat<T>(<T>(<T>rowTotal<T>(out, width) / <T>(root * <T>width)));
      for (let at: usize = 0; at < bytes; at += 16) {
        let dH = v128.load(dY + at);
        if (scale) dH = v128.mul<T>(dH, v128.load(scale + at));
        const c = v128.sub<T>(v128.sub<T>(v128.load(x + at), m), n);
        storePart<T>(out + at, v128.add<T>(v128.div<T>(dH, r), v128.mul<T>(c, share)), bytes - at);
      }
      if (LayerNorm.centred()) {
        centre<T>(out, out, width);
        centre<T>(out, out, width);
      }
    }
  }
}
