/**
 * Sizes that depend on the vector width and change no bit; kernel-host's abi/layout.ts has those of WebAssembly. The
 * host gets them from `Variant`. Sizes that change bits are in ../generated/sizes.h.
 */

/** Rows of a tile of the dense product: its sums, a row of b, a factor and a product fill 16 or 32 registers. */
#if VECTOR_BYTES == 64 || defined(__aarch64__)
#define TILE_ROWS 12
#else
#define TILE_ROWS 6
#endif
/** The bytes of a row of a tile: two vectors. */
#define TILE_BYTES (2 * VECTOR_BYTES)

/**
 * The most vectors in a row of a panel. Wide ones read each entry of a sparse matrix less often; narrow ones leave more
 * of a block's SUM_BLOCK lines in the first-level cache. Measured with 7 to 14 vectors of AVX2 (8 % apart for the main
 * job, 10 the fastest) and 7 to 17 of AVX-512 (25 %). 13 vectors of SSE2 fill its 16 registers with a factor and a
 * product.
 */
#if VECTOR_BYTES == 16
#define PANEL_VECTORS 13
#elif VECTOR_BYTES == 32
#define PANEL_VECTORS 10
#else
#define PANEL_VECTORS 7
#endif
/** Bytes from one row of a panel to the next. */
#define PANEL_STRIDE (PANEL_VECTORS * VECTOR_BYTES)
/** How many lines of a panel fit twice into a thread's scratch memory. */
#define MOST_LINES 392
#define SPARSE_VECTORS (PANEL_VECTORS < 12 ? PANEL_VECTORS : 12)

/** Bytes of scratch memory before packed rows and windows: room for the sums of a tile. */
#define SCRATCH_LINES ((TILE_ROWS * TILE_BYTES + 255) / 256 * 256)
#define SCRATCH_BYTES (VECTOR_BYTES / 16 * 524288)
