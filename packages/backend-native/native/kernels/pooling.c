/** Pooling, with vectors of channels. The part of a window outside the image does not count. */

#ifdef T

#ifndef NABLA_POOLING
#define NABLA_POOLING

/** The part of a window inside the image: rows i0 to i1 and columns j0 to j1. */
typedef struct {
  int64_t i0, i1, j0, j1;
} Clip;

/** A window's elements start at `first`, `step` apart. Returns the index of the first one that is not before 0. */
INLINE int64_t beginOf(int64_t first, int64_t step) { return first >= 0 ? 0 : (step - 1 - first) / step; }

/** Returns the end of the elements that lie before `length`. */
INLINE int64_t endOf(int64_t first, int64_t step, int64_t count, int64_t length) {
  if (first + (count - 1) * step < length) return count;
  return (length - first + step - 1) / step;
}

INLINE Clip clipOf(const Window *window, Place place) {
  const int64_t y = firstRow(window, place);
  const int64_t x = firstColumn(window, place);
  return (Clip){
    beginOf(y, window->dilationY),
    endOf(y, window->dilationY, window->kernelHeight, window->height),
    beginOf(x, window->dilationX),
    endOf(x, window->dilationX, window->kernelWidth, window->width),
  };
}

/** True if every pixel is under exactly one window. */
INLINE int isTiled(const Window *window) {
  return window->strideY == window->kernelHeight && window->strideX == window->kernelWidth &&
         window->outHeight * window->strideY == window->height && window->outWidth * window->strideX == window->width &&
         window->top == 0 && window->left == 0 && window->dilationY == 1 && window->dilationX == 1;
}

#endif

/** The first pixel of the part of a window inside the image. */
INLINE char *NAME(corner)(const Window *window, char *images, Place place, Clip clip) {
  const int64_t y = firstRow(window, place) + clip.i0 * window->dilationY;
  const int64_t x = firstColumn(window, place) + clip.j0 * window->dilationX;
  return NAME(pixel)(window, images, place.image, y, x, 0);
}

/** Adds a vector at `to`, or only its first elements if fewer bytes are left in the row. */
INLINE void NAME(addPart)(char *to, V value, int64_t bytes) { storePart(to, loadPart(to, bytes) + value, bytes); }

#define ROW_STEP (args.window.dilationY * args.window.width * args.window.channels * SIZE)
#define COLUMN_STEP (args.window.dilationX * args.window.channels * SIZE)

/** Computes the maximum of each window. An item is `rows` outputs. */
KERNEL(maxPool) {
  ARGUMENTS(MaxPool);
  const int64_t bytes = args.window.channels * SIZE;
  const int64_t from = item * args.rows;
  const int64_t to = least(from + args.rows, args.window.places);
  char *out = args.out + from * bytes;
  Place place = placeOf(&args.window, from);
  for (int64_t i = from; i < to; i++, out += bytes, moveOn(&args.window, &place)) {
    const Clip clip = clipOf(&args.window, place);
    const char *start = NAME(corner)(&args.window, args.x, place, clip);
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      V value = splat((T)-__builtin_inf());
      const char *row = start + at;
      for (int64_t y = clip.i0; y < clip.i1; y++, row += ROW_STEP) {
        const char *source = row;
        for (int64_t x = clip.j0; x < clip.j1; x++, source += COLUMN_STEP) value = maximum(value, load(source));
      }
      storePart(out + at, value, bytes - at);
    }
  }
}

/**
 * Computes the mean of each window. It adds in the order of the sum of a column (reduce.c). An item is `rows` outputs.
 */
