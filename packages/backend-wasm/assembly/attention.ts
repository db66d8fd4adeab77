/**
 * Attention, and its gradients from weights that are computed again, with few scores at a time. Products, softmax and
 * their order of sums are those of the kernels that core composes, so the bits are too, but for the sum of dY y in the
 * gradient of the scores. Keys that no query of some rows sees are left out.
 */
import { Attention } from './generated/arguments';
import { ATTENTION_ROWS, SUM_BLOCK, TILE_BYTES, TILE_ROWS } from './generated/layout';
import { addProduct, multiplyPacked, packColumns } from './matmul';
import { firstLanes, lanes, storePart } from './numbers';
import { powersOfRow, rowTotal } from './softmax';
import { exponentials } from './unary';

/** Stands for -Infinity, as in the composition. */
const LEAST: f64 = -1e30;

/** Packs rows of keys or values into strips [size, width of a tile], with zeros past the edge. */
function packRows<T>(out: usize, x: usize, rows: i32): void {
  const width = lanes<T>() * 2;
  const size = Attention.size();
  for (let row = 0; row < rows; row += width) {
    packColumns<T>(out, x, Attention.kStride(), size, min(width, rows - row));
    out += <usize>size * TILE_BYTES;
    x += <usize>width * Attention.kStride();
  }
}

/** Copies a row, times a factor. */
function copyScaled<T>(out: usize, x: usize, factor: T): void {
  const bytes = <usize>Attention.size() * sizeof<T>();
  const splat = v128.splat<T>(factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    storePart<T>(out + at, v128.mul<T>(v128.load(x + at), splat), bytes - at);
  }
}

/** How many keys of an example there are, up to the last one that the mask has. */
function keysSeen<T>(n: i32): i32 {
  let seen = Attention.keys();
  if (Attention.mask() === 0) return seen;
  const mask = Attention.mask() + <usize>(n * seen) * sizeof<T>();
  while (seen > 0 && load<T>(mask + <usize>(seen - 1) * sizeof<T>()) === 0) seen--;
  return seen;
}

/** How many of these keys a query may see. */
function limitOf(query: i32, seen: i32): i32 {
  return Attention.causal() ? min(seen, Attention.keys() - Attention.queries() + query + 1) : seen;
}

/** Replaces the scores of keys that are not there. `mask` may be 0. */
function maskScores<T>(scores: usize, mask: usize, bytes: usize): void {
  if (mask === 0) return;
  const least = v128.splat<T>(<T>LEAST);
  for (let at: usize = 0; at < bytes; at += 16) {
    const isThere = v128.ne<T>(v128.load(mask + at), v128.splat<T>(0));
    v128.store(scores + at, v128.bitselect(v128.load(scores + at), least, isThere));
  }
}

/** Clears a row of `end` bytes, whole vectors, from `bytes` on. To call `memory.fill` for each row takes longer. */
function clearFrom<T>(row: usize, bytes: usize, end: usize): void {
  let at = bytes & ~15;
  if (at < bytes) {
    v128.store(row + at, v128.and(v128.load(row + at), firstLanes<T>(<i32>((bytes - at) / sizeof<T>()))));
    at += 16;
  }
  for (; at < end; at += 16) v128.store(row + at, v128.splat<T>(0));
}

/** Turns the first `n` scores of a row of `room` bytes into weights, and stores the largest score and the sum. */
function weigh<T>(row: usize, mask: usize, n: i32, room: usize, statistics: usize): void {
  let top: T = 0;
  let sum: T = 1;
  let bytes = <usize>n * sizeof<T>();
  if (n > 0) {
    maskScores<T>(row, mask, bytes);
    top = powersOfRow<T>(row, row, n, row + room);
    if (top <= <T>LEAST) {
      bytes = 0;
      top = 0;
    } else {
      sum = <T>rowTotal<T>(row, n);
      const total = v128.splat<T>(sum);
      for (let at: usize = 0; at < bytes; at += 16) v128.store(row + at, v128.div<T>(v128.load(row + at), total));
    }
  }
  clearFrom<T>(row, bytes, room);
  store<T>(statistics, top);
  store<T>(statistics + sizeof<T>(), sum);
}

