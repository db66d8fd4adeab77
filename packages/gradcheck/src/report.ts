/** The report of a check, as data and as text. */
import type { FloatDType, Shape } from '@nablajs/core';

/** The result for one parameter or input. */
export interface TensorReport {
  /** `0.weight`; `input`; `input 1`, the second of a function. */
  readonly name: string;
  readonly shape: Shape;
  /** How many elements were compared: all, unless sampled. */
  readonly checked: number;
  /** How many of these were shifted away from a kink. */
  readonly moved: number;
  /**
   * max |analytic - expected| / max(max |analytic|, max |expected|); 0 if both are within the noise of the comparison.
   */
  readonly worstRelativeError: number;
  /**
   * The element that exceeds its gate the most or, if none does, the one with the largest error. Undefined if there are
   * no elements.
   */
  readonly worst: ElementReport | undefined;
  readonly ok: boolean;
}

/** An element of a gradient and what it should be. */
export interface ElementReport {
  /** Position in the shape; [] in a scalar. */
  readonly index: readonly number[];
  readonly analytic: number;
  /** The value by finite differences, or from the other gradients. */
  readonly expected: number;
  readonly absoluteError: number;
  /** |analytic - expected| / max(|analytic|, |expected|) of this element. */
  readonly relativeError: number;
}

/** The report of `gradcheck`. `formatReport` formats it as a table. */
export interface GradcheckReport {
  readonly ok: boolean;
  /** The dtype of the analytic gradients. */
  readonly dtype: FloatDType;
  /** What the gradients were compared with: `central differences (ts, float64)`. */
  readonly against: string;
  /** The largest one of all tensors. */
  readonly worstRelativeError: number;
  readonly checked: number;
  readonly moved: number;
  readonly tensors: readonly TensorReport[];
  /** What is wrong, one sentence each; empty if ok. */
  readonly problems: readonly string[];
  /** Notes on the check: that it ran in float32, that elements were shifted, or the notice of the reference. */
  readonly warnings: readonly string[];
}

/**
 * Formats a report as a table of the tensors, followed by warnings and problems, a line each.
 *
 * @example
 * ```ts
 * console.log(formatReport(await gradcheck(model, x, { loss, targets })));
 * ```
 */
export function formatReport({ ok, dtype, against, tensors, problems, warnings }: GradcheckReport): string {
  const rows = tensors.map(({ name, shape, checked, worstRelativeError, worst, ok }) => [
    name,
    `[${shape.join(', ')}]`,
    String(checked),
    worstRelativeError.toExponential(1),
    ...(worst === undefined
      ? ['', '', '']
      : [`[${worst.index.join(', ')}]`, shown(worst.analytic), shown(worst.expected)]),
    ok ? 'ok' : 'WRONG',
  ]);
  const header = ['tensor', 'shape', 'checked', 'worst', 'at', 'analytic', 'expected', ''];
  const title = `${ok ? 'ok' : 'WRONG'}: ${dtype} gradients against ${against}`;
  return [title, ...align([header, ...rows]), ...warnings, ...problems].join('\n');
}

const shown = (value: number): string => value.toPrecision(9);

function align(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number =>
    rows.reduce((most, row) => Math.max(most, (row[column] as string).length), 0);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}
