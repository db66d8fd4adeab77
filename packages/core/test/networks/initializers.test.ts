import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Initializer, initialize } from '../../src/modules/initializers.js';
import { Random } from '../../src/random/random.js';
import { parameterRandom } from '../../src/random/random-streams.js';
import { digest, readDigests } from '../support/digests.js';

const FAN_IN = 50;
const FAN_OUT = 200;

describe('formulas', () => {
  it.each<[Initializer, number]>([
    ['heNormal', 2 / FAN_IN],
    ['glorotNormal', 2 / (FAN_IN + FAN_OUT)],
    ['lecunNormal', 1 / FAN_IN],
  ])('%s is normal with variance %f, value by value', (name, variance) => {
    const reference = new Random(3);
    const values = initialize(name, [FAN_IN, FAN_OUT], new Random(3));
    expect(values).toHaveLength(FAN_IN * FAN_OUT);
    expect(values).toEqual(values.map(() => Math.sqrt(variance) * reference.normal()));
  });

  it.each<[Initializer, number]>([
    ['heUniform', 6 / FAN_IN],
    ['glorotUniform', 6 / (FAN_IN + FAN_OUT)],
    ['lecunUniform', 3 / FAN_IN],
  ])('%s is uniform with squared limit %f, value by value', (name, limit) => {
    const reference = new Random(3);
    const values = initialize(name, [FAN_IN, FAN_OUT], new Random(3));
    expect(values).toEqual(values.map(() => Math.sqrt(limit) * (2 * reference.uniform() - 1)));
  });

  it.each<[Initializer, number]>([
    ['heNormal', 2 / FAN_IN],
    ['heUniform', 2 / FAN_IN],
    ['glorotNormal', 2 / (FAN_IN + FAN_OUT)],
    ['glorotUniform', 2 / (FAN_IN + FAN_OUT)],
    ['lecunNormal', 1 / FAN_IN],
    ['lecunUniform', 1 / FAN_IN],
  ])('%s has mean 0 and variance %f', (name, variance) => {
    const values = initialize(name, [FAN_IN, FAN_OUT], new Random(3));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(mean) / Math.sqrt(variance)).toBeLessThan(0.05);
    expect(Math.abs(square / variance - 1)).toBeLessThan(0.07);
  });

  it('heNormal is not truncated', () => {
    const values = initialize('heNormal', [FAN_IN, FAN_OUT], new Random(3));
    expect(Math.max(...values) / Math.sqrt(2 / FAN_IN)).toBeGreaterThan(3);
  });
});

describe('shapes and randomness', () => {
  it('zeros takes any shape and draws nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 4 }), (shape) => {
        const random = new Random(2);
        const values = initialize('zeros', shape, random);
        expect(values).toEqual(new Float64Array(shape.reduce((size, dimension) => size * dimension, 1)));
        expect(random.uint32()).toBe(new Random(2).uint32());
      }),
    );
  });

  it('an empty weight is empty', () => {
    expect(initialize('heNormal', [0, 3], new Random(1))).toHaveLength(0);
    expect(initialize('glorotUniform', [0, 0], new Random(1))).toHaveLength(0);
  });

  it.each([[[]], [[3]]])('refuses a random weight of shape %j', (shape) => {
    const message = `initialize heNormal: expected rank 2. Received [${shape.join(', ')}].`;
    expect(() => initialize('heNormal', shape, new Random(1))).toThrow(
      expect.objectContaining({ code: 'shape', message }),
    );
  });

  it.each([
    { shape: [3, 2, 4, 5], weight: [24, 30] },
    { shape: [3, 4, 5], weight: [12, 15] },
  ])('filters $shape count their window in both fans: $weight', ({ shape, weight }) => {
    for (const name of ['heNormal', 'lecunUniform', 'glorotUniform'] as const) {
      const values = initialize(name, shape, new Random(6));
      expect(values).toHaveLength(shape.reduce((size, dimension) => size * dimension, 1));
      expect(values).toEqual(initialize(name, weight, new Random(6)).slice(0, values.length));
    }
  });

  it('a number fills any shape and draws nothing', () => {
    const random = new Random(2);
    expect(initialize(1.5, [2, 1, 2], random)).toEqual(Float64Array.of(1.5, 1.5, 1.5, 1.5));
    expect(random.uint32()).toBe(new Random(2).uint32());
  });

  it('draws with a given deviation or limit, for any shape', () => {
    const [random, reference] = [new Random(4), new Random(4)];
    expect(initialize({ normal: 0.02 }, [3], random)).toEqual(new Float64Array(3).map(() => 0.02 * reference.normal()));
    expect(initialize({ uniform: 0.5 }, [2, 1], random)).toEqual(
      new Float64Array(2).map(() => 0.5 * (2 * reference.uniform() - 1)),
    );
    expect(() => initialize({ uniforn: 1 } as never, [3], random)).toThrow(
      'initialize: expected a number >= 0. Received undefined.',
    );
  });

  it.each([-1, 1.5])('refuses a dimension of %d', (dimension) => {
    expect(() => initialize('zeros', [dimension], new Random(1))).toThrow(expect.objectContaining({ code: 'shape' }));
  });

  it.each<[unknown, string]>([
    ...['henormal', '__proto__', 'toString', ''].map((name): [string, string] => [name, `'${name}'`]),
    [null, 'null'],
    [true, 'true'],
  ])('refuses %j and names the known ones', (name, received) => {
    const known = 'heNormal, heUniform, glorotNormal, glorotUniform, lecunNormal, lecunUniform or zeros';
    const message = `initialize: expected ${known}. Received ${received}.`;
    const unknown = () => initialize(name as Initializer, [2, 2], new Random(1));
    expect(unknown).toThrow(expect.objectContaining({ code: 'argument', message }));
  });
});

it('committed digest: the first weight of the 784-532-10 network, seed 1, has the same bits on every engine', () => {
  const weight = initialize('heNormal', [784, 532], parameterRandom(1, '0.weight'));
  expect(digest(weight)).toBe(readDigests().heNormal784x532);
});
