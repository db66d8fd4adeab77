/** Sizes that the kernels (../../assembly, which imports this file too) and the code around them agree on. */

/**
 * What fixes the bits of products: blocks of SUM_BLOCK steps of k, each summed up from zero, are added in order; every
 * SUM_BLOCKS of them, from zero again, are one term of a third sum.
 */
export const SUM_BLOCK = 128;
export const SUM_BLOCKS = 128;

/** Vectors of 16 bytes in a row of a panel, at most: with one for the factor and one for a product they fill 16 registers. */
export const PANEL_VECTORS = 13;
/** Bytes from one row of a panel to the next. */
export const PANEL_STRIDE = 208;
/** Lines of a panel for which a thread's own memory has room, twice. */
export const MOST_LINES = 392;

/** Rows of a tile of a dense product, and the bytes of one of its rows: two vectors. */
export const TILE_ROWS = 6;
export const TILE_BYTES = 32;
/** Steps of k for which a strip of the right operand is used again before the next ones: 8 KB, in the first-level cache. */
export const BLOCK_DEPTH = 256;

/** Where a job's arguments lie, from `CONTROL` (engine.ts) on: 64 integers, then 16 doubles. */
export const INTEGERS = 256;
export const DOUBLES = 512;

/** Elements of one part of a long line. */
export const SUM_PART = 16384;