/** An item is `each` units: ATTENTION_ROWS queries of a head. */
export function attention<T>(item: i32): void {
  const width = lanes<T>() * 2;
  const queries = Attention.queries();
  const keys = Attention.keys();
  const size = Attention.size();
  const bytes = <usize>size * sizeof<T>();
  const heads = Attention.heads();
  const tiles = (queries + ATTENTION_ROWS - 1) / ATTENTION_ROWS;
  const room = <usize>((keys + width - 1) / width) * TILE_BYTES;
  const packed = Attention.work() + <usize>item * Attention.itemBytes();
  const scaled = packed + <usize>size * room;
  const scores = scaled + <usize>ATTENTION_ROWS * bytes;
  const outStride = <usize>heads * bytes;
  let packedPlace = -1;
  const last = min((item + 1) * Attention.each(), Attention.units());
  for (let unit = item * Attention.each(); unit < last; unit++) {
    const pair = unit / tiles;
    const head = pair % heads;
    const n = pair / heads;
    const first = (unit % tiles) * ATTENTION_ROWS;
    const rows = min(ATTENTION_ROWS, queries - first);
    const keyHead = (head * Attention.keyHeads()) / heads;
    const place = <usize>(n * keys) * Attention.kStride() + <usize>keyHead * bytes;
    const seen = keysSeen<T>(n);
    if (<i32>place !== packedPlace) packRows<T>(packed, Attention.k() + place, seen);
    packedPlace = <i32>place;
    const q = Attention.q() + <usize>(n * queries + first) * Attention.qStride() + <usize>head * bytes;
    for (let row = 0; row < rows; row++) {
      copyScaled<T>(scaled + <usize>row * bytes, q + <usize>row * Attention.qStride(), <T>Attention.scale());
    }
    const limit = limitOf(first + rows - 1, seen);
    const columns = ((limit + width - 1) / width) * width;
    multiplyPacked<T>(scaled, bytes, rows, size, packed, columns, scores, room);
    const statistics = Attention.statistics() + <usize>((pair * queries + first) * 2) * sizeof<T>();
    const mask = Attention.mask() ? Attention.mask() + <usize>(n * keys) * sizeof<T>() : 0;
    for (let row = 0; row < rows; row++) {
      weigh<T>(
        scores + <usize>row * room,
        mask,
        limitOf(first + row, seen),
        <usize>columns * sizeof<T>(),
        statistics + <usize>row * 2 * sizeof<T>(),
      );
    }
    const y = Attention.y() + <usize>(n * queries + first) * outStride + <usize>head * bytes;
    if (limit === 0) clearRows(y, outStride, rows, bytes);
    else add<T>(true, scores, room, rows, Attention.v() + place, Attention.kStride(), limit, y, outStride);
  }
}

function clearRows(x: usize, stride: usize, rows: i32, bytes: usize): void {
  for (let row = 0; row < rows; row++, x += stride) memory.fill(x, 0, bytes);
}

/** Adds the product of weights and rows of `size` elements, `bStride` bytes apart, to out. */
function add<T>(
  first: bool,
  a: usize,
  stride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  out: usize,
  outStride: usize,
): void {
  const tile = <usize>TILE_ROWS * stride;
  const size = Attention.size();
  addProduct<T>(first, a, stride, sizeof<T>(), tile, rows, b, bStride, TILE_BYTES, depth, out, outStride, size);
}

/** The same with the transpose of weights, rows of SUM_BLOCK elements. */
function addTransposed<T>(first: bool, a: usize, rows: i32, b: usize, depth: i32, out: usize): void {
  const size = Attention.size();
  addProduct<T>(
    first,
    a,
    sizeof<T>(),
    SUM_BLOCK * sizeof<T>(),
    TILE_ROWS * sizeof<T>(),
    rows,
    b,
    <usize>size * sizeof<T>(),
    TILE_BYTES,
    depth,
    out,
    Attention.kStride(),
    size,
  );
}

/** The memory of this item: rows of weights and of gradients of scores have SUM_BLOCK keys. */
let keysAt: usize = 0;
let valuesAt: usize = 0;
let qAt: usize = 0;
let dYAt: usize = 0;
let dQAt: usize = 0;
let weightsAt: usize = 0;
let scoresAt: usize = 0;
let sumsAt: usize = 0;
/** How many keys each query sees. */
let limitsAt: usize = 0;

