/** Functions of one element: of float32 in float32, of float64 in float64, as in `@nablajs/core/math`. */

#ifdef T

static void NAME(squareRoots)(char *out, const char *x, int64_t bytes) {
  VECTORIZE
  for (int64_t at = 0; at < bytes; at += SIZE) {
    const T value = loadElement(x + at);
    storeElement(out + at, sizeof(T) == 4 ? (T)__builtin_sqrtf((float)value) : (T)__builtin_sqrt((double)value));
  }
}

#ifdef FLOAT32
INLINE V functionOf(int64_t op, V x) {
  if (op == EXP) return exp_f32(x);
  if (op == EXPM1) return expm1_f32(x);
  if (op == LOG) return log_f32(x);
  if (op == LOG1P) return log1p_f32(x);
  if (op == TANH) return tanh_f32(x);
  if (op == SIGMOID) return sigmoid_f32(x);
  if (op == NORMAL_CDF) return normalCdf_f32(x);
  return erf_f32(x);
}

/**
 * Computes two vectors at a time, whose steps do not wait for each other, and past the end, which it does not store.
 * `op` is a constant wherever this is inlined.
 */
INLINE void NAME(functions)(int64_t op, char *out, const char *x, int64_t bytes) {
  int64_t at = 0;
  for (; at + 2 * VECTOR_BYTES <= bytes; at += 2 * VECTOR_BYTES) {
    const V first = functionOf(op, load(x + at));
    const V second = functionOf(op, load(x + at + VECTOR_BYTES));
    store(out + at, first);
    store(out + at + VECTOR_BYTES, second);
  }
  for (; at < bytes; at += VECTOR_BYTES) storePart(out + at, functionOf(op, load(x + at)), bytes - at);
}

#else

INLINE void NAME(functions)(int64_t op, char *out, const char *x, int64_t bytes) {
  int64_t at = 0;
  for (; op == EXP && at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) store(out + at, expOfWide(load(x + at)));
  VECTORIZE
  for (; at < bytes; at += SIZE) {
    const double value = loadElement(x + at);
    double result;
    if (op == EXP) result = expOf(value);
    else if (op == EXPM1) result = expm1Of(value);
    else if (op == LOG) result = logOf(value);
    else if (op == LOG1P) result = log1pOf(value);
    else if (op == TANH) result = tanhOf(value);
    else if (op == SIGMOID) result = sigmoidOf(value);
    else if (op == NORMAL_CDF) result = normalCdfOf(value);
    else result = erfOf(value);
    storeElement(out + at, result);
  }
}
#endif

/** An item is `each` elements. */
KERNEL(unary) {
  ARGUMENTS(Unary);
  const int64_t from = item * args.each;
  const int64_t bytes = least(args.each, args.length - from) * SIZE;
  const char *x = args.x + from * SIZE;
  char *out = args.out + from * SIZE;
  switch (args.operation) {
    case EXP: NAME(functions)(EXP, out, x, bytes); return;
    case EXPM1: NAME(functions)(EXPM1, out, x, bytes); return;
    case LOG: NAME(functions)(LOG, out, x, bytes); return;
    case LOG1P: NAME(functions)(LOG1P, out, x, bytes); return;
    case SQRT: NAME(squareRoots)(out, x, bytes); return;
    case TANH: NAME(functions)(TANH, out, x, bytes); return;
    case SIGMOID: NAME(functions)(SIGMOID, out, x, bytes); return;
    case NORMAL_CDF: NAME(functions)(NORMAL_CDF, out, x, bytes); return;
    default: NAME(functions)(ERF, out, x, bytes);
  }
}

#endif
