/**
 * Optimizer steps in place, each in one pass. The formulas are PyTorch's, as in core's `sgdStep` and `adamStep`, except
 * that float32 moments and velocities become 0 before they are subnormal. Compilers turn these loops into vectors.
 */

#ifdef T

/** Replaces a number below `tiny` by 0. NaN stays. */
INLINE T NAME(withoutTiny)(T x, T tiny) { return x < tiny && x > -tiny ? 0 : x; }

INLINE T NAME(squareRoot)(T x) {
  return sizeof(T) == 4 ? (T)__builtin_sqrtf((float)x) : (T)__builtin_sqrt((double)x);
}

/** Whether a gate stops the step: it exists, and it is not 0 (NaN is not 0). */
INLINE int NAME(isClosed)(const char *gate) { return gate != NULL && loadElement(gate) != 0; }

KERNEL(sgd) {
  ARGUMENTS(Sgd);
  if (NAME(isClosed)(args.gate)) return;
  const int64_t from = item * args.each;
  const int64_t n = least(args.each, args.length - from);
  T *restrict w = (T *)args.w + from;
  const T *restrict g = (const T *)args.g + from;
  const T rate = (T)args.rate;
  const T decay = (T)args.decay;
  VECTORIZE
  for (int64_t i = 0; i < n; i++) w[i] = w[i] - rate * (g[i] + decay * w[i]);
}

/** `nesterov` and `first` are constants wherever this is inlined. */
INLINE void NAME(momentumStep)(int nesterov, int first, const SgdMomentum *args, int64_t item) {
  const int64_t from = item * args->each;
  const int64_t n = least(args->each, args->length - from);
  T *restrict w = (T *)args->w + from;
  T *restrict v = (T *)args->v + from;
  const T *restrict g = (const T *)args->g + from;
  const T rate = (T)args->rate;
  const T decay = (T)args->decay;
  const T momentum = (T)args->momentum;
  const T share = (T)args->share;
  const T tiny = (T)args->tiny;
  VECTORIZE
  for (int64_t i = 0; i < n; i++) {
    const T gradient = g[i] + decay * w[i];
    const T next = NAME(withoutTiny)(first ? gradient : momentum * v[i] + share * gradient, tiny);
    v[i] = next;
    w[i] = w[i] - rate * (nesterov ? gradient + momentum * next : next);
  }
}

/** `share` is 1 - dampening; velocities below `tiny` become 0. */
KERNEL(sgdMomentum) {
  ARGUMENTS(SgdMomentum);
  if (NAME(isClosed)(args.gate)) return;
  if (args.nesterov && args.first) NAME(momentumStep)(1, 1, &args, item);
  else if (args.nesterov) NAME(momentumStep)(1, 0, &args, item);
  else if (args.first) NAME(momentumStep)(0, 1, &args, item);
  else NAME(momentumStep)(0, 0, &args, item);
}

/**
 * `kept` is the factor of w, `decay` the share of w that is added to the gradient. `rest1` is 1 - beta1, `rate` is
 * learning rate / correction1, `root` is 1 / sqrt(correction2). Means below `tiny` become 0.
 */
KERNEL(adam) {
  ARGUMENTS(Adam);
  if (NAME(isClosed)(args.gate)) return;
  const int64_t from = item * args.each;
  const int64_t n = least(args.each, args.length - from);
  T *restrict w = (T *)args.w + from;
  T *restrict m = (T *)args.m + from;
  T *restrict v = (T *)args.v + from;
  const T *restrict g = (const T *)args.g + from;
  const T kept = (T)args.kept;
  const T decay = (T)args.decay;
  const T beta1 = (T)args.beta1;
  const T rest1 = (T)args.rest1;
  const T beta2 = (T)args.beta2;
  const T rest2 = (T)args.rest2;
  const T rate = (T)args.rate;
  const T root = (T)args.root;
  const T epsilon = (T)args.epsilon;
  const T tiny = (T)args.tiny;
  VECTORIZE
  for (int64_t i = 0; i < n; i++) {
    const T gradient = g[i] + decay * w[i];
    const T mean = NAME(withoutTiny)(beta1 * m[i] + rest1 * gradient, tiny);
    const T square = beta2 * v[i] + rest2 * gradient * gradient;
    m[i] = mean;
    v[i] = square;
    w[i] = kept * w[i] - rate * mean / (NAME(squareRoot)(square) * root + epsilon);
  }
}

#endif
