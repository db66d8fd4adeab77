/**
 * Gradients of a convolution for a dY that is mostly zeros. Behind max pooling and ReLU, often only one element in ten
 * is not 0. The kernel of sparse matrices (csr.c) multiplies these alone. The results are those of convolution.c,
 * because adding a zero changes no bit. The caller makes sure that no zero would meet an infinity or a NaN.
 */

#ifdef T

/** Returns how many bytes a list needs: entries for `rows` rows of `columns` elements, and the offsets of the rows. */
INLINE int64_t NAME(listBytes)(int64_t rows, int64_t columns) {
  return (rows * columns * ENTRY_BYTES + (rows + columns + 4) * 4 + 63) / 64 * 64;
}

/** Elements of dY, or what of them goes through the ReLU whose output is y. `y` may be NULL. */
INLINE V NAME(listed)(const char *dY, const char *y) { return y == NULL ? load(dY) : throughRelu(load(dY), load(y)); }

/** Returns a bit for each lane of a mask. */
INLINE uint32_t NAME(bitsOf)(I mask) {
#if defined(__x86_64__) && VECTOR_BYTES == 64
  return sizeof(T) == 4 ? _mm512_movepi32_mask((__m512i)mask) : _mm512_movepi64_mask((__m512i)mask);
#elif defined(__x86_64__) && VECTOR_BYTES == 32
  return (uint32_t)(sizeof(T) == 4 ? _mm256_movemask_ps((__m256)mask) : _mm256_movemask_pd((__m256d)mask));
#elif defined(__x86_64__)
  return (uint32_t)(sizeof(T) == 4 ? _mm_movemask_ps((__m128)mask) : _mm_movemask_pd((__m128d)mask));
#else
  uint32_t bits = 0;
  for (int lane = 0; lane < LANES; lane++) bits |= (uint32_t)(mask[lane] & 1) << lane;
  return bits;
#endif
}

/**
 * Lists the elements of dY that are not 0, row by row; with y, the output of a ReLU, of dY through it. An entry is
 * `lineBytes` times the column, and the element. `offsets` gets the first entry of each row, and the end.
 */
static void NAME(listRows)(char *offsets, char *entries, const char *dY, const char *y, int64_t stride, int64_t rows,
                           int64_t columns, int64_t lineBytes) {
  int64_t count = 0;
  for (int64_t row = 0; row < rows; row++, dY += stride) {
    storeInteger(offsets + row * 4, (int32_t)count);
    for (int64_t column = 0; column < columns; column += LANES) {
      const char *at = dY + column * SIZE;
      const V values = NAME(listed)(at, y == NULL ? NULL : y + row * stride + column * SIZE);
      uint32_t bits = NAME(bitsOf)(values != splat(0));
      if (columns - column < LANES) bits &= ((uint32_t)1 << (columns - column)) - 1;
      for (; bits != 0; bits &= bits - 1, count++) {
        const int64_t lane = __builtin_ctz(bits);
        char *entry = entries + count * ENTRY_BYTES;
        storeInteger(entry, (int32_t)((column + lane) * lineBytes));
        storeElement(entry + SIZE, values[lane]);
      }
    }
  }
  storeInteger(offsets + rows * 4, (int32_t)count);
}

/**
 * Sorts the entries of rows, listed with `lineBytes` 4, by columns. An entry is then the row's offset in `lines`, and
 * the element.
 */
static void NAME(sortByColumns)(char *columnOffsets, char *sorted, const char *offsets, const char *entries,
                                int64_t rows, int64_t columns, const char *lines) {
  // Counts are stored two places further, as in csr.c.
  memset(columnOffsets, 0, (size_t)(columns + 2) * 4);
  const char *end = entries + loadInteger(offsets + rows * 4) * ENTRY_BYTES;
  for (const char *entry = entries; entry < end; entry += ENTRY_BYTES) {
    char *counter = columnOffsets + loadInteger(entry) + 8;
    storeInteger(counter, loadInteger(counter) + 1);
  }
  int32_t sum = 0;
  for (int64_t column = 0; column < columns + 2; column++) {
    sum += loadInteger(columnOffsets + column * 4);
    storeInteger(columnOffsets + column * 4, sum);
  }
  const char *entry = entries;
  for (int64_t row = 0; row < rows; row++) {
    const char *last = entries + loadInteger(offsets + (row + 1) * 4) * ENTRY_BYTES;
    for (; entry < last; entry += ENTRY_BYTES) {
      char *next = columnOffsets + loadInteger(entry) + 4;
      const int32_t place = loadInteger(next);
      storeInteger(next, place + 1);
      char *to = sorted + place * ENTRY_BYTES;
      storeInteger(to, loadInteger(lines + row * 4));
      storeElement(to + SIZE, loadElement(entry + SIZE));
    }
  }
}

