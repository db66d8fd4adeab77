/** Bags of embeddings, alone and in an ensemble: values and gradients. */
import { createBackend } from '@nablajs/backend-ts';
import { type DenseArray, dense, fromConfig, MeanSquaredError, type Module, predict, Sequential } from '@nablajs/core';
import { gradcheck } from '@nablajs/gradcheck';
import { afterAll, describe, expect, it } from 'vitest';
import { type BagInput, Ensemble, TABLE_LAYERS, TextBags } from '../../src/index.js';
import { drawn } from '../tables.js';

const backend = await createBackend();
afterAll(() => backend.dispose());

/** More words than are looked up at once. */
const LONG = 33;
const texts: readonly BagInput[] = [
  { input: 1, length: 3, values: 5, size: 2 },
  { input: 5, length: LONG, values: 9, size: 3 },
];
const INPUTS = 5 + LONG;

/** A number, the places of a short text, a number, and those of a long one. */
const row = (first: number, short: readonly number[], second: number, long: readonly number[]): number[] => [
  ...[first, ...short, ...new Array(3 - short.length).fill(0), second],
  ...[...long, ...new Array(LONG - long.length).fill(0)],
];
const many = Array.from({ length: LONG }, (_, at) => 1 + (at % 8));
const ROWS = [row(0.5, [4, 1], -2, [8]), row(1, [], 3, many), row(-1, [2, 3, 1], 0, [])];
const X = dense(Float64Array.from(ROWS.flat()), [ROWS.length, INPUTS]);

/** The sum of the embeddings of a member's words, divided by the square root of their number. */
function bagByHand(
  { data }: DenseArray,
  { input, length, values, size }: BagInput,
  own: number[],
  member = 0,
): number[] {
  const places = own.slice(input, input + length).filter((place) => place > 0);
  return Array.from({ length: size }, (_, at) => {
    const sum = places.reduce((total, place) => {
      return total + (data[(member * (values - 1) + place - 1) * size + at] as number);
    }, 0);
    return sum / Math.sqrt(Math.max(1, places.length));
  });
}

const expectNear = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, 12);
};

/** Checks the gradients of the parameters: places have none. */
async function expectRightGradients(model: Sequential, x: DenseArray, targets: DenseArray): Promise<void> {
  const { tensors } = await gradcheck(model, x, { loss: new MeanSquaredError(), targets, samples: 12 });
  const own = tensors.filter(({ name }) => name !== 'input');
  expect(own.map(({ name }) => name)).toEqual([...(await model.parameters.read()).keys()]);
  expect(own.filter(({ ok }) => !ok)).toEqual([]);
}

describe('TextBags', () => {
  const parameters = new Map([
    ['0.words1', drawn(1, 4, 2)],
    ['0.words5', drawn(2, 8, 3)],
  ]);
  const build = (layer: Module = new TextBags({ texts })) =>
    new Sequential(backend, { inputShape: [INPUTS], layers: [layer], dtype: 'float64', parameters });

  it('returns the other inputs and the bags', async () => {
    using model = build();
    const { data, shape } = await predict(model, X);
    expect(shape).toEqual([3, 2 + 2 + 3]);
    const tables = [...parameters.values()] as [DenseArray, DenseArray];
    const expected = ROWS.flatMap((own) => {
      const bags = texts.flatMap((text, at) => bagByHand(tables[at] as DenseArray, text, own));
      return [own[0] as number, own[4] as number, ...bags];
    });
    expectNear(data, expected);
  });

  it('has right gradients', async () => {
    using model = build();
    await expectRightGradients(model, X, drawn(3, 3, 7));
  });

  it('is the same from its config, and takes rows of only texts', async () => {
    const config = JSON.parse(JSON.stringify(new TextBags({ texts }).config));
    using model = build();
    using again = build(fromConfig('layer', TABLE_LAYERS, config));
    expect((await predict(again, X)).data).toEqual((await predict(model, X)).data);
    using only = new Sequential(backend, {
      ...{ inputShape: [3], layers: [new TextBags({ texts: [{ input: 0, length: 3, values: 5, size: 2 }] })] },
      parameters: new Map([['0.words0', drawn(1, 4, 2)]]),
      dtype: 'float64',
    });
    expect((await predict(only, dense(Float64Array.of(0, 0, 0), [1, 3]))).data).toEqual(Float64Array.of(0, 0));
  });

  it('refuses texts and inputs that do not fit', () => {
    for (const wrong of [[], [{ input: 0 }], [{ ...texts[0], more: 1 }], [{ ...texts[0], values: 1 }], 'x']) {
      expect(() => new TextBags({ texts: wrong as readonly BagInput[] })).toThrow('TextBags: expected texts');
    }
    expect(() => new TextBags({ texts }).build([INPUTS - 1])).toThrow(
      `TextBags: expected [inputs], with the texts among them`,
    );
  });
});

