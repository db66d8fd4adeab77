import { describe, expect, it } from 'vitest';
import { erf, exp, expm1, float32, log, log1p, normalCdf, sigmoid, tanh } from '../../src/math/index.js';

/** Each with its function of float64, and the largest error over all float32 numbers, in ULP. */
const FUNCTIONS = [
  ['exp', float32.exp, exp, 0.9],
  ['expm1', float32.expm1, expm1, 0.95],
  ['log', float32.log, log, 0.84],
  ['log1p', float32.log1p, log1p, 0.84],
  ['tanh', float32.tanh, tanh, 0.96],
  ['sigmoid', float32.sigmoid, sigmoid, 1.35],
  ['erf', float32.erf, erf, 0.96],
  ['normalCdf', float32.normalCdf, normalCdf, 4.6],
] as const;

const INFINITY = Number.POSITIVE_INFINITY;
const SMALLEST = 2 ** -149;
const LARGEST = 3.4028234663852886e38;

/** Bit patterns of all signs and exponents, with mantissas that differ. */
const NUMBERS = new Float32Array(Int32Array.from({ length: 1 << 13 }, (_, i) => Math.imul(i, 524_287)).buffer);

/** The distance from one float32 number to the next. */
function spacing(value: number): number {
  const bits = new Int32Array(Float32Array.of(Math.min(Math.abs(value), LARGEST)).buffer);
  const first = new Float32Array(bits.buffer)[0] as number;
  return bits[0] === 0x7f7fffff ? 2 ** 104 : (new Float32Array(bits.map((one) => one + 1).buffer)[0] as number) - first;
}

describe.each(FUNCTIONS)('%s', (_, single, double, bound) => {
  it(`is at most ${bound} ULP off`, () => {
    let worst = { error: 0, at: 0 };
    for (const x of NUMBERS) {
      const [y, exact] = [single(x), double(x)];
      if (Object.is(y, Math.fround(exact))) continue;
      if (y !== Math.fround(y)) throw new Error(`${y} is no float32 number`);
      const error = Math.abs(y - exact) / spacing(exact);
      if (!(error <= worst.error)) worst = { error, at: x };
    }
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(bound);
    expect(worst.error).toBeGreaterThan(0.5);
  });

  it('has the special values of float64, rounded', () => {
    const ones = [0, 1, 0.5, 0.25, SMALLEST, 2 ** -126, 16, 88.5, 89, 104, 1e30, LARGEST, INFINITY, NaN];
    const near = [88.72283, 88.72284, 103.97, 103.98, 9.01, 9.02, 17.3, 3.9, 4].map(Math.fround);
    for (const x of [...ones, ...near].flatMap((one) => [one, -one])) {
      const [y, exact] = [single(x), Math.fround(double(x))];
      const isSpecial = exact === 0 || !Number.isFinite(exact) || Math.abs(exact) === 1;
      if (isSpecial) expect(y, `of ${x}`).toBe(exact);
      else expect(Math.abs(y / exact - 1), `of ${x}`).toBeLessThan(Math.abs(exact) < 2 ** -126 ? 1 : 2 ** -22);
    }
  });
});
