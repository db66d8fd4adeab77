/**
 * Draws a digit again as another hand would: turned, slanted, larger, elsewhere on a pad, with another pen and a less
 * steady hand.
 */
import type { Random } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';
import type { DecodedImage } from '@nablajs/datasets/portable';

/** The side of a digit of MNIST. */
const DIGIT = 28;
/** The side of the pad. The largest digit, turned, fits on it. */
const PAD = 72;
const MIDDLE = (DIGIT - 1) / 2;

/** Returns a grey image with bright ink, of another size than the digit. `digit` has 28 x 28 bytes. */
export function distort(digit: Uint8Array, random: Random): DecodedImage {
  const between = (least: number, most: number): number => least + (most - least) * random.uniform();
  const turn = between(-0.25, 0.25);
  const slant = between(-0.3, 0.3);
  const [size, ratio] = [between(1.25, 1.95), between(0.88, 1.13)];
  const [across, up] = [size * ratio, size / ratio];
  const [x, y] = [PAD / 2 + between(-7, 7), PAD / 2 + between(-7, 7)];
  const inked = withPen(digit, between(-0.5, 1.6));
  const [waveX, waveY] = [wave(between), wave(between)];
  const [cosine, sine] = [cos(turn), sin(turn)];
  const pixels = new Uint8Array(PAD * PAD);
  for (let row = 0, at = 0; row < PAD; row++) {
    for (let column = 0; column < PAD; column++, at++) {
      const [right, down] = [column - x + (waveX[row] as number), row - y + (waveY[column] as number)];
      const v = cosine * down - sine * right;
      const u = cosine * right + sine * down - slant * v;
      pixels[at] = sample(inked, u / across + MIDDLE, v / up + MIDDLE);
    }
  }
  return { width: PAD, height: PAD, channels: 1, pixels };
}

function wave(between: (least: number, most: number) => number): Float64Array {
  const [height, length, start] = [between(0, 1.8), between(0.08, 0.22), between(0, 6.28)];
  return Float64Array.from({ length: PAD }, (_, at) => height * sin(length * at + start));
}

/** Reads between pixels, bilinearly. Outside of the digit there is no ink. */
function sample(pixels: ArrayLike<number>, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < -1 || top < -1 || left >= DIGIT || top >= DIGIT) return 0;
  const [right, down] = [x - left, y - top];
  const upper = mix(inkAt(pixels, left, top), inkAt(pixels, left + 1, top), right);
  const lower = mix(inkAt(pixels, left, top + 1), inkAt(pixels, left + 1, top + 1), right);
  return Math.floor(mix(upper, lower, down) + 0.5);
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

function inkAt(pixels: ArrayLike<number>, x: number, y: number): number {
  return x < 0 || y < 0 || x >= DIGIT || y >= DIGIT ? 0 : (pixels[y * DIGIT + x] as number);
}

/** Makes strokes about `pixels` thicker on each side, or thinner if it is negative. */
function withPen(digit: ArrayLike<number>, pixels: number): Float64Array {
  let inked = Float64Array.from(digit);
  const extreme = pixels > 0 ? Math.max : Math.min;
  for (let left = Math.abs(pixels); left > 0; left -= 1) {
    const before = inked;
    inked = before.map((ink, at) => {
      const [x, y] = [at % DIGIT, Math.floor(at / DIGIT)];
      const beside = extreme(inkAt(before, x - 1, y), inkAt(before, x + 1, y));
      return mix(ink, extreme(ink, beside, inkAt(before, x, y - 1), inkAt(before, x, y + 1)), Math.min(left, 1));
    });
  }
  return inked;
}
