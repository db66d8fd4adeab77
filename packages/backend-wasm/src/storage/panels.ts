/** A matrix in panels, as the sparse product reads and writes it (../../assembly/csr.ts). */
import type { DType } from '@nablajs/core';
import { PACK_PANELS, UNPACK_PANELS } from '../abi/kernels.js';
import { PANEL_STRIDE, PANEL_VECTORS } from '../abi/layout.js';
import type { Engine } from '../engine/engine.js';
import { itemsOf } from '../engine/work.js';

export interface Panels {
  readonly address: number;
  /** Rows of the matrix, each a line in every panel. */
  readonly lines: number;
  readonly width: number;
}

const BYTES = { float32: 4, float64: 8, int32: 4, uint8: 1 } as const satisfies Record<DType, number>;

export function bytesPer(dtype: DType): number {
  return BYTES[dtype];
}

/** Rows that one item packs, in one half of the panels: a product's halves go to two threads so, and each finds its own in its cache. */
const PACK_ROWS = 64;
/** Panels of a matrix may take so much more than its rows do and still be what it is held in alone. */
const MOST_PADDING = 1.125;

export function panelCount(width: number, dtype: DType): number {
  return Math.ceil((width * bytesPer(dtype)) / 16 / PANEL_VECTORS);
}

export function panelBytes(lines: number, width: number, dtype: DType): number {
  return panelCount(width, dtype) * lines * PANEL_STRIDE;
}

/** Whether panels of this width are hardly larger than rows. */
export function panelsServe(width: number, dtype: DType): boolean {
  return panelBytes(1, width, dtype) <= MOST_PADDING * width * bytesPer(dtype);
}

/**
 * Copies rows into panels, by way of `mask` where it is not 0: elements whose own in `mask` is not above 0 become 0. What pads a
 * panel is 0.
 */
export function packPanels(engine: Engine, dtype: DType, rows: number, panels: Panels, mask = 0): void {
  copy(engine, PACK_PANELS, dtype, rows, panels, mask);
}

/** The way back. */
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
  const panels = panelCount(width, dtype);
  const parts = Math.min(2, panels);
  const operands = { rows, out, mask, lines, width, panels, each: PACK_ROWS, parts };
  engine.run(kernel, dtype, parts * itemsOf(lines, PACK_ROWS), operands);
}
