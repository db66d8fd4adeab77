import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, type RandomState } from '../src/random.js';
import { digest, readDigests } from './digests.js';

const seeds = fc.maxSafeNat();
const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const argumentError = (words: string): object => ({ code: 'argument', message: expect.stringContaining(words) });

/** The literals come from scripts/math/random_reference.py, which has the generator in Python's whole numbers. */
describe('published generator and its seeding', () => {
  it('gives the words of xoshiro128**', () => {
    const random = Random.fromState({ algorithm: 'xoshiro128**', words: [1, 2, 3, 4] });
    expect(draws(10, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it.each([
    [0, [447804899, 355328004, 1351151567, 1706622460], [2284870612, 1853654997, 2483207347, 4259150847]],
    [1, [1423253288, 4002712799, 682261961, 2464919990], [241278068, 3161487079, 4009092605, 3462839696]],
    [2 ** 32, [3551535372, 2138443979, 2924716051, 3432791627], [3766081966, 626074166, 2962276567, 851357129]],
    [2 ** 53 - 1, [1958148945, 823425247, 2534837189, 3971142100], [1285529034, 3535443966, 2509091466, 1637423346]],
  ])('seed %d gives its state and words', (seed, words, first) => {
    const random = new Random(seed);
    expect(random.getState()).toEqual({ algorithm: 'xoshiro128**', words });
    expect(draws(4, () => random.uint32())).toEqual(first);
  });

  it.each([-1, 0.5, NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => new Random(seed)).toThrow(expect.objectContaining(argumentError(`Received ${seed}`)));
  });
});

describe('what is drawn from seed 1', () => {
  it('uniform', () => {
    const random = new Random(1);
    expect(draws(4, () => random.uniform())).toEqual([
      0.05617692869969504, 0.9334396109450995, 0.52968184324918, 0.08224292337707151,
    ]);
  });

  it('normal, to the rounding of 2 pi v', () => {
    const random = new Random(1);
    const exact = [0.31074222273508134, 1.0679113919798406, 2.0890372476101375, 0.0489320508599368];
    for (const value of exact) expect(Math.abs(random.normal() - value)).toBeLessThan(1e-15);
  });

  it('integer, a bound that rejects many words included', () => {
    const random = new Random(1);
    expect(draws(10, () => random.integer(6))).toEqual([2, 1, 5, 2, 1, 2, 0, 0, 4, 0]);
    const rejecting = new Random(1);
    expect(draws(4, () => rejecting.integer(3_000_000_000))).toEqual([241278068, 2274966205, 2421318230, 353230656]);
  });

  it('permutation', () => {
    expect([...new Random(1).permutation(10)]).toEqual([7, 2, 3, 4, 0, 6, 9, 5, 1, 8]);
  });
});

describe('words used by each call', () => {
  it.each<[string, number, (random: Random) => unknown]>([
    ['uint32', 1, (random) => random.uint32()],
    ['uniform', 2, (random) => random.uniform()],
    ['normal', 4, (random) => random.normal()],
    ['integer of a power of two', 1, (random) => random.integer(2 ** 32)],
    ['permutation of 0 and of 1', 0, (random) => [random.permutation(0), random.permutation(1)]],
    ['permutation of 2', 1, (random) => random.permutation(2)],
  ])('%s: %d', (_, words, draw) => {
    const random = new Random(7);
    const other = new Random(7);
    draw(random);
    draws(words, () => other.uint32());
    expect(random.getState()).toEqual(other.getState());
  });
});

describe('distributions (seed 5, bounds at about five standard errors)', () => {
  it('uniform fills 100 bins evenly: chi-square with 99 degrees of freedom', () => {
    const random = new Random(5);
    const bins = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const bin = Math.floor(random.uniform() * 100);
      bins[bin] = (bins[bin] ?? NaN) + 1;
    }
    expect(chiSquare(bins, 1000)).toBeGreaterThan(99 - 5 * Math.sqrt(198));
    expect(chiSquare(bins, 1000)).toBeLessThan(99 + 5 * Math.sqrt(198));
  });

  it('normal has the moments 0, 1, 0, 3 and the right tails', () => {
    const random = new Random(5);
    const values = draws(100_000, () => random.normal());
    const moment = (k: number): number => values.reduce((sum, value) => sum + value ** k, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.016);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.023);
    expect(Math.abs(moment(3))).toBeLessThan(0.062);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.16);
    const beyond2 = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(beyond2 - 0.0455)).toBeLessThan(0.0033);
  });

  it('integer is unbiased where the bound does not divide 2^32', () => {
    const random = new Random(5);
    const bins = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      const third = Math.floor(random.integer(3_000_000_000) / 1_000_000_000);
      bins[third] = (bins[third] ?? NaN) + 1;
    }
    expect(chiSquare(bins, 10_000)).toBeLessThan(20);
  });

  it('permutation gives each of the 24 orders of 4 equally often', () => {
    const random = new Random(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()], 1000)).toBeLessThan(23 + 5 * Math.sqrt(46));
  });
});

