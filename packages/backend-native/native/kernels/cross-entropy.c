/** Softmax cross-entropy from logits, with its gradient, row by row. */

#ifdef T

/**
 * `x` are the logits, `out` their gradient, `width` the number of classes. Each item writes the sum of its rows'
 * losses, not scaled, to `losses`.
 */
KERNEL(crossEntropy) {
  ARGUMENTS(CrossEntropy);
  const int64_t last = least((item + 1) * args.each, args.rows);
  const int64_t bytes = args.width * SIZE;
  double total = 0;
  for (int64_t row = item * args.each; row < last; row++) {
    const char *x = args.x + row * bytes;
    char *out = args.out + row * bytes;
    const int32_t label = loadInteger(args.labels + row * 4);
    const int isKnown = label >= 0 && label < args.width;
    const double elsewhere = isKnown ? args.smoothing / (double)args.width : __builtin_nan("");
    const double atLabel = 1 - args.smoothing + elsewhere;
    const int64_t room = (last - row) * bytes;
    const double top = (double)NAME(powersOfRow)(out, x, args.width, room);
    const double sum = NAME(rowTotal)(out, args.width, out + room);
    const double logSum = logOf(sum);
    const double inverse = 1 / sum;
    // A target of 0 adds nothing, even if the log-probability is -Infinity: without smoothing all but the label's.
    const int64_t first = elsewhere == 0 ? label : 0;
    const int64_t end = elsewhere == 0 ? label + 1 : args.width;
    for (int64_t j = first; j < end; j++) {
      const double target = j == label ? atLabel : elsewhere;
      if (target != 0) total -= target * ((double)loadElement(x + j * SIZE) - top - logSum);
    }
    const double power = isKnown ? (double)loadElement(out + label * SIZE) : 0;
    for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
      const D powers = __builtin_convertvector(loadPart(out + at, room - at), D);
      const D gradients = (powers * inverse - elsewhere) * args.scale;
      storePart(out + at, __builtin_convertvector(gradients, V), room - at);
    }
    if (isKnown) storeElement(out + label * SIZE, (T)((power * inverse - atLabel) * args.scale));
  }
  storeDouble(args.losses + item * 8, total);
}

#endif
