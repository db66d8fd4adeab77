/**
 * Convolution in which each channel has its own filter. It uses vectors of channels instead of matrix products. It adds
 * in the same order as convolution.c. An item has at most DEPTHWISE_CHANNELS channels; w is [taps, channels].
 */

/** How many windows are gathered at a time. */
#define PLACES 16

#ifdef T

/** The channels of an item, and where they are. */
typedef struct {
  int64_t channel, channels, taps;
  /** Bytes of these channels, from one pixel to the next, and of the channels before. */
  int64_t bytes, stride, start;
} NAME(Channels);

INLINE NAME(Channels) NAME(channelsOf)(const Window *window, int64_t index) {
  const int64_t channel = index * DEPTHWISE_CHANNELS;
  const int64_t channels = least(DEPTHWISE_CHANNELS, window->channels - channel);
  return (NAME(Channels)){channel, channels, window->kernelHeight * window->kernelWidth,
                          channels * SIZE, window->channels * SIZE, channel * SIZE};
}

/** dY at an offset, or what of it goes through the ReLU whose output is y. */
INLINE V NAME(maskedAt)(const char *dY, const char *y, int64_t at) {
  return y == NULL ? load(dY + at) : throughRelu(load(dY + at), load(y + at));
}

/** Computes `rows` outputs of some channels. */
KERNEL(depthwise) {
  ARGUMENTS(Depthwise);
  const int64_t block = item / args.each;
  const NAME(Channels) own = NAME(channelsOf)(&args.window, item - block * args.each);
  char *windows = task->scratch + SCRATCH_LINES;
  const int64_t end = least((block + 1) * args.rows, args.window.places);
  for (int64_t from = block * args.rows; from < end; from += PLACES) {
    const int64_t to = least(from + PLACES, end);
    const int64_t steps = own.taps * own.channels;
    NAME(gatherWindows)(&args.window, args.x, windows, args.lineBytes, from, to, own.channel, own.channels, 0, steps);
    char *rows = args.out + from * own.stride + own.start;
    for (int64_t place = 0; place < to - from; place++) {
      for (int64_t at = 0; at < own.bytes; at += VECTOR_BYTES) {
        V sum = {0};
        const char *x = windows + place * args.lineBytes + at;
        const char *w = args.w + own.start + at;
        // Fewer taps than a block has steps.
        for (int64_t tap = 0; tap < own.taps; tap++, x += own.bytes, w += own.stride) sum += load(x) * load(w);
        storePart(rows + place * own.stride + at, sum, own.bytes - at);
      }
    }
    if (args.bias == NULL && !args.relu) continue;
    const char *bias = args.bias == NULL ? NULL : args.bias + own.start;
    NAME(finish)(rows, rows, to - from, own.channels, own.stride, own.stride, bias, args.relu != 0);
  }
}

/** Computes the gradient of some channels of an image. */
KERNEL(depthwiseInput) {
  ARGUMENTS(DepthwiseInput);
  const int64_t perImage = args.window.outHeight * args.window.outWidth;
  const int64_t image = item / args.each;
  const NAME(Channels) own = NAME(channelsOf)(&args.window, item - image * args.each);
  const int64_t pixels = args.window.height * args.window.width;
  char *out = args.out + image * pixels * own.stride + own.start;
  for (int64_t i = 0; i < pixels; i++, out += own.stride) memset(out, 0, (size_t)own.bytes);
  char *products = task->scratch + SCRATCH_LINES;
  for (int64_t place = image * perImage; place < (image + 1) * perImage; place++) {
    enum { VECTORS = DEPTHWISE_CHANNELS * sizeof(T) / VECTOR_BYTES };
    V gradient[VECTORS] = {0};
    for (int64_t i = 0; i < VECTORS && i * VECTOR_BYTES < own.bytes; i++) {
      gradient[i] = NAME(maskedAt)(args.dY, args.y, place * own.stride + own.start + i * VECTOR_BYTES);
    }
    // The channels of the taps lie side by side, as in a row of windows. The last vector of a tap may be written past
    // them. The next tap overwrites that.
    char *to = products;
    const char *w = args.w + own.start;
    for (int64_t tap = 0; tap < own.taps; tap++, w += own.stride, to += own.bytes) {
      for (int64_t i = 0; i < VECTORS && i * VECTOR_BYTES < own.bytes; i++) {
        store(to + i * VECTOR_BYTES, gradient[i] * load(w + i * VECTOR_BYTES));
      }
    }
    NAME(addWindows)(&args.window, args.out, products, 0, place, place + 1, own.channel, own.channels);
  }
}

/**
 * Computes one part of the gradient of some channels' filters. `out` has the results of the parts, `partBytes` apart.
 */
KERNEL(depthwiseFilter) {
  ARGUMENTS(DepthwiseFilter);
  const int64_t part = item / args.each;
  const NAME(Channels) own = NAME(channelsOf)(&args.window, item - part * args.each);
  const int64_t tapBytes = DEPTHWISE_CHANNELS * SIZE;
  char *windows = task->scratch + SCRATCH_LINES;
  char *sums = windows + PLACES * args.lineBytes;
  char *out = args.out + part * args.partBytes + own.start;
  const int64_t end = least((part + 1) * SUM_STEPS, args.window.places);
  for (int64_t first = part * SUM_STEPS; first < end; first += SUM_BLOCK) {
    const int64_t last = least(first + SUM_BLOCK, end);
    memset(sums, 0, (size_t)(own.taps * tapBytes));
    for (int64_t from = first; from < last; from += PLACES) {
      const int64_t to = least(from + PLACES, last);
      const int64_t steps = own.taps * own.channels;
      NAME(gatherWindows)(&args.window, args.x, windows, args.lineBytes, from, to, own.channel, own.channels, 0, steps);
      for (int64_t at = 0; at < own.bytes; at += VECTOR_BYTES) {
        V gradients[PLACES];
        for (int64_t i = 0; i < to - from; i++) {
          gradients[i] = NAME(maskedAt)(args.dY, args.y, (from + i) * own.stride + own.start + at);
        }
        for (int64_t tap = 0; tap < own.taps; tap++) {
          const char *x = windows + tap * own.bytes + at;
          V sum = load(sums + tap * tapBytes + at);
          for (int64_t i = 0; i < to - from; i++, x += args.lineBytes) sum += gradients[i] * load(x);
          store(sums + tap * tapBytes + at, sum);
        }
      }
    }
    for (int64_t tap = 0; tap < own.taps; tap++) {
      if (first == part * SUM_STEPS) memcpy(out + tap * own.stride, sums + tap * tapBytes, (size_t)own.bytes);
      else NAME(addBytes)(out + tap * own.stride, sums + tap * tapBytes, own.bytes);
    }
  }
}

#endif
