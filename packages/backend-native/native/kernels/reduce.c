/**
 * Reductions of [outer, n, inner] over n. Sums use the dtype for a few elements, then doubles, so that rounding errors
 * do not grow with n. The order of additions depends only on n, not on the width of vectors or on threads.
 */

/** How many elements are added in the dtype before their sum is added to a double. */
#define SUM_STRETCH 32
/** Bytes of the lanes of a line, regardless of the width of a vector: 16 float32 or 8 float64. */
#define LANE_BYTES 64

#ifdef T

/** Returns the sum of n contiguous elements. Element i is added to lane i modulo the lanes; zeros follow the end. */
static double NAME(lineSum)(const char *x, int64_t n) {
  enum { PER_STEP = LANE_BYTES / sizeof(T), VECTORS = LANE_BYTES / VECTOR_BYTES };
  D doubles[VECTORS] = {0};
  T end[PER_STEP] = {0};
  const int64_t whole = n / PER_STEP;
  const int64_t steps = ceilingOf(n, PER_STEP);
  memcpy(end, x + whole * LANE_BYTES, (size_t)((n - whole * PER_STEP) * SIZE));
  for (int64_t step = 0; step < steps;) {
    V sums[VECTORS] = {0};
    const int64_t last = least(step + SUM_STRETCH, steps);
    for (; step < last; step++, x += LANE_BYTES) {
      const char *at = step < whole ? x : (const char *)end;
      for (int i = 0; i < VECTORS; i++) sums[i] += load(at + i * VECTOR_BYTES);
    }
    for (int i = 0; i < VECTORS; i++) doubles[i] += __builtin_convertvector(sums[i], D);
  }
  double lanes[PER_STEP];
  memcpy(lanes, doubles, sizeof(lanes));
  // Adds halves of the lanes until one is left.
  for (int half = PER_STEP / 2; half >= 1; half /= 2) {
    for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
  }
  return lanes[0];
}

/** An item is `each` lines. */
KERNEL(sumLines) {
  ARGUMENTS(SumLines);
  const int64_t last = least((item + 1) * args.each, args.lines);
  for (int64_t line = item * args.each; line < last; line++) {
    storeElement(args.out + line * SIZE, (T)NAME(lineSum)(args.x + line * args.n * SIZE, args.n));
  }
}

