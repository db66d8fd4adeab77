/**
 * Convolution as products of matrices whose rows are windows (windows.c). Only a few rows exist at a time, in scratch
 * memory. It adds in the order of the dense product (matmul.c): over the steps of a window for the output, over the
 * filters for the gradient of the image, over all outputs for the gradient of the filters.
 */

#ifdef T

/**
 * Computes `rows` outputs of one group of filters. `w` has the filters of the groups in strips (`matmulPack`). `chunk`
 * is how many steps to gather at a time.
 */
KERNEL(conv) {
  ARGUMENTS(Conv);
  const int64_t group = item / args.each;
  const int64_t from = (item - group * args.each) * args.rows;
  const int64_t to = least(from + args.rows, args.window.places);
  const int64_t filters = args.window.filters / args.groups;
  const int64_t own = args.window.channels / args.groups;
  const int64_t k = args.window.kernelHeight * args.window.kernelWidth * own;
  const int64_t stripBytes = k * TILE_BYTES;
  const char *packed = args.w + group * ceilingOf(filters, 2 * LANES) * stripBytes;
  const int64_t stride = args.window.filters * SIZE;
  char *out = args.out + from * stride + group * filters * SIZE;
  char *windows = task->scratch + SCRATCH_LINES;
  const int64_t room = args.groups == 1 ? args.rows * args.lineBytes : 0;
  const int isDone = NAME(convRows)(task, &args.window, args.x, packed, out, from, to, room);
  for (int64_t k0 = isDone ? k : 0; k0 < k; k0 += args.chunk) {
    const int64_t depth = least(args.chunk, k - k0);
    NAME(gatherWindows)(&args.window, args.x, windows, args.lineBytes, from, to, group * own, own, k0, k0 + depth);
    NAME(addProduct)(task, k0 == 0, windows, args.lineBytes, SIZE, TILE_ROWS * args.lineBytes, to - from,
                     packed + k0 * TILE_BYTES, TILE_BYTES, stripBytes, depth, out, stride, filters);
  }
  if (args.bias == NULL && !args.relu) return;
  const char *bias = args.bias == NULL ? NULL : args.bias + group * filters * SIZE;
  NAME(finish)(out, out, to - from, filters, stride, stride, bias, (int)args.relu);
}

/**
 * Copies rows of dY through the ReLU whose output is y. Writes whole vectors.
 */
static void NAME(maskRows)(char *out, int64_t outStride, const char *dY, const char *y, int64_t stride, int64_t rows,
                           int64_t columns) {
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t at = 0; at < columns * SIZE; at += VECTOR_BYTES) {
      const int64_t place = row * stride + at;
      store(out + row * outStride + at, throughRelu(load(dY + place), load(y + place)));
    }
  }
}

/**
 * Computes the gradient of one image, `out`, from `dY`, a block of `rows` outputs at a time. `w` has the filters of
 * each group, transposed, in strips. Scratch memory has the masked rows of dY, `chunk` bytes apart, then the products,
 * `lineBytes` apart.
 */
KERNEL(convInput) {
  ARGUMENTS(ConvInput);
  const int64_t perImage = args.window.outHeight * args.window.outWidth;
  const int64_t filters = args.window.filters / args.groups;
  const int64_t own = args.window.channels / args.groups;
  const int64_t k = args.window.kernelHeight * args.window.kernelWidth * own;
  const int64_t stripBytes = filters * TILE_BYTES;
  const int64_t groupBytes = ceilingOf(k, 2 * LANES) * stripBytes;
  const int64_t stride = args.window.filters * SIZE;
  char *masked = task->scratch + SCRATCH_LINES;
  char *products = masked + args.rows * args.chunk;
  const int64_t imageBytes = args.window.height * args.window.width * args.window.channels * SIZE;
  memset(args.out + item * imageBytes, 0, (size_t)imageBytes);
  const int isPlain = args.groups == 1 && args.y == NULL;
  const char *dY = args.dY + item * perImage * stride;
  if (isPlain && NAME(inputRows)(&args.window, args.w, dY, args.out + item * imageBytes)) return;
  const int64_t last = (item + 1) * perImage;
  for (int64_t from = item * perImage; from < last; from += args.rows) {
    const int64_t rows = least(args.rows, last - from);
    for (int64_t group = 0; group < args.groups; group++) {
      const int64_t place = from * stride + group * filters * SIZE;
      const char *a = args.dY + place;
      int64_t aStride = stride;
      if (args.y != NULL) {
        NAME(maskRows)(masked, args.chunk, a, args.y + place, stride, rows, filters);
        a = masked;
        aStride = args.chunk;
      }
      NAME(addProduct)(task, 1, a, aStride, SIZE, TILE_ROWS * aStride, rows, args.w + group * groupBytes, TILE_BYTES,
                       stripBytes, filters, products, args.lineBytes, k);
      NAME(addWindows)(&args.window, args.out, products, args.lineBytes, from, from + rows, group * own, own);
    }
  }
}

/**
 * Packs `depth` rows of dY, masked, into strips of SUM_BLOCK rows, with zeros past the edge. If `sums` is given, adds
 * the columns of each SUM_STRETCH rows to these doubles, or, if `sumStride` is not 0, writes their sums `sumStride`
 * bytes apart.
 */
