/**
 * The largest of [outer, n, inner] over n: max, argmax and topK. Vectors are compared with an instruction that drops
 * NaN and keeps either of two zeros, and added up: the sum shows whether one of these occurred.
 */

#ifdef T

/** Returns the largest of n elements `stride` bytes apart, or NaN. */
static T NAME(largest)(const char *x, int64_t n, int64_t stride) {
  T best = loadElement(x);
  for (int64_t i = 1; i < n; i++) best = largerElement(best, loadElement(x + i * stride));
  return best;
}

/**
 * Returns the largest of n elements `stride` bytes apart, given what `larger` finds and a sum in which each occurs once
 * or more: a NaN shows in the sum, and so does +0 if there is nothing but zeros.
 */
INLINE T NAME(settled)(T best, T sum, const char *x, int64_t n, int64_t stride) {
  if (best != 0 && sum == sum) return best;
  if (best == 0 && sum == 0) return sum;
  return NAME(largest)(x, n, stride);
}

/** Joins the lanes of what was found in a line. */
INLINE T NAME(joined)(V best, V sum, const char *x, int64_t n) {
  S bests[VECTOR_BYTES / 16], sums[VECTOR_BYTES / 16];
  memcpy(bests, &best, sizeof(bests));
  memcpy(sums, &sum, sizeof(sums));
  for (int i = 1; i < VECTOR_BYTES / 16; i++) {
    bests[0] = largerShort(bests[0], bests[i]);
    sums[0] += sums[i];
  }
  T best16[16 / sizeof(T)], sum16[16 / sizeof(T)];
  memcpy(best16, bests, 16);
  memcpy(sum16, sums, 16);
  for (int half = 8 / SIZE; half >= 1; half /= 2) {
    for (int i = 0; i < half; i++) best16[i] = best16[i] > best16[i + half] ? best16[i] : best16[i + half];
    for (int i = 0; i < half; i++) sum16[i] += sum16[i + half];
  }
  return NAME(settled)(best16[0], sum16[0], x, n, SIZE);
}

/** Vectors at the end of a line may overlap, so elements may count twice. */
static T NAME(largestOfLine)(const char *x, int64_t n) {
  if (n < LANES) {
    const I numbers = (I)load((const char *)NAME(NUMBERS));
    const V one = select(numbers < (I){0} + (MASK)n, load(x), loadSplat(x));
    return NAME(joined)(one, one, x, n);
  }
  const int64_t last = (n - LANES) * SIZE;
  V best[4], sums[4];
  // Four of each, which do not wait for each other. In a short line they start from the same elements.
  for (int v = 0; v < 4; v++) best[v] = sums[v] = load(x + least(v * VECTOR_BYTES, last));
  int64_t at = 4 * VECTOR_BYTES;
  for (; at + 3 * VECTOR_BYTES <= last; at += 4 * VECTOR_BYTES) {
    for (int v = 0; v < 4; v++) {
      const V one = load(x + at + v * VECTOR_BYTES);
      best[v] = larger(one, best[v]);
      sums[v] += one;
    }
  }
  for (; at < last + VECTOR_BYTES; at += VECTOR_BYTES) {
    const V one = load(x + least(at, last));
    best[0] = larger(one, best[0]);
    sums[0] += one;
  }
  return NAME(joined)(larger(larger(best[0], best[1]), larger(best[2], best[3])),
                      (sums[0] + sums[1]) + (sums[2] + sums[3]), x, n);
}

/** Looks through some rows of up to four vectors. `count`, and whether `places` is NULL, are constants when inlined. */
INLINE void NAME(lookDown)(int count, V *bests, V *sums, I *places, const char *x, int64_t row, int64_t end,
                           int64_t stride) {
  V best[4], sum[4];
  I place[4];
  for (int v = 0; v < count; v++) {
    best[v] = bests[v];
    sum[v] = sums[v];
    if (places != NULL) place[v] = places[v];
  }
  for (const char *at = x + row * stride; row < end; row++, at += stride) {
    for (int v = 0; v < count; v++) {
      const V one = load(at + v * VECTOR_BYTES);
      if (places != NULL) place[v] = (I)select(one > best[v], (V)((I){0} + (MASK)row), (V)place[v]);
      best[v] = larger(one, best[v]);
      sum[v] += one;
    }
  }
  for (int v = 0; v < count; v++) {
    bests[v] = best[v];
    sums[v] = sum[v];
    if (places != NULL) places[v] = place[v];
  }
}

