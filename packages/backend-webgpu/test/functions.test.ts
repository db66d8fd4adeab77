/** Functions against float64, at numbers of every exponent. */
import type { Backend, Operand } from '@nablajs/core';
import { erf, exp, expm1, log, log1p, normalCdf, sigmoid, tanh } from '@nablajs/core/math';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { withFunctions } from '../src/wgsl/functions.js';
import { describeOnAdapter } from './adapter.js';

type Kernel = (x: Operand) => unknown;

/** Numbers of each sign and exponent, and what is special. The fractions are spread evenly, by the golden ratio. */
function samples(each: number): Float32Array {
  const words: number[] = [0x7f800000, 0xff800000, 0x7fc00000, 0x80000000];
  for (let exponent = 0; exponent < 255; exponent++) {
    for (let i = 0; i < each; i++) {
      const fraction = i === 0 ? 0x7fffff : Math.floor((((exponent + i) * 0.6180339887498949) % 1) * 0x800000);
      words.push((exponent << 23) | fraction, (0x80000000 | (exponent << 23) | fraction) >>> 0);
    }
  }
  return new Float32Array(Uint32Array.from(words).buffer);
}

const LARGEST = 3.4028234663852886e38;

/** The distance in units in the last place, infinite for a wrong special value or sign of 0. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, Math.fround(expected))) return 0;
  if (!(Math.abs(actual) <= LARGEST && Math.abs(expected) <= LARGEST) || expected === 0)
    return Number.POSITIVE_INFINITY;
  const [bits] = new Uint32Array(Float32Array.of(Math.abs(expected)).buffer);
  return Math.abs(actual - expected) / 2 ** (Math.max(1, (bits as number) >>> 23) - 150);
}

it('adds the functions that code calls, and no others', () => {
  const code = withFunctions('fn f(x:f32)->f32{return ownLog(x);}');
  expect(code.match(/fn \w+/g)).toEqual(
    ['ofBits', 'magnitude', 'notNumber', 'logOfSum', 'orSpecialLog', 'ownLog', 'f'].map((name) => `fn ${name}`),
  );
});

describeOnAdapter('functions', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend();
  });
  afterAll(() => backend.dispose());

  async function worst(kernel: Kernel, f: (x: number) => number): Promise<number> {
    const data = samples(64);
    const x = {
      storage: backend.upload(data, [data.length], 'float32'),
      shape: [data.length],
      dtype: 'float32',
    } as const;
    const y = await backend.download({ ...x, storage: kernel(x) });
    return data.reduce((most, value, at) => Math.max(most, ulps(y[at] as number, f(value))), 0);
  }

  it.each<[name: string, kernel: Kernel, f: (x: number) => number, limit: number]>([
    ['exp', (x) => backend.exp(x), exp, 1.5],
    ['expm1', (x) => backend.expm1(x), expm1, 2],
    ['log', (x) => backend.log(x), log, 1.5],
    ['log1p', (x) => backend.log1p(x), log1p, 2],
    ['sqrt', (x) => backend.sqrt(x), Math.sqrt, 1],
    ['tanh', (x) => backend.tanh(x), tanh, 3],
    ['sigmoid', (x) => backend.sigmoid(x), sigmoid, 3],
    ['erf', (x) => backend.erf(x), erf, 2.5],
  ])('computes %s of every exponent, subnormals too', async (_name, kernel, f, limit) => {
    expect(await worst(kernel, f)).toBeLessThanOrEqual(limit);
  });

  it('computes the normal distribution function, whose subnormal results may be 0', async () => {
    const smallest = 2 ** -126;
    const f = (x: number): number => (normalCdf(x) < smallest ? 0 : normalCdf(x));
    const kernel: Kernel = (x) => backend.fused?.normalCdf?.(x);
    expect(await worst(kernel, f)).toBeLessThanOrEqual(5);
  });
});
