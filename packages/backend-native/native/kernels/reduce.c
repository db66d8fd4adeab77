/**
 * Reductions of [outer, n, inner] over n. Sums use the dtype for a few elements, then doubles, so that rounding errors
 * do not grow with n. The order of additions depends only on n, not on the width of vectors or on threads.
 */

/** Bytes of the lanes of a line, regardless of the width of a vector: 16 float32 or 8 float64. */
#define LANE_BYTES 64

#ifdef T

/** The number of each lane of a vector, and of each lane of a line. */
static const MASK NAME(NUMBERS)[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/** How many vectors of doubles the lanes of V fill. GCC copies D, which may be as wide as two registers, in pieces. */
#define DOUBLES_OF (8 / SIZE)

INLINE void NAME(addToDoubles)(Wide *doubles, V sum) {
  const D wide = __builtin_convertvector(sum, D);
  Wide parts[8 / sizeof(T)];
  memcpy(parts, &wide, sizeof(wide));
  for (int i = 0; i < DOUBLES_OF; i++) doubles[i] += parts[i];
}

/** Adds the second half of the lanes to the first. */
INLINE void NAME(addHalf)(double *lanes, int half) {
  for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
}

/**
 * Returns the sum of n contiguous elements. Element i is added to lane i modulo the lanes; zeros follow the end. Reads
 * vectors past it, up to `limit`: what lies there may belong to another thread.
 */
static double NAME(lineSum)(const char *x, int64_t n, const char *limit) {
  enum { PER_STEP = LANE_BYTES / sizeof(T), VECTORS = LANE_BYTES / VECTOR_BYTES, TOTALS = VECTORS * DOUBLES_OF };
  Wide doubles[TOTALS] = {0};
  const int64_t whole = n / PER_STEP;
  const I rest = (I){0} + (MASK)(n % PER_STEP);
  for (int64_t step = 0; step * PER_STEP < n; step += SUM_STRETCH) {
    V sums[VECTORS] = {0};
    const int64_t last = least(step + SUM_STRETCH, whole);
    for (int64_t i = step; i < last; i++, x += LANE_BYTES) {
      for (int v = 0; v < VECTORS; v++) sums[v] += load(x + v * VECTOR_BYTES);
    }
    if (step + SUM_STRETCH > whole) {
      char copy[LANE_BYTES];
      const char *end = x;
      if (__builtin_expect(limit - x < LANE_BYTES, 0)) end = memcpy(copy, x, (size_t)(limit - x));
      for (int v = 0; v < VECTORS; v++) {
        const I places = (I)load((const char *)(NAME(NUMBERS) + v * LANES));
        sums[v] += keep(places < rest, load(end + v * VECTOR_BYTES));
      }
    }
    for (int v = 0; v < VECTORS; v++) NAME(addToDoubles)(doubles + v * DOUBLES_OF, sums[v]);
  }
  // Adds halves of the lanes until one is left.
  if (TOTALS > 4) for (int i = 0; i < 4; i++) doubles[i] += doubles[i + 4];
  if (TOTALS > 2) for (int i = 0; i < 2; i++) doubles[i] += doubles[i + 2];
  if (TOTALS > 1) doubles[0] += doubles[1];
  double lanes[VECTOR_BYTES / 8];
  memcpy(lanes, doubles, sizeof(lanes));
  if (VECTOR_BYTES > 32) NAME(addHalf)(lanes, 4);
  if (VECTOR_BYTES > 16) NAME(addHalf)(lanes, 2);
  NAME(addHalf)(lanes, 1);
  return lanes[0];
}

/** The limit of a line that no thread writes: memory goes on after it. */
INLINE const char *NAME(pastEnd)(const char *x, int64_t n) { return x + n * SIZE + LANE_BYTES; }

/** An item is `each` lines. */
KERNEL(sumLines) {
  ARGUMENTS(SumLines);
  const int64_t last = least((item + 1) * args.each, args.lines);
  for (int64_t line = item * args.each; line < last; line++) {
    const char *x = args.x + line * args.n * SIZE;
    storeElement(args.out + line * SIZE, (T)NAME(lineSum)(x, args.n, NAME(pastEnd)(x, args.n)));
  }
}

/** Sums the parts of long lines, as doubles; a line has `parts` parts. An item is a part. */
KERNEL(sumParts) {
  ARGUMENTS(SumParts);
  const int64_t start = (item % args.parts) * SUM_PART;
  const char *x = args.x + ((item / args.parts) * args.n + start) * SIZE;
  const int64_t n = least(SUM_PART, args.n - start);
  storeDouble(args.out + item * 8, NAME(lineSum)(x, n, NAME(pastEnd)(x, n)));
}

/** Writes 0 for a part whose elements are all finite, otherwise NaN. An item is a part. */
KERNEL(finiteParts) {
  ARGUMENTS(FiniteParts);
  const int64_t start = item * SUM_PART;
  const int64_t bytes = least(SUM_PART, args.length - start) * SIZE;
  const char *x = args.x + start * SIZE;
  // Independent sums, which do not wait for each other.
  V sums[4] = {0};
  int64_t at = 0;
  for (; at + 4 * VECTOR_BYTES <= bytes; at += 4 * VECTOR_BYTES) {
    for (int i = 0; i < 4; i++) sums[i] += load(x + at + i * VECTOR_BYTES) * splat(0);
  }
  const V sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double total = 0;
  for (int64_t lane = 0; lane < LANES; lane++) total += (double)sum[lane];
  for (; at < bytes; at += SIZE) total += (double)loadElement(x + at) * 0;
  storeDouble(args.out + item * 8, total);
}

/** out = sum of each line's parts, which are doubles, times a factor. One item. */
KERNEL(addParts) {
  (void)item;
  ARGUMENTS(AddParts);
  for (int64_t line = 0; line < args.lines; line++) {
    const char *part = args.x + line * args.lineStride;
    double sum = 0;
    for (int64_t i = 0; i < args.parts; i++, part += args.partStride) sum += loadDouble(part);
    storeElement(args.out + line * SIZE, (T)(sum * args.factor));
  }
}

/** Vectors of a row that are kept in registers: 256 bytes, or half of the registers. */
#define ROW_VECTORS (VECTOR_BYTES == 64 ? 4 : 8)

/** Adds the sums of the rows of a stretch to doubles. `count` is a constant wherever this is inlined. */
INLINE void NAME(addStretch)(int count, Wide *doubles, const char *x, int64_t rows, int64_t stride) {
  V sums[ROW_VECTORS] = {0};
  for (int64_t row = 0; row < rows; row++, x += stride) {
    for (int v = 0; v < count; v++) sums[v] += load(x + v * VECTOR_BYTES);
  }
  for (int v = 0; v < count; v++) NAME(addToDoubles)(doubles + v * DOUBLES_OF, sums[v]);
}

/** The sums of MOST_COLUMNS columns. */
#define MOST_TOTALS (MOST_COLUMNS * 8 / VECTOR_BYTES)

/** totals[j] = sum of column j of n rows, for at most MOST_COLUMNS columns; see columnSums. */
INLINE void NAME(columnTotals)(Wide *totals, const char *x, int64_t n, int64_t columns, int64_t stride,
                               int64_t stretch) {
  Wide doubles[MOST_TOTALS];
  const int64_t vectors = ceilingOf(columns, LANES);
  for (int64_t i = 0; i < vectors * DOUBLES_OF; i++) totals[i] = doubles[i] = (Wide){0};
  for (int64_t row = 0; row < n; x += stretch * stride) {
    const int64_t rows = least(stretch, n - row);
    int64_t v = 0;
    for (; v + ROW_VECTORS <= vectors; v += ROW_VECTORS) {
      NAME(addStretch)(ROW_VECTORS, doubles + v * DOUBLES_OF, x + v * VECTOR_BYTES, rows, stride);
    }
    for (; v < vectors; v++) NAME(addStretch)(1, doubles + v * DOUBLES_OF, x + v * VECTOR_BYTES, rows, stride);
    row += rows;
    if (row % (GROUP_ROWS / SUM_STRETCH * stretch) != 0 && row < n) continue;
    for (int64_t i = 0; i < vectors * DOUBLES_OF; i++) {
      totals[i] += doubles[i];
      doubles[i] = (Wide){0};
    }
  }
}

/**
 * out[j] = sum of column j of n rows, `stride` bytes apart; reads whole vectors. Stretches of rows are summed in the
 * dtype, 128 of them in doubles, and these sums again. A stretch is SUM_STRETCH rows, or 1 if the rows are such sums.
 * All of MOST_COLUMNS columns of a stretch come before the next stretch, so that memory is read in order. If `wide`,
 * the sums stay doubles.
 */
static void NAME(columnSums)(char *out, const char *x, int64_t n, int64_t columns, int64_t stride, int64_t stretch,
                             int wide) {
  Wide totals[MOST_TOTALS];
  for (; columns > 0; columns -= MOST_COLUMNS) {
    const int64_t count = least(MOST_COLUMNS, columns);
    NAME(columnTotals)(totals, x, n, count, stride, stretch);
    x += count * SIZE;
    if (wide) memcpy(out, totals, (size_t)(count * 8));
    for (int64_t j = 0; !wide && j < count; j += LANES) {
      D doubles;
      memcpy(&doubles, totals + j / LANES * DOUBLES_OF, sizeof(doubles));
      storePart(out + j * SIZE, __builtin_convertvector(doubles, V), least(LANES, count - j) * SIZE);
    }
    out += count * (wide ? 8 : SIZE);
  }
}

/**
 * An item of a reduction of [outer, n, inner]: `each` columns of `rows` rows in matrices `first` to `end`. x and place,
 * the number of a result, are those of matrix 0. With several groups of rows, results are [groups, outer, inner].
 */
typedef struct {
  const char *x;
  int64_t first, end, rows, columns, place, groups;
} NAME(Share);

INLINE NAME(Share) NAME(shareOf)(const SumColumns *args, int64_t item) {
  const int64_t across = ceilingOf(args->inner, args->each);
  const int64_t groups = most(1, ceilingOf(args->n, args->rows));
  const int64_t column = item % across * args->each;
  const int64_t group = item / across % groups;
  const int64_t first = item / across / groups * args->together;
  return (NAME(Share)){
    .x = args->x + (group * args->rows * args->inner + column) * SIZE,
    .first = first,
    .end = least(first + args->together, args->outer),
    .rows = least(args->rows, args->n - group * args->rows),
    .columns = least(args->each, args->inner - column),
    .place = group * args->outer * args->inner + column,
    .groups = groups,
  };
}

/** Sums of groups of rows are doubles. */
KERNEL(sumColumns) {
  ARGUMENTS(SumColumns);
  const NAME(Share) share = NAME(shareOf)(&args, item);
  const int64_t stride = args.inner * SIZE;
  const int wide = share.groups > 1;
  for (int64_t o = share.first; o < share.end; o++) {
    char *out = args.out + (share.place + o * args.inner) * (wide ? 8 : SIZE);
    NAME(columnSums)(out, share.x + o * args.n * stride, share.rows, share.columns, stride, args.stretch, wide);
  }
}

#endif
