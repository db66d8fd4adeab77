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

INLINE NAME(Channels) NAME(channelsOf)(const Window *window, int64_t index, int64_t each) {
  const int64_t channel = index * each;
  const int64_t channels = least(each, window->channels - channel);
  return (NAME(Channels)){channel, channels, window->kernelHeight * window->kernelWidth,
                          channels * SIZE, window->channels * SIZE, channel * SIZE};
}

/** dY at an offset, or what of it goes through the ReLU whose output is y. */
INLINE V NAME(maskedAt)(const char *dY, const char *y, int64_t at) {
  return y == NULL ? load(dY + at) : throughRelu(load(dY + at), load(y + at));
}

/** Where the elements of a window are: bytes from its first one, or addresses. Scratch memory has both. */
typedef struct {
  int64_t *offsets;
  const char **addresses;
  const char *zeros;
} NAME(Taps);

/** Bytes of scratch memory for zeros: for the most channels of an item, and a vector more. */
#define ZEROS (4 * DEPTHWISE_CHANNELS * SIZE + 64)

INLINE NAME(Taps) NAME(tapsOf)(const Window *window, char *scratch) {
  memset(scratch, 0, ZEROS);
  const int64_t taps = window->kernelHeight * window->kernelWidth;
  int64_t *offsets = (int64_t *)(scratch + ZEROS);
  for (int64_t i = 0; i < window->kernelHeight; i++) {
    for (int64_t j = 0; j < window->kernelWidth; j++) {
      const int64_t pixels = i * window->dilationY * window->width + j * window->dilationX;
      offsets[i * window->kernelWidth + j] = pixels * window->channels * SIZE;
    }
  }
  return (NAME(Taps)){offsets, (const char **)(offsets + taps), scratch};
}

/** The sum of a window's products, with the bias and the activation. */
INLINE V NAME(finished)(const Depthwise *args, V sum, int64_t start) {
  if (args->bias != NULL) sum += load(args->bias + start);
  return args->relu ? activated(sum, (int)args->relu) : sum;
}

/** Computes `count` outputs side by side whose windows are inside the image; a constant wherever this is inlined. */
INLINE void NAME(insideRun)(const Depthwise *args, NAME(Channels) own, NAME(Taps) taps, const char *x, char *out,
                            int64_t step, int count) {
  for (int64_t at = 0; at < own.bytes; at += VECTOR_BYTES) {
    V sums[4] = {0};
    const char *w = args->w + own.start + at;
    for (int64_t tap = 0; tap < own.taps; tap++, w += own.stride) {
      const V factor = load(w);
      const char *from = x + taps.offsets[tap] + at;
      for (int i = 0; i < count; i++) sums[i] += load(from + i * step) * factor;
    }
    for (int i = 0; i < count; i++) {
      storePart(out + i * own.stride + at, NAME(finished)(args, sums[i], own.start + at), own.bytes - at);
    }
  }
}

/** Computes an output whose window reaches over the edge of the image. */
INLINE void NAME(edgeOutput)(const Depthwise *args, NAME(Channels) own, NAME(Taps) taps, Place place, char *out) {
  const Window *window = &args->window;
  const int64_t y0 = firstRow(window, place);
  const int64_t x0 = firstColumn(window, place);
  int64_t tap = 0;
  for (int64_t i = 0; i < window->kernelHeight; i++) {
    const int64_t y = y0 + i * window->dilationY;
    for (int64_t j = 0; j < window->kernelWidth; j++) {
      const int64_t x = x0 + j * window->dilationX;
      const int isInside = y >= 0 && y < window->height && x >= 0 && x < window->width;
      taps.addresses[tap++] = isInside ? NAME(pixel)(window, args->x, place.image, y, x, own.channel) : taps.zeros;
    }
  }
  for (int64_t at = 0; at < own.bytes; at += VECTOR_BYTES) {
    V sum = {0};
    const char *w = args->w + own.start + at;
    for (int64_t i = 0; i < own.taps; i++, w += own.stride) sum += load(taps.addresses[i] + at) * load(w);
    storePart(out + at, NAME(finished)(args, sum, own.start + at), own.bytes - at);
  }
}

/**
 * Computes `rows` outputs of some channels: whole DEPTHWISE_CHANNELS, four times that at most. `each` items have all of
 * them.
 */
KERNEL(depthwise) {
  ARGUMENTS(Depthwise);
  const Window *window = &args.window;
  const int64_t block = item / args.each;
  const int64_t share = ceilingOf(window->channels, args.each * DEPTHWISE_CHANNELS) * DEPTHWISE_CHANNELS;
  const NAME(Channels) own = NAME(channelsOf)(window, item - block * args.each, share);
  const NAME(Taps) taps = NAME(tapsOf)(window, task->scratch + SCRATCH_LINES);
  const int64_t end = least((block + 1) * args.rows, window->places);
  const int64_t step = window->strideX * own.stride;
  const int64_t below = window->height - (window->kernelHeight - 1) * window->dilationY;
  // The windows of outputs from this one on reach over the right edge.
  const int64_t room = window->width + window->left - (window->kernelWidth - 1) * window->dilationX;
  const int64_t outside = room <= 0 ? 0 : least(window->outWidth, (room - 1) / window->strideX + 1);
  Place place = placeOf(window, block * args.rows);
  char *out = args.out + block * args.rows * own.stride + own.start;
  for (int64_t at = block * args.rows; at < end; moveOn(window, &place)) {
    const int64_t y = firstRow(window, place);
    const int64_t x = firstColumn(window, place);
    const int64_t count = least(outside - place.x, end - at);
    if (y < 0 || y >= below || x < 0 || count <= 0) {
      NAME(edgeOutput)(&args, own, taps, place, out);
      at++;
      out += own.stride;
      continue;
    }
    const char *from = NAME(pixel)(window, args.x, place.image, y, x, own.channel);
    int64_t done = 0;
    for (; done + 4 <= count; done += 4, from += 4 * step, out += 4 * own.stride) {
      NAME(insideRun)(&args, own, taps, from, out, step, 4);
    }
    for (; done < count; done++, from += step, out += own.stride) NAME(insideRun)(&args, own, taps, from, out, step, 1);
    at += count;
    place.x += count - 1;
  }
}

/** Computes the gradient of some channels of an image. */
KERNEL(depthwiseInput) {
  ARGUMENTS(DepthwiseInput);
  const int64_t perImage = args.window.outHeight * args.window.outWidth;
  const int64_t image = item / args.each;
  const NAME(Channels) own = NAME(channelsOf)(&args.window, item - image * args.each, DEPTHWISE_CHANNELS);
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
  const NAME(Channels) own = NAME(channelsOf)(&args.window, item - part * args.each, DEPTHWISE_CHANNELS);
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
