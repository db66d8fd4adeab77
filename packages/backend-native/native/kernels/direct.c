/**
 * Convolution without rows of windows: a tile reads the windows of side-by-side outputs where they lie, in rows of the
 * image that were copied between zeros. That copies each element of the image about twice, instead of once for each
 * window that it is in. It adds in the order of the other way (convolution.c). float64 goes the other way, except for
 * the gradient of the images: the tiles would take 100 KB more.
 */

#ifdef T

/**
 * c = the windows of `rows` outputs, `rowStride` bytes apart, times a strip of filters. A window is `runs` runs of
 * `depth` steps, `runStride` bytes apart.
 */
INLINE void NAME(sumWindows)(const int vectors, const int rows, const char *a, int64_t rowStride, int64_t runs,
                             int64_t depth, int64_t runStride, const char *b, char *c, int64_t cStride) {
  V sums[TILE_ROWS][2];
#pragma GCC unroll 16
  for (int row = 0; row < rows; row++) {
#pragma GCC unroll 2
    for (int at = 0; at < vectors; at++) sums[row][at] = splat(0);
  }
  int first = 1;
  int64_t inBlock = SUM_BLOCK;
  int64_t rest = depth;
  const char *from = a;
  while (runs > 0) {
    const int64_t steps = least(rest, inBlock);
    // One pointer for three rows, as in `sumTile`.
    const char *starts[TILE_ROWS / 3 + 1];
#pragma GCC unroll 16
    for (int row = 0; row < rows; row += 3) starts[row / 3] = from + row * rowStride;
    for (int64_t step = 0; step < steps; step++) {
      V factors[2];
#pragma GCC unroll 2
      for (int at = 0; at < vectors; at++) factors[at] = load(b + at * VECTOR_BYTES);
#pragma GCC unroll 16
      for (int row = 0; row < rows; row++) {
        const V x = broadcast(starts[row / 3] + row % 3 * rowStride);
#pragma GCC unroll 2
        for (int at = 0; at < vectors; at++) sums[row][at] = sums[row][at] + x * factors[at];
      }
#pragma GCC unroll 16
      for (int row = 0; row < rows; row += 3) starts[row / 3] += SIZE;
      b += TILE_BYTES;
    }
    from += steps * SIZE;
    rest -= steps;
    inBlock -= steps;
    if (rest == 0) {
      runs--;
      rest = depth;
      from = a += runStride;
    }
    if (inBlock > 0 && runs > 0) continue;
#pragma GCC unroll 16
    for (int row = 0; row < rows; row++) {
#pragma GCC unroll 2
      for (int at = 0; at < vectors; at++) {
        char *to = c + row * cStride + at * VECTOR_BYTES;
        store(to, first ? sums[row][at] : load(to) + sums[row][at]);
        sums[row][at] = splat(0);
      }
    }
    first = 0;
    inBlock = SUM_BLOCK;
  }
}

typedef void NAME(WindowTile)(const char *a, int64_t rowStride, int64_t runs, int64_t depth, int64_t runStride,
                              const char *b, char *c, int64_t cStride);

#define WINDOW_TILE(rows, vectors) \
  ALONE void NAME(windowsOf##rows##By##vectors)(const char *a, int64_t rowStride, int64_t runs, int64_t depth, \
      int64_t runStride, const char *b, char *c, int64_t cStride) { \
    NAME(sumWindows)(vectors, rows, a, rowStride, runs, depth, runStride, b, c, cStride); \
  }
#define WINDOW_TILES(rows) WINDOW_TILE(rows, 1) WINDOW_TILE(rows, 2)

WINDOW_TILES(1)
WINDOW_TILES(4)
#if TILE_ROWS > 6
WINDOW_TILES(8)
WINDOW_TILES(12)
#else
WINDOW_TILES(6)
#endif

/** Some steps of a product: windows of side-by-side outputs. The first one begins at `from`. */
typedef struct {
  const char *from;
  int64_t steps;
} NAME(Stretch);

