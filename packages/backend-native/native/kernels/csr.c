/**
 * Compressed sparse rows times a dense matrix, plain or transposed.
 *
 * The sparse matrix is sorted into groups of entries. An entry is the offset of a line in a panel, in bytes, and its
 * factor. A line is a row of the dense operand. For the plain product, the entries of a group of rows are sorted by
 * blocks of columns, then by rows, so that the lines of a block stay in the first-level cache. For the transposed
 * product, the entries of a group of rows are sorted by columns. Offsets start at the first line of the block or group,
 * so that they fit into 32 bits.
 *
 * Sums have the order of the dense product (matmul.c): blocks of SUM_BLOCK steps of k, regardless of the number of
 * entries in them. A block of columns, and a group of rows in the transposed product, therefore has that length or
 * divides it.
 *
 * Panels are contiguous strips of the dense operand of at most PANEL_VECTORS vectors, so that a row of sums stays in
 * registers. The product may stay in panels too: the gradient of a layer's weights does, and so do the weights and the
 * optimizer's state.
 */

#ifdef T

/** An item's scratch memory holds one sum for each of its lines, then, at this offset, the sums of long products. */
#define LONG_SUMS (MOST_LINES * PANEL_STRIDE)
/** The offset at which unused scratch memory begins. */
#define BEHIND_SUMS (2 * LONG_SUMS)

#undef ENTRY_BYTES
#define ENTRY_BYTES ((int64_t)(sizeof(T) == 4 ? 8 : 16))

/** Does something for each place of a row of sums. Separate variables, because GCC keeps an array in memory. */
#define EACH_SUM(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12)
#define DECLARE_SUM(i) V s##i = {0};
#define ADD_PRODUCT(i) if (vectors > i) s##i += factor * load(line + i * VECTOR_BYTES);
#define STORE_SUM(i) if (vectors > i) store(sums + i * VECTOR_BYTES, s##i);
#define ADD_SUM(i) if (vectors > i) store(sums + i * VECTOR_BYTES, load(sums + i * VECTOR_BYTES) + s##i);

/**
 * sums[i] = the entries of line i if they are the `first`, otherwise sums[i] += them, for n lines; `vectors` is a
 * constant wherever this is inlined.
 */
INLINE void NAME(addLines)(int vectors, const char *offsets, const char *entries, int64_t n, const char *panel,
                           char *sums, int first) {
  for (int64_t i = 0; i < n; i++, offsets += 4, sums += PANEL_STRIDE) {
    const char *entry = entries + loadUnsigned(offsets) * ENTRY_BYTES;
    const char *end = entries + loadUnsigned(offsets + 4) * ENTRY_BYTES;
    if (entry == end && !first) continue;
    EACH_SUM(DECLARE_SUM)
    for (; entry < end; entry += ENTRY_BYTES) {
      const char *line = panel + loadUnsigned(entry);
      const V factor = loadSplat(entry + SIZE);
      EACH_SUM(ADD_PRODUCT)
    }
    if (first) {
      EACH_SUM(STORE_SUM)
    } else {
      EACH_SUM(ADD_SUM)
    }
  }
}

// One function for each width.
#define WIDTHS(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13)
#define ADD_LINES(count) JOIN(NAME(addLines), count)
#define DEFINE_WIDTH(count)                                                                                       \
  static void ADD_LINES(count)(const char *o, const char *e, int64_t n, const char *p, char *s, int f) {          \
    NAME(addLines)(count <= PANEL_VECTORS ? count : PANEL_VECTORS, o, e, n, p, s, f);                             \
  }
WIDTHS(DEFINE_WIDTH)

#define CASE(count) case count: ADD_LINES(count)(offsets, entries, n, panel, sums, first); return;

/** addLines of a width from 1 to PANEL_VECTORS. */
static void NAME(addLinesOf)(int64_t vectors, const char *offsets, const char *entries, int64_t n, const char *panel,
                             char *sums, int first) {
  switch (vectors) {
    WIDTHS(CASE)
    default: __builtin_unreachable();
  }
}

/** Writes zeros after the vectors of each line, because some kernels read whole panels. */
static void NAME(clearBehind)(char *sums, int64_t n, int64_t vectors) {
  for (int64_t i = 0; i < n; i++) NAME(clearFrom)(sums + i * PANEL_STRIDE, vectors * VECTOR_BYTES);
}

/**
 * `blockBytes` and `itemBytes` are the bytes between the offsets of two blocks and of two items. `perPanel` is the
 * number of lines in a panel, or 0 if the right operand is in rows. `bias` may be NULL. `together` is how many runs
 * have consecutive items. Results in panels (`toPanels`) have no bias and no relu. An item is a run of `each` lines in
 * one panel's columns.
 */
