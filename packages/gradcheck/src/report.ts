/** What a check found, as data and as text. */
import type { FloatDType, Shape } from '@nablajs/core';

/** What was found of one parameter or input. */
export interface TensorReport {
  /** `0.weight`; `input`; `input 1`, the second of a function. */
  readonly name: string;
  readonly shape: Shape;
  /** Elements compared; all of them unless sampled. */
  readonly checked: number;
  /** Of these, how many were moved off a kink. */
  readonly moved: number;
  /**
   * max |analytic - expected| / max(max |analytic|, max |expected|); 0 where both are no more than the noise of the
   * comparison.
   */
  readonly worstRelativeError: number;
  /**
   * The element furthest past its gate, or where none is past it, that with the largest error. Undefined of no
   * elements.
   */
  readonly worst: ElementReport | undefined;
  readonly ok: boolean;
}

/** One element of a gradient, in both forms. */
export interface ElementReport {
  /** Position in the shape; [] in a scalar. */
  readonly index: readonly number[];
  readonly analytic: number;
  /** By finite differences, or by whom it was checked against. */
  readonly expected: number;
  readonly absoluteError: number;
  /** Of this element: |analytic - expected| / max(|analytic|, |expected|). */
  readonly relativeError: number;
}

/** What `gradcheck` found; `formatReport` makes a table of it. */
export interface GradcheckReport {
  readonly ok: boolean;
  /** Of the analytic gradients. */
  readonly dtype: FloatDType;
  /** What the gradients were held against: `central differences (ts, float64)`. */
  readonly against: string;
  /** The largest of the tensors. */
  readonly worstRelativeError: number;
  readonly checked: number;
  readonly moved: number;
  readonly tensors: readonly TensorReport[];
  /** What is wrong, a sentence each; none where ok. */
  readonly problems: readonly string[];
  /** What the reader should know: float32, moved elements. */
  readonly warnings: readonly string[];
}

/** A table of the tensors, then warnings and problems, a line each. */
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
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
