import { type DenseArray, dense, sizeOf } from '@nablajs/core';
import type { ArrayForm } from '@nablajs/datasets';

interface OutputArray {
  readonly name: string;
  /** Without the dimension of the examples. */
  readonly array: DenseArray;
}

/** The outputs of a network for one example. */
export interface ArrayAnswer {
  readonly kind: 'arrays';
  readonly outputs: readonly OutputArray[];
}

export function arrayAnswers({ outputs: places }: ArrayForm, outputs: readonly DenseArray[]): ArrayAnswer[] {
  const rows = outputs[0]?.shape[0] ?? 0;
  return Array.from({ length: rows }, (_, row) => ({
    kind: 'arrays',
    outputs: outputs.map(({ data, shape: [, ...rest] }, at) => {
      const width = sizeOf(rest);
      return { name: places[at]?.name ?? `${at}`, array: dense(data.subarray(row * width, (row + 1) * width), rest) };
    }),
  }));
}

/** Numbers in lists of lists. JSON has no NaN: null stands for it. */
type Nested = number | null | readonly Nested[];

/** Returns the field `prediction`: the nested numbers of the only output, or of each by name. */
export function arrayJson({ outputs }: ArrayAnswer): object {
  const [only, ...more] = outputs;
  if (only !== undefined && more.length === 0) return { prediction: nested(only.array) };
  return { prediction: Object.fromEntries(outputs.map(({ name, array }) => [name, nested(array)])) };
}

function nested({ data, shape }: DenseArray, from = 0): Nested {
  const [size, ...rest] = shape;
  if (size === undefined) {
    const value = data[from] as number;
    return Number.isFinite(value) ? value : null;
  }
  const width = sizeOf(rest);
  return Array.from({ length: size }, (_, at) => nested({ layout: 'dense', data, shape: rest }, from + at * width));
}

const MOST_SHOWN = 10;

/** `0.12, 0.88`, or each output after its name. */
export function arrayText({ outputs }: ArrayAnswer): string {
  if (outputs.length === 1) return numbersText(outputs[0]?.array as DenseArray);
  return outputs.map(({ name, array }) => `${name} ${numbersText(array)}`).join('; ');
}

function numbersText({ data, shape }: DenseArray): string {
  const values = [...data.subarray(0, MOST_SHOWN)].map((value) => `${Number(value.toPrecision(6))}`);
  const more = data.length > MOST_SHOWN ? `, … [${shape.join(', ')}]` : '';
  return `${values.join(', ')}${more}`;
}
