/** Sizes shared by the kernels and the code around them; the kernels of backend-wasm import this file too. */

/**
 * The order of additions in a product: blocks of SUM_BLOCK steps of k, each from zero; then SUM_BLOCKS of these in
 * order; then those.
 */
export const SUM_BLOCK = 128;
export const SUM_BLOCKS = 128;
/** Steps of k in one of the second sums: SUM_BLOCK times SUM_BLOCKS. */
export const SUM_STEPS = 16384;

/** The most vectors of 16 bytes in a row of a panel: with a factor and a product, they fill the 16 registers. */
export const PANEL_VECTORS = 13;
/** Bytes from one row of a panel to the next. */
export const PANEL_STRIDE = 208;
/** How many lines of a panel fit twice into a thread's scratch memory. */
export const MOST_LINES = 392;

/** Rows of a tile of the dense product, and the bytes of a row of it: two vectors. */
export const TILE_ROWS = 6;
export const TILE_BYTES = 32;
/** Steps of k in a part of a strip that is reused while it stays in the first-level cache: 8 KB. */
export const BLOCK_DEPTH = 256;

/** Bytes of scratch memory before packed rows and windows: room for the sums of a tile. */
export const SCRATCH_LINES = 256;

/** Offsets of a job's arguments from `CONTROL` (engine.ts): 64 integers, then 16 doubles. */
export const INTEGERS = 256;
export const DOUBLES = 512;
/** The integer from which a kernel's list is. The other integers come before it. */
export const LIST = 16;

/**
 * Sleeping threads are woken when they have missed this many microseconds of work since the host last waited for a
 * result (docs/decisions/0011-backend-wasm-kernels.md).
 */
export const WAKING_MICROSECONDS = 85;
/** A job of so many items wakes them when it starts. */
export const WAKING_ITEMS = 64;

/** How many elements of a long line form one part of its sum. */
export const SUM_PART = 16384;
/** How many elements are added in the dtype before their sum is added to a double. */
export const SUM_STRETCH = 32;
/** How many rows of a column form one part of its sum, 128 stretches, and the most columns of an item. */
export const GROUP_ROWS = 4096;
export const MOST_COLUMNS = 256;

/** How many channels an item of a depthwise convolution has, and how many rows a part of a batch normalisation has. */
export const DEPTHWISE_CHANNELS = 16;
export const BATCH_PART = 512;

/**
 * For gradients of convolutions with a sparse dY: how many outputs are computed together, the most filters of an item,
 * and the vectors of a panel.
 */
export const SPARSE_ROWS = 32;
export const SPARSE_FILTERS = 64;
export const SPARSE_VECTORS = 12;

/** How many queries attention computes together; how many keys in its gradient, too. It changes no bit. */
export const ATTENTION_ROWS = 24;
