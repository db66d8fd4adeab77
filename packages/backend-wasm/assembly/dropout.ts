/** Masks of dropout from Threefry4x32-20, the generator of core's `random/threefry.ts`. Lane i computes block i. */
import { scratch } from './arguments';
import { DropoutMask } from './generated/arguments';

// @ts-ignore: decorator
@inline
function rotated(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** Draws 16 words from `block` on, and stores a mask of 32 bits for each: ones where the word is above `dropped`. */
function drawMasks(block: i32, row: i32, dropped: v128, out: usize): void {
  let k0 = i32x4.splat(DropoutMask.key0());
  let k1 = i32x4.splat(DropoutMask.key1());
  let k2 = i32x4.splat(DropoutMask.key2());
  let k3 = i32x4.splat(DropoutMask.key3());
  let k4 = v128.xor(i32x4.splat(0x1bd11bda), v128.xor(v128.xor(k0, k1), v128.xor(k2, k3)));
  let x0 = i32x4.add(i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), k0);
  let x1 = i32x4.add(i32x4.splat(row), k1);
  let x2 = i32x4.add(i32x4.splat(DropoutMask.stepLow()), k2);
  let x3 = i32x4.add(i32x4.splat(DropoutMask.stepHigh()), k3);
  for (let group = 1; ; group += 2) {
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotated(x1, 10), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotated(x3, 26), x2);
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotated(x3, 11), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotated(x1, 21), x2);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotated(x1, 13), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotated(x3, 27), x2);
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotated(x3, 23), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotated(x1, 5), x2);
    x0 = i32x4.add(x0, k1);
    x1 = i32x4.add(x1, k2);
    x2 = i32x4.add(x2, k3);
    x3 = i32x4.add(x3, i32x4.add(k4, i32x4.splat(group)));
    if (group === 5) break;
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotated(x1, 6), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotated(x3, 20), x2);
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotated(x3, 17), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotated(x1, 11), x2);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotated(x1, 25), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotated(x3, 10), x2);
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotated(x3, 18), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotated(x1, 20), x2);
    x0 = i32x4.add(x0, k2);
    x1 = i32x4.add(x1, k3);
    x2 = i32x4.add(x2, k4);
    x3 = i32x4.add(x3, i32x4.add(k0, i32x4.splat(group + 1)));
    const first = k0;
    const second = k1;
    k0 = k2;
    k1 = k3;
    k2 = k4;
    k3 = first;
    k4 = second;
  }
  x0 = i32x4.gt_u(x0, dropped);
  x1 = i32x4.gt_u(x1, dropped);
  x2 = i32x4.gt_u(x2, dropped);
  x3 = i32x4.gt_u(x3, dropped);
  // Word j of block i is in lane i of xj: transposes.
  const even = i32x4.shuffle(x0, x1, 0, 4, 1, 5);
  const evenNext = i32x4.shuffle(x2, x3, 0, 4, 1, 5);
  const odd = i32x4.shuffle(x0, x1, 2, 6, 3, 7);
  const oddNext = i32x4.shuffle(x2, x3, 2, 6, 3, 7);
  v128.store(out, i32x4.shuffle(even, evenNext, 0, 1, 4, 5));
  v128.store(out, i32x4.shuffle(even, evenNext, 2, 3, 6, 7), 16);
  v128.store(out, i32x4.shuffle(odd, oddNext, 0, 1, 4, 5), 32);
  v128.store(out, i32x4.shuffle(odd, oddNext, 2, 3, 6, 7), 48);
}

/** Draws `each` rows of a mask: `factor` where an element's word is above `dropped`, else 0. */
export function dropoutMask<T>(item: i32): void {
  const width = DropoutMask.width();
  const rowBytes = <usize>width * sizeof<T>();
  const from = item * DropoutMask.each();
  const to = min(from + DropoutMask.each(), DropoutMask.rows());
  const dropped = i32x4.splat(DropoutMask.dropped());
  const factor = v128.splat<T>(<T>DropoutMask.factor());
  const masks = scratch();
  const part = masks + 64;
  const partBytes = 16 * sizeof<T>();
  let out = DropoutMask.out() + <usize>from * rowBytes;
  for (let row = from; row < to; row++, out += rowBytes) {
    for (let block = 0, at: usize = 0; at < rowBytes; block += 4, at += partBytes) {
      drawMasks(block, DropoutMask.firstRow() + row, dropped, masks);
      const whole = at + partBytes <= rowBytes;
      const target = whole ? out + at : part;
      for (let i: usize = 0; i < 64; i += 16) {
        const mask = v128.load(masks + i);
        if (sizeof<T>() === 4) {
          v128.store(target + i, v128.and(mask, factor));
        } else {
          v128.store(target + 2 * i, v128.and(i32x4.shuffle(mask, mask, 0, 0, 1, 1), factor));
          v128.store(target + 2 * i, v128.and(i32x4.shuffle(mask, mask, 2, 2, 3, 3), factor), 16);
        }
      }
      if (!whole) memory.copy(out + at, part, rowBytes - at);
    }
  }
}
