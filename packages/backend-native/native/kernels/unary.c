/** Functions of one element: of float32 in float32, of float64 in float64, as in `@nablajs/core/math`. */

#ifdef T

INLINE T NAME(rootOf)(T x) { return sizeof(T) == 4 ? (T)__builtin_sqrtf((float)x) : (T)__builtin_sqrt((double)x); }

static void NAME(squareRoots)(char *out, const char *x, int64_t bytes) {
  VECTORIZE
  for (int64_t at = 0; at < bytes; at += SIZE) storeElement(out + at, NAME(rootOf)(loadElement(x + at)));
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

ALONE void NAME(exps)(char *out, const char *x, int64_t bytes) { NAME(functions)(EXP, out, x, bytes); }
ALONE void NAME(tanhs)(char *out, const char *x, int64_t bytes) { NAME(functions)(TANH, out, x, bytes); }
ALONE void NAME(sigmoids)(char *out, const char *x, int64_t bytes) { NAME(functions)(SIGMOID, out, x, bytes); }
ALONE void NAME(normalCdfs)(char *out, const char *x, int64_t bytes) { NAME(functions)(NORMAL_CDF, out, x, bytes); }

/** 2 sqrt(2 / pi), that times 0.044715, and the density of the normal distribution at 0, as in core. */
#define GELU_LINEAR 1.5957691216057308
#define GELU_CUBIC 0.07135481627260025
#define NORMAL_DENSITY_AT_0 0.3989422804014327

/** Stores Phi(x), or what approximates it. */
static void NAME(geluFactors)(char *out, const char *x, int64_t bytes, int isTanh) {
  if (!isTanh) {
    NAME(normalCdfs)(out, x, bytes);
    return;
  }
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    const V v = load(x + at);
    storePart(out + at, v * (v * v * (T)GELU_CUBIC + (T)GELU_LINEAR), bytes - at);
  }
  NAME(sigmoids)(out, out, bytes);
}

/**
 * x Phi(x) and, with a `slope`, its derivative: each operation is that of the kernels that core composes them from. An
 * item is `each` elements.
 */
KERNEL(gelu) {
  ARGUMENTS(Gelu);
  const int64_t start = item * args.each * SIZE;
  const int64_t bytes = least(args.each * SIZE, args.length * SIZE - start);
  const char *x = args.x + start;
  char *out = args.out + start;
  char *slope = args.slope == NULL ? NULL : args.slope + start;
  NAME(geluFactors)(out, x, bytes, args.tanh != 0);
  if (slope != NULL && !args.tanh) {
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const V v = load(x + at);
      storePart(slope + at, v * v * (T)-0.5, bytes - at);
    }
    NAME(exps)(slope, slope, bytes);
  }
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    const V v = load(x + at), phi = loadPart(out + at, bytes - at);
    storePart(out + at, v * phi, bytes - at);
    if (slope == NULL) continue;
    V more;
    if (args.tanh) more = v * (phi * (1 - phi)) * (v * v * (T)(3 * GELU_CUBIC) + (T)GELU_LINEAR);
    else more = v * (loadPart(slope + at, bytes - at) * (T)NORMAL_DENSITY_AT_0);
    storePart(slope + at, phi + more, bytes - at);
  }
}

/** An item is `each` elements. */
KERNEL(unary) {
  ARGUMENTS(Unary);
  const int64_t from = item * args.each;
  const int64_t bytes = least(args.each, args.length - from) * SIZE;
  const char *x = args.x + from * SIZE;
  char *out = args.out + from * SIZE;
  switch (args.operation) {
    case EXP: NAME(exps)(out, x, bytes); return;
    case EXPM1: NAME(functions)(EXPM1, out, x, bytes); return;
    case LOG: NAME(functions)(LOG, out, x, bytes); return;
    case LOG1P: NAME(functions)(LOG1P, out, x, bytes); return;
    case SQRT: NAME(squareRoots)(out, x, bytes); return;
    case TANH: NAME(tanhs)(out, x, bytes); return;
    case SIGMOID: NAME(sigmoids)(out, x, bytes); return;
    case NORMAL_CDF: NAME(normalCdfs)(out, x, bytes); return;
    default: NAME(functions)(ERF, out, x, bytes);
  }
}

#endif
