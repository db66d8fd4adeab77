/**
 * The innermost part of the dense product: tiles of 6 rows and two vectors.
 *
 * The 12 sums of a tile, two vectors of the right operand, one broadcast element and one product fill the 16 registers.
 * V8 of Node 20 has 15 of them. A loop takes one step of k; more steps are slower, and so is anything that computes
 * with the sums after the loop.
 *
 * ../scripts/tiles.mjs writes out the loads, steps and stores of both tiles, because sums must be local variables to
 * stay in registers.
 */
import { TILE_BYTES, TILE_ROWS } from './generated/layout';
import { scratch } from './arguments';
import { addBytes, addVector } from './dense';
import { sumTileOfColumns, sumTileOfRows } from './generated/tiles';

function sumRowTile<T>(
  a: usize,
  stride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
): void {
  sumTileOfRows<T>(true, a, stride, rows, b, bStride, depth, c, cStride);
}

function sumColumnTile<T>(
  a: usize,
  stride: usize,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
): void {
  sumTileOfColumns<T>(true, a, stride, b, bStride, depth, c, cStride);
}

function sumHalfRowTile<T>(
  a: usize,
  stride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
): void {
  sumTileOfRows<T>(false, a, stride, rows, b, bStride, depth, c, cStride);
}

function sumHalfColumnTile<T>(
  a: usize,
  stride: usize,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
): void {
  sumTileOfColumns<T>(false, a, stride, b, bStride, depth, c, cStride);
}

/**
 * c = `depth` steps of k, for one tile of `rows` rows; `c` has room for 6. Only a `wide` tile has the second vector.
 */
// @ts-ignore: decorator
@inline
function sumTile<T>(
  wide: bool,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
): void {
  if (stepStride === sizeof<T>()) {
    if (wide) sumRowTile<T>(a, rowStride, rows, b, bStride, depth, c, cStride);
    else sumHalfRowTile<T>(a, rowStride, rows, b, bStride, depth, c, cStride);
  } else if (wide) {
    sumColumnTile<T>(a, stepStride, b, bStride, depth, c, cStride);
  } else {
    sumHalfColumnTile<T>(a, stepStride, b, bStride, depth, c, cStride);
  }
}

/**
 * c = `depth` steps of k if they are the `first`, otherwise c += them, for a tile of `rows` rows with `bytes` bytes
 * each. Added sums go through scratch memory.
 */
// @ts-ignore: decorator
@inline
export function addTile<T>(
  first: bool,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
  bytes: usize,
): void {
  const wide = bytes > 16;
  const whole = rows === TILE_ROWS && (bytes === TILE_BYTES || bytes === 16);
  if (whole && first) {
    sumTile<T>(wide, a, rowStride, stepStride, rows, b, bStride, depth, c, cStride);
    return;
  }
  const tile = scratch();
  sumTile<T>(wide, a, rowStride, stepStride, rows, b, bStride, depth, tile, TILE_BYTES);
  if (first) copyRows<T>(c, cStride, tile, rows, bytes);
  else if (whole && wide) joinTile<T>(c, cStride, tile);
  else for (let i: usize = 0; i < <usize>rows; i++) addBytes<T>(c + i * cStride, tile + i * TILE_BYTES, bytes);
}

function joinTile<T>(c: usize, stride: usize, tile: usize): void {
  for (let i = 0; i < TILE_ROWS; i++, c += stride, tile += TILE_BYTES) {
    addVector<T>(c, tile, 0);
    addVector<T>(c, tile, 16);
  }
}

/** Copies rows that are narrower than a tile. Calling `memory.copy` for each would take longer. */
function copyRows<T>(to: usize, toStride: usize, from: usize, rows: i32, bytes: usize): void {
  for (let i = 0; i < rows; i++, to += toStride, from += TILE_BYTES) {
    for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(to + at, load<T>(from + at));
  }
}