/** Sums the parts of long lines, as doubles; a line has `parts` parts. An item is a part. */
KERNEL(sumParts) {
  ARGUMENTS(SumParts);
  const int64_t start = (item % args.parts) * SUM_PART;
  const char *x = args.x + ((item / args.parts) * args.n + start) * SIZE;
  storeDouble(args.out + item * 8, NAME(lineSum)(x, least(SUM_PART, args.n - start)));
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

/**
 * out[j] = sum of column j of n rows, `stride` bytes apart; reads whole vectors. Groups of rows are summed in the
 * dtype, SUM_BLOCKS groups in doubles, and these sums again.
 */
static void NAME(columnSums)(char *out, const char *x, int64_t n, int64_t columns, int64_t stride) {
  for (int64_t column = 0; column < columns; column += LANES) {
    D doubles = {0};
    D totals = {0};
    const char *at = x + column * SIZE;
    for (int64_t row = 0; row < n;) {
      V sum = {0};
      const int64_t end = least(row + SUM_STRETCH, n);
      for (; row < end; row++, at += stride) sum += load(at);
      doubles += __builtin_convertvector(sum, D);
      if (row % (SUM_STRETCH * SUM_BLOCKS) != 0 && row < n) continue;
      totals += doubles;
      doubles = (D){0};
    }
    storePart(out + column * SIZE, __builtin_convertvector(totals, V), least(LANES, columns - column) * SIZE);
  }
}

/** An item is `each` columns of one matrix. */
KERNEL(sumColumns) {
  ARGUMENTS(SumColumns);
  const int64_t across = ceilingOf(args.inner, args.each);
  const int64_t outer = item / across;
  const int64_t column = (item % across) * args.each;
  const char *x = args.x + (outer * args.n * args.inner + column) * SIZE;
  char *out = args.out + (outer * args.inner + column) * SIZE;
  NAME(columnSums)(out, x, args.n, least(args.each, args.inner - column), args.inner * SIZE);
}

/** Returns the largest of n elements `stride` bytes apart, or NaN. */
INLINE T NAME(largest)(const char *x, int64_t n, int64_t stride) {
  T best = loadElement(x);
  for (int64_t i = 1; i < n; i++) best = largerElement(best, loadElement(x + i * stride));
  return best;
}

static T NAME(largestOfLine)(const char *x, int64_t n) {
  if (n < 4 * LANES) return NAME(largest)(x, n, SIZE);
  V best = load(x);
  const int64_t vectors = n / LANES;
  for (int64_t i = 1; i < vectors; i++) best = maximum(best, load(x + i * VECTOR_BYTES));
  const T result = NAME(largest)((const char *)&best, LANES, SIZE);
  if (n % LANES == 0) return result;
  return largerElement(result, NAME(largest)(x + vectors * VECTOR_BYTES, n % LANES, SIZE));
}

/** An item is `each` outer indices. */
KERNEL(maxOf) {
  ARGUMENTS(MaxOf);
  const int64_t stride = args.inner * SIZE;
  const int64_t last = least((item + 1) * args.each, args.outer);
  for (int64_t o = item * args.each; o < last; o++) {
    const char *x = args.x + o * args.n * stride;
    char *out = args.out + o * stride;
    if (args.inner == 1) storeElement(out, NAME(largestOfLine)(x, args.n));
    else for (int64_t at = 0; at < stride; at += SIZE) storeElement(out + at, NAME(largest)(x + at, args.n, stride));
  }
}

static int32_t NAME(placeOfLargest)(const char *x, int64_t n, int64_t stride) {
  int32_t place = 0;
  T best = loadElement(x);
  for (int64_t i = 1; i < n && best == best; i++) {
    const T value = loadElement(x + i * stride);
    if (value > best || value != value) {
      best = value;
      place = (int32_t)i;
    }
  }
  return place;
}

/** Like `maxOf`, but `out` is int32. */
KERNEL(argmaxOf) {
  ARGUMENTS(MaxOf);
  const int64_t stride = args.inner * SIZE;
  const int64_t last = least((item + 1) * args.each, args.outer);
  for (int64_t o = item * args.each; o < last; o++) {
    const char *x = args.x + o * args.n * stride;
    char *out = args.out + o * args.inner * 4;
    for (int64_t j = 0; j < args.inner; j++) {
      storeInteger(out + j * 4, NAME(placeOfLargest)(x + j * SIZE, args.n, stride));
    }
  }
}

/** Whether element i of a row is chosen before element j: it is larger, a NaN, or an equal one further in front. */
INLINE int NAME(isBefore)(const char *x, int64_t i, int64_t j) {
  const T a = loadElement(x + i * SIZE);
  const T b = loadElement(x + j * SIZE);
  if (a > b) return 1;
  if (a < b) return 0;
  return (a != a) == (b != b) ? i < j : a != a;
}

/** Lets the index at `at` of a heap sink below those that are chosen later: the last one is at the top. */
static void NAME(sink)(char *heap, int64_t size, int64_t at, const char *x) {
  const int32_t index = loadInteger(heap + at * 4);
  for (;;) {
    int64_t child = 2 * at + 1;
    if (child >= size) break;
    const char *left = heap + child * 4;
    if (child + 1 < size && NAME(isBefore)(x, loadInteger(left), loadInteger(left + 4))) child++;
    if (NAME(isBefore)(x, loadInteger(heap + child * 4), index)) break;
    storeInteger(heap + at * 4, loadInteger(heap + child * 4));
    at = child;
  }
  storeInteger(heap + at * 4, index);
}

/** Keeps the k largest of each row in a heap, then sorts that. An item is `each` rows. */
KERNEL(topK) {
  ARGUMENTS(TopK);
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    const char *x = args.x + row * args.n * SIZE;
    char *heap = args.out + row * args.k * 4;
    for (int64_t i = 0; i < args.k; i++) storeInteger(heap + i * 4, (int32_t)i);
    for (int64_t at = args.k / 2 - 1; at >= 0; at--) NAME(sink)(heap, args.k, at, x);
    for (int64_t i = args.k; i < args.n; i++) {
      if (!NAME(isBefore)(x, i, loadInteger(heap))) continue;
      storeInteger(heap, (int32_t)i);
      NAME(sink)(heap, args.k, 0, x);
    }
    for (int64_t size = args.k - 1; size > 0; size--) {
      const int32_t top = loadInteger(heap);
      storeInteger(heap, loadInteger(heap + size * 4));
      storeInteger(heap + size * 4, top);
      NAME(sink)(heap, size, 0, x);
    }
  }
}

#endif