describe('an ensemble', () => {
  const MEMBERS = 2;
  const WIDTH = 2 + 2 + 3;
  const options = { members: MEMBERS, hidden: [], outputs: 2, task: 'numbers', texts } as const;
  const parameters = new Map([
    ['0.scale', drawn(4, MEMBERS, 1, 2)],
    ['0.words1', drawn(1, MEMBERS, 4, 2)],
    ['0.words5', drawn(2, MEMBERS, 8, 3)],
    ['0.weight1', drawn(5, MEMBERS, WIDTH, 2)],
    ['0.bias1', drawn(6, MEMBERS, 1, 2)],
  ]);
  const build = (inputShape: number[], layer: Module = new Ensemble(options)) =>
    new Sequential(backend, { inputShape, layers: [layer], dtype: 'float64', parameters });
  const own = (name: string, member: number): number[] => {
    const { data } = parameters.get(`0.${name}`) as DenseArray;
    const size = data.length / MEMBERS;
    return Array.from(data.subarray(member * size, (member + 1) * size));
  };

  const memberByHand = (member: number, cells: number[]): number[] => {
    const [a = 0, b = 0] = own('scale', member);
    const bags = texts.flatMap((text) => {
      return bagByHand(parameters.get(`0.words${text.input}`) as DenseArray, text, cells, member);
    });
    const inputs = [a * (cells[0] as number), b * (cells[4] as number), ...bags];
    const weight = own('weight1', member);
    return own('bias1', member).map((bias, output) =>
      inputs.reduce((sum, value, at) => sum + value * (weight[2 * at + output] as number), bias),
    );
  };

  it('has embeddings of its own for each member', async () => {
    using together = build([INPUTS]);
    const expected = ROWS.flatMap((cells) => {
      const [first, second] = [memberByHand(0, cells), memberByHand(1, cells)];
      return first.map((value, at) => (value + (second[at] as number)) / 2);
    });
    expectNear((await predict(together, X)).data, expected);
    using each = build([MEMBERS, INPUTS]);
    // The members get the rows in another order.
    const mixed = [0, 1, 2].flatMap((at) => [ROWS[at], ROWS[2 - at]] as number[][]);
    const x = dense(Float64Array.from(mixed.flat()), [3, MEMBERS, INPUTS]);
    expectNear(
      (await predict(each, x)).data,
      mixed.flatMap((cells, at) => memberByHand(at % 2, cells)),
    );
    const config = JSON.parse(JSON.stringify(new Ensemble(options).config));
    using again = build([INPUTS], fromConfig('layer', TABLE_LAYERS, config));
    expect((await predict(again, X)).data).toEqual((await predict(together, X)).data);
  });

  it('has right gradients', async () => {
    using each = build([MEMBERS, INPUTS]);
    const x = dense(Float64Array.from([...ROWS, ...ROWS].flat()), [3, MEMBERS, INPUTS]);
    await expectRightGradients(each, x, drawn(7, 3, MEMBERS, 2));
  });

  it('without texts has the config that it had, and refuses what does not fit', () => {
    const { texts: _, ...others } = options;
    expect(Object.keys(new Ensemble(others).config)).not.toContain('texts');
    expect(() => new Ensemble({ ...options, texts: [{ ...texts[0], size: 0 } as BagInput] })).toThrow('Ensemble texts');
    expect(() => new Ensemble(options).build([INPUTS - 1])).toThrow('Ensemble: expected categories among');
    const twice = new Ensemble({ ...options, texts: [...texts, texts[0] as BagInput] });
    expect(() => twice.build([INPUTS])).toThrow('Ensemble: expected categories among');
  });
});
