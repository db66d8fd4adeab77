/**
 * Normalises columns by their own statistics, in doubles. It computes the sums of BATCH_PART rows while these are in
 * the cache, and merges them in order (T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for computing the sample
 * variance", The American Statistician 37, 1983). The variance comes from deviations from a mean, never from the
 * squares of x itself.
 *
 * Sums are lines of doubles, `stride` bytes apart: two for each part, then those of all rows. So are the statistics for
 * the gradients: the means and the variances, before they are rounded.
 */

#ifdef T

/** A full vector of doubles, and as many elements. */
#define WIDE_LANES (VECTOR_BYTES / 8)
#define W NAME(Wide)
typedef double W __attribute__((vector_size(VECTOR_BYTES)));
typedef double NAME(UnalignedWide) __attribute__((vector_size(VECTOR_BYTES), aligned(1), may_alias));
typedef T NAME(Narrow) __attribute__((vector_size(WIDE_LANES * sizeof(T)), aligned(1), may_alias));
/** The most vectors of columns to process side by side, so that additions need not wait for each other. */
#define WIDE_VECTORS 2
/**
 * Calls a function that is inlined for all columns, some vectors of them at a time: the last two arguments are their
 * number, a constant, and the first column.
 */
#define EACH_COLUMNS(call, ...) { \
  int64_t column = 0; \
  for (; column + 2 * WIDE_LANES <= args.channels; column += 2 * WIDE_LANES) call(&args, __VA_ARGS__, 2, column); \
  for (; column < args.channels; column += WIDE_LANES) call(&args, __VA_ARGS__, 1, column); \
}

INLINE W NAME(loadWide)(const char *at) { return *(const NAME(UnalignedWide) *)at; }
INLINE W NAME(widened)(const char *at) { return __builtin_convertvector(*(const NAME(Narrow) *)at, W); }
INLINE W NAME(splatWide)(double x) { return x - (W){0}; }
/** Stores the first `columns` doubles, or all. */
INLINE void NAME(storeWide)(char *at, W value, int64_t columns) {
  if (columns >= WIDE_LANES) *(NAME(UnalignedWide) *)at = value;
  else memcpy(at, &value, (size_t)(columns * 8));
}
/** Rounds the first `columns` doubles, or all, and stores them. */
INLINE void NAME(storeRounded)(char *at, W value, int64_t columns) {
  const NAME(Narrow) rounded = __builtin_convertvector(value, NAME(Narrow));
  if (columns >= WIDE_LANES) *(NAME(Narrow) *)at = rounded;
  else memcpy(at, &rounded, (size_t)most(columns, 0) * SIZE);
}

INLINE char *NAME(sumsAt)(const BatchSums *args, int64_t line) { return args->sums + line * args->stride; }
/** Scratch memory holds the lines of the parts, then the lines of all rows. */
INLINE int64_t NAME(partsOf)(const BatchSums *args) { return ceilingOf(args->rows, BATCH_PART); }

/** dY, or what of it goes through the ReLU. */
INLINE W NAME(gradientAt)(const BatchSums *args, int relu, int64_t at) {
  const W dY = NAME(widened)(args->dY + at);
  if (!relu) return dY;
  typedef int64_t Bits __attribute__((vector_size(VECTOR_BYTES)));
  const W y = NAME(widened)(args->y + at);
  return (W)(((Bits)dY & (y > NAME(splatWide)(0))) | (y != y));
}

/** Writes the two lines of a part, from a column on. */
INLINE void NAME(storeSums)(const BatchSums *args, int vectors, int64_t part, int64_t column, const W *first,
                            const W *second) {
  for (int i = 0; i < vectors; i++) {
    const int64_t at = column + i * WIDE_LANES;
    NAME(storeWide)(NAME(sumsAt)(args, 2 * part) + at * 8, first[i], args->channels - at);
    NAME(storeWide)(NAME(sumsAt)(args, 2 * part + 1) + at * 8, second[i], args->channels - at);
  }
}

/** Sums `vectors` vectors of columns; a constant wherever this is inlined. */
INLINE void NAME(sumPart)(const BatchSums *args, int64_t part, int vectors, int64_t column) {
  const int64_t from = part * BATCH_PART;
  const int64_t rows = least(BATCH_PART, args->rows - from);
  const int64_t stride = args->channels * SIZE;
  const char *start = args->x + from * stride + column * SIZE;
  const W count = NAME(splatWide)((double)rows);
  W sums[WIDE_VECTORS] = {0};
  W squares[WIDE_VECTORS] = {0};
  const char *x = start;
  for (int64_t row = 0; row < rows; row++, x += stride) {
    for (int i = 0; i < vectors; i++) sums[i] += NAME(widened)(x + i * WIDE_LANES * SIZE);
  }
  W means[WIDE_VECTORS];
  for (int i = 0; i < vectors; i++) means[i] = sums[i] / count;
  x = start;
  for (int64_t row = 0; row < rows; row++, x += stride) {
    for (int i = 0; i < vectors; i++) {
      const W deviation = NAME(widened)(x + i * WIDE_LANES * SIZE) - means[i];
      squares[i] += deviation * deviation;
    }
  }
  NAME(storeSums)(args, vectors, part, column, sums, squares);
}

