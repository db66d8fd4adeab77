/** Matrices in panels: contiguous strips of at most PANEL_VECTORS vectors, whose rows fit into registers (csr.c). */

#ifdef T

/** Returns the number of vectors in a row of n elements. The last one may not be full. */
INLINE int64_t NAME(vectorsOf)(int64_t n) { return ceilingOf(n, LANES); }

/** A panel: some columns of a matrix. `first` is its first vector, `column` its first column. */
typedef struct {
  int64_t first, vectors, column, columns;
} NAME(Strip);

/** Returns panel p of a matrix of `width` columns. Vectors are distributed over the panels as evenly as possible. */
INLINE NAME(Strip) NAME(stripOf)(int64_t p, int64_t panels, int64_t width) {
  const int64_t all = NAME(vectorsOf)(width);
  const int64_t first = p * all / panels;
  const int64_t vectors = (p + 1) * all / panels - first;
  return (NAME(Strip)){first, vectors, first * LANES, least(vectors * LANES, width - first * LANES)};
}

enum { NAME(PACK), NAME(PACK_MASKED), NAME(UNPACK) };

INLINE void NAME(clearFrom)(char *line, int64_t at) {
  for (; at < PANEL_STRIDE; at += VECTOR_BYTES) store(line + at, splat(0));
}

/** Copies `columns` elements into a line of a panel, and pads it with zeros. `mask` may be NULL. */
INLINE void NAME(packRow)(char *line, const char *source, const char *mask, int64_t columns) {
  const int64_t bytes = columns * SIZE;
  int64_t at = 0;
  for (; at + VECTOR_BYTES <= bytes; at += VECTOR_BYTES) {
    const V x = load(source + at);
    store(line + at, mask == NULL ? x : throughRelu(x, load(mask + at)));
  }
  NAME(clearFrom)(line, at);
  for (; at < bytes; at += SIZE) {
    const T x = loadElement(source + at);
    storeElement(line + at, mask == NULL ? x : elementThroughRelu(x, loadElement(mask + at)));
  }
}

/** `way` is a constant wherever this is inlined. */
INLINE void NAME(copyPanels)(int way, const Task *task, int64_t item) {
  ARGUMENTS(PackPanels);
  const int64_t down = ceilingOf(args.lines, args.each);
  const int64_t part = item / down;
  const int64_t from = item % down * args.each;
  const int64_t to = least(from + args.each, args.lines);
  const int64_t stride = args.width * SIZE;
  // Row by row, so that memory is read in order, and written in order within each panel.
  for (int64_t row = from; row < to; row++) {
    for (int64_t p = part * args.panels / args.parts; p < (part + 1) * args.panels / args.parts; p++) {
      const NAME(Strip) strip = NAME(stripOf)(p, args.panels, args.width);
      const int64_t start = row * stride + strip.column * SIZE;
      char *line = args.out + (p * args.lines + row) * PANEL_STRIDE;
      if (way == NAME(UNPACK)) memcpy(args.rows + start, line, (size_t)(strip.columns * SIZE));
      else NAME(packRow)(line, args.rows + start, way == NAME(PACK) ? NULL : args.mask + start, strip.columns);
    }
  }
}

/**
 * Copies rows [lines, width] into panels, padded with zeros. With a `mask`, the output of a ReLU, the rows are a
 * gradient that goes through it. An item is a run of `each` rows in one of `parts` parts of the panels.
 */
KERNEL(packPanels) {
  ARGUMENTS(PackPanels);
  if (args.mask == NULL) NAME(copyPanels)(NAME(PACK), task, item);
  else NAME(copyPanels)(NAME(PACK_MASKED), task, item);
}

/** Copies panels back, from `out` to `rows`. */
KERNEL(unpackPanels) { NAME(copyPanels)(NAME(UNPACK), task, item); }

/** Sums the columns of a matrix in panels. An item is a panel. */
KERNEL(panelColumnSums) {
  ARGUMENTS(PanelColumnSums);
  const NAME(Strip) strip = NAME(stripOf)(item, args.panels, args.width);
  const char *panel = args.x + item * args.rows * PANEL_STRIDE;
  NAME(columnSums)(args.out + strip.column * SIZE, panel, args.rows, strip.columns, PANEL_STRIDE, SUM_STRETCH, 0);
}

#endif
