/** Says which cells of a row make its prediction what it is. */
import { type DenseArray, dense, NablaError, type Network, predict } from '@nablajs/core';
import { TableEncoder } from './encode-table.js';
import { sentencesOf } from './sentences/sentence-columns.js';
import { type TableForm, widthOf } from './table-form.js';
import { targetValue } from './target.js';

/** What a cell changes. */
export interface CellEffect {
  readonly column: string;
  /** What the cell adds to the probability of the predicted class, or to the predicted number in the target's unit. */
  readonly change: number;
}

/**
 * Returns, for each row, what each cell changes: the prediction minus the one with this cell empty, the largest changes
 * first. Where two cells say the same, each alone may change little.
 *
 * @param model A model for tables of this form.
 * @param x The inputs of the rows [n, inputs], as `TableEncoder` returns them.
 *
 * @example
 * ```ts
 * const encoder = new TableEncoder(form, { name: 'new.csv', columns, decimalComma: false, dtype: 'float32' });
 * const [first] = await explainRows(model, form, encoder.inputs(rows));
 * console.log(first); // [ { column: 'age', change: 0.12 }, … ]
 * ```
 */
export async function explainRows(model: Network, form: TableForm, x: DenseArray): Promise<readonly CellEffect[][]> {
  const { target, columns } = form;
  if (sentencesOf(form) !== undefined) {
    const expected = 'expected a model of columns. Received a sentence model, which reads a whole text';
    throw new NablaError('argument', `explainRows: ${expected}.`);
  }
  const [rows = 0, width = 0] = x.shape;
  const answer = async (inputs: DenseArray) =>
    (await predict(model, inputs, target.kind === 'class' ? { activation: 'softmax' } : {})).data;
  const whole = await answer(x);
  const outputs = target.kind === 'class' ? target.values.length : 1;
  const predicted = Array.from({ length: rows }, (_, row) => {
    let best = row * outputs;
    for (let at = best + 1; at < (row + 1) * outputs; at++)
      if ((whole[at] as number) > (whole[best] as number)) best = at;
    return best;
  });
  const inUnits = (output: number): number => (target.kind === 'class' ? output : targetValue(target, output));
  const names = columns.map(({ name }) => name);
  const encoder = new TableEncoder(form, {
    name: 'explainRows',
    columns: names,
    decimalComma: false,
    dtype: model.dtype,
  });
  const empty = encoder.inputs([names.map(() => '')]).data;
  const effects = Array.from({ length: rows }, (): CellEffect[] => []);
  let first = 0;
  for (const column of columns) {
    const end = first + widthOf(column);
    const data = x.data.slice();
    for (let row = 0; row < rows; row++) data.set(empty.subarray(first, end), row * width + first);
    const without = await answer(dense(data, x.shape));
    for (const [row, at] of predicted.entries()) {
      const change = inUnits(whole[at] as number) - inUnits(without[at] as number);
      effects[row]?.push({ column: column.name, change });
    }
    first = end;
  }
  return effects.map((own) => own.sort((a, b) => Math.abs(b.change) - Math.abs(a.change)));
}
