/**
 * Dense matrix product by tiles of TILE_ROWS rows and two vectors (Goto and van de Geijn, "Anatomy of high-performance
 * matrix multiplication", ACM TOMS 34, 2008). The right operand is packed into strips as wide as a tile, unless
 * it is small or used by one row of tiles. The left one is packed if enough strips use it; otherwise it is read where
 * it lies, plain or transposed.
 *
 * Each element is a sum of blocks of SUM_BLOCK steps of k. Only that determines the bits, not tiles or threads.
 */

#ifdef T

/** #if NAME(WIDE): T is double. */
#define WIDE_f32 0
#define WIDE_f64 1

enum {
  /** From this number of strips, packing the left operand is worth it. */
  NAME(STRIPS_WORTH_PACKING) = 8,
  /** The same if its rows are columns, which have each step in another line. */
  NAME(STRIPS_WORTH_PACKING_COLUMNS) = 2,
  /** Steps of k to process together: a block's part of a strip, 16 KB at most, stays in the first-level cache. */
  NAME(DEPTH) = BLOCK_DEPTH,
  /** The elements in a vector of 16 bytes, the side of a square that is transposed at once. */
  NAME(SIDE) = 16 / sizeof(T),
};

/** Transposes a square. Rows of `from` are `fromStride` bytes apart, rows of `to` are `toStride` bytes apart. */
INLINE void NAME(transposeSquare)(char *to, int64_t toStride, const char *from, int64_t fromStride) {
  typedef NAME(Short) S;
  const S x0 = NAME(loadShort)(from);
  const S x1 = NAME(loadShort)(from + fromStride);
#if NAME(WIDE)
  NAME(storeShort)(to, __builtin_shufflevector(x0, x1, 0, 2));
  NAME(storeShort)(to + toStride, __builtin_shufflevector(x0, x1, 1, 3));
#else
  const S x2 = NAME(loadShort)(from + 2 * fromStride);
  const S x3 = NAME(loadShort)(from + 3 * fromStride);
  const S y0 = __builtin_shufflevector(x0, x1, 0, 4, 1, 5);
  const S y1 = __builtin_shufflevector(x0, x1, 2, 6, 3, 7);
  const S y2 = __builtin_shufflevector(x2, x3, 0, 4, 1, 5);
  const S y3 = __builtin_shufflevector(x2, x3, 2, 6, 3, 7);
  NAME(storeShort)(to, __builtin_shufflevector(y0, y2, 0, 1, 4, 5));
  NAME(storeShort)(to + toStride, __builtin_shufflevector(y0, y2, 2, 3, 6, 7));
  NAME(storeShort)(to + 2 * toStride, __builtin_shufflevector(y1, y3, 0, 1, 4, 5));
  NAME(storeShort)(to + 3 * toStride, __builtin_shufflevector(y1, y3, 2, 3, 6, 7));
#endif
}

/** Copies op(x) [rows, depth], whose steps are `stride` bytes apart, to `to` [depth, width], `width` from the left. */
ALONE void NAME(transpose)(char *to, int64_t toStride, const char *from, int64_t fromStride, int64_t rows,
                            int64_t depth) {
  enum { SIDE = NAME(SIDE) };
  int64_t row = 0;
  for (; row + SIDE <= rows; row += SIDE) {
    const char *source = from + row * fromStride;
    char *target = to + row * SIZE;
    int64_t step = 0;
    for (; step + SIDE <= depth; step += SIDE) {
      NAME(transposeSquare)(target + step * toStride, toStride, source + step * SIZE, fromStride);
    }
    for (; step < depth; step++) {
      for (int64_t i = 0; i < SIDE; i++) {
        storeElement(target + step * toStride + i * SIZE, loadElement(source + i * fromStride + step * SIZE));
      }
    }
  }
  for (; row < rows; row++) {
    for (int64_t step = 0; step < depth; step++) {
      storeElement(to + step * toStride + row * SIZE, loadElement(from + row * fromStride + step * SIZE));
    }
  }
}

/**
 * Packs `rows` rows of op(a), whose elements of a step lie side by side and steps `stride` bytes apart, into groups
 * [depth, TILE_ROWS].
 */
