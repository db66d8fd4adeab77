/**
 * The innermost part of the dense product: tiles of TILE_ROWS rows and two vectors. The loops over rows and vectors
 * have constant lengths, so that compilers keep all sums in registers.
 */

#ifdef T

/** Vectors of 16 bytes, for the ends of rows and for transposing. */
typedef T NAME(Short) __attribute__((vector_size(16)));
typedef T NAME(ShortUnaligned) __attribute__((vector_size(16), aligned(1), may_alias));

INLINE NAME(Short) NAME(loadShort)(const char *at) { return *(const NAME(ShortUnaligned) *)at; }
INLINE void NAME(storeShort)(char *at, NAME(Short) value) { *(NAME(ShortUnaligned) *)at = value; }

/** Copies `bytes` bytes from `from` to `to` if they are the `first`; otherwise adds them. For ends of rows. */
INLINE void NAME(joinEnd)(int first, char *to, const char *from, int64_t bytes) {
  int64_t at = 0;
  for (; at + 16 <= bytes; at += 16) {
    const NAME(Short) x = NAME(loadShort)(from + at);
    NAME(storeShort)(to + at, first ? x : NAME(loadShort)(to + at) + x);
  }
  for (; at < bytes; at += SIZE) {
    const T x = loadElement(from + at);
    storeElement(to + at, first ? x : loadElement(to + at) + x);
  }
}

/**
 * c = `depth` steps of k if they are the `first`, otherwise c += them, for `rows` rows of `vectors` vectors. Elements
 * of a are `rowStride` bytes apart in a step, and its steps `stepStride`. Rows of b are `bStride` bytes apart. Each
 * step of a large tile prefetches a line at `ahead`, which moves on by `aheadStride` bytes.
 */
INLINE void NAME(sumTile)(const int vectors, const int rows, int first, const char *a, int64_t rowStride,
                          int64_t stepStride, const char *b, int64_t bStride, int64_t depth, char *c, int64_t cStride,
                          const char *ahead, int64_t aheadStride) {
  V sums[TILE_ROWS][8];
  // One pointer for three rows: an x86 address can be a register plus once or twice the register of the stride.
  const char *starts[TILE_ROWS / 3 + 1];
#pragma GCC unroll 16
  for (int row = 0; row < rows; row++) {
    if (row % 3 == 0) starts[row / 3] = a + row * rowStride;
    if (rows > 2) __builtin_prefetch(c + row * cStride + vectors * VECTOR_BYTES - 1, 1);
    if (rows > 2 && vectors * VECTOR_BYTES > 64) __builtin_prefetch(c + row * cStride, 1);
#pragma GCC unroll 16
    for (int at = 0; at < vectors; at++) sums[row][at] = splat(0);
  }
  for (int64_t step = 0; step < depth; step++) {
    V factors[8];
#pragma GCC unroll 16
    for (int at = 0; at < vectors; at++) factors[at] = load(b + at * VECTOR_BYTES);
#pragma GCC unroll 16
    for (int row = 0; row < rows; row++) {
      const V x = broadcast(starts[row / 3] + row % 3 * rowStride);
#pragma GCC unroll 16
      for (int at = 0; at < vectors; at++) sums[row][at] = sums[row][at] + x * factors[at];
    }
#pragma GCC unroll 16
    for (int row = 0; row < rows; row += 3) starts[row / 3] += stepStride;
    b += bStride;
    // Into the second-level cache: the first is full of this strip.
    if (rows > 2) __builtin_prefetch(ahead, 0, 2);
    ahead += aheadStride;
  }
#pragma GCC unroll 16
  for (int row = 0; row < rows; row++) {
#pragma GCC unroll 16
    for (int at = 0; at < vectors; at++) {
      char *to = c + row * cStride + at * VECTOR_BYTES;
      store(to, first ? sums[row][at] : load(to) + sums[row][at]);
    }
  }
}

typedef void NAME(Tile)(int first, const char *a, int64_t rowStride, int64_t stepStride, const char *b, int64_t bStride,
                        int64_t depth, char *c, int64_t cStride, const char *ahead, int64_t aheadStride);

