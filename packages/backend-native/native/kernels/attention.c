/**
 * Attention, and its gradients from weights that are computed again: never more scores than some rows of queries have,
 * or than a block of SUM_BLOCK queries and keys has. Products, softmax and their order of sums are those of the kernels
 * that core composes, so the bits are too. Keys that no query of some rows sees are left out: their weights are zeros,
 * which change no sum. Only the sum in the gradient of the scores is another one, that of dY y.
 */

#ifdef T

/** Stands for -Infinity, as in the composition. */
#define LEAST ((T)-1e30)

/** Packs rows of `size` elements, `stride` bytes apart, into strips [size, width of a tile], with zeros past the edge. */
static void NAME(packTransposed)(char *out, const char *x, int64_t stride, int64_t rows, int64_t size) {
  const int64_t width = 2 * LANES;
  for (int64_t row = 0; row < rows; row += width, out += size * TILE_BYTES) {
    const int64_t count = least(width, rows - row);
    if (count < width) memset(out, 0, (size_t)(size * TILE_BYTES));
    NAME(transpose)(out, TILE_BYTES, x + row * stride, stride, count, size);
  }
}

/** Copies a row, times a factor. */
INLINE void NAME(copyScaled)(char *out, const char *x, T factor, int64_t bytes) {
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) storePart(out + at, load(x + at) * splat(factor), bytes - at);
}

/** How many keys of an example there are, up to the last one that the mask has. */
static int64_t NAME(keysSeen)(const Attention *args, int64_t n) {
  int64_t seen = args->keys;
  if (args->mask == NULL) return seen;
  const char *mask = args->mask + n * seen * SIZE;
  while (seen > 0 && loadElement(mask + (seen - 1) * SIZE) == 0) seen--;
  return seen;
}

/** How many of these keys a query may see. */
INLINE int64_t NAME(limitOf)(const Attention *args, int64_t query, int64_t seen) {
  return args->causal ? least(seen, args->keys - args->queries + query + 1) : seen;
}

/** Replaces the scores of keys that are not there. `mask` may be NULL. */
INLINE void NAME(maskScores)(char *scores, const char *mask, int64_t bytes) {
  if (mask == NULL) return;
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    store(scores + at, select(load(mask + at) != splat(0), load(scores + at), splat(LEAST)));
  }
}

/** Turns the first `n` scores of a row of `room` bytes into weights, and stores the largest score and the sum. */
static void NAME(weigh)(char *row, const char *mask, int64_t n, int64_t room, char *statistics) {
  T top = 0, sum = 1;
  if (n > 0) {
    NAME(maskScores)(row, mask, n * SIZE);
    top = NAME(powersOfRow)(row, row, n, room);
    if (top <= LEAST) {
      n = 0;
      top = 0;
    } else {
      sum = (T)NAME(rowTotal)(row, n, row + room);
      for (int64_t at = 0; at < n * SIZE; at += VECTOR_BYTES) store(row + at, load(row + at) / splat(sum));
    }
  }
  memset(row + n * SIZE, 0, (size_t)(room - n * SIZE));
  storeElement(statistics, top);
  storeElement(statistics + SIZE, sum);
}

