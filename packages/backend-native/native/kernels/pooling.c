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

INLINE Clip clipOf(const Conv *args, Place place) {
  const int64_t y = firstRow(args, place);
  const int64_t x = firstColumn(args, place);
  return (Clip){
    beginOf(y, args->dilationY),
    endOf(y, args->dilationY, args->kernelHeight, args->height),
    beginOf(x, args->dilationX),
    endOf(x, args->dilationX, args->kernelWidth, args->width),
  };
}

/** True if every pixel is under exactly one window. */
INLINE int isTiled(const Conv *args) {
  return args->strideY == args->kernelHeight && args->strideX == args->kernelWidth &&
         args->outHeight * args->strideY == args->height && args->outWidth * args->strideX == args->width &&
         args->top == 0 && args->left == 0 && args->dilationY == 1 && args->dilationX == 1;
}

#endif

/** The first pixel of the part of a window inside the image. */
INLINE char *NAME(corner)(const Conv *args, char *images, Place place, Clip clip) {
  const int64_t y = firstRow(args, place) + clip.i0 * args->dilationY;
  const int64_t x = firstColumn(args, place) + clip.j0 * args->dilationX;
  return NAME(pixel)(args, images, place.image, y, x, 0);
}

/** Adds a vector at `to`, or only its first elements if fewer bytes are left in the row. */
INLINE void NAME(addPart)(char *to, V value, int64_t bytes) { storePart(to, loadPart(to, bytes) + value, bytes); }

#define ROW_STEP (args.dilationY * args.width * args.channels * SIZE)
#define COLUMN_STEP (args.dilationX * args.channels * SIZE)

/** Computes the maximum of each window. An item is `rows` outputs. */
KERNEL(maxPool) {
  ARGUMENTS(Conv);
  const int64_t bytes = args.channels * SIZE;
  const int64_t from = item * args.rows;
  const int64_t to = least(from + args.rows, args.places);
  char *out = args.out + from * bytes;
  Place place = placeOf(&args, from);
  for (int64_t i = from; i < to; i++, out += bytes, moveOn(&args, &place)) {
    const Clip clip = clipOf(&args, place);
    const char *start = NAME(corner)(&args, args.x, place, clip);
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
  ARGUMENTS(Conv);
  const int64_t bytes = args.channels * SIZE;
  const int64_t from = item * args.rows;
  const int64_t to = least(from + args.rows, args.places);
  char *out = args.out + from * bytes;
  Place place = placeOf(&args, from);
  for (int64_t i = from; i < to; i++, out += bytes, moveOn(&args, &place)) {
    const Clip clip = clipOf(&args, place);
    const char *start = NAME(corner)(&args, args.x, place, clip);
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
  ARGUMENTS(Conv);
  const int64_t bytes = args.channels * SIZE;
  const int64_t places = args.outHeight * args.outWidth;
  const int64_t imageBytes = args.height * args.width * bytes;
  const int tiled = isTiled(&args);
  if (!tiled) memset(args.out + item * imageBytes, 0, (size_t)imageBytes);
  const char *largestOf = args.y + item * places * bytes;
  const char *dY = args.dY + item * places * bytes;
  Place place = placeOf(&args, item * places);
  for (int64_t i = 0; i < places; i++, largestOf += bytes, dY += bytes, moveOn(&args, &place)) {
    const Clip clip = clipOf(&args, place);
    const char *start = NAME(corner)(&args, args.x, place, clip);
    char *target = NAME(corner)(&args, args.out, place, clip);
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
  ARGUMENTS(Conv);
  const int64_t bytes = args.channels * SIZE;
  const int64_t places = args.outHeight * args.outWidth;
  const int64_t imageBytes = args.height * args.width * bytes;
  memset(args.out + item * imageBytes, 0, (size_t)imageBytes);
  const char *dY = args.dY + item * places * bytes;
  Place place = placeOf(&args, item * places);
  for (int64_t i = 0; i < places; i++, dY += bytes, moveOn(&args, &place)) {
    const Clip clip = clipOf(&args, place);
    char *start = NAME(corner)(&args, args.out, place, clip);
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
