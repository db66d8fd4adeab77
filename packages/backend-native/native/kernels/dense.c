/** The elementwise operations of a dense layer, and the gradient through its activation. */

#ifdef T

/** Adds from[i] to to[i] for `bytes` bytes, a whole number of elements. */
INLINE void NAME(addBytes)(char *to, const char *from, int64_t bytes) {
  int64_t at = 0;
  for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) store(to + at, load(to + at) + load(from + at));
  for (; at < bytes; at += SIZE) storeElement(to + at, loadElement(to + at) + loadElement(from + at));
}

/**
 * out = activation(source + bias) for n rows of `columns`. A bias of NULL is none; `out` may be `source`. relu is 0, or
 * see `activated`. It keeps NaN.
 */
static void NAME(finish)(char *out, const char *source, int64_t n, int64_t columns, int64_t outStride,
                         int64_t sourceStride, const char *bias, int relu) {
  const int64_t bytes = columns * SIZE;
  for (int64_t i = 0; i < n; i++, source += sourceStride, out += outStride) {
    int64_t at = 0;
    for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) {
      V x = load(source + at);
      if (bias != NULL) x = x + load(bias + at);
      if (relu) x = activated(x, relu);
      store(out + at, x);
    }
    for (; at < bytes; at += SIZE) {
      T x = loadElement(source + at);
      if (bias != NULL) x += loadElement(bias + at);
      if (relu && x < 0) x = 0;
      if (relu > 1 && x > (T)relu) x = (T)relu;
      storeElement(out + at, x);
    }
  }
}

/** out = dY through the ReLU whose output is y. */
KERNEL(maskByOutput) {
  ARGUMENTS(MaskByOutput);
  const int64_t from = item * args.each;
  const int64_t bytes = least(args.each, args.length - from) * SIZE;
  const char *y = args.y + from * SIZE;
  const char *dY = args.dY + from * SIZE;
  char *out = args.out + from * SIZE;
  int64_t at = 0;
  for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) store(out + at, throughRelu(load(dY + at), load(y + at)));
  for (; at < bytes; at += SIZE) {
    storeElement(out + at, elementThroughRelu(loadElement(dY + at), loadElement(y + at)));
  }
}

#endif