/** A function for tiles of `rows` rows of `vectors` vectors. */
#define TILE(name, rows, vectors, rowBytes) \
  ALONE void NAME(name##rows##By##vectors)(int first, const char *a, int64_t rowStride, \
      int64_t stepStride, const char *b, int64_t bStride, int64_t depth, char *c, int64_t cStride, \
      const char *ahead, int64_t aheadStride) { \
    (void)rowStride; \
    NAME(sumTile)(vectors, rows, first, a, rowBytes, stepStride, b, bStride, depth, c, cStride, ahead, \
                  aheadStride); \
  }
/** Any rows, and rows whose elements of a step lie side by side. */
#define TILES(rows) \
  TILE(rowsOf, rows, 1, rowStride) TILE(rowsOf, rows, 2, rowStride) \
  TILE(columnsOf, rows, 1, SIZE) TILE(columnsOf, rows, 2, SIZE)

TILES(1)
TILES(2)
TILES(4)
TILES(6)
#if TILE_ROWS > 6
TILES(8)
TILES(12)
#endif

/** The numbers of rows that tiles have, and the functions: for rows or columns, of one vector or two. */
#if TILE_ROWS > 6
#define EACH_TILE(tile) tile(1), tile(2), tile(4), tile(6), tile(8), tile(12)
#else
#define EACH_TILE(tile) tile(1), tile(2), tile(4), tile(6)
#endif
#define ROWS_OF_TILE(rows) rows
#define TILE_FUNCTIONS(rows) \
  {{NAME(rowsOf##rows##By1), NAME(rowsOf##rows##By2)}, {NAME(columnsOf##rows##By1), NAME(columnsOf##rows##By2)}}
static const int8_t NAME(tileRows)[] = {EACH_TILE(ROWS_OF_TILE)};
static NAME(Tile) *const NAME(tiles)[][2][2] = {EACH_TILE(TILE_FUNCTIONS)};
#undef TILE_FUNCTIONS
#undef ROWS_OF_TILE
#undef EACH_TILE

/** Returns the function for the most of `rows` rows, and how many these are. */
INLINE NAME(Tile) *NAME(tileFor)(int64_t rows, int wide, int sideBySide, int64_t *count) {
  int at = sizeof(NAME(tileRows)) - 1;
  while (NAME(tileRows)[at] > rows) at--;
  *count = NAME(tileRows)[at];
  return NAME(tiles)[at][sideBySide][wide];
}

/**
 * c = `depth` steps of k if they are the `first`, otherwise c += them, for a tile of `rows` rows with `bytes` bytes
 * each. `ahead` is as in `sumTile`.
 */
INLINE void NAME(addTile)(const Task *task, int first, const char *a, int64_t rowStride, int64_t stepStride,
                          int64_t rows, const char *b, int64_t bStride, int64_t depth, char *c, int64_t cStride,
                          int64_t bytes, const char *ahead, int64_t aheadStride) {
  const int wide = bytes > VECTOR_BYTES;
  const int whole = bytes == TILE_BYTES || bytes == VECTOR_BYTES;
  // The compiler unrolls only loops that it knows: a tile with fewer rows is several smaller ones.
  for (int64_t row = 0, count = 0; row < rows; row += count, c += count * cStride) {
    const int sideBySide = stepStride != SIZE;
    NAME(Tile) *sum = NAME(tileFor)(rows - row, wide, sideBySide, &count);
    const char *from = a + row * (sideBySide ? SIZE : rowStride);
    if (whole) {
      sum(first, from, rowStride, stepStride, b, bStride, depth, c, cStride, ahead, aheadStride);
      continue;
    }
    sum(1, from, rowStride, stepStride, b, bStride, depth, task->scratch, TILE_BYTES, ahead, aheadStride);
    for (int64_t i = 0; i < count; i++) NAME(joinEnd)(first, c + i * cStride, task->scratch + i * TILE_BYTES, bytes);
  }
}

#endif
