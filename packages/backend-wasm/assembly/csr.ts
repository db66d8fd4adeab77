/**
 * Compressed sparse rows times a dense matrix, plain or transposed.
 *
 * The sparse matrix is sorted into groups of entries. An entry is the offset of a line in a panel, in bytes, and its
 * factor. A line is a row of the dense operand. For the plain product, the entries of a group of rows are sorted by
 * blocks of columns, then by rows, so the lines of a block stay in the first-level cache. For the transposed product,
 * the entries of a group of rows are sorted by columns.
 *
 * Sums have the order of the dense product (matmul.ts): blocks of SUM_BLOCK steps of k, regardless of the number of
 * entries in them. Blocks of columns, and groups of rows in the transposed product, divide it.
 *
 * Panels are contiguous strips of the dense operand of at most 13 vectors, so a row of sums stays in registers. The
 * product may stay in panels too.
 *
 * V8 keeps all sums in registers only if a function has two loops and nothing computes with the sums after the inner
 * one. So another pass finishes the sums.
 */
import { MOST_LINES, PANEL_STRIDE, SUM_BLOCK, SUM_BLOCKS } from './generated/layout';
import { addBytes, addVector, finish } from './dense';
import { scratch } from './arguments';
import { CsrProduct, CsrOrder } from './generated/arguments';
import { lanes } from './numbers';
import { firstVector, vectorsOf } from './panels';

/** An item's scratch memory holds the sums of its lines, then their sums of long products, then those of a block. */
const LONG_SUMS: usize = MOST_LINES * PANEL_STRIDE;
const BLOCK_SUMS: usize = 2 * LONG_SUMS;
/** The end of what these kernels use of scratch memory. */
export const BEHIND_SUMS: usize = BLOCK_SUMS + 256;

/** Returns the bytes of an entry. */
// @ts-ignore: decorator
@inline
export function entryBytes<T>(): usize {
  return sizeof<T>() === 4 ? 8 : 16;
}

/**
 * sums[i] = the entries of line i if they are the `first`, otherwise sums[i] += them, for n lines; `vectors` is a
 * constant wherever this is inlined. Later blocks are stored, then added in memory.
 */
// @ts-ignore: decorator
@inline
function addLines<T>(
  vectors: i32,
  offsets: usize,
  entries: usize,
  n: i32,
  panel: usize,
  sums: usize,
  first: bool,
): void {
  let block = first ? sums : scratch() + BLOCK_SUMS;
  for (let i = 0; i < n; i++) {
    let entry = entries + <usize>load<u32>(offsets) * entryBytes<T>();
    const end = entries + <usize>load<u32>(offsets, 4) * entryBytes<T>();
    offsets += 4;
    if (entry === end && !first) {
      sums += PANEL_STRIDE;
      continue;
    }
    let s0 = v128.splat<T>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    let s8 = s0;
    let s9 = s0;
    let s10 = s0;
    let s11 = s0;
    let s12 = s0;
    while (entry < end) {
      const line = panel + <usize>load<u32>(entry);
      const factor = v128.load_splat<T>(entry, sizeof<T>());
      s0 = v128.add<T>(s0, v128.mul<T>(factor, v128.load(line)));
      if (vectors > 1) s1 = v128.add<T>(s1, v128.mul<T>(factor, v128.load(line, 16)));
      if (vectors > 2) s2 = v128.add<T>(s2, v128.mul<T>(factor, v128.load(line, 32)));
      if (vectors > 3) s3 = v128.add<T>(s3, v128.mul<T>(factor, v128.load(line, 48)));
      if (vectors > 4) s4 = v128.add<T>(s4, v128.mul<T>(factor, v128.load(line, 64)));
      if (vectors > 5) s5 = v128.add<T>(s5, v128.mul<T>(factor, v128.load(line, 80)));
      if (vectors > 6) s6 = v128.add<T>(s6, v128.mul<T>(factor, v128.load(line, 96)));
      if (vectors > 7) s7 = v128.add<T>(s7, v128.mul<T>(factor, v128.load(line, 112)));
      if (vectors > 8) s8 = v128.add<T>(s8, v128.mul<T>(factor, v128.load(line, 128)));
      if (vectors > 9) s9 = v128.add<T>(s9, v128.mul<T>(factor, v128.load(line, 144)));
      if (vectors > 10) s10 = v128.add<T>(s10, v128.mul<T>(factor, v128.load(line, 160)));
      if (vectors > 11) s11 = v128.add<T>(s11, v128.mul<T>(factor, v128.load(line, 176)));
      if (vectors > 12) s12 = v128.add<T>(s12, v128.mul<T>(factor, v128.load(line, 192)));
      entry += entryBytes<T>();
    }
    v128.store(block, s0);
    if (vectors > 1) v128.store(block, s1, 16);
    if (vectors > 2) v128.store(block, s2, 32);
    if (vectors > 3) v128.store(block, s3, 48);
    if (vectors > 4) v128.store(block, s4, 64);
    if (vectors > 5) v128.store(block, s5, 80);
    if (vectors > 6) v128.store(block, s6, 96);
    if (vectors > 7) v128.store(block, s7, 112);
    if (vectors > 8) v128.store(block, s8, 128);
    if (vectors > 9) v128.store(block, s9, 144);
    if (vectors > 10) v128.store(block, s10, 160);
    if (vectors > 11) v128.store(block, s11, 176);
    if (vectors > 12) v128.store(block, s12, 192);
    if (first) {
      block += PANEL_STRIDE;
    } else {
      addVector<T>(sums, block, 0);
      if (vectors > 1) addVector<T>(sums, block, 16);
      if (vectors > 2) addVector<T>(sums, block, 32);
      if (vectors > 3) addVector<T>(sums, block, 48);
      if (vectors > 4) addVector<T>(sums, block, 64);
      if (vectors > 5) addVector<T>(sums, block, 80);
      if (vectors > 6) addVector<T>(sums, block, 96);
      if (vectors > 7) addVector<T>(sums, block, 112);
      if (vectors > 8) addVector<T>(sums, block, 128);
      if (vectors > 9) addVector<T>(sums, block, 144);
      if (vectors > 10) addVector<T>(sums, block, 160);
      if (vectors > 11) addVector<T>(sums, block, 176);
      if (vectors > 12) addVector<T>(sums, block, 192);
      sums += PANEL_STRIDE;
    }
  }
}