function layOut<T>(item: i32): void {
  const strips = (Attention.keys() + lanes<T>() * 2 - 1) / (lanes<T>() * 2);
  const packed = <usize>(strips * Attention.size()) * TILE_BYTES;
  const rows = <usize>(SUM_BLOCK * Attention.size()) * sizeof<T>();
  const square = <usize>(SUM_BLOCK * SUM_BLOCK) * sizeof<T>();
  keysAt = Attention.work() + <usize>item * Attention.itemBytes();
  valuesAt = keysAt + packed;
  qAt = valuesAt + packed;
  dYAt = qAt + rows;
  dQAt = dYAt + rows;
  weightsAt = dQAt + rows;
  scoresAt = weightsAt + square;
  sumsAt = scoresAt + square;
  limitsAt = sumsAt + SUM_BLOCK * sizeof<T>();
}

/** How many of `columns` keys from `start` on a query sees. */
function limitIn(row: i32, start: i32, columns: i32): i32 {
  return max(0, min(columns, load<i32>(limitsAt + (<usize>row << 2)) - start));
}

/**
 * Computes the weights of a query again from its scores, and the gradient of the scores from that of the weights.
 * Zeros follow the first n.
 */
function gradientOfRow<T>(row: i32, mask: usize, n: i32, statistics: usize): void {
  const place = <usize>(row * SUM_BLOCK) * sizeof<T>();
  const weights = weightsAt + place;
  const scores = scoresAt + place;
  const bytes = <usize>n * sizeof<T>();
  const top = v128.load_splat<T>(statistics);
  const total = v128.load_splat<T>(statistics + sizeof<T>());
  const sum = v128.load_splat<T>(sumsAt + <usize>row * sizeof<T>());
  maskScores<T>(weights, mask, bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(weights + at, v128.sub<T>(v128.load(weights + at), top));
  }
  exponentials<T>(weights, weights, (bytes + 15) & ~15);
  for (let at: usize = 0; at < bytes; at += 16) {
    const weight = v128.div<T>(v128.load(weights + at), total);
    v128.store(weights + at, weight);
    v128.store(scores + at, v128.mul<T>(weight, v128.sub<T>(v128.load(scores + at), sum)));
  }
  clearFrom<T>(weights, bytes, SUM_BLOCK * sizeof<T>());
  clearFrom<T>(scores, bytes, SUM_BLOCK * sizeof<T>());
}

/**
 * Adds what `rows` queries and `columns` keys from `start` on give to all three gradients. `place` is that of these
 * keys in k, v, dK and dV; `first` says whether no queries before these have seen them.
 */
function addGradients<T>(
  rows: i32,
  start: i32,
  columns: i32,
  place: usize,
  first: bool,
  statistics: usize,
  mask: usize,
): void {
  const width = lanes<T>() * 2;
  const size = Attention.size();
  const bytes = <usize>size * sizeof<T>();
  const stride: usize = SUM_BLOCK * sizeof<T>();
  const packed = <usize>(start / width) * <usize>size * TILE_BYTES;
  for (let from = 0; from < rows; from += ATTENTION_ROWS) {
    const count = min(ATTENTION_ROWS, rows - from);
    let limit = 0;
    for (let row = from; row < from + count; row++) limit = max(limit, limitIn(row, start, columns));
    const across = ((limit + width - 1) / width) * width;
    const offset = <usize>from * bytes;
    const corner = <usize>from * stride;
    multiplyPacked<T>(qAt + offset, bytes, count, size, keysAt + packed, across, weightsAt + corner, stride);
    multiplyPacked<T>(dYAt + offset, bytes, count, size, valuesAt + packed, across, scoresAt + corner, stride);
    for (let row = from; row < from + count; row++) {
      gradientOfRow<T>(row, mask, limitIn(row, start, columns), statistics + <usize>row * 2 * sizeof<T>());
    }
    if (limit === 0) continue;
    const k = Attention.k() + place;
    add<T>(start === 0, scoresAt + corner, stride, count, k, Attention.kStride(), limit, dQAt + offset, bytes);
  }
  for (let from = 0; from < columns; from += ATTENTION_ROWS) {
    const count = min(ATTENTION_ROWS, columns - from);
    let row = 0;
    while (row < rows && limitIn(row, start, columns) <= from) row++;
    const dK = Attention.dK() + place + <usize>from * Attention.kStride();
    const dV = Attention.dV() + place + <usize>from * Attention.kStride();
    const offset = <usize>row * bytes;
    const corner = <usize>row * stride + <usize>from * sizeof<T>();
    if (row < rows) {
      addTransposed<T>(first, weightsAt + corner, count, dYAt + offset, rows - row, dV);
      addTransposed<T>(first, scoresAt + corner, count, qAt + offset, rows - row, dK);
    } else if (first) {
      clearRows(dK, Attention.kStride(), count, bytes);
      clearRows(dV, Attention.kStride(), count, bytes);
    }
  }
}