/** Writes the sum of each column of a part, then the sum of its squared deviations from the part's mean. */
KERNEL(batchSums) {
  ARGUMENTS(BatchSums);
  EACH_COLUMNS(NAME(sumPart), item)
}

/** Merges the parts. Writes the mean and the variance, also as doubles, and scale / sqrt(variance + epsilon). */
KERNEL(batchMerge) {
  (void)item;
  ARGUMENTS(BatchSums);
  const int64_t parts = NAME(partsOf)(&args);
  const double n = (double)args.rows;
  for (int64_t column = 0; column < args.channels; column++) {
    const int64_t place = column * 8;
    const int64_t own = column * SIZE;
    double sum = 0;
    for (int64_t part = 0; part < parts; part++) sum += loadDouble(NAME(sumsAt)(&args, 2 * part) + place);
    const double mean = sum / n;
    double squares = 0;
    for (int64_t part = 0; part < parts; part++) {
      const double rows = (double)least(BATCH_PART, args.rows - part * BATCH_PART);
      const double shift = loadDouble(NAME(sumsAt)(&args, 2 * part) + place) / rows - mean;
      squares += loadDouble(NAME(sumsAt)(&args, 2 * part + 1) + place) + rows * (shift * shift);
    }
    const double variance = squares / n;
    storeElement(args.mean + own, (T)mean);
    storeElement(args.variance + own, (T)variance);
    storeDouble(args.statistics + place, mean);
    storeDouble(args.statistics + args.stride + place, variance);
    const double scale = (double)loadElement(args.scale + own);
    storeDouble(NAME(sumsAt)(&args, 2 * parts) + place, scale / __builtin_sqrt(variance + args.epsilon));
  }
}

/** Rows of an item that stay in the first-level cache while their columns are processed one after the other. */
INLINE int64_t NAME(blockRows)(const BatchSums *args) { return most(1, 2048 / most(1, args->channels)); }

INLINE void NAME(normalize)(const BatchSums *args, int64_t from, int64_t to, int vectors, int64_t column) {
  typedef int64_t Bits __attribute__((vector_size(VECTOR_BYTES)));
  const W smallest = NAME(splatWide)(args->relu ? 0 : -__builtin_inf());
  const char *factorsAt = NAME(sumsAt)(args, 2 * NAME(partsOf)(args));
  W means[WIDE_VECTORS], factors[WIDE_VECTORS], offsets[WIDE_VECTORS];
  for (int i = 0; i < vectors; i++) {
    const int64_t own = column + i * WIDE_LANES;
    means[i] = NAME(loadWide)(args->statistics + own * 8);
    factors[i] = NAME(loadWide)(factorsAt + own * 8);
    offsets[i] = NAME(widened)(args->offset + own * SIZE);
  }
  const int64_t stride = args->channels * SIZE;
  int64_t at = from * stride + column * SIZE;
  for (int64_t row = from; row < to; row++, at += stride) {
    for (int i = 0; i < vectors; i++) {
      const int64_t own = at + i * WIDE_LANES * SIZE;
      const W value = (NAME(widened)(args->x + own) - means[i]) * factors[i] + offsets[i];
      const Bits isBelow = value < smallest;
      const W result = (W)((isBelow & (Bits)smallest) | (~isBelow & (Bits)value));
      NAME(storeRounded)(args->out + own, result, args->channels - column - i * WIDE_LANES);
    }
  }
}

/** y = activation((x - mean) factor + offset). An item is `each` rows. */
KERNEL(batchApply) {
  ARGUMENTS(BatchSums);
  const int64_t to = least((item + 1) * args.each, args.rows);
  const int64_t block = NAME(blockRows)(&args);
  for (int64_t from = item * args.each; from < to; from += block) {
    EACH_COLUMNS(NAME(normalize), from, least(from + block, to))
  }
}

