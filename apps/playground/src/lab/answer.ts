/** Asks a trained network about one example. */
import { type DenseArray, dense, predict, type Sequential } from '@nablajs/core';
import { intervalOf, TableEncoder, type TableForm, type TargetInterval, targetValue } from '@nablajs/datasets/portable';
import { COORDINATES } from './coordinates.js';

/** What a network answers. */
export interface Answer {
  /** The probability of each class, or one number in the unit of its column. */
  readonly values: readonly number[];
  /** Where the true number lies with a probability of 90 %. */
  readonly interval?: TargetInterval;
}

/** The probability that an interval holds the true number. */
const COVERAGE = 0.9;

/** Asks about a point of the square, or about a row of a table with this form. `inputs` are texts by column. */
export async function answerOf(
  network: Sequential,
  form: TableForm | undefined,
  inputs: Readonly<Record<string, string>>,
): Promise<Answer> {
  const x = form === undefined ? pointOf(inputs) : rowOf(form, network, inputs);
  const target = form?.target;
  if (target?.kind !== 'number') return { values: [...(await predict(network, x, { activation: 'softmax' })).data] };
  const output = (await predict(network, x)).data[0] as number;
  return {
    values: [targetValue(target, output)],
    ...(target.errors !== undefined && { interval: intervalOf(target, output, COVERAGE) }),
  };
}

function pointOf(inputs: Readonly<Record<string, string>>): DenseArray {
  const place = COORDINATES.map((name) => numberOf(name, inputs[name] ?? ''));
  return dense(Float32Array.from(place), [1, 2]);
}

function rowOf(form: TableForm, { dtype }: Sequential, inputs: Readonly<Record<string, string>>): DenseArray {
  const columns = form.columns.map(({ name }) => name);
  const options = { name: 'your example', columns, decimalComma: false, dtype } as const;
  return new TableEncoder(form, options).inputs([columns.map((name) => inputs[name] ?? '')], [1]);
}

function numberOf(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new Error(`${name}: expected a number. Received '${text}'.`);
}
