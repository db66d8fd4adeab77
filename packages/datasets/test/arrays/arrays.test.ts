import { describe, expect, it } from 'vitest';
import { type ArrayForm, fitArrays, readArrayForm } from '../../src/index.js';

const FORM: ArrayForm = {
  type: 'arrays',
  inputs: [
    { name: 'tokens', type: 'int64', shape: ['time'] },
    { name: 'mask', type: 'float32', shape: ['time', 2] },
  ],
  outputs: [{ name: 'y', type: 'float32', shape: [3] }],
  classes: ['a', 'b', 'c'],
};
const ONE: ArrayForm = { ...FORM, inputs: [{ name: 'x', type: 'float32', shape: [2] }] };

const array = (shape: readonly number[], data: readonly number[]) => ({ shape, data });
const OPTIONS = { name: 'x.npz', dtype: 'float32' } as const;

describe('readArrayForm', () => {
  it('returns a copy of a form from JSON', () => {
    expect(readArrayForm(JSON.parse(JSON.stringify(FORM)), 'model.json')).toEqual(FORM);
    const { classes: _, ...numbers } = FORM;
    expect(readArrayForm(numbers, 'model.json')).toEqual(numbers);
  });

  it.each<[string, object, string]>([
    ['no form', { type: 'table' }, "a form of type 'arrays'"],
    ['no inputs', { ...FORM, inputs: [] }, 'inputs: expected a list of 1 to 100 arrays'],
    ['two names', { ...FORM, inputs: [ONE.inputs[0], ONE.inputs[0]] }, 'arrays with different names'],
    ['a type', { ...FORM, inputs: [{ name: 'x', type: 'string', shape: [] }] }, 'one of the types float32'],
    ['a shape', { ...FORM, inputs: [{ name: 'x', type: 'bool', shape: [-1] }] }, 'a shape of at most 16'],
    ['a name', { ...FORM, outputs: [{ name: 1, type: 'bool', shape: [] }] }, 'outputs: expected a name'],
    ['other classes', { ...FORM, classes: ['a', 'b'] }, 'one output [2] for its 2 classes'],
    ['equal classes', { ...FORM, classes: ['a', 'b', 'b'] }, 'classes with different names'],
  ])('refuses %s', (_what, form, message) => {
    expect(() => readArrayForm(form, 'model.json')).toThrow(message);
  });
});

describe('fitArrays', () => {
  it('returns the arrays in order, floats in the dtype and integers in int32', () => {
    const arrays = new Map([
      ['other', array([1], [9])],
      ['mask', array([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
      ['tokens', array([2, 3], [1, 2, 3, 4, 5, 6])],
    ]);
    const [tokens, mask] = fitArrays(FORM, arrays, { name: 'x.npz', dtype: 'float64' });
    expect(tokens).toEqual({ layout: 'dense', shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) });
    expect(mask?.data).toBeInstanceOf(Float64Array);
    expect(mask?.shape).toEqual([2, 3, 2]);
  });

  it('takes an only array by any name, without a copy', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const [x] = fitArrays(ONE, new Map([['features', { shape: [2, 2], data }]]), OPTIONS);
    expect(x?.data).toBe(data);
  });

  it.each<[string, readonly (readonly [string, ReturnType<typeof array>])[], string]>([
    ['a missing array', [['tokens', array([1, 1], [1])]], "x.npz: expected an array 'mask'. Received tokens."],
    [
      'lengths that differ',
      [
        ['tokens', array([1, 2], [1, 2])],
        ['mask', array([1, 3, 2], [1, 2, 3, 4, 5, 6])],
      ],
      'mask: expected the shape [n = 1, time = 2, 2]. Received [1, 3, 2].',
    ],
    [
      'other numbers of examples',
      [
        ['tokens', array([2, 1], [1, 2])],
        ['mask', array([1, 1, 2], [1, 2])],
      ],
      'expected the shape [n = 2, time = 1, 2]. Received [1, 1, 2].',
    ],
    [
      'fractions',
      [
        ['tokens', array([1, 1], [1.5])],
        ['mask', array([1, 1, 2], [1, 2])],
      ],
      'tokens: expected whole numbers that int32 holds. Received 1.5.',
    ],
  ])('refuses %s', (_what, arrays, message) => {
    expect(() => fitArrays(FORM, new Map(arrays), OPTIONS)).toThrow(message);
  });

  it('says that the first dimension counts the examples', () => {
    const one = new Map([['x', array([2], [1, 2])]]);
    expect(() => fitArrays(ONE, one, OPTIONS)).toThrow(
      '[n, 2]. Received [2]; the first dimension counts the examples.',
    );
  });
});