/**
 * An item is `each` units: all queries and keys of one key head of an example. Blocks of queries lie in the order of
 * heads, then of queries: those of a key head are rows of one product.
 */
export function attentionBackward<T>(item: i32): void {
  layOut<T>(item);
  const keys = Attention.keys();
  const queries = Attention.queries();
  const bytes = <usize>Attention.size() * sizeof<T>();
  const group = Attention.heads() / Attention.keyHeads();
  const scale = <T>Attention.scale();
  const last = min((item + 1) * Attention.each(), Attention.units());
  for (let unit = item * Attention.each(); unit < last; unit++) {
    const n = unit / Attention.keyHeads();
    const keyHead = unit % Attention.keyHeads();
    const place = <usize>(n * keys) * Attention.kStride() + <usize>keyHead * bytes;
    const seen = keysSeen<T>(n);
    packRows<T>(keysAt, Attention.k() + place, seen);
    packRows<T>(valuesAt, Attention.v() + place, seen);
    const firstRow = (n * Attention.heads() + keyHead * group) * queries;
    let touched = 0;
    for (let block = 0; block < group * queries; block += SUM_BLOCK) {
      const rows = min(SUM_BLOCK, group * queries - block);
      let limit = 0;
      for (let row = 0; row < rows; row++) {
        const query = (block + row) % queries;
        const head = <usize>(keyHead * group + (block + row) / queries) * bytes;
        const from = <usize>(n * queries + query) * <usize>Attention.heads() * bytes + head;
        const q = Attention.q() + <usize>(n * queries + query) * Attention.qStride() + head;
        const y = Attention.y() + from;
        const dY = Attention.dY() + from;
        copyScaled<T>(qAt + <usize>row * bytes, q, scale);
        copyScaled<T>(dYAt + <usize>row * bytes, dY, 1);
        for (let at: usize = 0; at < bytes; at += 16) {
          v128.store(dQAt + at, v128.mul<T>(v128.load(dY + at), v128.load(y + at)));
        }
        store<T>(sumsAt + <usize>row * sizeof<T>(), <T>rowTotal<T>(dQAt, Attention.size()));
        const own = limitOf(query, seen);
        store<i32>(limitsAt + (<usize>row << 2), own);
        limit = max(limit, own);
      }
      memory.fill(dQAt, 0, <usize>rows * bytes);
      const statistics = Attention.statistics() + <usize>((firstRow + block) * 2) * sizeof<T>();
      for (let start = 0; start < limit; start += SUM_BLOCK) {
        const mask = Attention.mask() ? Attention.mask() + <usize>(n * keys + start) * sizeof<T>() : 0;
        const keysPlace = place + <usize>start * Attention.kStride();
        addGradients<T>(rows, start, min(SUM_BLOCK, keys - start), keysPlace, start >= touched, statistics, mask);
      }
      touched = max(touched, limit);
      for (let row = 0; row < rows; row++) {
        const query = (block + row) % queries;
        const head = <usize>(keyHead * group + (block + row) / queries) * bytes;
        const dQ = Attention.dQ() + <usize>(n * queries + query) * Attention.qStride() + head;
        copyScaled<T>(dQ, dQAt + <usize>row * bytes, scale);
      }
    }
    // What ends within a block of keys is cleared up to the end of the block.
    touched = ((touched + SUM_BLOCK - 1) / SUM_BLOCK) * SUM_BLOCK;
    const rest = place + <usize>touched * Attention.kStride();
    clearRows(Attention.dK() + rest, Attention.kStride(), keys - touched, bytes);
    clearRows(Attention.dV() + rest, Attention.kStride(), keys - touched, bytes);
  }
}
