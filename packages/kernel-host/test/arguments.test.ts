import { expect, it } from 'vitest';
import { LIST } from '../src/host/abi/layout.js';
import { placesOf, writeArguments } from '../src/host/engine/arguments.js';

it('writes values in the order of their names, and a list from LIST on', () => {
  const view = new Int32Array(LIST + 3).fill(-1);
  const values = { rows: 3, at: 1, list: [7, 8], each: 2 };
  writeArguments(view, placesOf(values), values);
  expect([...view.subarray(0, 4)]).toEqual([1, 2, 3, -1]);
  expect([...view.subarray(LIST)]).toEqual([7, 8, -1]);
});

it('finds the places of values that come in another order', () => {
  const places = placesOf({ b: 0, list: [], c: 0, a: 0 });
  const view = new Float64Array(LIST + 2).fill(-1);
  writeArguments(view, places, { a: 1, b: 2, c: 3, list: [4.5] });
  expect([...view.subarray(0, 4), ...view.subarray(LIST)]).toEqual([1, 2, 3, -1, 4.5, -1]);
  writeArguments(view, places, { list: [], c: 30, a: 10, b: 20 });
  expect([...view.subarray(0, 4), ...view.subarray(LIST)]).toEqual([10, 20, 30, -1, 4.5, -1]);
});
