import type { DenseArray } from '@nablajs/core';
import { targetValue } from '@nablajs/datasets';
import type { Form } from '../foreign/formats.js';

/** Undoes the scaling of a table's number, as the nodes of the file do. */
export function inOwnUnits(outputs: readonly DenseArray[], form: Form | undefined): readonly DenseArray[] {
  if (form?.type !== 'table' || form.target.kind === 'class') return outputs;
  const { target } = form;
  return outputs.map((output) => ({
    ...output,
    data: Float64Array.from(output.data, (one) => targetValue(target, one)),
  }));
}