/** An item is `each` units: ATTENTION_ROWS queries of a head. */
KERNEL(attention) {
  ARGUMENTS(Attention);
  const int64_t width = 2 * LANES, keys = args.keys, bytes = args.size * SIZE;
  const int64_t tiles = ceilingOf(args.queries, ATTENTION_ROWS);
  const int64_t room = ceilingOf(keys, width) * TILE_BYTES;
  char *packed = args.work + item * args.itemBytes;
  char *scaled = packed + args.size * room;
  char *scores = scaled + ATTENTION_ROWS * bytes;
  int64_t packedPlace = -1;
  const int64_t last = least((item + 1) * args.each, args.units);
  for (int64_t unit = item * args.each; unit < last; unit++) {
    const int64_t head = unit / tiles % args.heads, n = unit / tiles / args.heads;
    const int64_t first = unit % tiles * ATTENTION_ROWS;
    const int64_t rows = least(ATTENTION_ROWS, args.queries - first);
    const int64_t keyHead = head * args.keyHeads / args.heads;
    const int64_t place = n * keys * args.kStride + keyHead * bytes;
    const int64_t seen = NAME(keysSeen)(&args, n);
    if (place != packedPlace) NAME(packTransposed)(packed, args.k + place, args.kStride, seen, args.size);
    packedPlace = place;
    const char *q = args.q + (n * args.queries + first) * args.qStride + head * bytes;
    for (int64_t row = 0; row < rows; row++) {
      NAME(copyScaled)(scaled + row * bytes, q + row * args.qStride, (T)args.scale, bytes);
    }
    const int64_t limit = NAME(limitOf)(&args, first + rows - 1, seen);
    const int64_t columns = ceilingOf(limit, width) * width;
    NAME(addProduct)(task, 1, scaled, bytes, SIZE, TILE_ROWS * bytes, rows, packed, TILE_BYTES,
                     args.size * TILE_BYTES, args.size, scores, room, columns);
    char *statistics = args.statistics + ((n * args.heads + head) * args.queries + first) * 2 * SIZE;
    const char *mask = args.mask == NULL ? NULL : args.mask + n * keys * SIZE;
    for (int64_t row = 0; row < rows; row++) {
      NAME(weigh)(scores + row * room, mask, NAME(limitOf)(&args, first + row, seen), columns * SIZE,
                  statistics + row * 2 * SIZE);
    }
    const int64_t outStride = args.heads * bytes;
    char *y = args.y + (n * args.queries + first) * outStride + head * bytes;
    for (int64_t row = 0; limit == 0 && row < rows; row++) memset(y + row * outStride, 0, (size_t)bytes);
    if (limit == 0) continue;
    NAME(addProduct)(task, 1, scores, room, SIZE, TILE_ROWS * room, rows, args.v + place, args.kStride, TILE_BYTES,
                     limit, y, outStride, args.size);
  }
}

/** The memory of an item of `attentionBackward`. Rows of weights and of gradients of scores have SUM_BLOCK keys. */
typedef struct {
  char *keys, *values, *q, *dY, *dQ, *weights, *scores, *sums;
  /** How many keys each query sees. */
  int32_t *limits;
} NAME(Work);

/** Gradients of a block of `rows` queries, and of `columns` keys from `start` on, of one key head. */
typedef struct {
  int64_t rows, start, columns;
  /** The place of these keys in k, v, dK and dV. */
  int64_t place;
  /** Whether no queries before these have seen the keys. */
  int isFirst;
} NAME(Meeting);

/** How many keys of the tile a query sees. */
INLINE int64_t NAME(limitIn)(const NAME(Work) *work, const NAME(Meeting) *tile, int64_t row) {
  return most(0, least(tile->columns, work->limits[row] - tile->start));
}

/** The most of these of `count` queries from `from` on. */
static int64_t NAME(limitOfRows)(const NAME(Work) *work, const NAME(Meeting) *tile, int64_t from, int64_t count) {
  int64_t limit = 0;
  for (int64_t row = from; row < from + count; row++) limit = most(limit, NAME(limitIn)(work, tile, row));
  return limit;
}

/**
 * Computes the weights of a query again from its scores, and the gradient of the scores from that of the weights.
 * Zeros follow the first n.
 */
INLINE void NAME(gradientOfRow)(char *weights, char *scores, const char *mask, int64_t n, const char *statistics, T sum) {
  const V top = splat(loadElement(statistics)), total = splat(loadElement(statistics + SIZE));
  NAME(maskScores)(weights, mask, n * SIZE);
  for (int64_t at = 0; at < n * SIZE; at += VECTOR_BYTES) {
    const V weight = NAME(powersOf)(load(weights + at) - top) / total;
    store(weights + at, weight);
    store(scores + at, weight * (load(scores + at) - splat(sum)));
  }
  memset(weights + n * SIZE, 0, (size_t)((SUM_BLOCK - n) * SIZE));
  memset(scores + n * SIZE, 0, (size_t)((SUM_BLOCK - n) * SIZE));
}