static void NAME(packStrips)(char *out, const char *dY, const char *y, int64_t stride, int64_t depth, int64_t columns,
                             char *sums, int64_t sumStride) {
  for (int64_t start = 0; start < depth; start += SUM_STRETCH) {
    const int64_t end = least(start + SUM_STRETCH, depth);
    for (int64_t column = 0; column < columns; column += LANES) {
      const int64_t strip = column / (2 * LANES);
      char *to = out + (strip * SUM_BLOCK + start) * TILE_BYTES + column % (2 * LANES) * SIZE;
      int64_t place = start * stride + column * SIZE;
      V sum = {0};
      for (int64_t row = start; row < end; row++, place += stride, to += TILE_BYTES) {
        V value = load(dY + place);
        if (y != NULL) value = throughRelu(value, load(y + place));
        sum += value;
        store(to, value);
      }
      for (int64_t i = 0; sums != NULL && i < least(LANES, columns - column); i++) {
        char *total = sums + start / SUM_STRETCH * sumStride + (column + i) * 8;
        storeDouble(total, (sumStride == 0 ? loadDouble(total) : 0) + (double)sum[i]);
      }
    }
  }
}

/**
 * Computes a piece of the gradient of the filters: the sums over one part of the outputs, for `rows` steps of the
 * windows of a group and `chunk` of its filters. A part is `each` outputs: SUM_STEPS, or SUM_BLOCK for more items.
 * `out` has the results of the parts, `partBytes` apart. If `db` is given, the items of the first steps also write the
 * sums of dY for each SUM_BLOCKS stretches, or for each stretch if a part is SUM_BLOCK: doubles, `sumStride` bytes
 * apart.
 */
KERNEL(convFilter) {
  ARGUMENTS(ConvFilter);
  const int64_t filters = args.window.filters / args.groups;
  const int64_t own = args.window.channels / args.groups;
  const int64_t k = args.window.kernelHeight * args.window.kernelWidth * own;
  const int64_t down = ceilingOf(k, args.rows);
  const int64_t across = ceilingOf(filters, args.chunk);
  const int64_t part = item / (args.groups * down * across);
  const int64_t inPart = item % (args.groups * down * across);
  const int64_t group = inPart / (down * across);
  const int64_t inGroup = inPart % (down * across);
  const int64_t k0 = inGroup / across * args.rows;
  const int64_t k1 = least(k0 + args.rows, k);
  const int64_t first = inGroup % across * args.chunk;
  const int64_t columns = least(args.chunk, filters - first);
  const int64_t column = group * filters + first;
  const int64_t stride = args.window.filters * SIZE;
  char *out = args.out + part * args.partBytes + k0 * stride + column * SIZE;
  char *packed = task->scratch + SCRATCH_LINES;
  char *windows = packed + SUM_BLOCK * (args.chunk * SIZE + TILE_BYTES);
  const int64_t stretches = args.each == SUM_BLOCK ? 1 : SUM_BLOCKS;
  const int64_t end = least((part + 1) * args.each, args.window.places);
  for (int64_t from = part * args.each; from < end; from += SUM_BLOCK) {
    const int64_t to = least(from + SUM_BLOCK, end);
    const int64_t place = from * stride + column * SIZE;
    char *sums = NULL;
    if (args.db != NULL && k0 == 0) sums = args.db + from / SUM_STRETCH / stretches * args.sumStride + column * 8;
    NAME(packStrips)(packed, args.dY + place, args.y == NULL ? NULL : args.y + place, stride, to - from, columns, sums,
                     stretches == 1 ? args.sumStride : 0);
    const int64_t room = args.groups == 1 ? SUM_BLOCK * args.lineBytes : 0;
    if (NAME(filterRows)(&args.window, args.x, windows, room, packed, from == part * args.each, from, to, k0, k1,
                         columns, out)) continue;
    NAME(gatherWindows)(&args.window, args.x, windows, args.lineBytes, from, to, group * own, own, k0, k1);
    NAME(addProduct)(task, from == part * args.each, windows, SIZE, args.lineBytes, TILE_ROWS * SIZE, k1 - k0, packed,
                     TILE_BYTES, SUM_BLOCK * TILE_BYTES, to - from, out, stride, columns);
  }
}

/**
 * Adds the `parts` parts of `length` elements at `later`, `partBytes` apart, into `out`: each `together` parts in
 * order, then these sums in order. An item is `each` elements.
 */
KERNEL(addConvParts) {
  ARGUMENTS(AddConvParts);
  const int64_t from = item * args.each;
  const int64_t bytes = least(args.each, args.length - from) * SIZE;
  char *out = args.out + from * SIZE;
  const char *later = args.later + from * SIZE;
  for (int64_t first = 0; first < args.parts; first += args.together) {
    char *sum = first == 0 ? out : task->scratch;
    memcpy(sum, later + first * args.partBytes, (size_t)bytes);
    const int64_t end = least(first + args.together, args.parts);
    for (int64_t part = first + 1; part < end; part++) NAME(addBytes)(sum, later + part * args.partBytes, bytes);
    if (first > 0) NAME(addBytes)(out, sum, bytes);
  }
}

#endif