/** Counts the elements that `listRows` would list, but for NaN, in every `each`-th block of SUM_BLOCK outputs. */
KERNEL(countNonzeros) {
  ARGUMENTS(CountNonzeros);
  const int64_t from = item * args.each * SUM_BLOCK;
  const int64_t length = least(SUM_BLOCK, args.places - from) * args.filters;
  const char *dY = args.dY + from * args.filters * SIZE;
  const char *y = args.y == NULL ? NULL : args.y + from * args.filters * SIZE;
  I counts = {0};
  int64_t i = 0;
  for (; i + LANES <= length; i += LANES) {
    counts -= NAME(listed)(dY + i * SIZE, y == NULL ? NULL : y + i * SIZE) != splat(0);
  }
  int64_t count = 0;
  for (int64_t lane = 0; lane < LANES; lane++) count += counts[lane];
  for (; i < length; i++) {
    if (loadElement(dY + i * SIZE) != 0 && (y == NULL || loadElement(y + i * SIZE) > 0)) count++;
  }
  storeDouble(args.out + item * 8, (double)count);
}

/**
 * Computes the gradient of one image like `convInput`. `w` has one row for each filter, with all steps, `lineBytes`
 * apart.
 */
KERNEL(sparseConvInput) {
  ARGUMENTS(SparseConvInput);
  const int64_t perImage = args.window.outHeight * args.window.outWidth;
  const int64_t k = args.window.kernelHeight * args.window.kernelWidth * args.window.channels;
  const int64_t vectors = ceilingOf(k, LANES);
  const int64_t stride = args.window.filters * SIZE;
  char *sums = task->scratch;
  char *offsets = task->scratch + BEHIND_SUMS;
  char *entries = offsets + (SPARSE_ROWS + 4) * 4;
  char *products = offsets + NAME(listBytes)(SPARSE_ROWS, SUM_BLOCK);
  const int64_t imageBytes = args.window.height * args.window.width * args.window.channels * SIZE;
  memset(args.out + item * imageBytes, 0, (size_t)imageBytes);
  const int64_t last = (item + 1) * perImage;
  for (int64_t from = item * perImage; from < last; from += SPARSE_ROWS) {
    const int64_t rows = least(SPARSE_ROWS, last - from);
    for (int64_t first = 0; first < args.window.filters; first += SUM_BLOCK) {
      const int64_t place = from * stride + first * SIZE;
      const char *y = args.y == NULL ? NULL : args.y + place;
      NAME(listRows)(offsets, entries, args.dY + place, y, stride, rows, least(SUM_BLOCK, args.window.filters - first),
                     args.lineBytes);
      for (int64_t at = 0, panel = 0; at < vectors; at += SPARSE_VECTORS, panel++) {
        NAME(addLinesOf)(least(SPARSE_VECTORS, vectors - at), offsets, entries, rows,
                         args.w + first * args.lineBytes + at * VECTOR_BYTES, sums + panel * SPARSE_ROWS * PANEL_STRIDE,
                         first == 0);
      }
    }
    if (vectors <= SPARSE_VECTORS) {
      NAME(addWindows)(&args.window, args.out, sums, PANEL_STRIDE, from, from + rows, 0, args.window.channels);
      continue;
    }
    for (int64_t row = 0; row < rows; row++) {
      for (int64_t at = 0, panel = 0; at < vectors; at += SPARSE_VECTORS, panel++) {
        const char *line = sums + (panel * SPARSE_ROWS + row) * PANEL_STRIDE;
        char *product = products + row * args.lineBytes + at * VECTOR_BYTES;
        const int64_t bytes = least(SPARSE_VECTORS, vectors - at) * VECTOR_BYTES;
        for (int64_t i = 0; i < bytes; i += VECTOR_BYTES) store(product + i, load(line + i));
      }
    }
    NAME(addWindows)(&args.window, args.out, products, args.lineBytes, from, from + rows, 0, args.window.channels);
  }
}

/**
 * Adds the entries of each column to doubles, in stretches of SUM_STRETCH rows. `lines` has the offset of each row,
 * which grow, and of the end.
 */
static void NAME(addBias)(char *totals, const char *columnOffsets, const char *sorted, int64_t rows, int64_t columns,
                          const char *lines) {
  const char *entry = sorted;
  for (int64_t column = 0; column < columns; column++) {
    const char *end = sorted + loadInteger(columnOffsets + (column + 1) * 4) * ENTRY_BYTES;
    double total = loadDouble(totals + column * 8);
    for (int64_t row = SUM_STRETCH; entry < end; row += SUM_STRETCH) {
      const int32_t stretchEnd = loadInteger(lines + least(row, rows) * 4);
      T sum = 0;
      for (; entry < end && loadInteger(entry) < stretchEnd; entry += ENTRY_BYTES) sum += loadElement(entry + SIZE);
      total += (double)sum;
    }
    storeDouble(totals + column * 8, total);
  }
}

