/** Softmax cross-entropy from logits, with its gradient, row by row in doubles. */

#ifdef T

/** How many exponentials of a row fit into scratch memory; the others are computed twice. */
#define KEPT_POWERS 4096

/** Returns the sum of exp(x - top), in order. */
static double NAME(powersOf)(const char *x, int64_t columns, double top, double *powers) {
  double sum = 0;
  int64_t j = 0;
  for (; j + WIDE_LANES <= columns; j += WIDE_LANES) {
    const Wide values = __builtin_convertvector(*(const NAME(Few) *)(x + j * SIZE), Wide) - top;
    const Wide results = expOfWide(values);
    if (j + WIDE_LANES <= KEPT_POWERS) memcpy(powers + j, &results, sizeof(results));
    for (int lane = 0; lane < WIDE_LANES; lane++) sum += results[lane];
  }
  for (; j < columns; j++) {
    const double value = expOf((double)loadElement(x + j * SIZE) - top);
    if (j < KEPT_POWERS) powers[j] = value;
    sum += value;
  }
  return sum;
}

/**
 * `x` are the logits, `out` their gradient, `width` the number of classes. Each item writes the sum of its rows'
 * losses, not scaled, to `losses`.
 */
KERNEL(crossEntropy) {
  ARGUMENTS(CrossEntropy);
  const int64_t last = least((item + 1) * args.each, args.rows);
  const int64_t bytes = args.width * SIZE;
  double *powers = (double *)task->scratch;
  double total = 0;
  for (int64_t row = item * args.each; row < last; row++) {
    const char *x = args.x + row * bytes;
    char *out = args.out + row * bytes;
    const int32_t label = loadInteger(args.labels + row * 4);
    const int isKnown = label >= 0 && label < args.width;
    const double elsewhere = isKnown ? args.smoothing / (double)args.width : __builtin_nan("");
    T largest = -(T)__builtin_inf();
    for (int64_t at = 0; at < bytes; at += SIZE) largest = largerElement(largest, loadElement(x + at));
    const double top = (double)largest;
    const double sum = NAME(powersOf)(x, args.width, top, powers);
    const double logSum = logOf(sum);
    const double inverse = 1 / sum;
    for (int64_t j = 0; j < args.width; j++) {
      const double target = j == label ? 1 - args.smoothing + elsewhere : elsewhere;
      const double value = (double)loadElement(x + j * SIZE);
      // A target of 0 adds nothing, even if the log-probability is -Infinity.
      if (target != 0) total -= target * (value - top - logSum);
      const double power = j < KEPT_POWERS ? powers[j] : expOf(value - top);
      storeElement(out + j * SIZE, (T)((power * inverse - target) * args.scale));
    }
  }
  storeDouble(args.losses + item * 8, total);
}

#endif