ALONE void NAME(packSteps)(char *out, const char *a, int64_t stride, int64_t rows, int64_t depth) {
  enum { GROUP = TILE_ROWS * sizeof(T) };
  const int64_t whole = rows / TILE_ROWS;
  const int64_t rest = rows % TILE_ROWS * SIZE;
  for (int64_t step = 0; step < depth; step++, a += stride) {
    const char *from = a;
    char *to = out + step * GROUP;
    for (int64_t group = 0; group < whole; group++, from += GROUP, to += depth * GROUP) memcpy(to, from, GROUP);
    for (int64_t at = 0; at < rest; at += SIZE) storeElement(to + at, loadElement(from + at));
  }
}

/** Packs rows whose steps lie side by side into groups [depth, TILE_ROWS]. */
ALONE void NAME(packRows)(char *out, const char *a, int64_t stride, int64_t rows, int64_t depth) {
  for (int64_t row = 0; row < rows; row += TILE_ROWS, out += depth * TILE_ROWS * SIZE) {
    NAME(transpose)(out, TILE_ROWS * SIZE, a + row * stride, stride, least(TILE_ROWS, rows - row), depth);
  }
}

/**
 * Multiplies `rows` rows of a by strips, `stripBytes` apart, over `depth` steps of k, `bStride` bytes apart: they begin
 * a block of SUM_BLOCK. `rowStride`, `step` and `tileStride` are the bytes between rows of a, between its steps and
 * between tiles.
 * out [rows, columns] is the product if these steps are the `first`; otherwise the product is added to it.
 */
ALONE void NAME(addProduct)(const Task *task, int first, const char *a, int64_t rowStride, int64_t step,
                             int64_t tileStride, int64_t rows, const char *b, int64_t bStride, int64_t stripBytes,
                             int64_t depth, char *out, int64_t outStride, int64_t columns) {
  const int64_t width = 2 * LANES;
  const int isPacked = bStride == TILE_BYTES;
  const int64_t aheadStride = isPacked ? TILE_BYTES / ceilingOf(rows, TILE_ROWS) : bStride;
  for (int64_t column = 0; column < columns; column += width) {
    const int64_t bytes = least(columns - column, width) * SIZE;
    const char *tile = a;
    char *c = out;
    // The tiles of a strip prefetch the next one, a part each: strips lie too far apart for the processor to do so.
    // If b is not packed, a part is a line of 64 bytes, and the strip before follows: threads take items from the back.
    const char *ahead = b + stripBytes;
    for (int64_t row = 0; row < rows; row += TILE_ROWS) {
      const int64_t count = least(TILE_ROWS, rows - row);
      for (int64_t at = 0; at < depth; at += SUM_BLOCK) {
        NAME(addTile)(task, first && at == 0, tile + at * step, rowStride, step, count, b + at * bStride, bStride,
                      least(SUM_BLOCK, depth - at), c, outStride, bytes, ahead + at * aheadStride, aheadStride);
      }
      ahead += isPacked ? depth * aheadStride : 64;
      if (!isPacked && ahead >= b + 2 * TILE_BYTES) ahead = b - TILE_BYTES;
      tile += tileStride;
      c += TILE_ROWS * outStride;
    }
    b += stripBytes;
    out += TILE_BYTES;
  }
}

/** Packs strips `first` to `last` of op(b) [k, n] into strips [k, width of a tile], with zeros past the edge. */
static void NAME(packColumns)(char *out, const char *b, int64_t k, int64_t n, int64_t first, int64_t last,
                              int transposed) {
  const int64_t width = 2 * LANES;
  const int64_t full = least(last, n / width);
  const int64_t stripBytes = k * TILE_BYTES;
  if (transposed) {
    const int64_t stride = k * SIZE;
    for (int64_t strip = first; strip < last; strip++, out += stripBytes) {
      const int64_t columns = least(width, n - strip * width);
      if (columns < width && k > 0) memset(out, 0, (size_t)stripBytes);
      // Some steps at a time, so that their rows of the strip stay in the first-level cache.
      for (int64_t k0 = 0; k0 < k; k0 += 64) {
        NAME(transpose)(out + k0 * TILE_BYTES, TILE_BYTES, b + strip * width * stride + k0 * SIZE, stride, columns,
                        least(64, k - k0));
      }
    }
    return;
  }
  // Row by row: going down a single strip, each row would be in another line of the same cache set.
  const int64_t edge = full == last ? 0 : n % width * SIZE;
  for (int64_t row = 0; row < k; row++) {
    const char *from = b + (row * n + first * width) * SIZE;
    char *to = out + row * TILE_BYTES;
    for (int64_t strip = first; strip < full; strip++, from += TILE_BYTES, to += stripBytes) {
      memcpy(to, from, TILE_BYTES);
    }
    if (edge == 0) continue;
    for (int64_t at = 0; at < edge; at += SIZE) storeElement(to + at, loadElement(from + at));
    memset(to + edge, 0, (size_t)(TILE_BYTES - edge));
  }
}