/** Looks through at most MOST_COLUMNS columns. `places`, if not NULL, become the rows of the first largest elements. */
INLINE void NAME(lookThrough)(V *bests, V *sums, I *places, const char *x, int64_t n, int64_t columns,
                              int64_t stride) {
  const int64_t vectors = ceilingOf(columns, LANES);
  for (int64_t v = 0; v < vectors; v++) {
    bests[v] = sums[v] = load(x + v * VECTOR_BYTES);
    if (places != NULL) places[v] = (I){0};
  }
  for (int64_t row = 1; row < n; row += SUM_STRETCH) {
    const int64_t end = least(row + SUM_STRETCH, n);
    for (int64_t v = 0; v < vectors;) {
      const char *at = x + v * VECTOR_BYTES;
      I *own = places == NULL ? NULL : places + v;
      const int isWide = v + 4 <= vectors;
      if (isWide) NAME(lookDown)(4, bests + v, sums + v, own, at, row, end, stride);
      else NAME(lookDown)(1, bests + v, sums + v, own, at, row, end, stride);
      v += isWide ? 4 : 1;
    }
  }
}

/** Stores the largest elements of columns. In most vectors of them there is no zero and no NaN. */
static void NAME(largestOfColumns)(char *out, const char *x, int64_t n, int64_t columns, int64_t stride) {
  V bests[MOST_COLUMNS / LANES], sums[MOST_COLUMNS / LANES];
  NAME(lookThrough)(bests, sums, NULL, x, n, columns, stride);
  for (int64_t j = 0; j < columns; j += LANES) {
    const V best = bests[j / LANES], sum = sums[j / LANES];
    const int64_t count = least(LANES, columns - j);
    storePart(out + j * SIZE, best, count * SIZE);
    if (laneBits((best == 0) | (sum != sum)) == 0) continue;
    for (int64_t i = 0; i < count; i++) {
      storeElement(out + (j + i) * SIZE, NAME(settled)(best[i], sum[i], x + (j + i) * SIZE, n, stride));
    }
  }
}

/** The largest elements of groups of rows are results too: the host reduces them again. */
KERNEL(maxOf) {
  ARGUMENTS(SumColumns);
  const NAME(Share) share = NAME(shareOf)(&args, item);
  const int64_t stride = args.inner * SIZE;
  for (int64_t o = share.first; o < share.end; o++) {
    const char *x = share.x + o * args.n * stride;
    char *out = args.out + (share.place + o * args.inner) * SIZE;
    if (args.inner == 1) {
      storeElement(out, NAME(largestOfLine)(x, share.rows));
      continue;
    }
    for (int64_t j = 0; j < share.columns; j += MOST_COLUMNS) {
      const int64_t columns = least(MOST_COLUMNS, share.columns - j);
      NAME(largestOfColumns)(out + j * SIZE, x + j * SIZE, share.rows, columns, stride);
    }
  }
}

/** Returns the place of the first NaN, or else of the first largest of n elements. */
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

/** Finds the largest element, then its place: two short loops are faster than one that keeps places. */
static int32_t NAME(placeInLine)(const char *x, int64_t n) {
  const T value = NAME(largestOfLine)(x, n);
  if (value != value) return NAME(placeOfLargest)(x, n, SIZE);
  const V wanted = splat(value);
  int64_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES) {
    I found = {0};
    for (int v = 0; v < 4; v++) found |= load(x + i * SIZE + v * VECTOR_BYTES) == wanted;
    if (laneBits(found) != 0) break;
  }
  for (;; i += LANES) {
    const uint64_t bits = laneBits(load(x + i * SIZE) == wanted);
    if (bits != 0) return (int32_t)(i + __builtin_ctzll(bits));
  }
}

/** Stores the places of the largest elements of columns. */
static void NAME(placesInColumns)(char *out, const char *x, int64_t n, int64_t columns, int64_t stride) {
  V bests[MOST_COLUMNS / LANES], sums[MOST_COLUMNS / LANES];
  I places[MOST_COLUMNS / LANES];
  NAME(lookThrough)(bests, sums, places, x, n, columns, stride);
  for (int64_t j = 0; j < columns; j++) {
    const T sum = sums[j / LANES][j % LANES];
    const int32_t place = (int32_t)places[j / LANES][j % LANES];
    storeInteger(out + j * 4, sum == sum ? place : NAME(placeOfLargest)(x + j * SIZE, n, stride));
  }
}

/** Like `maxOf`, but `out` is int32, and there is one group of rows. */
KERNEL(argmaxOf) {
  ARGUMENTS(SumColumns);
  const NAME(Share) share = NAME(shareOf)(&args, item);
  const int64_t stride = args.inner * SIZE;
  for (int64_t o = share.first; o < share.end; o++) {
    const char *x = share.x + o * args.n * stride;
    char *out = args.out + (share.place + o * args.inner) * 4;
    if (args.inner == 1) {
      storeInteger(out, NAME(placeInLine)(x, args.n));
      continue;
    }
    for (int64_t j = 0; j < share.columns; j += MOST_COLUMNS) {
      const int64_t columns = least(MOST_COLUMNS, share.columns - j);
      NAME(placesInColumns)(out + j * 4, x + j * SIZE, args.n, columns, stride);
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
