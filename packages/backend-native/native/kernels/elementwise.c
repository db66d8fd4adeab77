/**
 * Elementwise operations with broadcasting: runs in which an operand advances by one or stays (see core's
 * broadcast.ts).
 */

#ifndef ELEMENTWISE_PLACE
#define ELEMENTWISE_PLACE
/** The offsets of the operands' elements at the start of a run. */
typedef struct {
  int64_t at[3];
  /** Runs that are left in the innermost outer dimension. */
  int64_t left;
} ElementwisePlace;

/** Finds the first run of an item, or moves from the run before. */
INLINE void elementwiseMove(const Elementwise *args, int64_t run, ElementwisePlace *place) {
  const double *inner = args->outer + 4 * (args->rank - 1);
  if (--place->left > 0) {
    for (int i = 0; i < 3; i++) place->at[i] += (int64_t)inner[1 + i];
    return;
  }
  place->left = (int64_t)inner[0] - run % (int64_t)inner[0];
  for (int i = 0; i < 3; i++) place->at[i] = 0;
  for (const double *own = inner; own >= args->outer; own -= 4) {
    for (int i = 0; i < 3; i++) place->at[i] += run % (int64_t)own[0] * (int64_t)own[1 + i];
    run /= (int64_t)own[0];
  }
}
#endif

#ifdef T

/** `op` is a constant wherever this is inlined. */
INLINE V NAME(apply)(int64_t op, V x, V y) {
  if (op == ADD) return x + y;
  if (op == SUBTRACT) return x - y;
  if (op == MULTIPLY) return x * y;
  if (op == DIVIDE) return x / y;
  if (op == MAXIMUM) return maximum(x, y);
  return keep(x > y, splat(1));
}

/**
 * Also computes elements past the end of the run, which every buffer has room for. Stores them up to `room` bytes, the
 * end of the item, whose next run overwrites them.
 */
INLINE void NAME(applyRun)(int64_t op, char *out, int64_t n, int64_t room, const char *a, int64_t aStep, const char *b,
                           int64_t bStep) {
  const int64_t bytes = n * SIZE;
  const V x0 = loadSplat(a);
  const V y0 = loadSplat(b);
  int64_t at = 0;
  for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) {
    const V x = aStep == 0 ? x0 : load(a + at);
    const V y = bStep == 0 ? y0 : load(b + at);
    store(out + at, NAME(apply)(op, x, y));
  }
  if (at == bytes) return;
  const V x = aStep == 0 ? x0 : load(a + at);
  const V y = bStep == 0 ? y0 : load(b + at);
  storePart(out + at, NAME(apply)(op, x, y), room - at);
}

static void NAME(binaryRun)(int64_t op, char *out, int64_t n, int64_t room, const char *a, int64_t aStep, const char *b,
                            int64_t bStep) {
  switch (op) {
    case ADD: NAME(applyRun)(ADD, out, n, room, a, aStep, b, bStep); return;
    case SUBTRACT: NAME(applyRun)(SUBTRACT, out, n, room, a, aStep, b, bStep); return;
    case MULTIPLY: NAME(applyRun)(MULTIPLY, out, n, room, a, aStep, b, bStep); return;
    case DIVIDE: NAME(applyRun)(DIVIDE, out, n, room, a, aStep, b, bStep); return;
    case MAXIMUM: NAME(applyRun)(MAXIMUM, out, n, room, a, aStep, b, bStep); return;
    default: NAME(applyRun)(GREATER, out, n, room, a, aStep, b, bStep);
  }
}

/** out = a where the condition is not 0, otherwise b. Stores up to `room` bytes, as above. */
static void NAME(whereRun)(char *out, int64_t n, int64_t room, const char *condition, int64_t conditionStep,
                           const char *a, int64_t aStep, const char *b, int64_t bStep) {
  const int64_t bytes = n * SIZE;
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    const V c = conditionStep == 0 ? loadSplat(condition) : load(condition + at);
    const V x = aStep == 0 ? loadSplat(a) : load(a + at);
    const V y = bStep == 0 ? loadSplat(b) : load(b + at);
    storePart(out + at, select(c != splat(0), x, y), room - at);
  }
}

/**
 * `length` is the length of a run, `rank` the number of outer dimensions. `outer` has for each its size, then the
 * strides of a, b and c in elements. An item is `each` runs, or elements of a single run. `steps` has a bit for each
 * operand that advances in a run, `numbers` for each that is a number. In a choice, a is the condition.
 */
