/** Encodes the columns of a table by nodes, as `TableEncoder` of datasets does. */
import type { FloatDType } from '@nablajs/core';
import {
  type CategoryColumn,
  type InputColumn,
  type NumberColumn,
  type SentenceColumn,
  widthOf,
} from '@nablajs/datasets';
import type { ElementType } from '@nablajs/interchange';
import { axisAttribute, type GraphParts } from './graph-parts.js';

interface ColumnInputs {
  /** What the file takes, without the batch. */
  readonly input: { readonly name: string; readonly type: ElementType; readonly shape: readonly number[] };
  /** The name of the encoded value [batch, width]. */
  readonly value: string;
  readonly missing?: string;
}

/** As in datasets: numbers are clipped smoothly to this size. */
const LIMIT = 3;
/** Squares of larger numbers may overflow; their results are the same. */
const LARGEST = 1e9;

/** The file takes the column as the input `name` [batch, 1]. */
export function columnInputs(
  column: Exclude<InputColumn, SentenceColumn>,
  name: string,
  parts: GraphParts,
  type: FloatDType,
): ColumnInputs {
  if (column.kind === 'text' || (column.kind !== 'category' && (column.parts ?? []).length > 0)) {
    const width = widthOf(column);
    const what = column.kind === 'text' ? 'the places of its words' : 'the date in days since 1970 and its parts';
    const missing = `${column.name}: no nodes encode it: ${what} go in, as ${width} numbers that TableEncoder makes`;
    return { input: { name, type, shape: [width] }, value: name, missing };
  }
  if (column.kind === 'category') {
    const missing = `${column.name}: goes in as the place of its text in the columns' metadata, from 0; -1 if missing`;
    return { input: { name, type: 'int64', shape: [1] }, value: categoryValue(column, name, parts), missing };
  }
  const value = numberValue(column, name, parts);
  const unit = column.kind === 'date' ? { missing: `${column.name}: goes in as days since 1970-01-01` } : {};
  return { input: { name, type, shape: [1] }, value, ...unit };
}

function categoryValue({ values, encoding }: CategoryColumn, name: string, parts: GraphParts): string {
  if (encoding === 'index') return parts.cast(parts.node('Add', [name, parts.integers([1])]));
  return parts.cast(parts.node('Equal', [name, parts.integers(values.map((_, at) => at))]));
}

/** Scales a number; NaN is a missing one, which becomes 0. */
function numberValue(column: NumberColumn, name: string, parts: GraphParts): string {
  const isMissing = parts.node('IsNaN', [name]);
  const scaled = parts.node('Where', [isMissing, parts.floats(0), scaledValue(column, name, parts)]);
  return column.missing ? parts.node('Concat', [scaled, parts.cast(isMissing)], axisAttribute(1)) : scaled;
}

function scaledValue(column: NumberColumn, name: string, parts: GraphParts): string {
  const isRobust = 'median' in column;
  const [middle, unit] = isRobust ? [column.median, column.spread] : [column.mean, column.standardDeviation];
  const z = parts.node('Div', [parts.node('Sub', [name, parts.floats(middle)]), parts.floats(unit)]);
  if (!isRobust) return z;
  const bounded = parts.node('Clip', [z, parts.floats(-LARGEST), parts.floats(LARGEST)]);
  const part = parts.node('Div', [bounded, parts.floats(LIMIT)]);
  const sum = parts.node('Add', [parts.node('Mul', [part, part]), parts.floats(1)]);
  return parts.node('Div', [bounded, parts.node('Sqrt', [sum])]);
}