/** Adds what the queries and keys of a tile give to all three gradients. `statistics` and `mask` are those of them. */
static void NAME(addGradients)(const Task *task, const Attention *args, const NAME(Work) *work,
                               const NAME(Meeting) *tile, const char *statistics, const char *mask) {
  enum { ROW = SUM_BLOCK * sizeof(T) };
  const int64_t width = 2 * LANES, bytes = args->size * SIZE, strip = args->size * TILE_BYTES;
  const int64_t packed = tile->start / width * strip;
  for (int64_t from = 0; from < tile->rows; from += ATTENTION_ROWS) {
    const int64_t count = least(ATTENTION_ROWS, tile->rows - from);
    const int64_t limit = NAME(limitOfRows)(work, tile, from, count);
    const int64_t columns = ceilingOf(limit, width) * width;
    char *weights = work->weights + from * ROW, *scores = work->scores + from * ROW;
    NAME(addProduct)(task, 1, work->q + from * bytes, bytes, SIZE, TILE_ROWS * bytes, count, work->keys + packed,
                     TILE_BYTES, strip, args->size, weights, ROW, columns);
    NAME(addProduct)(task, 1, work->dY + from * bytes, bytes, SIZE, TILE_ROWS * bytes, count, work->values + packed,
                     TILE_BYTES, strip, args->size, scores, ROW, columns);
    for (int64_t row = 0; row < count; row++) {
      NAME(gradientOfRow)(weights + row * ROW, scores + row * ROW, mask, NAME(limitIn)(work, tile, from + row),
                          statistics + (from + row) * 2 * SIZE, loadElement(work->sums + (from + row) * SIZE));
    }
    if (limit == 0) continue;
    NAME(addProduct)(task, tile->start == 0, scores, ROW, SIZE, TILE_ROWS * ROW, count, args->k + tile->place,
                     args->kStride, TILE_BYTES, limit, work->dQ + from * bytes, bytes, args->size);
  }
  for (int64_t from = 0; from < tile->columns; from += ATTENTION_ROWS) {
    const int64_t count = least(ATTENTION_ROWS, tile->columns - from);
    int64_t row = 0;
    while (row < tile->rows && NAME(limitIn)(work, tile, row) <= from) row++;
    const int64_t place = tile->place + from * args->kStride, corner = row * ROW + from * SIZE;
    if (row == tile->rows) {
      for (int64_t i = 0; tile->isFirst && i < count; i++) {
        memset(args->dK + place + i * args->kStride, 0, (size_t)bytes);
        memset(args->dV + place + i * args->kStride, 0, (size_t)bytes);
      }
      continue;
    }
    NAME(addProduct)(task, tile->isFirst, work->weights + corner, SIZE, ROW, TILE_ROWS * SIZE, count,
                     work->dY + row * bytes, bytes, TILE_BYTES, tile->rows - row, args->dV + place, args->kStride,
                     args->size);
    NAME(addProduct)(task, tile->isFirst, work->scores + corner, SIZE, ROW, TILE_ROWS * SIZE, count,
                     work->q + row * bytes, bytes, TILE_BYTES, tile->rows - row, args->dK + place, args->kStride,
                     args->size);
  }
}

/**
 * An item is `each` units: all queries and keys of one key head of an example. Blocks of queries lie in the order of
 * heads, then of queries: those of a key head are rows of one product.
 */