KERNEL(elementwise) {
  ARGUMENTS(Elementwise);
  const T numbers[3] = {(T)args.aNumber, (T)args.bNumber, (T)args.cNumber};
  const char *a0 = args.numbers & 1 ? (const char *)&numbers[0] : args.a;
  const char *b0 = args.numbers & 2 ? (const char *)&numbers[1] : args.b;
  const char *c0 = args.numbers & 4 ? (const char *)&numbers[2] : args.c;
  const int64_t aStep = args.steps & 1, bStep = args.steps >> 1 & 1, cStep = args.steps >> 2;
  if (args.runs == 1) {
    const int64_t from = item * args.each;
    const int64_t n = least(args.each, args.length - from);
    const int64_t at = from * SIZE;
    const char *a = a0 + at * aStep;
    const char *b = b0 + at * bStep;
    const char *c = c0 + at * cStep;
    if (args.operation == WHERE) NAME(whereRun)(args.out + at, n, n * SIZE, a, aStep, b, bStep, c, cStep);
    else NAME(binaryRun)(args.operation, args.out + at, n, n * SIZE, a, aStep, b, bStep);
    return;
  }
  const int64_t last = least((item + 1) * args.each, args.runs);
  ElementwisePlace place = {.left = 1};
  for (int64_t run = item * args.each; run < last; run++) {
    elementwiseMove(&args, run, &place);
    char *out = args.out + run * args.length * SIZE;
    const int64_t room = (last - run) * args.length * SIZE;
    const char *a = a0 + place.at[0] * SIZE;
    const char *b = b0 + place.at[1] * SIZE;
    const char *c = args.operation == WHERE ? c0 + place.at[2] * SIZE : NULL;
    if (args.operation == WHERE) NAME(whereRun)(out, args.length, room, a, aStep, b, bStep, c, cStep);
    else NAME(binaryRun)(args.operation, out, args.length, room, a, aStep, b, bStep);
  }
}

#else

/** Sums, differences and products wrap. */
INLINE int32_t integerResult(int64_t op, int32_t x, int32_t y) {
  if (op == ADD) return (int32_t)((uint32_t)x + (uint32_t)y);
  if (op == SUBTRACT) return (int32_t)((uint32_t)x - (uint32_t)y);
  if (op == MULTIPLY) return (int32_t)((uint32_t)x * (uint32_t)y);
  return x > y;
}

/** `op` is a constant wherever this is inlined. A choice is between b and c by a. */
INLINE void integerRun(int64_t op, const Elementwise *args, char *out, int64_t n, const char *a, const char *b,
                       const char *c) {
  const int64_t aStep = (args->steps & 1) * 4, bStep = (args->steps & 2) * 2, cStep = args->steps & 4;
  for (int64_t i = 0; i < n; i++, a += aStep, b += bStep, c += cStep) {
    const int32_t x = loadInteger(a), y = loadInteger(b);
    storeInteger(out + i * 4, op == WHERE ? (x != 0 ? y : loadInteger(c)) : integerResult(op, x, y));
  }
}

static void integerRunOf(const Elementwise *args, char *out, int64_t n, const char *a, const char *b, const char *c) {
  switch (args->operation) {
    case ADD: integerRun(ADD, args, out, n, a, b, c); return;
    case SUBTRACT: integerRun(SUBTRACT, args, out, n, a, b, c); return;
    case MULTIPLY: integerRun(MULTIPLY, args, out, n, a, b, c); return;
    case WHERE: integerRun(WHERE, args, out, n, a, b, c); return;
    default: integerRun(GREATER, args, out, n, a, b, c);
  }
}

/** As the kernel for floats, above. */
KERNEL_AS(elementwise_i32) {
  ARGUMENTS(Elementwise);
  const int32_t numbers[3] = {(int32_t)args.aNumber, (int32_t)args.bNumber, (int32_t)args.cNumber};
  const char *a = args.numbers & 1 ? (const char *)&numbers[0] : args.a;
  const char *b = args.numbers & 2 ? (const char *)&numbers[1] : args.b;
  const char *c = args.numbers & 4 ? (const char *)&numbers[2] : args.operation == WHERE ? args.c : a;
  if (args.runs == 1) {
    const int64_t from = item * args.each;
    integerRunOf(&args, args.out + from * 4, least(args.each, args.length - from), a + from * 4 * (args.steps & 1),
                 b + from * 4 * (args.steps >> 1 & 1), c + from * 4 * (args.steps >> 2));
    return;
  }
  const int64_t last = least((item + 1) * args.each, args.runs);
  ElementwisePlace place = {.left = 1};
  for (int64_t run = item * args.each; run < last; run++) {
    elementwiseMove(&args, run, &place);
    integerRunOf(&args, args.out + run * args.length * 4, args.length, a + place.at[0] * 4, b + place.at[1] * 4,
                 c + place.at[2] * 4);
  }
}

#endif
