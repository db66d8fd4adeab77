/**
 * Threefry4x32-20 (J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC 2011): for each key of four words, a bijection of four 32-bit counter words, written to `out`. Additions,
 * rotations and exclusive ors give the same words in any language and on any GPU.
 *
 * The counter's words are whole numbers in [0, 2^32).
 */
export function threefry(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key: Uint32Array,
  out: Uint32Array,
): void {
  let k0 = (key[0] as number) | 0;
  let k1 = (key[1] as number) | 0;
  let k2 = (key[2] as number) | 0;
  let k3 = (key[3] as number) | 0;
  let k4 = 0x1bd11bda ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = (counter0 + k0) | 0;
  let x1 = (counter1 + k1) | 0;
  let x2 = (counter2 + k2) | 0;
  let x3 = (counter3 + k3) | 0;
  // Four rounds and the next words of the key, five times. Rotations by constants compile to one instruction each.
  for (let group = 1; ; group += 2) {
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 10) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 26) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 11) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 21) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 13) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 27) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 23) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 5) ^ x2;
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2) | 0;
    x2 = (x2 + k3) | 0;
    x3 = (x3 + k4 + group) | 0;
    if (group === 5) break;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 6) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 20) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 17) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 11) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 25) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 10) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 18) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 20) ^ x2;
    x0 = (x0 + k2) | 0;
    x1 = (x1 + k3) | 0;
    x2 = (x2 + k4) | 0;
    x3 = (x3 + k0 + group + 1) | 0;
    const first = k0;
    const second = k1;
    k0 = k2;
    k1 = k3;
    k2 = k4;
    k3 = first;
    k4 = second;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