function chiSquare(bins: readonly number[], expected: number): number {
  return bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('properties', () => {
  it('uniform is in [0, 1), integer in [0, bound)', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const random = new Random(seed);
        const u = random.uniform();
        const n = random.integer(bound);
        return u >= 0 && u < 1 && Number.isInteger(n) && n >= 0 && n < bound;
      }),
    );
  });

  it('a permutation holds each number once', () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), (seed, n) => {
        const order = new Random(seed).permutation(n);
        expect([...order.sort()]).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('shuffle keeps the values and moves them as permutation does', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), (seed, values) => {
        const shuffled = Int32Array.from(values);
        new Random(seed).shuffle(shuffled);
        const order = new Random(seed).permutation(values.length);
        expect([...shuffled]).toEqual(Array.from(order, (i) => values[i]));
      }),
    );
  });

  it('goes on from a state that went through JSON', () => {
    fc.assert(
      fc.property(seeds, fc.nat(20), (seed, used) => {
        const random = new Random(seed);
        draws(used, () => random.uint32());
        const copy = Random.fromState(JSON.parse(JSON.stringify(random.getState())) as RandomState);
        expect(draws(5, () => copy.normal())).toEqual(draws(5, () => random.normal()));
        expect(copy.getState()).toEqual(random.getState());
      }),
    );
  });
});

describe('refusals', () => {
  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('integer(%d)', (bound) => {
    expect(() => new Random(1).integer(bound)).toThrow(expect.objectContaining(argumentError(`Received ${bound}`)));
  });

  it.each([-1, 1.5, NaN, 2 ** 31])('permutation(%d)', (n) => {
    expect(() => new Random(1).permutation(n)).toThrow(expect.objectContaining(argumentError(`Received ${n}`)));
  });

  it.each<[unknown, string]>([
    [null, 'undefined'],
    ['xoshiro128**', 'undefined'],
    [{ algorithm: 'mt19937', words: [1, 2, 3, 4] }, 'mt19937'],
    [{ algorithm: 'xoshiro128**' }, 'undefined'],
    [{ algorithm: 'xoshiro128**', words: '1234' }, '1234'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3] }, '[1, 2, 3]'],
    [{ algorithm: 'xoshiro128**', words: [0, 0, 0, 0] }, '[0, 0, 0, 0]'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3, 2 ** 32] }, '[1, 2, 3, 4294967296]'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3, -1] }, '[1, 2, 3, -1]'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3, 0.5] }, '[1, 2, 3, 0.5]'],
    [{ algorithm: 'xoshiro128**', words: [1, 2, 3, '4'] }, '[1, 2, 3, 4]'],
  ])('fromState(%j)', (state, received) => {
    const error = { code: 'data', message: expect.stringContaining(`Received ${received}.`) };
    expect(() => Random.fromState(state as RandomState)).toThrow(expect.objectContaining(error));
  });
});

describe('committed digests: the same bits on every engine', () => {
  it('10,000 normals from seed 1', () => {
    const random = new Random(1);
    expect(digest(Float64Array.from({ length: 10_000 }, () => random.normal()))).toBe(readDigests().normals);
  });

  it('permutation(60000) from seed 1', () => {
    expect(digest(new Random(1).permutation(60_000))).toBe(readDigests().permutation60000);
  });
});
