/**
 * softmax and log-softmax of rows, and their gradients, while a row is in cache. Every operation is that of the kernels
 * that core composes them from, so the bits are too.
 */

#ifdef T

INLINE V NAME(powersOf)(V x) {
#ifdef FLOAT32
  return exp_f32(x);
#else
  return (V)expOfWide((Wide)x);
#endif
}

INLINE T NAME(logarithmOf)(T x) {
#ifdef FLOAT32
  return log_f32(splat(x))[0];
#else
  return logOf(x);
#endif
}

/** The sum of a row, as `sum` computes it before it rounds: long ones in parts. Reads up to `limit`, as `lineSum`. */
static double NAME(rowTotal)(const char *x, int64_t n, const char *limit) {
  double total = 0;
  for (int64_t from = 0; from < n; from += SUM_PART) {
    total += NAME(lineSum)(x + from * SIZE, least(SUM_PART, n - from), limit);
  }
  return total;
}

/**
 * Stores exp(x - top) of a row, and returns its largest element, top. Stores whole vectors up to `room` bytes, the end
 * of the item, whose next row overwrites them: to store a part takes longer, and even more to read it back.
 */
static T NAME(powersOfRow)(char *out, const char *x, int64_t n, int64_t room) {
  const T top = NAME(largestOfLine)(x, n);
  for (int64_t at = 0; at < n * SIZE; at += VECTOR_BYTES) {
    storePart(out + at, NAME(powersOf)(load(x + at) - splat(top)), room - at);
  }
  return top;
}

/** An item is `each` rows. */
KERNEL(softmax) {
  ARGUMENTS(Softmax);
  const int64_t bytes = args.width * SIZE;
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    const char *x = args.x + row * bytes;
    char *out = args.out + row * bytes;
    const int64_t room = (last - row) * bytes;
    const V top = splat(NAME(powersOfRow)(out, x, args.width, room));
    const T sum = (T)NAME(rowTotal)(out, args.width, out + room);
    const V shift = splat(args.logarithm ? NAME(logarithmOf)(sum) : sum);
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const V y = args.logarithm ? load(x + at) - top - shift : loadPart(out + at, room - at) / shift;
      storePart(out + at, y, room - at);
    }
  }
}

/** `x` is the output y. An item is `each` rows. */
KERNEL(softmaxBackward) {
  ARGUMENTS(Softmax);
  const int64_t bytes = args.width * SIZE;
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    const char *y = args.x + row * bytes;
    const char *dY = args.dY + row * bytes;
    char *out = args.out + row * bytes;
    const int64_t room = (last - row) * bytes;
    for (int64_t at = 0; at < bytes && !args.logarithm; at += VECTOR_BYTES) {
      storePart(out + at, load(dY + at) * load(y + at), room - at);
    }
    const char *terms = args.logarithm ? dY : out;
    const V sum = splat((T)NAME(rowTotal)(terms, args.width, terms + room));
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const V values = load(y + at);
      const V gradient = load(dY + at);
      const V dX = args.logarithm ? gradient - NAME(powersOf)(values) * sum : values * (gradient - sum);
      storePart(out + at, dX, room - at);
    }
  }
}

#endif
