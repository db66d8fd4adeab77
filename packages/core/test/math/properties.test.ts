import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, erf, exp, expm1, log, normalCdf, pow, sigmoid, sin, tanh } from '../../src/math/index.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const positive = fc.double({ noNaN: true, noDefaultInfinity: true, min: Number.MIN_VALUE });

describe('exact properties', () => {
  it.each([
    ['sin', sin],
    ['tanh', tanh],
    ['erf', erf],
  ])('%s is odd', (_, f) => {
    fc.assert(fc.property(finite, (x) => Object.is(f(-x), -f(x))));
  });

  it('cos is even', () => {
    fc.assert(fc.property(finite, (x) => cos(-x) === cos(x)));
  });

  it('pow(x, 1) = x, and pow of 2 is exact', () => {
    fc.assert(fc.property(positive, (x) => pow(x, 1) === x));
    fc.assert(fc.property(fc.integer({ min: -1022, max: 1022 }), (n) => 2 * pow(2, n) === pow(2, n + 1)));
  });

  it('pow(-x, n) has the sign of (-1)^n', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: -50, max: 50 }), (x, n) =>
        Object.is(pow(-x, n), n % 2 === 0 ? pow(x, n) : -pow(x, n)),
      ),
    );
  });

  it('ranges: exp >= 0, expm1 >= -1, sigmoid and normalCdf in [0, 1]; tanh, erf, sin and cos in [-1, 1]', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(exp(x)).toBeGreaterThanOrEqual(0);
        expect(expm1(x)).toBeGreaterThanOrEqual(-1);
        for (const f of [sigmoid, normalCdf]) {
          expect(f(x)).toBeGreaterThanOrEqual(0);
          expect(f(x)).toBeLessThanOrEqual(1);
        }
        for (const f of [tanh, erf, sin, cos]) expect(Math.abs(f(x))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('relations', () => {
  it('log(exp(x)) = x to the rounding of exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(2 ** -52 * Math.max(1, Math.abs(x)));
      }),
    );
  });

  it('sin^2 + cos^2 = 1', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(Math.abs(sin(x) * sin(x) + cos(x) * cos(x) - 1)).toBeLessThanOrEqual(2 ** -51);
      }),
    );
  });

  it('no step down where one table interval of exp, log, tanh or erf meets the next', () => {
    const step = 2 ** -11;
    const wrong: string[] = [];
    for (let x = -8; x < 8; x += step) {
      for (const f of [exp, expm1, tanh, erf, sigmoid]) if (!(f(x + step) >= f(x))) wrong.push(`${f.name}(${x})`);
      if (x > 0 && !(log(x + step) > log(x))) wrong.push(`log(${x})`);
    }
    expect(wrong).toEqual([]);
  });
});
