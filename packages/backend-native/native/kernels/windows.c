/**
 * Windows of images: copies the elements under a window into a row, and adds a row to the elements under a window. A
 * row has the elements in the order rows, columns, channels. Padding is zeros.
 *
 * Elements that lie side by side in the image are copied as one run. That is a whole row of a window, or only the
 * channels of one column, if columns have gaps or only some of the channels are wanted. Copies write whole pieces of
 * 16 bytes. The next run overwrites what they write past the end of a run, and rows have room for a piece at their end.
 */

#ifdef T

#ifndef NABLA_WINDOWS
#define NABLA_WINDOWS

/** A window: its image, and the row and column of its output. */
typedef struct {
  int64_t image, y, x;
} Place;

/** The output `place`, counted over all images. */
INLINE Place placeOf(const Window *window, int64_t place) {
  const int64_t perImage = window->outHeight * window->outWidth;
  const int64_t image = place / perImage;
  const int64_t rest = place - image * perImage;
  const int64_t y = rest / window->outWidth;
  return (Place){image, y, rest - y * window->outWidth};
}

/** Moves to the next output. */
INLINE void moveOn(const Window *window, Place *place) {
  if (++place->x < window->outWidth) return;
  place->x = 0;
  if (++place->y < window->outHeight) return;
  place->y = 0;
  place->image++;
}

/** The row and the column of a window's first element, which may lie outside the image. */
INLINE int64_t firstRow(const Window *window, Place place) { return place.y * window->strideY - window->top; }
INLINE int64_t firstColumn(const Window *window, Place place) { return place.x * window->strideX - window->left; }

/** Returns how many elements of a window's row lie side by side in the image, if `own` channels are wanted. */
INLINE int64_t runOf(const Window *window, int64_t own) {
  return own == window->channels && window->dilationX == 1 ? own * window->kernelWidth : own;
}

typedef int32_t Piece __attribute__((vector_size(16), aligned(1), may_alias));
typedef int32_t Pieces __attribute__((vector_size(VECTOR_BYTES), aligned(1), may_alias));

/** Copies at least `bytes` bytes, by whole pieces. */
INLINE void copyRun(char *to, const char *from, int64_t bytes) {
  int64_t at = 0;
  if (VECTOR_BYTES > 16) {
    for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) *(Pieces *)(to + at) = *(const Pieces *)(from + at);
  }
  for (; at < bytes; at += 16) *(Piece *)(to + at) = *(const Piece *)(from + at);
}

INLINE void clearRun(char *to, int64_t bytes) {
  for (int64_t at = 0; at < bytes; at += 16) *(Piece *)(to + at) = (Piece){0};
}

/** The runs that hold some consecutive elements of a window, here called steps. */
typedef struct {
  /** The bytes of all the steps, of those in the first run, and of a whole run. */
  int64_t bytes, firstBytes, runBytes;
  /** The place of the first run in its row of the window, and how many runs a row has. */
  int64_t column, perRow;
  /** How many bytes to skip after a run, and how many more after the last run of a row. */
  int64_t gap, rowGap;
} Runs;

/** Copies steps of a window that lies inside the image. The first one is at `from`. */
INLINE void copyRuns(char *to, const char *from, Runs runs) {
  int64_t rest = runs.bytes;
  int64_t length = runs.firstBytes;
  for (int64_t column = runs.column;;) {
    copyRun(to, from, length);
    rest -= length;
    if (rest == 0) return;
    to += length;
    from += length + runs.gap;
    if (++column == runs.perRow) {
      column = 0;
      from += runs.rowGap;
    }
    length = least(runs.runBytes, rest);
  }
}

#endif

/** The address of channel `channel` of the pixel in row y and column x, which may be outside the image. */
INLINE char *NAME(pixel)(const Window *window, char *images, int64_t image, int64_t y, int64_t x, int64_t channel) {
  return images + (((image * window->height + y) * window->width + x) * window->channels + channel) * SIZE;
}

/** The address of a window's first element, which may be outside the image. */
INLINE char *NAME(startOf)(const Window *window, char *images, Place place) {
  return NAME(pixel)(window, images, place.image, firstRow(window, place), firstColumn(window, place), 0);
}

