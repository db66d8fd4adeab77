/** Functions of one element, computed in float64. A float32 result is rounded once and has the bits of backend-ts. */

#ifdef T

/** As many elements as there are doubles in a vector. */
typedef T NAME(Few) __attribute__((vector_size(WIDE_LANES * sizeof(T)), aligned(1), may_alias));

/** `op` is a constant wherever this is inlined. */
INLINE void NAME(functions)(int64_t op, char *out, const char *x, int64_t bytes) {
  VECTORIZE
  for (int64_t at = 0; at < bytes; at += SIZE) {
    const double value = (double)loadElement(x + at);
    double result;
    if (op == EXP) result = expOf(value);
    else if (op == EXPM1) result = expm1Of(value);
    else if (op == LOG) result = logOf(value);
    else if (op == LOG1P) result = log1pOf(value);
    else if (op == TANH) result = tanhOf(value);
    else if (op == SIGMOID) result = sigmoidOf(value);
    else if (op == NORMAL_CDF) result = normalCdfOf(value);
    else result = erfOf(value);
    storeElement(out + at, (T)result);
  }
}

static void NAME(exponentials)(char *out, const char *x, int64_t bytes) {
  int64_t at = 0;
  for (; at + WIDE_LANES * SIZE <= bytes; at += WIDE_LANES * SIZE) {
    const Wide values = __builtin_convertvector(*(const NAME(Few) *)(x + at), Wide);
    *(NAME(Few) *)(out + at) = __builtin_convertvector(expOfWide(values), NAME(Few));
  }
  NAME(functions)(EXP, out + at, x + at, bytes - at);
}

static void NAME(squareRoots)(char *out, const char *x, int64_t bytes) {
  VECTORIZE
  for (int64_t at = 0; at < bytes; at += SIZE) {
    const T value = loadElement(x + at);
    storeElement(out + at, sizeof(T) == 4 ? (T)__builtin_sqrtf((float)value) : (T)__builtin_sqrt((double)value));
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
    case EXP: NAME(exponentials)(out, x, bytes); return;
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