// One function for each width.
function addLines1<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(1, o, e, n, p, s, f);
}
function addLines2<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(2, o, e, n, p, s, f);
}
function addLines3<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(3, o, e, n, p, s, f);
}
function addLines4<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(4, o, e, n, p, s, f);
}
function addLines5<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(5, o, e, n, p, s, f);
}
function addLines6<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(6, o, e, n, p, s, f);
}
function addLines7<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(7, o, e, n, p, s, f);
}
function addLines8<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(8, o, e, n, p, s, f);
}
function addLines9<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(9, o, e, n, p, s, f);
}
function addLines10<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(10, o, e, n, p, s, f);
}
function addLines11<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(11, o, e, n, p, s, f);
}
function addLines12<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(12, o, e, n, p, s, f);
}
function addLines13<T>(o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  addLines<T>(13, o, e, n, p, s, f);
}

export function addLinesOf<T>(vectors: i32, o: usize, e: usize, n: i32, p: usize, s: usize, f: bool): void {
  switch (vectors) {
    case 1: return addLines1<T>(o, e, n, p, s, f);
    case 2: return addLines2<T>(o, e, n, p, s, f);
    case 3: return addLines3<T>(o, e, n, p, s, f);
    case 4: return addLines4<T>(o, e, n, p, s, f);
    case 5: return addLines5<T>(o, e, n, p, s, f);
    case 6: return addLines6<T>(o, e, n, p, s, f);
    case 7: return addLines7<T>(o, e, n, p, s, f);
    case 8: return addLines8<T>(o, e, n, p, s, f);
    case 9: return addLines9<T>(o, e, n, p, s, f);
    case 10: return addLines10<T>(o, e, n, p, s, f);
    case 11: return addLines11<T>(o, e, n, p, s, f);
    case 12: return addLines12<T>(o, e, n, p, s, f);
    default: return addLines13<T>(o, e, n, p, s, f);
  }
}

/**
 * `blockBytes` and `itemBytes` are the bytes between the offsets of two blocks and of two items. `perPanel` is the
 * number of lines in a panel, or 0 if the right operand is in rows. `bias` may be 0. `together` is how many runs have
 * consecutive items. Results in panels (`toPanels`) have no bias and no relu. An item is a run of `each` lines in one
 * panel's columns.
 */
