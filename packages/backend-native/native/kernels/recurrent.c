/**
 * The steps of an LSTM along a sequence, and their gradients. Examples do not depend on each other, so an item takes
 * all steps of some of them, and reads the packed weights once for each step. Every operation is that of the kernels
 * that core composes, so the bits are too.
 *
 * Each element of a sequence has 6 `units` numbers in `gates`: i, f, g and o after their functions, c and tanh(c).
 */

#ifdef T

/** Where the numbers of an example's element are: of the row of y and those of the row of gates. */
INLINE int64_t NAME(placeOf)(const Lstm *args, int64_t example, int64_t step) {
  return (example * args->time + (args->reversed ? args->time - 1 - step : step)) * args->units * SIZE;
}

INLINE int NAME(isPadding)(const Lstm *args, int64_t place) {
  return args->mask != NULL && loadElement(args->mask + place / args->units) == 0;
}

/** Computes an element from z, the product of the weights and the state before, which is at `gates`. */
static void NAME(lstmCell)(const Lstm *args, int64_t place, int64_t before, int isFirst) {
  const int64_t bytes = args->units * SIZE;
  char *gates = args->gates + 6 * place, *y = args->y + place;
  const char *inputs = args->inputs + 4 * place, *cBefore = args->gates + 6 * before + 4 * bytes;
  if (NAME(isPadding)(args, place)) {
    if (isFirst) {
      memset(gates, 0, (size_t)(6 * bytes));
      memset(y, 0, (size_t)bytes);
    } else {
      memcpy(gates + 4 * bytes, cBefore, (size_t)bytes);
      memcpy(y, args->y + before, (size_t)bytes);
    }
    return;
  }
  for (int64_t at = 0; at < 4 * bytes; at += VECTOR_BYTES) {
    const V z = isFirst ? splat(0) : loadPart(gates + at, 4 * bytes - at);
    storePart(gates + at, loadPart(inputs + at, 4 * bytes - at) + z, 4 * bytes - at);
  }
  NAME(sigmoids)(gates, gates, 2 * bytes);
  NAME(tanhs)(gates + 2 * bytes, gates + 2 * bytes, bytes);
  NAME(sigmoids)(gates + 3 * bytes, gates + 3 * bytes, bytes);
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    const int64_t rest = bytes - at;
    const V c = isFirst ? splat(0) : loadPart(cBefore + at, rest);
    const V new = loadPart(gates + at, rest) * loadPart(gates + 2 * bytes + at, rest);
    storePart(gates + 4 * bytes + at, loadPart(gates + bytes + at, rest) * c + new, rest);
  }
  NAME(tanhs)(gates + 5 * bytes, gates + 4 * bytes, bytes);
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    const int64_t rest = bytes - at;
    storePart(y + at, loadPart(gates + 3 * bytes + at, rest) * loadPart(gates + 5 * bytes + at, rest), rest);
  }
}

/** An item is `each` examples. `packed` are the weights [units, 4 units] in strips. */
KERNEL(lstm) {
  ARGUMENTS(Lstm);
  const int64_t first = item * args.each, last = least(first + args.each, args.n);
  const int64_t stride = args.time * args.units * SIZE;
  for (int64_t step = 0; step < args.time; step++) {
    const int64_t place = NAME(placeOf)(&args, first, step);
    const int64_t before = step == 0 ? place : NAME(placeOf)(&args, first, step - 1);
    if (step > 0) {
      NAME(addProduct)(task, 1, args.y + before, stride, SIZE, TILE_ROWS * stride, last - first, args.packed, TILE_BYTES,
                       args.units * TILE_BYTES, args.units, args.gates + 6 * place, 6 * stride, 4 * args.units);
    }
    for (int64_t example = 0; example < last - first; example++) {
      NAME(lstmCell)(&args, place + example * stride, before + example * stride, step == 0);
    }
  }
}

/**
 * Computes the gradient of an element's inputs. `dH` and `dC` are the gradients of h and c from the elements behind it,
 * none for the last; they become those of the element before, but for the product with the weights.
 */
static void NAME(lstmCellBackward)(const Lstm *args, int64_t place, int64_t before, int isFirst, int isLast, char *dH,
                                   char *dC) {
  const int64_t bytes = args->units * SIZE;
  const char *gates = args->gates + 6 * place, *cBefore = args->gates + 6 * before + 4 * bytes;
  char *out = args->dInputs + 4 * place;
  const int isPadding = NAME(isPadding)(args, place);
  if (isPadding) memset(out, 0, (size_t)(4 * bytes));
  for (int64_t at = 0; at < bytes; at += VECTOR_BYTES) {
    const int64_t rest = bytes - at;
    V dh = loadPart(args->dY + place + at, rest);
    if (!isLast) dh += load(dH + at);
    if (isPadding) {
      storePart(dH + at, dh, rest);
      if (isLast) storePart(dC + at, splat(0), rest);
      continue;
    }
    const V i = loadPart(gates + at, rest), f = loadPart(gates + bytes + at, rest);
    const V g = loadPart(gates + 2 * bytes + at, rest), o = loadPart(gates + 3 * bytes + at, rest);
    const V tanhOfC = loadPart(gates + 5 * bytes + at, rest);
    V dc = dh * o * (1 - tanhOfC * tanhOfC);
    if (!isLast) dc += load(dC + at);
    const V c = isFirst ? splat(0) : loadPart(cBefore + at, rest);
    storePart(out + at, dc * g * (i * (1 - i)), rest);
    storePart(out + bytes + at, dc * c * (f * (1 - f)), rest);
    storePart(out + 2 * bytes + at, dc * i * (1 - g * g), rest);
    storePart(out + 3 * bytes + at, dh * tanhOfC * (o * (1 - o)), rest);
    storePart(dC + at, dc * f, rest);
  }
}

/** An item is `each` examples. `packed` are the weights [units, 4 units], transposed, in strips. */
KERNEL(lstmBackward) {
  ARGUMENTS(Lstm);
  const int64_t first = item * args.each, count = least(first + args.each, args.n) - first;
  const int64_t bytes = args.units * SIZE, stride = args.time * bytes;
  // The gradients of h and c of each example, and a product.
  char *dH = args.work + item * args.itemBytes, *dC = dH + args.each * bytes, *product = dC + args.each * bytes;
  for (int64_t step = args.time - 1; step >= 0; step--) {
    const int64_t place = NAME(placeOf)(&args, first, step);
    const int64_t before = step == 0 ? place : NAME(placeOf)(&args, first, step - 1);
    for (int64_t example = 0; example < count; example++) {
      NAME(lstmCellBackward)(&args, place + example * stride, before + example * stride, step == 0,
                             step == args.time - 1, dH + example * bytes, dC + example * bytes);
    }
    if (step == 0) continue;
    NAME(addProduct)(task, 1, args.dInputs + 4 * place, 4 * stride, SIZE, TILE_ROWS * 4 * stride, count, args.packed,
                     TILE_BYTES, 4 * args.units * TILE_BYTES, 4 * args.units, product, bytes, args.units);
    for (int64_t example = 0; example < count; example++) {
      if (NAME(isPadding)(&args, place + example * stride)) continue;
      memcpy(dH + example * bytes, product + example * bytes, (size_t)bytes);
    }
  }
}

#endif