KERNEL(attentionBackward) {
  ARGUMENTS(Attention);
  const int64_t keys = args.keys, queries = args.queries, bytes = args.size * SIZE, outStride = args.heads * bytes;
  const int64_t group = args.heads / args.keyHeads;
  const int64_t packed = ceilingOf(keys, 2 * LANES) * args.size * TILE_BYTES;
  NAME(Work) work = {.keys = args.work + item * args.itemBytes};
  work.values = work.keys + packed;
  work.q = work.values + packed;
  work.dY = work.q + SUM_BLOCK * bytes;
  work.dQ = work.dY + SUM_BLOCK * bytes;
  work.weights = work.dQ + SUM_BLOCK * bytes;
  work.scores = work.weights + SUM_BLOCK * SUM_BLOCK * SIZE;
  work.sums = work.scores + SUM_BLOCK * SUM_BLOCK * SIZE;
  work.limits = (int32_t *)(work.sums + SUM_BLOCK * SIZE);
  const int64_t last = least((item + 1) * args.each, args.units);
  for (int64_t unit = item * args.each; unit < last; unit++) {
    const int64_t n = unit / args.keyHeads, keyHead = unit % args.keyHeads;
    const int64_t place = n * keys * args.kStride + keyHead * bytes;
    const int64_t seen = NAME(keysSeen)(&args, n);
    NAME(packTransposed)(work.keys, args.k + place, args.kStride, seen, args.size);
    NAME(packTransposed)(work.values, args.v + place, args.kStride, seen, args.size);
    const int64_t firstRow = (n * args.heads + keyHead * group) * queries;
    int64_t touched = 0;
    for (int64_t block = 0; block < group * queries; block += SUM_BLOCK) {
      NAME(Meeting) tile = {.rows = least(SUM_BLOCK, group * queries - block)};
      int64_t limit = 0;
      for (int64_t row = 0; row < tile.rows; row++) {
        const int64_t query = (block + row) % queries;
        const int64_t head = (keyHead * group + (block + row) / queries) * bytes;
        const char *y = args.y + (n * queries + query) * outStride + head;
        const char *dY = args.dY + (n * queries + query) * outStride + head;
        NAME(copyScaled)(work.q + row * bytes, args.q + (n * queries + query) * args.qStride + head, (T)args.scale, bytes);
        NAME(copyScaled)(work.dY + row * bytes, dY, 1, bytes);
        for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) store(work.dQ + at, load(dY + at) * load(y + at));
        storeElement(work.sums + row * SIZE, (T)NAME(rowTotal)(work.dQ, args.size, work.dQ + bytes + LANE_BYTES));
        work.limits[row] = (int32_t)NAME(limitOf)(&args, query, seen);
        limit = most(limit, work.limits[row]);
      }
      memset(work.dQ, 0, (size_t)(tile.rows * bytes));
      for (int64_t start = 0; start < limit; start += SUM_BLOCK) {
        tile.start = start;
        tile.columns = least(SUM_BLOCK, keys - start);
        tile.place = place + start * args.kStride;
        tile.isFirst = start >= touched;
        NAME(addGradients)(task, &args, &work, &tile, args.statistics + (firstRow + block) * 2 * SIZE,
                           args.mask == NULL ? NULL : args.mask + (n * keys + start) * SIZE);
      }
      touched = most(touched, ceilingOf(limit, SUM_BLOCK) * SUM_BLOCK);
      for (int64_t row = 0; row < tile.rows; row++) {
        const int64_t query = (block + row) % queries;
        const int64_t head = (keyHead * group + (block + row) / queries) * bytes;
        char *dQ = args.dQ + (n * queries + query) * args.qStride + head;
        for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
          storePart(dQ + at, load(work.dQ + row * bytes + at) * splat((T)args.scale), bytes - at);
        }
      }
    }
    for (int64_t key = touched; key < keys; key++) {
      memset(args.dK + place + key * args.kStride, 0, (size_t)bytes);
      memset(args.dV + place + key * args.kStride, 0, (size_t)bytes);
    }
  }
}

#undef LEAST
#endif
