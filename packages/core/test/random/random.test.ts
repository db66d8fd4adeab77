import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, RandomKey } from '../../src/random/random.js';
import { threefry } from '../../src/random/threefry.js';
import { digest, readDigests } from '../support/digests.js';

const seeds = fc.maxSafeNat();
const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const argumentError = (words: string): object => ({ code: 'argument', message: expect.stringContaining(words) });

/** The literals come from scripts/math/random_reference.py, which has everything again in Python's whole numbers. */
describe('Threefry4x32-20', () => {
  const wordsOf = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16));

  // https://github.com/DEShawResearch/random123, tests/kat_vectors
  it.each([
    [
      '00000000 00000000 00000000 00000000',
      '00000000 00000000 00000000 00000000',
      '9c6ca96a e17eae66 fc10ecd4 5256a7d8',
    ],
    [
      'ffffffff ffffffff ffffffff ffffffff',
      'ffffffff ffffffff ffffffff ffffffff',
      '2a881696 57012287 f6c7446e a16a6732',
    ],
    [
      '243f6a88 85a308d3 13198a2e 03707344',
      'a4093822 299f31d0 082efa98 ec4e6c89',
      '59cd1dbb b8879579 86b5d00c ac8b6d84',
    ],
  ])('makes of the counter %s under the key %s the published words', (counter, key, result) => {
    const [c0, c1, c2, c3] = wordsOf(counter) as [number, number, number, number];
    const out = new Uint32Array(4);
    threefry(c0, c1, c2, c3, Uint32Array.from(wordsOf(key)), out);
    expect([...out]).toEqual(wordsOf(result));
  });
});

describe('keys and places', () => {
  it.each([
    ['random', [721354465, 722889270, 3434056506, 3608769273]],
    ['', [773411307, 1685523741, 979809767, 3242300028]],
    ['parameter/0.weight', [2691096479, 4953198, 3892727577, 3763325193]],
    ['parameter/12.abc', [619246118, 1143063464, 3159211173, 802851770]],
    ['layer/größe/0/attention', [1740241618, 2907953441, 4041021542, 988074051]],
  ])("the key of seed 1 and the name '%s'", (name, words) => {
    expect([...new RandomKey(1, name).words]).toEqual(words);
  });

  it.each([
    [0, [3365193839, 1569553530, 70305005, 726729085, 3305419042, 1019367367]],
    [1, [2307650379, 2870514670, 4143620888, 2498232597, 1709010942, 461147980]],
    [2 ** 32, [1281532615, 96372026, 3999673852, 1865085173, 799894833, 2952296213]],
    [2 ** 53 - 1, [913997536, 4029795156, 138568726, 1095074265, 1462341251, 473614439]],
  ])('seed %d gives its words', (seed, words) => {
    const [plain, named] = [new Random(seed), new Random(new RandomKey(seed, 'random'))];
    expect(draws(6, () => plain.uint32())).toEqual(words);
    expect(draws(6, () => named.uint32())).toEqual(words);
  });

  it('a step and a row give their words, and a block those from there on', () => {
    const [key, place] = [new RandomKey(1, 'layer/1'), { step: 2 ** 32 + 5, row: 7 }];
    const [whole, later] = [new Random(key, place), new Random(key, { ...place, block: 1 })];
    const words = [2545607724, 930862399, 3022447775, 3134145288, 2557504460];
    expect(draws(5, () => whole.uint32())).toEqual(words);
    expect(later.uint32()).toBe(words[4]);
  });

  it.each([-1, 0.5, 2 ** 32])('nothing can be drawn from block %d', (block) => {
    expect(() => new Random(1, { block }).uint32()).toThrow(expect.objectContaining(argumentError('Random block')));
  });

  it('a stream ends after 2^34 words', () => {
    const random = new Random(1, { block: 2 ** 32 - 1 });
    draws(4, () => random.uint32());
    expect(() => random.uint32()).toThrow(expect.objectContaining(argumentError('a stream has 2^34 words')));
  });

  it.each([-1, 0.5, NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => new Random(seed)).toThrow(expect.objectContaining(argumentError(`Received ${seed}`)));
  });

  it.each([null, undefined, '1', {}])('refuses the seed %j, which plain JavaScript may pass', (seed) => {
    expect(() => new Random(seed as number)).toThrow(expect.objectContaining(argumentError('Random seed: expected')));
  });

  it.each([
    [{ row: -1 }, 'Random row: expected a whole number in [0, 2^32). Received -1.'],
    [{ row: 2 ** 32 }, 'Received 4294967296'],
    [{ step: -1 }, 'Random step: expected'],
    [{ step: 2 ** 53 }, 'Random step: expected a whole number in [0, 2^53)'],
    [{ step: NaN }, 'Received NaN'],
  ])('refuses the place %j', (place, words) => {
    expect(() => new Random(1, place)).toThrow(expect.objectContaining(argumentError(words)));
  });
});

describe('numbers drawn from seed 1', () => {
  it('uniform', () => {
    const random = new Random(1);
    expect(draws(4, () => random.uniform())).toEqual([
      0.5372917254890782, 0.9647619171564661, 0.39791011145241095, 0.48329619529438794,
    ]);
  });

  it('normal, to a few ULP', () => {
    const random = new Random(1);
    const exact = [1.2111921098758716, -1.001778913593856, -0.5813326251900973, 1.690653665680372];
    for (const value of exact) expect(Math.abs(random.normal() - value)).toBeLessThan(1e-15);
  });

  it('integer, a bound that rejects many words included', () => {
    const random = new Random(1);
    expect(draws(10, () => random.integer(6))).toEqual([3, 4, 2, 3, 0, 4, 2, 2, 5, 1]);
    const rejecting = new Random(1);
    expect(draws(4, () => rejecting.integer(3_000_000_000))).toEqual([2307650379, 2870514670, 2498232597, 1709010942]);
  });

  it('permutation', () => {
    expect([...new Random(1).permutation(10)]).toEqual([8, 1, 3, 2, 5, 6, 7, 0, 4, 9]);
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
    expect(random.uint32()).toEqual(other.uint32());
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

  it('permutation draws each of the 24 orders of 4 equally often', () => {
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
});

describe('refusals', () => {
  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('integer(%d)', (bound) => {
    expect(() => new Random(1).integer(bound)).toThrow(expect.objectContaining(argumentError(`Received ${bound}`)));
  });

  it.each([-1, 1.5, NaN, 2 ** 31])('permutation(%d)', (n) => {
    expect(() => new Random(1).permutation(n)).toThrow(expect.objectContaining(argumentError(`Received ${n}`)));
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
