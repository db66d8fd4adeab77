/** Kernels that move elements without computing on them. */

#ifndef COPY_PLACE
#define COPY_PLACE
/** Returns the offset of a run in x or out. `outer` has for each dimension its size, then the strides of x and out. */
INLINE int64_t copyPlace(const Copy *args, int64_t run, int64_t which) {
  int64_t at = 0;
  for (int64_t axis = args->rank - 1; axis >= 0; axis--) {
    const int64_t dimension = (int64_t)args->outer[3 * axis];
    at += (run % dimension) * (int64_t)args->outer[3 * axis + 1 + which];
    run /= dimension;
  }
  return at;
}
#endif

#ifdef T

/** How many bytes of a row are summed at a time, in up to three sums in scratch memory. */
#define SUM_BYTES 4096

static void NAME(sumSources)(const Task *task, const ScatterSums *args, int64_t first, int64_t end, int64_t at,
                             int64_t bytes, char *out) {
  char *block = task->scratch;
  char *part = block + SUM_BYTES;
  memset(out, 0, (size_t)bytes);
  for (int64_t start = first; start < end; start += SUM_BLOCK * SUM_BLOCKS) {
    memset(part, 0, (size_t)bytes);
    const int64_t partEnd = least(start + SUM_BLOCK * SUM_BLOCKS, end);
    for (int64_t from = start; from < partEnd; from += SUM_BLOCK) {
      memset(block, 0, (size_t)bytes);
      const int64_t blockEnd = least(from + SUM_BLOCK, partEnd);
      for (int64_t i = from; i < blockEnd; i++) {
        const int64_t source = loadInteger(args->order + i * 4);
        NAME(addBytes)(block, args->x + source * args->bytes + at, bytes);
      }
      NAME(addBytes)(part, block, bytes);
    }
    NAME(addBytes)(out, part, bytes);
  }
}

/**
 * out[row] = the sum of its sources, in blocks like those of products. With `into`, adds it, if there are any. An item
 * is `each` rows.
 */
KERNEL(scatterSums) {
  ARGUMENTS(ScatterSums);
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    const int64_t first = loadInteger(args.starts + row * 4);
    const int64_t end = loadInteger(args.starts + (row + 1) * 4);
    if (args.into && first == end) continue;
    for (int64_t at = 0; at < args.bytes; at += SUM_BYTES) {
      const int64_t size = least(SUM_BYTES, args.bytes - at);
      char *out = args.out + row * args.bytes + at;
      char *sum = args.into ? task->scratch + 2 * SUM_BYTES : out;
      NAME(sumSources)(task, &args, first, end, at, size, sum);
      if (args.into) NAME(addBytes)(out, sum, size);
    }
  }
}

/** Adds runs of x, which are contiguous, to runs of out. Arguments and items are those of `copy`. */
KERNEL(addBlock) {
  ARGUMENTS(Copy);
  const int64_t last = least((item + 1) * args.each, args.runs);
  for (int64_t run = item * args.each; run < last; run++) {
    NAME(addBytes)(args.out + copyPlace(&args, run, 1) * SIZE, args.x + copyPlace(&args, run, 0) * SIZE,
                   args.length * SIZE);
  }
}

/** One item. */
KERNEL(oneHot) {
  (void)item;
  ARGUMENTS(OneHot);
  memset(args.out, 0, (size_t)(args.rows * args.width * SIZE));
  for (int64_t i = 0; i < args.rows; i++) {
    const int64_t label = loadInteger(args.labels + i * 4);
    if (label >= 0 && label < args.width) storeElement(args.out + (i * args.width + label) * SIZE, 1);
  }
}

KERNEL(fill) {
  ARGUMENTS(Fill);
  const T value = (T)args.value;
  const int64_t last = least((item + 1) * args.each, args.length);
  for (int64_t i = item * args.each; i < last; i++) storeElement(args.out + i * SIZE, value);
}

#else

KERNEL_AS(fill_i32) {
  ARGUMENTS(Fill);
  const int32_t value = integerOf(args.value);
  const int64_t last = least((item + 1) * args.each, args.length);
  for (int64_t i = item * args.each; i < last; i++) storeInteger(args.out + i * 4, value);
}

/** Side of the squares that are transposed at a time. */
#define SQUARE 16

/** `size` is the size of an element, a constant wherever this is inlined. An item is `each` rows. */
INLINE void transposeElements(const Task *task, int64_t item, int64_t size) {
  ARGUMENTS(Transpose);
  const int64_t from = item * args.each;
  const int64_t to = least(from + args.each, args.m);
  for (int64_t j0 = 0; j0 < args.n; j0 += SQUARE) {
    const int64_t j1 = least(j0 + SQUARE, args.n);
    for (int64_t i0 = from; i0 < to; i0 += SQUARE) {
      const int64_t i1 = least(i0 + SQUARE, to);
      for (int64_t j = j0; j < j1; j++) {
        char *out = args.out + (j * args.m + i0) * size;
        const char *x = args.x + (i0 * args.n + j) * size;
        for (int64_t i = i0; i < i1; i++, out += size, x += args.n * size) memcpy(out, x, (size_t)size);
      }
    }
  }
}