/** The block of the result that an item of `matmul` computes: rows `from` to `to`, strips `strip0` to `strip1`. */
typedef struct {
  const char *a, *b;
  int64_t from, to, strip0, strip1;
} NAME(Block);

/** Computes steps `start` to `end` of k of an item into `out`. */
static void NAME(sumBlocks)(const Task *task, const Matmul *args, const NAME(Block) *block, int64_t start, int64_t end,
                            char *out) {
  const int64_t width = 2 * LANES;
  const int64_t rows = block->to - block->from;
  const int64_t columns = least(block->strip1 * width, args->n) - block->strip0 * width;
  const int sideBySide = args->stepStride != SIZE;
  const int64_t fewest = sideBySide ? NAME(STRIPS_WORTH_PACKING_COLUMNS) : NAME(STRIPS_WORTH_PACKING);
  const int packs = !args->own && block->strip1 - block->strip0 >= fewest;
  for (int64_t k0 = start; k0 < end; k0 += NAME(DEPTH)) {
    const int64_t depth = least(NAME(DEPTH), end - k0);
    const char *a = block->a + block->from * args->rowStride + k0 * args->stepStride;
    char *packed = task->scratch + SCRATCH_LINES;
    if (packs && sideBySide) NAME(packSteps)(packed, a, args->stepStride, rows, depth);
    else if (packs) NAME(packRows)(packed, a, args->rowStride, rows, depth);
    const int64_t step = packs ? TILE_ROWS * SIZE : args->stepStride;
    const int64_t tileStride = TILE_ROWS * (packs ? depth * SIZE : args->rowStride);
    NAME(addProduct)(task, k0 == start, packs ? packed : a, args->rowStride, step, tileStride, rows,
                     block->b + block->strip0 * args->stripStride + k0 * args->lineStride, args->lineStride,
                     args->stripStride, depth, out, args->n * SIZE, columns);
  }
}

/**
 * `b` is packed, or lies as it is: `lineStride` bytes from a step of k to the next, `stripStride` from a strip to the
 * next. `rowStride` and `stepStride` are the bytes between rows of a, and between its steps of k. `bias` may be NULL.
 * `later` is a matrix like `out` for the later parts of a long sum. An item is a block of `rows` rows in `strips`
 * strips of columns; `across` items cover all columns. With several matrices, `each` items are one matrix, `places` has
 * the numbers of its a and its b, and `matrixStride` bytes are one b.
 * With `own`, b is not packed, and the item packs its strips itself: 1 as they are, 2 from the transpose.
 */
KERNEL(matmul) {
  ARGUMENTS(Matmul);
  const int64_t matrix = args.places == NULL ? 0 : item / args.each;
  item -= matrix * args.each;
  const int64_t width = 2 * LANES;
  NAME(Block) block = {.a = args.a, .b = args.b};
  if (args.places != NULL) {
    block.a += loadInteger(args.places + 8 * matrix) * args.m * args.k * SIZE;
    block.b += loadInteger(args.places + 8 * matrix + 4) * args.matrixStride;
  }
  block.from = item / args.across * args.rows;
  block.to = least(block.from + args.rows, args.m);
  block.strip0 = item % args.across * args.strips;
  block.strip1 = least(block.strip0 + args.strips, ceilingOf(args.n, width));
  const int64_t rows = block.to - block.from;
  const int64_t column0 = block.strip0 * width;
  const int64_t columns = least(block.strip1 * width, args.n) - column0;
  const int64_t cStride = args.n * SIZE;
  const int64_t place = (matrix * args.m + block.from) * cStride + column0 * SIZE;
  char *out = args.out + place;
  if (args.own) {
    char *packed = task->scratch + SCRATCH_LINES;
    NAME(packColumns)(packed, block.b, args.k, args.n, block.strip0, block.strip1, args.own == 2);
    block.b = packed - block.strip0 * args.stripStride;
  }
  for (int64_t row = 0; args.k == 0 && row < rows; row++) memset(out + row * cStride, 0, (size_t)(columns * SIZE));
  for (int64_t start = 0; start < args.k; start += SUM_STEPS) {
    char *part = start == 0 ? out : args.later + place;
    NAME(sumBlocks)(task, &args, &block, start, least(start + SUM_STEPS, args.k), part);
    for (int64_t row = 0; start > 0 && row < rows; row++) {
      NAME(addBytes)(out + row * cStride, part + row * cStride, columns * SIZE);
    }
  }
  if (args.bias == NULL && !args.relu) return;
  NAME(finish)(out, out, rows, columns, cStride, cStride, args.bias == NULL ? NULL : args.bias + column0 * SIZE,
               (int)args.relu);
}