export function csrProduct<T>(item: i32): void {
  const entries = CsrProduct.entries();
  const blockBytes = CsrProduct.blockBytes();
  const blocks = CsrProduct.blocks();
  const lines = CsrProduct.lines();
  const itemLines = CsrProduct.each();
  const width = CsrProduct.width();
  const panels = CsrProduct.panels();
  // Plain: a run with all panels, then the next run, so its entries stay in the second-level cache. Transposed: a panel
  // with all runs.
  const runs = (lines + itemLines - 1) / itemLines;
  const together = CsrProduct.together();
  const before = item / (together * panels) * together;
  const here = min(together, runs - before);
  const rest = item - before * panels;
  const p = rest / here;
  const run = before + rest % here;
  const all = vectorsOf<T>(width);
  const first = firstVector(p, panels, all);
  const vectors = firstVector(p + 1, panels, all) - first;
  const panel =
    CsrProduct.dense() +
    (CsrProduct.perPanel() === 0 ? <usize>first << 4 : <usize>p * <usize>CsrProduct.perPanel() * PANEL_STRIDE);
  const from = run * itemLines;
  const n = min(itemLines, lines - from);
  const bytes = <usize>n * PANEL_STRIDE;
  let sums = scratch();
  if (blocks === 0) memory.fill(sums, 0, bytes);
  if (blocks > SUM_BLOCKS) memory.fill(sums + LONG_SUMS, 0, bytes);
  let offsets = CsrProduct.offsets() + <usize>run * CsrProduct.itemBytes();
  for (let block = 0; block < blocks; block++) {
    const first = block % SUM_BLOCKS === 0;
    if (first && block > 0) addBytes<T>(sums + LONG_SUMS, sums, bytes);
    addLinesOf<T>(vectors, offsets, entries, n, panel, sums, first);
    offsets += blockBytes;
  }
  if (blocks > SUM_BLOCKS) {
    addBytes<T>(sums + LONG_SUMS, sums, bytes);
    sums += LONG_SUMS;
  }
  if (CsrProduct.toPanels() !== 0) {
    clearBehind<T>(sums, n, vectors);
    memory.copy(CsrProduct.out() + (<usize>p * lines + from) * PANEL_STRIDE, sums, bytes);
    return;
  }
  const column = first * lanes<T>();
  const columns = min(vectors * lanes<T>(), width - column);
  const out = CsrProduct.out() + (<usize>from * width + column) * sizeof<T>();
  const bias = CsrProduct.bias();
  const place = bias === 0 ? <usize>0 : bias + <usize>column * sizeof<T>();
  finish<T>(out, sums, n, columns, <usize>width * sizeof<T>(), PANEL_STRIDE, place, CsrProduct.relu() !== 0);
}

/** Writes zeros after the vectors of each line, because some kernels read whole panels. */
function clearBehind<T>(sums: usize, n: i32, vectors: i32): void {
  for (let i = 0; i < n; i++, sums += PANEL_STRIDE) {
    for (let at = <usize>vectors << 4; at < <usize>PANEL_STRIDE; at += 16) v128.store(sums + at, v128.splat<T>(0));
  }
}

/**
 * Sorts the entries of compressed rows: fills `offsets`, `bytes` for each group, and `entries`. An item is a group of
 * `each` rows.
 *
 * Plain: key = block of columns, then row (a block's offsets are one longer than its rows). Transposed: key = column.
 */
export function csrOrder<T>(item: i32): void {
  if (CsrOrder.transposed() !== 0) order<T>(true, item);
  else order<T>(false, item);
}

/** `transposed` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function order<T>(transposed: bool, item: i32): void {
  const groupRows = CsrOrder.each();
  const lineBytes = <u32>CsrOrder.lineBytes();
  const from = item * groupRows;
  const to = min(from + groupRows, CsrOrder.rows());
  const offsets = CsrOrder.offsets() + <usize>item * CsrOrder.bytes();
  const last = offsets + CsrOrder.bytes() - 4;
  const rowOffsets = CsrOrder.rowOffsets();
  memory.fill(offsets, 0, CsrOrder.bytes());
  // Counts two places further, because filling moves starts to ends.
  const start = load<u32>(rowOffsets + (<usize>from << 2));
  let column = CsrOrder.columns() + (<usize>start << 2);
  for (let row = from; row < to; row++) {
    const end = CsrOrder.columns() + (<usize>load<u32>(rowOffsets + (<usize>row << 2), 4) << 2);
    for (; column < end; column += 4) {
      const key = transposed ? load<i32>(column) : keyOf(load<i32>(column), row - from, groupRows);
      const at = offsets + (<usize>key << 2);
      store<u32>(at, load<u32>(at, 8) + 1, 8);
    }
  }
  store<u32>(offsets, start);
  store<u32>(offsets, start, 4);
  let sum = start;
  for (let at = offsets + 8; at <= last; at += 4) {
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  column = CsrOrder.columns() + (<usize>start << 2);
  let value = CsrOrder.values() + <usize>start * sizeof<T>();
  const entries = CsrOrder.entries();
  for (let row = from; row < to; row++) {
    const end = CsrOrder.columns() + (<usize>load<u32>(rowOffsets + (<usize>row << 2), 4) << 2);
    for (; column < end; column += 4, value += sizeof<T>()) {
      const line = load<u32>(column);
      const key = transposed ? <i32>line : keyOf(line, row - from, groupRows);
      const at = offsets + (<usize>key << 2);
      const place = load<u32>(at, 4);
      store<u32>(at, place + 1, 4);
      const entry = entries + <usize>place * entryBytes<T>();
      store<u32>(entry, (transposed ? <u32>row : line) * lineBytes);
      store<T>(entry, load<T>(value), sizeof<T>());
    }
  }
}

// @ts-ignore: decorator
@inline
function keyOf(column: i32, row: i32, groupRows: i32): i32 {
  return <i32>(<u32>column / SUM_BLOCK) * (groupRows + 1) + row;
}

