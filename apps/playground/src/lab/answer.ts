/** Asks a trained network about one example. */
import { type DenseArray, dense, predict, type Sequential } from '@nablajs/core';
import { TableEncoder, targetValue } from '@nablajs/datasets/portable';
import { COORDINATES } from './coordinates.js';
import type { RunData } from './run-data.js';

/** Returns the probability of each class or, for a regression, one number. `inputs` are texts by column. */
export async function answerOf(
  network: Sequential,
  data: RunData,
  inputs: Readonly<Record<string, string>>,
): Promise<readonly number[]> {
  const { data: outputs } = await predict(
    network,
    inputOf(data, inputs),
    data.isRegression ? {} : { activation: 'softmax' },
  );
  if (!data.isRegression) return [...outputs];
  const target = data.table?.form.target;
  const output = outputs[0] as number;
  return [target?.kind === 'number' ? targetValue(target, output) : output];
}

function inputOf({ table }: RunData, inputs: Readonly<Record<string, string>>): DenseArray {
  if (table === undefined) {
    const place = COORDINATES.map((name) => numberOf(name, inputs[name] ?? ''));
    return dense(Float32Array.from(place), [1, 2]);
  }
  const columns = table.form.columns.map(({ name }) => name);
  const options = { name: 'your example', columns, decimalComma: false, dtype: 'float32' } as const;
  return new TableEncoder(table.form, options).inputs([columns.map((name) => inputs[name] ?? '')], [1]);
}

function numberOf(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new Error(`${name}: expected a number. Received '${text}'.`);
}