/** Copies steps k0 to k1 of one window, run by run. Elements outside the image become zeros. */
static void NAME(gatherParts)(const Window *window, char *images, Place place, char *to, int64_t channel, int64_t own,
                              int64_t run, int64_t perRow, int64_t k0, int64_t k1) {
  for (int64_t k = k0; k < k1;) {
    const int64_t index = k / run;
    const int64_t start = k - index * run;
    const int64_t length = least(run - start, k1 - k);
    const int64_t i = index / perRow;
    const int64_t y = firstRow(window, place) + i * window->dilationY;
    const int64_t x = firstColumn(window, place) + (index - i * perRow) * window->dilationX;
    // Elements low to high of the run are inside the image.
    int64_t low = 0;
    int64_t high = 0;
    if (y >= 0 && y < window->height) {
      low = most(-x, 0) * own;
      high = least(run / own, window->width - x) * own;
    }
    low = least(most(low - start, 0), length);
    high = least(most(high - start, low), length);
    clearRun(to, low * SIZE);
    const char *from = NAME(pixel)(window, images, place.image, y, x, channel + start + low);
    copyRun(to + low * SIZE, from, (high - low) * SIZE);
    clearRun(to + high * SIZE, (length - high) * SIZE);
    to += length * SIZE;
    k += length;
  }
}

/**
 * Copies steps k0 to k1 of the windows of outputs `from` to `end` of images into rows at `to`, `stride` bytes apart,
 * with `own` channels from `channel` on.
 */
static void NAME(gatherWindows)(const Window *window, char *images, char *to, int64_t stride, int64_t from, int64_t end,
                                int64_t channel, int64_t own, int64_t k0, int64_t k1) {
  const int64_t run = runOf(window, own);
  const int64_t perRow = own * window->kernelWidth / run;
  const int64_t rowStep = window->dilationY * window->width * window->channels * SIZE;
  const int64_t columnStep = window->dilationX * window->channels * SIZE;
  const int64_t windowStep = window->strideX * window->channels * SIZE;
  const int64_t row = k0 / run / perRow;
  const int64_t column = k0 / run % perRow;
  const int64_t offset = row * rowStep + column * columnStep + k0 % run * SIZE;
  const Runs runs = {(k1 - k0) * SIZE, least(run - k0 % run, k1 - k0) * SIZE, run * SIZE, column, perRow,
                     columnStep - run * SIZE, rowStep - perRow * columnStep};
  const int64_t below = window->height - (window->kernelHeight - 1) * window->dilationY;
  // The windows of outputs from this one on reach over the right edge.
  const int64_t room = window->width + window->left - (window->kernelWidth - 1) * window->dilationX;
  const int64_t outside = room <= 0 ? 0 : least(window->outWidth, (room - 1) / window->strideX + 1);
  Place place = placeOf(window, from);
  for (int64_t i = from; i < end; moveOn(window, &place)) {
    const int64_t y = firstRow(window, place);
    const int64_t x = firstColumn(window, place);
    const int64_t count = least(outside - place.x, end - i);
    if (y < 0 || y >= below || x < 0 || count <= 0) {
      NAME(gatherParts)(window, images, place, to, channel, own, run, perRow, k0, k1);
      i++;
      to += stride;
      continue;
    }
    const char *start = NAME(pixel)(window, images, place.image, y, x, channel) + offset;
    for (const int64_t last = i + count; i < last; i++, to += stride, start += windowStep) copyRuns(to, start, runs);
    place.x += count - 1;
  }
}

/**
 * Adds rows at `from`, `stride` bytes apart, to the windows of outputs `start` to `end` of images at `out`, in the
 * order of the outputs. Elements outside the image are dropped.
 */
static void NAME(addWindows)(const Window *window, char *out, const char *from, int64_t stride, int64_t start,
                             int64_t end, int64_t channel, int64_t own) {
  const int64_t run = runOf(window, own);
  const int64_t perRow = own * window->kernelWidth / run;
  Place place = placeOf(window, start);
  for (int64_t output = start; output < end; output++, from += stride, moveOn(window, &place)) {
    const char *at = from;
    for (int64_t i = 0; i < window->kernelHeight; i++) {
      const int64_t y = firstRow(window, place) + i * window->dilationY;
      const int isRow = y >= 0 && y < window->height;
      for (int64_t j = 0; j < perRow; j++, at += run * SIZE) {
        const int64_t x = firstColumn(window, place) + j * window->dilationX;
        const int64_t low = most(-x, 0) * own;
        const int64_t high = least(run / own, window->width - x) * own;
        if (!isRow || low >= high) continue;
        char *to = NAME(pixel)(window, out, place.image, y, x, channel + low);
        NAME(addBytes)(to, at + low * SIZE, (high - low) * SIZE);
      }
    }
  }
}

#endif
