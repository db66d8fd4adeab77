import type { DenseArray, Module, OpenShape } from '@nablajs/core';

/** A network for checks of the export. */
export interface ExportCase {
  readonly name: string;
  readonly module: Module;
  readonly inputShape: OpenShape | readonly OpenShape[];
  /** float64 or int32 */
  readonly inputs: readonly DenseArray[];
  /** Default: drawn. */
  readonly parameters?: ReadonlyMap<string, DenseArray>;
}

export function exportCases(): ExportCase[];