KERNEL_AS(transpose_u8) { transposeElements(task, item, 1); }
KERNEL_AS(transpose_u32) { transposeElements(task, item, 4); }
KERNEL_AS(transpose_u64) { transposeElements(task, item, 8); }

/** An item is `each` indices. A missing row becomes NaN with elements of `missing` bytes, or 0. */
KERNEL_AS(gather) {
  ARGUMENTS(Gather);
  const int64_t last = least((item + 1) * args.each, args.count);
  for (int64_t i = item * args.each; i < last; i++) {
    const uint32_t row = (uint32_t)loadInteger(args.labels + i * 4);
    char *out = args.out + i * args.bytes;
    if (row < args.rows) memcpy(out, args.x + row * args.bytes, (size_t)args.bytes);
    else if (args.missing == 4)
      for (int64_t at = 0; at < args.bytes; at += 4) storeElement_f32(out + at, __builtin_nanf(""));
    else if (args.missing == 8)
      for (int64_t at = 0; at < args.bytes; at += 8) storeDouble(out + at, __builtin_nan(""));
    else memset(out, 0, (size_t)args.bytes);
  }
}

/**
 * Sorts sources by row: `starts` has where the sources of each row begin in `order`, then where the last ones end;
 * `order` has the sources row by row, ascending. One item. `starts` has room for two more than there are rows.
 */
KERNEL_AS(scatterOrder) {
  (void)item;
  ARGUMENTS(ScatterOrder);
  // Counts two places further, because filling moves each start to the next one.
  char *starts = args.starts + 4;
  memset(args.starts, 0, (size_t)(args.rows + 2) * 4);
  for (int64_t i = 0; i < args.count; i++) {
    const uint32_t row = (uint32_t)loadInteger(args.labels + i * 4);
    if (row >= args.rows) continue;
    char *counter = starts + ((int64_t)row + 1) * 4;
    storeInteger(counter, loadInteger(counter) + 1);
  }
  for (int64_t row = 1; row <= args.rows; row++) {
    storeInteger(starts + row * 4, loadInteger(starts + row * 4) + loadInteger(starts + (row - 1) * 4));
  }
  for (int64_t i = 0; i < args.count; i++) {
    const uint32_t row = (uint32_t)loadInteger(args.labels + i * 4);
    if (row >= args.rows) continue;
    char *next = starts + (int64_t)row * 4;
    const int32_t place = loadInteger(next);
    storeInteger(args.order + (int64_t)place * 4, (int32_t)i);
    storeInteger(next, place + 1);
  }
}

/** Copies runs of `length` elements of `size` bytes, `step` apart in x. An item is `each` runs. */
INLINE void copyElements(const Task *task, int64_t item, int64_t size) {
  ARGUMENTS(Copy);
  const int64_t step = args.step * size;
  const int64_t last = least((item + 1) * args.each, args.runs);
  for (int64_t run = item * args.each; run < last; run++) {
    const char *x = args.x + copyPlace(&args, run, 0) * size;
    char *out = args.out + copyPlace(&args, run, 1) * size;
    if (step == size) memcpy(out, x, (size_t)(args.length * size));
    else for (int64_t i = 0; i < args.length; i++, x += step) memcpy(out + i * size, x, (size_t)size);
  }
}

KERNEL_AS(copy_u8) { copyElements(task, item, 1); }
KERNEL_AS(copy_u32) { copyElements(task, item, 4); }
KERNEL_AS(copy_u64) { copyElements(task, item, 8); }

/** A kernel that converts elements; `value` is the element, and `result` an expression of it. */
#define CAST(kernel, From, To, result)                                                    \
  KERNEL_AS(kernel) {                                                                     \
    ARGUMENTS(Cast);                                                                      \
    const int64_t last = least((item + 1) * args.each, args.length);                      \
    for (int64_t i = item * args.each; i < last; i++) {                                   \
      From value;                                                                         \
      memcpy(&value, args.x + i * (int64_t)sizeof(From), sizeof(From));                   \
      const To converted = (To)(result);                                                  \
      memcpy(args.out + i * (int64_t)sizeof(To), &converted, sizeof(To));                 \
    }                                                                                     \
  }

CAST(cast_f32_f64, float, double, value)
CAST(cast_f32_i32, float, int32_t, integerOf((double)value))
CAST(cast_f32_u8, float, uint8_t, unsignedOf((double)value))
CAST(cast_f64_f32, double, float, value)
CAST(cast_f64_i32, double, int32_t, integerOf(value))
CAST(cast_f64_u8, double, uint8_t, unsignedOf(value))
CAST(cast_i32_f32, int32_t, float, value)
CAST(cast_i32_f64, int32_t, double, value)
CAST(cast_i32_u8, int32_t, uint8_t, value)
CAST(cast_u8_f32, uint8_t, float, value)
CAST(cast_u8_f64, uint8_t, double, value)
CAST(cast_u8_i32, uint8_t, int32_t, value)

#endif