/** Packs op(b) for `matmul`. An item is `strips` strips; `each` items are one of several matrices. */
KERNEL(matmulPack) {
  ARGUMENTS(MatmulPack);
  const int64_t matrix = item / args.each;
  const int64_t strips = ceilingOf(args.n, 2 * LANES);
  const int64_t first = (item - matrix * args.each) * args.strips;
  char *out = args.out + (matrix * strips + first) * args.k * TILE_BYTES;
  NAME(packColumns)(out, args.b + matrix * args.k * args.n * SIZE, args.k, args.n, first,
                    least(first + args.strips, strips), args.transposed != 0);
}

/** Adds steps to one row of `vectors` vectors: b is not packed. */
#define THIN(vectors) \
  ALONE void NAME(thinBy##vectors)(int first, const char *a, int64_t stepStride, \
      const char *b, int64_t bStride, int64_t depth, char *c) { \
    NAME(sumTile)(vectors, 1, first, a, 0, stepStride, b, bStride, depth, c, 0, b, 0); \
  }
THIN(8)
THIN(1)

static void NAME(thinElement)(int first, const char *a, int64_t stepStride, const char *b, int64_t bStride,
                              int64_t depth, char *c) {
  T sum = 0;
  for (int64_t i = 0; i < depth; i++) sum += loadElement(a + i * stepStride) * loadElement(b + i * bStride);
  storeElement(c, first ? sum : loadElement(c) + sum);
}

/** Adds SUM_BLOCK steps at most to one row of an item of `matmulThin`. */
ALONE void NAME(thinBlock)(int first, const char *a, int64_t stepStride, const char *b, int64_t bStride, int64_t depth,
                            char *c, int64_t bytes) {
  int64_t at = 0;
  for (; at + 8 * VECTOR_BYTES <= bytes; at += 8 * VECTOR_BYTES) {
    NAME(thinBy8)(first, a, stepStride, b + at, bStride, depth, c + at);
  }
  for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) {
    NAME(thinBy1)(first, a, stepStride, b + at, bStride, depth, c + at);
  }
  for (; at < bytes; at += SIZE) NAME(thinElement)(first, a, stepStride, b + at, bStride, depth, c + at);
}

/**
 * Multiplies a few rows by a matrix that is not packed, because packing would cost more than multiplying. An item is
 * `columns` columns.
 */
KERNEL(matmulThin) {
  ARGUMENTS(MatmulThin);
  const int64_t column = item * args.columns;
  const int64_t columns = least(args.columns, args.n - column);
  const int64_t bytes = columns * SIZE;
  const int64_t stride = args.n * SIZE;
  const char *b = args.b + column * SIZE;
  char *out = args.out + column * SIZE;
  for (int64_t row = 0; row < args.m; row++) {
    const char *a = args.a + row * args.rowStride;
    char *c = out + row * stride;
    if (args.k == 0) memset(c, 0, (size_t)bytes);
    for (int64_t start = 0; start < args.k; start += SUM_STEPS) {
      const int64_t end = least(start + SUM_STEPS, args.k);
      // Only items of few columns have later parts: they fit the scratch memory.
      char *part = start == 0 ? c : task->scratch;
      for (int64_t k0 = start; k0 < end; k0 += SUM_BLOCK) {
        NAME(thinBlock)(k0 == start, a + k0 * args.stepStride, args.stepStride, b + k0 * stride, stride,
                        least(SUM_BLOCK, end - k0), part, bytes);
      }
      if (start > 0) NAME(addBytes)(c, part, bytes);
    }
  }
  if (args.bias == NULL && !args.relu) return;
  NAME(finish)(out, out, args.m, columns, stride, stride, args.bias == NULL ? NULL : args.bias + column * SIZE,
               (int)args.relu);
}

#endif