KERNEL(averagePool) {
  ARGUMENTS(MaxPool);
  const int64_t bytes = args.window.channels * SIZE;
  const int64_t from = item * args.rows;
  const int64_t to = least(from + args.rows, args.window.places);
  char *out = args.out + from * bytes;
  Place place = placeOf(&args.window, from);
  for (int64_t i = from; i < to; i++, out += bytes, moveOn(&args.window, &place)) {
    const Clip clip = clipOf(&args.window, place);
    const char *start = NAME(corner)(&args.window, args.x, place, clip);
    const V count = splat((T)((clip.i1 - clip.i0) * (clip.j1 - clip.j0)));
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      V sum = {0};
      D doubles = {0};
      int64_t taken = 0;
      const char *row = start + at;
      for (int64_t y = clip.i0; y < clip.i1; y++, row += ROW_STEP) {
        const char *source = row;
        for (int64_t x = clip.j0; x < clip.j1; x++, source += COLUMN_STEP) {
          sum += load(source);
          if (++taken % SUM_STRETCH != 0) continue;
          doubles += __builtin_convertvector(sum, D);
          sum = (V){0};
        }
      }
      if (taken >= SUM_STRETCH) sum = __builtin_convertvector(doubles + __builtin_convertvector(sum, D), V);
      storePart(out + at, sum / count, bytes - at);
    }
  }
}

/**
 * Adds each element of dY to the first element of its window that equals y. Where y is NaN, adds NaN to the whole
 * window. An item is an image.
 */
KERNEL(maxPoolBackward) {
  ARGUMENTS(MaxPoolBackward);
  const int64_t bytes = args.window.channels * SIZE;
  const int64_t places = args.window.outHeight * args.window.outWidth;
  const int64_t imageBytes = args.window.height * args.window.width * bytes;
  const int tiled = isTiled(&args.window);
  if (!tiled) memset(args.out + item * imageBytes, 0, (size_t)imageBytes);
  const char *largestOf = args.y + item * places * bytes;
  const char *dY = args.dY + item * places * bytes;
  Place place = placeOf(&args.window, item * places);
  for (int64_t i = 0; i < places; i++, largestOf += bytes, dY += bytes, moveOn(&args.window, &place)) {
    const Clip clip = clipOf(&args.window, place);
    const char *start = NAME(corner)(&args.window, args.x, place, clip);
    char *target = NAME(corner)(&args.window, args.out, place, clip);
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const V largest = load(largestOf + at);
      const I isMissing = largest != largest;
      // A lane of ones is a NaN.
      const V gradient = (V)((I)load(dY + at) | isMissing);
      I isDone = {0};
      int64_t row = at;
      for (int64_t y = clip.i0; y < clip.i1; y++, row += ROW_STEP) {
        int64_t source = row;
        for (int64_t x = clip.j0; x < clip.j1; x++, source += COLUMN_STEP) {
          const I isLargest = load(start + source) == largest;
          const V given = keep((isLargest & ~isDone) | isMissing, gradient);
          // A sum that starts from +0 is never -0.
          if (tiled) storePart(target + source, given + splat(0), bytes - at);
          else NAME(addPart)(target + source, given, bytes - at);
          isDone |= isLargest;
        }
      }
    }
  }
}

/** Divides each element of dY by the number of its window's pixels, and adds it to them. An item is an image. */
KERNEL(averagePoolBackward) {
  ARGUMENTS(AveragePoolBackward);
  const int64_t bytes = args.window.channels * SIZE;
  const int64_t places = args.window.outHeight * args.window.outWidth;
  const int64_t imageBytes = args.window.height * args.window.width * bytes;
  memset(args.out + item * imageBytes, 0, (size_t)imageBytes);
  const char *dY = args.dY + item * places * bytes;
  Place place = placeOf(&args.window, item * places);
  for (int64_t i = 0; i < places; i++, dY += bytes, moveOn(&args.window, &place)) {
    const Clip clip = clipOf(&args.window, place);
    char *start = NAME(corner)(&args.window, args.out, place, clip);
    const V count = splat((T)((clip.i1 - clip.i0) * (clip.j1 - clip.j0)));
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const V share = load(dY + at) / count;
      char *row = start + at;
      for (int64_t y = clip.i0; y < clip.i1; y++, row += ROW_STEP) {
        char *to = row;
        for (int64_t x = clip.j0; x < clip.j1; x++, to += COLUMN_STEP) NAME(addPart)(to, share, bytes - at);
      }
    }
  }
}

#undef ROW_STEP
#undef COLUMN_STEP

#endif