/**
 * c = a product with a strip of b if it is the `first`, otherwise c += it, for `rows` elements of windows that lie side
 * by side, the first one `offset` bytes from the start of its window. The windows are those of `stretches`,
 * `stepStride` bytes apart.
 */
INLINE void NAME(sumOutputs)(const int vectors, const int rows, int first, const NAME(Stretch) *stretches,
                             int64_t count, int64_t offset, int64_t stepStride, const char *b, char *c,
                             int64_t cStride) {
  V sums[TILE_ROWS][2];
#pragma GCC unroll 16
  for (int row = 0; row < rows; row++) {
#pragma GCC unroll 2
    for (int at = 0; at < vectors; at++) sums[row][at] = splat(0);
  }
  for (int64_t i = 0; i < count; i++) {
    const char *a = stretches[i].from + offset;
    for (int64_t step = stretches[i].steps; step > 0; step--, a += stepStride, b += TILE_BYTES) {
      V factors[2];
#pragma GCC unroll 2
      for (int at = 0; at < vectors; at++) factors[at] = load(b + at * VECTOR_BYTES);
#pragma GCC unroll 16
      for (int row = 0; row < rows; row++) {
        const V x = broadcast(a + row * SIZE);
#pragma GCC unroll 2
        for (int at = 0; at < vectors; at++) sums[row][at] = sums[row][at] + x * factors[at];
      }
    }
  }
#pragma GCC unroll 16
  for (int row = 0; row < rows; row++) {
#pragma GCC unroll 2
    for (int at = 0; at < vectors; at++) {
      char *to = c + row * cStride + at * VECTOR_BYTES;
      store(to, first ? sums[row][at] : load(to) + sums[row][at]);
    }
  }
}

typedef void NAME(OutputTile)(int first, const NAME(Stretch) *stretches, int64_t count, int64_t offset,
                              int64_t stepStride, const char *b, char *c, int64_t cStride);

#define OUTPUT_TILE(rows, vectors) \
  ALONE void NAME(outputsOf##rows##By##vectors)(int first, const NAME(Stretch) *stretches, int64_t count, \
      int64_t offset, int64_t stepStride, const char *b, char *c, int64_t cStride) { \
    NAME(sumOutputs)(vectors, rows, first, stretches, count, offset, stepStride, b, c, cStride); \
  }
#define OUTPUT_TILES(rows) OUTPUT_TILE(rows, 1) OUTPUT_TILE(rows, 2)

OUTPUT_TILES(1)
OUTPUT_TILES(4)
#if TILE_ROWS > 6
OUTPUT_TILES(8)
OUTPUT_TILES(12)
#else
OUTPUT_TILES(6)
#endif

#if TILE_ROWS > 6
#define EACH_TILE(tile) tile(1), tile(4), tile(8), tile(12)
#else
#define EACH_TILE(tile) tile(1), tile(4), tile(6)
#endif
#define ROWS_OF_TILE(rows) rows
#define WINDOW_FUNCTIONS(rows) {NAME(windowsOf##rows##By1), NAME(windowsOf##rows##By2)}
#define OUTPUT_FUNCTIONS(rows) {NAME(outputsOf##rows##By1), NAME(outputsOf##rows##By2)}
static const int8_t NAME(directRows)[] = {EACH_TILE(ROWS_OF_TILE)};
static NAME(WindowTile) *const NAME(windowTiles)[][2] = {EACH_TILE(WINDOW_FUNCTIONS)};
static NAME(OutputTile) *const NAME(outputTiles)[][2] = {EACH_TILE(OUTPUT_FUNCTIONS)};
#undef OUTPUT_FUNCTIONS
#undef WINDOW_FUNCTIONS
#undef ROWS_OF_TILE
#undef EACH_TILE

/** Returns the place of the next tile for `rows` rows in these tables. At the end it takes two of middle size. */
INLINE int NAME(directTile)(int64_t rows) {
  int at = sizeof(NAME(directRows)) - 1;
  if (rows != TILE_ROWS && rows < TILE_ROWS + NAME(directRows)[at - 1]) at--;
  while (NAME(directRows)[at] > rows) at--;
  return at;
}

