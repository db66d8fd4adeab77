/**
 * Layer normalisation and RMS normalisation of rows, and their gradients, while a row is in cache. Every operation is
 * that of the kernels that core composes them from, so the bits are too.
 */

#ifdef T

/** A row's mean, the mean of what that leaves, and the root of the mean square. RMS normalisation has means of 0. */
typedef struct {
  T mean, rest, root;
} NAME(Statistics);

/** The mean of a row. Reads at most `room` bytes, up to the end of the item. Not inlined: its copies are 7 KB. */
static __attribute__((noinline)) T NAME(meanOf)(const char *x, int64_t n, int64_t room) {
  return (T)NAME(rowTotal)(x, n, x + room) / (T)n;
}

/** Stores x - mean of a row, and returns the mean of x. */
static T NAME(centre)(char *out, const char *x, int64_t n, int64_t room) {
  const T mean = NAME(meanOf)(x, n, room);
  const int64_t bytes = n * SIZE;
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    storePart(out + at, loadPart(x + at, room - at) - splat(mean), bytes - at);
  }
  return mean;
}

/** An item is `each` rows. */
KERNEL(layerNorm) {
  ARGUMENTS(LayerNorm);
  const int64_t bytes = args.width * SIZE;
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    const char *x = args.x + row * bytes;
    char *out = args.out + row * bytes;
    const int64_t room = (last - row) * bytes;
    NAME(Statistics) own = {0};
    if (args.centred) {
      own.mean = NAME(centre)(out, x, args.width, room);
      own.rest = NAME(meanOf)(out, args.width, room);
    }
    const V mean = splat(own.mean), rest = splat(own.rest);
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const V c = load(x + at) - mean - rest;
      storePart(out + at, c * c, bytes - at);
    }
    own.root = NAME(rootOf)(NAME(meanOf)(out, args.width, room) + (T)args.epsilon);
    const V root = splat(own.root);
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      V y = (load(x + at) - mean - rest) / root;
      if (args.scale != NULL) y *= load(args.scale + at);
      if (args.offset != NULL) y += load(args.offset + at);
      storePart(out + at, y, bytes - at);
    }
    memcpy(args.statistics + row * (int64_t)sizeof(own), &own, sizeof(own));
  }
}

/** Adds a vector to a sum that starts from `first`, where `isFirst`. */
INLINE void NAME(addToSums)(char *sum, V x, int64_t bytes, int isFirst, V start) {
  storePart(sum, (isFirst ? start : loadPart(sum, bytes)) + x, bytes);
}

/**
 * x is [n, rows, width]. An item is `each` of the rows, in a stretch of SUM_STRETCH of the n. Writes dX, and the sums
 * of the stretch for the gradients of scale and offset, [stretches, rows, width].
 */
KERNEL(layerNormBackward) {
  ARGUMENTS(LayerNorm);
  const int64_t bytes = args.width * SIZE;
  const int64_t across = ceilingOf(args.rows, args.each);
  const int64_t stretch = item / across;
  const int64_t end = least((stretch + 1) * SUM_STRETCH, args.n);
  const int64_t last = least((item % across + 1) * args.each, args.rows);
  // Core does not sum over an axis of 1, so -0 stays.
  const V start = splat(args.n == 1 ? (T)-0.0 : 0);
  for (int64_t row = item % across * args.each; row < last; row++) {
    const int64_t room = (last - row) * bytes;
    char *dScale = args.dScale == NULL ? NULL : args.dScale + (stretch * args.rows + row) * bytes;
    char *dOffset = args.dOffset == NULL ? NULL : args.dOffset + (stretch * args.rows + row) * bytes;
    for (int64_t i = stretch * SUM_STRETCH; i < end; i++) {
      const int64_t place = i * args.rows + row;
      const int isFirst = i % SUM_STRETCH == 0;
      const char *x = args.x + place * bytes;
      const char *dY = args.dY + place * bytes;
      char *out = args.out + place * bytes;
      NAME(Statistics) own;
      memcpy(&own, args.statistics + place * (int64_t)sizeof(own), sizeof(own));
      const V mean = splat(own.mean), rest = splat(own.rest), root = splat(own.root);
      for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
        const V h = (load(x + at) - mean - rest) / root;
        V dH = load(dY + at);
        if (dOffset != NULL) NAME(addToSums)(dOffset + at, dH, bytes - at, isFirst, start);
        if (dScale != NULL) {
          NAME(addToSums)(dScale + at, dH * h, bytes - at, isFirst, start);
          dH *= load(args.scale + at);
        }
        storePart(out + at, dH * h / -root, bytes - at);
      }
      const V share = splat((T)NAME(rowTotal)(out, args.width, out + room) / (own.root * (T)args.width));
      for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
        V dH = load(dY + at);
        if (dScale != NULL) dH *= load(args.scale + at);
        storePart(out + at, dH / root + (load(x + at) - mean - rest) * share, bytes - at);
      }
      if (!args.centred) continue;
      NAME(centre)(out, out, args.width, room);
      NAME(centre)(out, out, args.width, room);
    }
  }
}

#endif
