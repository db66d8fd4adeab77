/** Matrices in panels, the form that the sparse product reads and writes (assembly/csr.ts). */
import type { DType } from '@nablajs/core';
import { PACK_PANELS, UNPACK_PANELS } from '../abi/kernels.js';
import type { Engine, Layout } from '../engine/engine.js';
import { itemsOf } from '../engine/work.js';

export interface Panels {
  readonly address: number;
  /** Rows of the matrix. Each is a line in every panel. */
  readonly lines: number;
  readonly width: number;
}

/** Compares, because V8 takes longer to look up a property whose name varies. */
export function bytesPer(dtype: DType): 1 | 4 | 8 {
  return dtype === 'float64' ? 8 : dtype === 'uint8' ? 1 : 4;
}

/** Rows that one item packs, in one half of the panels: two threads then pack the halves that they use. */
const PACK_ROWS = 64;
/** How much larger panels may be than rows for a matrix to be stored only in panels. */
const MOST_PADDING = 1.125;

export function panelCount({ vectorBytes, panelVectors }: Layout, width: number, dtype: DType): number {
  return Math.ceil((width * bytesPer(dtype)) / vectorBytes / panelVectors);
}

export function panelBytes(layout: Layout, lines: number, width: number, dtype: DType): number {
  return panelCount(layout, width, dtype) * lines * layout.panelStride;
}

/** Whether panels of this width have little padding, so a matrix may be stored in them. */
export function canUsePanels(layout: Layout, width: number, dtype: DType): boolean {
  return panelBytes(layout, 1, width, dtype) <= MOST_PADDING * width * bytesPer(dtype);
}

/**
 * Copies rows into panels, and pads the panels with zeros. If `mask` is not 0, it is the address of a matrix of the
 * same shape; elements become 0 where the mask is not above 0.
 */
export function packPanels(engine: Engine, dtype: DType, rows: number, panels: Panels, mask = 0): void {
  copy(engine, PACK_PANELS, dtype, rows, panels, mask);
}

/** Copies panels into rows. */
export function unpackPanels(engine: Engine, dtype: DType, rows: number, panels: Panels): void {
  copy(engine, UNPACK_PANELS, dtype, rows, panels, 0);
}

function copy(
  engine: Engine,
  kernel: typeof PACK_PANELS,
  dtype: DType,
  rows: number,
  { address: out, lines, width }: Panels,
  mask: number,
): void {
  const panels = panelCount(engine.layout, width, dtype);
  const parts = Math.min(2, panels);
  const operands = { rows, out, mask, lines, width, panels, each: PACK_ROWS, parts };
  engine.run(kernel, dtype, parts * itemsOf(lines, PACK_ROWS), operands);
}