/** Copies rows of one image, from row `first` on, to `to`, with zeros where windows reach over the edges. */
static void NAME(copyPadded)(const Window *window, char *to, int64_t lineBytes, char *images, int64_t image,
                             int64_t first, int64_t rows) {
  const int64_t pixel = window->channels * SIZE;
  const int64_t left = least(window->left * pixel, lineBytes);
  const int64_t bytes = least(window->width * pixel, lineBytes - left);
  for (int64_t y = first; y < first + rows; y++, to += lineBytes) {
    if (y < 0 || y >= window->height) {
      memset(to, 0, (size_t)lineBytes);
      continue;
    }
    memset(to, 0, (size_t)left);
    memcpy(to + left, images + (image * window->height + y) * window->width * pixel, (size_t)bytes);
    memset(to + left + bytes, 0, (size_t)(lineBytes - left - bytes));
  }
}

/**
 * Computes the outputs `from` to `to`, whole rows of them, for all filters, which are `packed` in strips. Returns 0 if
 * this way does not suit the convolution, or its rows need more than `room` bytes of scratch memory.
 */
static int NAME(convRows)(const Task *task, const Window *window, char *x, const char *packed, char *out, int64_t from,
                          int64_t to, int64_t room) {
  const int64_t width = window->outWidth;
  if (NAME(WIDE) || window->dilationX != 1 || window->filters % LANES != 0) return 0;
  if (from % width != 0 || to % width != 0) return 0;
  const int64_t pixel = window->channels * SIZE;
  const int64_t lineBytes = ((width - 1) * window->strideX + window->kernelWidth) * pixel;
  const int64_t below = (window->kernelHeight - 1) * window->dilationY + 1;
  if ((((to - from) / width - 1) * window->strideY + below) * lineBytes > room) return 0;
  const int64_t depth = window->kernelWidth * window->channels;
  const int64_t stripBytes = window->kernelHeight * depth * TILE_BYTES;
  const int64_t stride = window->filters * SIZE;
  char *lines = task->scratch + SCRATCH_LINES;
  for (int64_t row = from / width; row < to / width;) {
    const int64_t image = row / window->outHeight;
    const int64_t y = row - image * window->outHeight;
    const int64_t rows = least(window->outHeight - y, to / width - row);
    NAME(copyPadded)(window, lines, lineBytes, x, image, y * window->strideY - window->top,
                     (rows - 1) * window->strideY + below);
    const char *b = packed;
    for (int64_t column = 0; column < stride; column += TILE_BYTES, b += stripBytes) {
      char *c = out + (row * width - from) * stride + column;
      for (int64_t i = 0; i < rows; i++) {
        const char *a = lines + i * window->strideY * lineBytes;
        for (int64_t at = 0; at < width;) {
          const int tile = NAME(directTile)(width - at);
          NAME(WindowTile) *sum = NAME(windowTiles)[tile][stride - column > VECTOR_BYTES];
          sum(a + at * window->strideX * pixel, window->strideX * pixel, window->kernelHeight, depth,
              window->dilationY * lineBytes, b, c, stride);
          at += NAME(directRows)[tile];
          c += NAME(directRows)[tile] * stride;
        }
      }
    }
    row += rows;
  }
  return 1;
}

/**
 * Computes the sums over the outputs `from` to `to`, a block of SUM_BLOCK, for steps k0 to k1 of the windows and some
 * filters, whose dY is `packed` in strips. Sets `out` if they are the `first`, otherwise adds. Returns 0 if this way
 * does not suit the convolution, or needs more than `room` bytes of memory at `lines`.
 */