INLINE void NAME(sumGradients)(const BatchSums *args, int relu, int64_t part, int vectors, int64_t column) {
  const int64_t from = part * BATCH_PART;
  const int64_t rows = least(BATCH_PART, args->rows - from);
  const int64_t stride = args->channels * SIZE;
  int64_t at = from * stride + column * SIZE;
  W means[WIDE_VECTORS];
  for (int i = 0; i < vectors; i++) means[i] = NAME(loadWide)(args->statistics + (column + i * WIDE_LANES) * 8);
  W sums[WIDE_VECTORS] = {0};
  W products[WIDE_VECTORS] = {0};
  for (int64_t row = 0; row < rows; row++, at += stride) {
    for (int i = 0; i < vectors; i++) {
      const int64_t own = at + i * WIDE_LANES * SIZE;
      const W dZ = NAME(gradientAt)(args, relu, own);
      sums[i] += dZ;
      products[i] += dZ * (NAME(widened)(args->x + own) - means[i]);
    }
  }
  NAME(storeSums)(args, vectors, part, column, sums, products);
}

/** Writes for each column of a part the sum of dZ, then the sum of dZ (x - mean). */
KERNEL(batchGradientSums) {
  ARGUMENTS(BatchSums);
  if (args.relu) EACH_COLUMNS(NAME(sumGradients), 1, item)
  else EACH_COLUMNS(NAME(sumGradients), 0, item)
}

/** Adds the parts. Writes the gradients of scale and offset, and three doubles for each column, for the next kernel. */
KERNEL(batchGradientMerge) {
  (void)item;
  ARGUMENTS(BatchSums);
  const int64_t parts = NAME(partsOf)(&args);
  const double n = (double)args.rows;
  for (int64_t column = 0; column < args.channels; column++) {
    const int64_t place = column * 8;
    const int64_t own = column * SIZE;
    double sum = 0;
    double product = 0;
    for (int64_t part = 0; part < parts; part++) {
      sum += loadDouble(NAME(sumsAt)(&args, 2 * part) + place);
      product += loadDouble(NAME(sumsAt)(&args, 2 * part + 1) + place);
    }
    const double inverse = 1 / __builtin_sqrt(loadDouble(args.statistics + args.stride + place) + args.epsilon);
    storeElement(args.dOffset + own, (T)sum);
    storeElement(args.dScale + own, (T)(product * inverse));
    storeDouble(NAME(sumsAt)(&args, 2 * parts) + place, (double)loadElement(args.scale + own) * inverse);
    storeDouble(NAME(sumsAt)(&args, 2 * parts + 1) + place, sum / n);
    storeDouble(NAME(sumsAt)(&args, 2 * parts + 2) + place, (product * inverse * inverse) / n);
  }
}

INLINE void NAME(gradientRows)(const BatchSums *args, int relu, int64_t from, int64_t to, int vectors, int64_t column) {
  const int64_t line = 2 * NAME(partsOf)(args);
  W means[WIDE_VECTORS], factors[WIDE_VECTORS], gradients[WIDE_VECTORS], shares[WIDE_VECTORS];
  for (int i = 0; i < vectors; i++) {
    const int64_t place = (column + i * WIDE_LANES) * 8;
    means[i] = NAME(loadWide)(args->statistics + place);
    factors[i] = NAME(loadWide)(NAME(sumsAt)(args, line) + place);
    gradients[i] = NAME(loadWide)(NAME(sumsAt)(args, line + 1) + place);
    shares[i] = NAME(loadWide)(NAME(sumsAt)(args, line + 2) + place);
  }
  const int64_t stride = args->channels * SIZE;
  int64_t at = from * stride + column * SIZE;
  for (int64_t row = from; row < to; row++, at += stride) {
    for (int i = 0; i < vectors; i++) {
      const int64_t own = at + i * WIDE_LANES * SIZE;
      const W centred = NAME(gradientAt)(args, relu, own) - gradients[i];
      const W rest = centred - (NAME(widened)(args->x + own) - means[i]) * shares[i];
      NAME(storeRounded)(args->out + own, rest * factors[i], args->channels - column - i * WIDE_LANES);
    }
  }
}

/** dX = factor (dZ - mean of dZ - (x - mean) share). An item is `each` rows. */
KERNEL(batchGradient) {
  ARGUMENTS(BatchSums);
  const int64_t to = least((item + 1) * args.each, args.rows);
  const int64_t block = NAME(blockRows)(&args);
  for (int64_t from = item * args.each; from < to; from += block) {
    const int64_t end = least(from + block, to);
    if (args.relu) EACH_COLUMNS(NAME(gradientRows), 1, from, end)
    else EACH_COLUMNS(NAME(gradientRows), 0, from, end)
  }
}

#undef EACH_COLUMNS
#undef W
#undef WIDE_LANES
#undef WIDE_VECTORS

#endif