KERNEL(csrProduct) {
  ARGUMENTS(CsrProduct);
  // Plain: a run with all panels, then the next run, so that its entries stay in the second-level cache. Transposed: a
  // panel with all runs.
  const int64_t runs = ceilingOf(args.lines, args.each);
  const int64_t before = item / (args.together * args.panels) * args.together;
  const int64_t here = least(args.together, runs - before);
  const int64_t rest = item - before * args.panels;
  const int64_t p = rest / here;
  const int64_t run = before + rest % here;
  const NAME(Strip) strip = NAME(stripOf)(p, args.panels, args.width);
  const int inRows = args.perPanel == 0;
  const char *panel = args.dense + (inRows ? strip.column * SIZE : p * args.perPanel * PANEL_STRIDE);
  const int64_t blockLines = SUM_BLOCK * (inRows ? args.width * SIZE : PANEL_STRIDE);
  const int64_t from = run * args.each;
  const int64_t n = least(args.each, args.lines - from);
  const int64_t bytes = n * PANEL_STRIDE;
  char *sums = task->scratch;
  if (args.blocks == 0) memset(sums, 0, (size_t)bytes);
  if (args.blocks > SUM_BLOCKS) memset(sums + LONG_SUMS, 0, (size_t)bytes);
  const char *offsets = args.offsets + run * args.itemBytes;
  for (int64_t block = 0; block < args.blocks; block++, offsets += args.blockBytes, panel += blockLines) {
    const int first = block % SUM_BLOCKS == 0;
    if (first && block > 0) NAME(addBytes)(sums + LONG_SUMS, sums, bytes);
    NAME(addLinesOf)(strip.vectors, offsets, args.entries, n, panel, sums, first);
  }
  if (args.blocks > SUM_BLOCKS) {
    NAME(addBytes)(sums + LONG_SUMS, sums, bytes);
    sums += LONG_SUMS;
  }
  if (args.toPanels) {
    NAME(clearBehind)(sums, n, strip.vectors);
    memcpy(args.out + (p * args.lines + from) * PANEL_STRIDE, sums, (size_t)bytes);
    return;
  }
  const char *bias = args.bias == NULL ? NULL : args.bias + strip.column * SIZE;
  char *out = args.out + (from * args.width + strip.column) * SIZE;
  NAME(finish)(out, sums, n, strip.columns, args.width * SIZE, PANEL_STRIDE, bias, args.relu != 0);
}

/** Adds to an integer in memory, and returns what it was. */
INLINE uint32_t NAME(increment)(char *at) {
  const uint32_t value = loadUnsigned(at);
  storeInteger(at, (int32_t)(value + 1));
  return value;
}

/** `transposed` is a constant wherever this is inlined. */
INLINE void NAME(order)(int transposed, const Task *task, int64_t item) {
  ARGUMENTS(CsrOrder);
  const int64_t from = item * args.each;
  const int64_t to = least(from + args.each, args.rows);
  // Counts two places further: after summing, a key's start is one place further. Filling moves it to the key's end,
  // which is the next key's start.
  char *offsets = args.offsets + item * args.bytes;
  memset(offsets, 0, (size_t)args.bytes);
  const int64_t start = loadUnsigned(args.rowOffsets + from * 4);
  const char *column = args.columns + start * 4;
  // The key of an entry: its column, or the block of its column, then its row.
#define KEY_OF(column, row) (transposed ? (column) : (column) / SUM_BLOCK * (args.each + 1) + (row) - from)
  for (int64_t row = from; row < to; row++) {
    const char *end = args.columns + (int64_t)loadUnsigned(args.rowOffsets + (row + 1) * 4) * 4;
    for (; column < end; column += 4) NAME(increment)(offsets + KEY_OF(loadUnsigned(column), row) * 4 + 8);
  }
  uint32_t sum = (uint32_t)start;
  storeInteger(offsets, (int32_t)start);
  storeInteger(offsets + 4, (int32_t)start);
  for (char *at = offsets + 8; at < offsets + args.bytes; at += 4) {
    sum += loadUnsigned(at);
    storeInteger(at, (int32_t)sum);
  }
  column = args.columns + start * 4;
  const char *value = args.values + start * SIZE;
  for (int64_t row = from; row < to; row++) {
    const char *end = args.columns + (int64_t)loadUnsigned(args.rowOffsets + (row + 1) * 4) * 4;
    for (; column < end; column += 4, value += SIZE) {
      const int64_t own = loadUnsigned(column);
      const int64_t place = NAME(increment)(offsets + KEY_OF(own, row) * 4 + 4);
      char *entry = args.entries + place * ENTRY_BYTES;
      const int64_t line = transposed ? row - from : own % SUM_BLOCK;
      storeInteger(entry, (int32_t)(uint32_t)(line * args.lineBytes));
      storeElement(entry + SIZE, loadElement(value));
    }
  }
#undef KEY_OF
}

/**
 * Sorts the entries of compressed rows: fills `offsets`, `bytes` for each group, and `entries`. An item is a group of
 * `each` rows, for the transposed product SUM_BLOCK.
 *
 * Plain: key = block of columns, then row (a block's offsets are one longer than its rows). Transposed: key = column.
 */
KERNEL(csrOrder) {
  ARGUMENTS(CsrOrder);
  if (args.transposed) NAME(order)(1, task, item);
  else NAME(order)(0, task, item);
}

#endif