static int NAME(filterRows)(const Window *window, char *x, char *lines, int64_t room, const char *packed, int first,
                            int64_t from, int64_t to, int64_t k0, int64_t k1, int64_t columns, char *out) {
  const int64_t run = window->kernelWidth * window->channels;
  if (NAME(WIDE) || window->dilationX != 1 || columns % LANES != 0 || run < TILE_ROWS || from == to) return 0;
  const int64_t pixel = window->channels * SIZE;
  const int64_t lineBytes = ((window->outWidth - 1) * window->strideX + window->kernelWidth) * pixel;
  const int64_t below = (window->kernelHeight - 1) * window->dilationY + 1;
  NAME(Stretch) stretches[SUM_BLOCK];
  int64_t count = 0;
  char *end = lines;
  Place place = placeOf(window, from);
  for (int64_t left = to - from; left > 0;) {
    // The rows of outputs of one image.
    const int64_t inImage = (window->outHeight - place.y) * window->outWidth - place.x;
    const int64_t places = least(left, inImage);
    const int64_t rows = ((place.x + places - 1) / window->outWidth * window->strideY + below);
    if (end + rows * lineBytes - lines > room) return 0;
    NAME(copyPadded)(window, end, lineBytes, x, place.image, firstRow(window, place), rows);
    for (int64_t rest = places; rest > 0;) {
      const int64_t steps = least(rest, window->outWidth - place.x);
      stretches[count++] = (NAME(Stretch)){end + place.x * window->strideX * pixel, steps};
      end += window->strideY * lineBytes;
      rest -= steps;
      place.x = 0;
    }
    end += (below - window->strideY) * lineBytes;
    left -= places;
    place.y = 0;
    place.image++;
  }
  const int64_t stride = window->filters * SIZE;
  for (int64_t column = 0; column < columns * SIZE; column += TILE_BYTES, packed += SUM_BLOCK * TILE_BYTES) {
    for (int64_t k = k0; k < k1;) {
      const int tile = NAME(directTile)(least(run - k % run, k1 - k));
      NAME(OutputTile) *sum = NAME(outputTiles)[tile][columns * SIZE - column > VECTOR_BYTES];
      const int64_t offset = k / run * window->dilationY * lineBytes + k % run * SIZE;
      sum(first, stretches, count, offset, window->strideX * pixel, packed, out + (k - k0) * stride + column, stride);
      k += NAME(directRows)[tile];
    }
  }
  return 1;
}

/**
 * Adds the gradient of one image to `out`, which is 0, from its `dY`: for each window that a pixel is in, in the order
 * of their outputs, the product of the output's dY and the filters there. `w` has the filters, transposed, in strips.
 * Returns 0 if this way does not suit the convolution.
 */
static int NAME(inputRows)(const Window *window, const char *w, const char *dY, char *out) {
  const int64_t filters = window->filters;
  const int64_t channels = window->channels;
  if (window->strideX != 1 || window->strideY != 1 || filters > SUM_BLOCK || channels % LANES != 0) return 0;
  const int64_t stride = filters * SIZE;
  const int64_t pixel = channels * SIZE;
  // A strip has two vectors of channels, or the same vector of two pixels of the window.
  const int64_t width = channels % (2 * LANES) == 0 ? 2 * LANES : LANES;
  for (int64_t y = 0; y < window->height; y++) {
    for (int64_t channel = 0; channel < channels; channel += width) {
      for (int64_t tap = window->kernelHeight * window->kernelWidth - 1; tap >= 0; tap--) {
        const int64_t row = tap / window->kernelWidth;
        const int64_t outY = y + window->top - row * window->dilationY;
        const int64_t shift = (tap - row * window->kernelWidth) * window->dilationX - window->left;
        const int64_t first = most(0, shift);
        const int64_t end = least(window->width, window->outWidth + shift);
        if (outY < 0 || outY >= window->outHeight) continue;
        const int64_t column = tap * channels + channel;
        const char *b = w + column / (2 * LANES) * filters * TILE_BYTES + column % (2 * LANES) * SIZE;
        const char *a = dY + (outY * window->outWidth + first - shift) * stride;
        char *c = out + (y * window->width + first) * pixel + channel * SIZE;
        for (int64_t rest = end - first, count = 0; rest > 0; rest -= count) {
          NAME(Tile) *sum = NAME(tileFor)(rest, width > LANES, 0, &count);
          sum(0, a, stride, SIZE, b, TILE_BYTES, filters, c, pixel, b, 0);
          a += count * stride;
          c += count * pixel;
        }
      }
    }
  }
  return 1;
}

#endif