/**
 * Writes to `lines` where the window of each output from `from` to `end` starts, and where the next one would: bytes
 * from the start of the first window in the image, or in scratch memory, where windows are `lineBytes` apart.
 */
static void NAME(locateWindows)(const ConvFilter *args, char *lines, int64_t from, int64_t end) {
  if (args->lineBytes > 0) {
    for (int64_t row = 0; row <= end - from; row++) storeInteger(lines + row * 4, (int32_t)(row * args->lineBytes));
    return;
  }
  Place place = placeOf(&args->window, from);
  const char *first = NAME(startOf)(&args->window, args->x, place);
  for (int64_t i = from; i <= end; i++, lines += 4, moveOn(&args->window, &place)) {
    storeInteger(lines, (int32_t)(NAME(startOf)(&args->window, args->x, place) - first));
  }
}

/**
 * Computes a piece of the gradient of the filters like `convFilter`: `rows` steps of the windows, and `chunk` filters,
 * at most SPARSE_FILTERS. Gathers the windows. If `lineBytes` is 0, it reads them from the images instead: they lie
 * inside, and `rows` is a whole number of their rows, whose steps lie side by side.
 */
KERNEL(sparseConvFilter) {
  ARGUMENTS(ConvFilter);
  const int64_t perRow = args.window.kernelWidth * args.window.channels;
  const int64_t k = args.window.kernelHeight * perRow;
  const int64_t down = ceilingOf(k, args.rows);
  const int64_t across = ceilingOf(args.window.filters, args.chunk);
  const int64_t part = item / (down * across);
  const int64_t inPart = item % (down * across);
  const int64_t k0 = inPart / across * args.rows;
  const int64_t k1 = least(k0 + args.rows, k);
  const int64_t first = inPart % across * args.chunk;
  const int64_t columns = least(args.chunk, args.window.filters - first);
  const int64_t stride = args.window.filters * SIZE;
  // Steps that lie side by side are a run. A run has panels of about the same width.
  const int isGathered = args.lineBytes > 0;
  const int64_t run = isGathered ? k1 - k0 : perRow;
  const int64_t runStep = args.window.dilationY * args.window.width * args.window.channels * SIZE;
  const int64_t vectors = ceilingOf(run, LANES);
  const int64_t width = ceilingOf(vectors, ceilingOf(vectors, SPARSE_VECTORS));
  const int64_t panelBytes = columns * PANEL_STRIDE;
  char *lines = task->scratch + BEHIND_SUMS;
  char *offsets = lines + (SUM_BLOCK + 16) * 4;
  char *entries = offsets + (SUM_BLOCK + 4) * 4;
  char *columnOffsets = offsets + NAME(listBytes)(SUM_BLOCK, columns);
  char *sorted = columnOffsets + (columns + 4) * 4;
  char *gathered = columnOffsets + NAME(listBytes)(SUM_BLOCK, columns);
  const int64_t end = least((part + 1) * SUM_STEPS, args.window.places);
  for (int64_t from = part * SUM_STEPS; from < end; from += SUM_BLOCK) {
    const int64_t rows = least(SUM_BLOCK, end - from);
    const int64_t place = from * stride + first * SIZE;
    NAME(locateWindows)(&args, lines, from, from + rows);
    NAME(listRows)(offsets, entries, args.dY + place, args.y == NULL ? NULL : args.y + place, stride, rows, columns, 4);
    NAME(sortByColumns)(columnOffsets, sorted, offsets, entries, rows, columns, lines);
    if (args.db != NULL && k0 == 0) {
      char *totals = args.db + from / (SUM_STRETCH * SUM_BLOCKS) * args.sumStride + first * 8;
      NAME(addBias)(totals, columnOffsets, sorted, rows, columns, lines);
    }
    const char *windows = gathered;
    if (isGathered) {
      const int64_t channels = args.window.channels;
      NAME(gatherWindows)(&args.window, args.x, gathered, args.lineBytes, from, from + rows, 0, channels, k0, k1);
    } else {
      windows = NAME(startOf)(&args.window, args.x, placeOf(&args.window, from)) + k0 / run * runStep;
    }
    char *sums = task->scratch;
    for (int64_t step = k0; step < k1; step += run, windows += runStep) {
      for (int64_t at = 0; at < vectors; at += width, sums += panelBytes) {
        NAME(addLinesOf)(least(width, vectors - at), columnOffsets, sorted, columns, windows + at * VECTOR_BYTES, sums,
                         from == part * SUM_STEPS);
      }
    }
  }
  const char *sums = task->scratch;
  char *to = args.out + part * args.partBytes + k0 * stride + first * SIZE;
  for (int64_t step = k0; step < k1; step += run) {
    for (int64_t at = 0; at < run; at += width * LANES, sums += panelBytes) {
      const int64_t depth = least(width * LANES, run - at);
      NAME(transpose)(to, stride, sums, PANEL_STRIDE, columns, depth);
      to += depth * stride;
    }
  }
}

#endif
