/** Matrices in panels: contiguous strips of at most 13 vectors, whose rows fit into registers (csr.ts). */
import { PANEL_STRIDE, SUM_STRETCH } from './generated/layout';
import { PackPanels, PanelColumnSums } from './generated/arguments';
import { elementThroughRelu, lanes, throughRelu } from './numbers';
import { columnSums } from './reduce';

/** Returns the number of vectors in a row of n elements. The last one may not be full. */
// @ts-ignore: decorator
@inline
export function vectorsOf<T>(n: i32): i32 {
  return (n + lanes<T>() - 1) / lanes<T>();
}

/** Returns the first vector of panel p if `vectors` are distributed over `panels` as evenly as possible. */
// @ts-ignore: decorator
@inline
export function firstVector(p: i32, panels: i32, vectors: i32): i32 {
  return (p * vectors) / panels;
}

/**
 * Copies rows [lines, width] into panels, padded with zeros. With a `mask`, the output of a ReLU, the rows are a
 * gradient that goes through it. An item is a run of `each` rows in one of `parts` parts of the panels.
 */
export function packPanels<T>(item: i32): void {
  if (PackPanels.mask() === 0) copyPanels<T>(PACK, item);
  else copyPanels<T>(PACK_MASKED, item);
}

/** Copies panels back, from `out` to `rows`. */
export function unpackPanels<T>(item: i32): void {
  copyPanels<T>(UNPACK, item);
}

const PACK: i32 = 0;
const PACK_MASKED: i32 = 1;
const UNPACK: i32 = 2;

/** `way` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function copyPanels<T>(way: i32, item: i32): void {
  const rows = PackPanels.lines();
  const width = PackPanels.width();
  const panels = PackPanels.panels();
  const itemRows = PackPanels.each();
  const parts = PackPanels.parts();
  const down = (rows + itemRows - 1) / itemRows;
  const part = item / down;
  const from = (item % down) * itemRows;
  const to = min(from + itemRows, rows);
  const stride = <usize>width * sizeof<T>();
  const all = vectorsOf<T>(width);
  let source = PackPanels.rows() + <usize>from * stride;
  let mask = PackPanels.mask() + <usize>from * stride;
  // Row by row, so memory is read in order, and written in order within each panel.
  for (let row = from; row < to; row++) {
    for (let p = (part * panels) / parts; p < ((part + 1) * panels) / parts; p++) {
      const first = firstVector(p, panels, all);
      const column = first * lanes<T>();
      const columns = min((firstVector(p + 1, panels, all) - first) * lanes<T>(), width - column);
      const start = <usize>column * sizeof<T>();
      const line = PackPanels.out() + (<usize>p * rows + row) * PANEL_STRIDE;
      if (way === UNPACK) unpackRow<T>(source + start, line, columns);
      else if (way === PACK) packRow<T>(line, source + start, columns);
      else packMasked<T>(line, source + start, mask + start, columns);
    }
    source += stride;
    mask += stride;
  }
}

// @ts-ignore: decorator
@inline
function packRow<T>(out: usize, source: usize, columns: i32): void {
  const vectorBytes = (<usize>columns / lanes<T>()) << 4;
  let at: usize = 0;
  for (; at < vectorBytes; at += 16) v128.store(out + at, v128.load(source + at));
  const bytes = <usize>columns * sizeof<T>();
  clearFrom<T>(out, at);
  for (; at < bytes; at += sizeof<T>()) store<T>(out + at, load<T>(source + at));
}

// @ts-ignore: decorator
@inline
function clearFrom<T>(line: usize, at: usize): void {
  for (; at < <usize>PANEL_STRIDE; at += 16) v128.store(line + at, v128.splat<T>(0));
}

// @ts-ignore: decorator
@inline
function unpackRow<T>(out: usize, line: usize, columns: i32): void {
  const vectorBytes = (<usize>columns / lanes<T>()) << 4;
  let at: usize = 0;
  for (; at < vectorBytes; at += 16) v128.store(out + at, v128.load(line + at));
  for (const bytes = <usize>columns * sizeof<T>(); at < bytes; at += sizeof<T>()) {
    store<T>(out + at, load<T>(line + at));
  }
}

// @ts-ignore: decorator
@inline
function packMasked<T>(out: usize, source: usize, y: usize, columns: i32): void {
  const vectorBytes = (<usize>columns / lanes<T>()) << 4;
  let at: usize = 0;
  for (; at < vectorBytes; at += 16) v128.store(out + at, throughRelu<T>(v128.load(source + at), v128.load(y + at)));
  const bytes = <usize>columns * sizeof<T>();
  clearFrom<T>(out, at);
  for (; at < bytes; at += sizeof<T>()) {
    store<T>(out + at, elementThroughRelu<T>(load<T>(source + at), load<T>(y + at)));
  }
}

/** Sums the columns of a matrix in panels. An item is a panel. */
export function panelColumnSums<T>(item: i32): void {
  const rows = PanelColumnSums.rows();
  const width = PanelColumnSums.width();
  const panels = PanelColumnSums.panels();
  const all = vectorsOf<T>(width);
  const first = firstVector(item, panels, all);
  const column = first * lanes<T>();
  const columns = min((firstVector(item + 1, panels, all) - first) * lanes<T>(), width - column);
  const panel = PanelColumnSums.x() + <usize>item * rows * PANEL_STRIDE;
  const out = PanelColumnSums.out() + <usize>column * sizeof<T>();
  columnSums<T>(out, panel, rows, columns, PANEL_STRIDE, SUM_STRETCH, false);
}
