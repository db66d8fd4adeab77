import type { DenseArray, Module } from '@nablajs/core';
import type { TextInputs } from '@nablajs/datasets/portable';
import type { CategoryInput, Ensemble } from '../ensemble.js';
import type { EncodedTable } from '../member-rows.js';
import type { BagInput } from './bags.js';

/** Gives each word that no row had that a member has seen the embedding 0, with which it counts for nothing. */
export function forgetUnseen(
  parameters: ReadonlyMap<string, DenseArray>,
  layers: readonly Module[],
  { x }: EncodedTable,
  texts: readonly TextInputs[],
  seen: readonly Int32Array[],
): void {
  const { options } = layers.at(-1) as Ensemble;
  const inputs = x.shape[1] as number;
  for (const [index, { input, length, values }] of texts.entries()) {
    const { input: place, size } = options.texts[index] as BagInput;
    const { data } = parameters.get(`${layers.length - 1}.words${place}`) as DenseArray;
    for (const [member, rows] of seen.entries()) {
      const isSeen = new Uint8Array(values);
      for (const row of rows) {
        const first = row * inputs + input;
        for (let at = first; at < first + length; at++) isSeen[x.data[at] as number] = 1;
      }
      for (let word = 1; word < values; word++) {
        const at = (member * (values - 1) + word - 1) * size;
        if (isSeen[word] === 0) data.fill(0, at, at + size);
      }
    }
  }
}

/** Gives each category of which a member has seen no row the mean embedding of the rows that it has seen. */
export function fillUnseen(
  parameters: ReadonlyMap<string, DenseArray>,
  layers: readonly Module[],
  { x }: EncodedTable,
  categories: ReadonlyMap<number, number>,
  seen: readonly Int32Array[],
): void {
  const { options } = layers.at(-1) as Ensemble;
  const inputs = x.shape[1] as number;
  for (const [index, input] of [...categories.keys()].entries()) {
    const { input: place, values, size } = options.categories[index] as CategoryInput;
    const { data } = parameters.get(`${layers.length - 1}.embedding${place}`) as DenseArray;
    for (const [member, learned] of seen.entries()) {
      const rows = new Int32Array(values);
      for (const row of learned) (rows[x.data[row * inputs + input] as number] as number)++;
      const own = data.subarray(member * values * size, (member + 1) * values * size);
      const mean = Float64Array.from(
        { length: size },
        (_, at) =>
          rows.reduce((sum, count, value) => sum + count * (own[value * size + at] as number), 0) / learned.length,
      );
      for (const [value, count] of rows.entries()) if (count === 0) own.set(mean, value * size);
    }
  }
}
