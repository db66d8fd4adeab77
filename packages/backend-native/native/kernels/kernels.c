/**
 * All kernels for one kind of vector unit. ../../scripts/build-native.mjs compiles this file once for each variant,
 * with VARIANT, VARIANT_NAME, VARIANT_FAST and VECTOR_BYTES.
 */
#include "../task.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "vector.h"

#include "layout.h"

#include "../generated/arguments.h"
#include "../generated/sizes.h"

#include "math.h"

#define T float
#define MASK int32_t
#define BROADCAST "vpbroadcastd"
#define PACKED ps
#define SUFFIX f32
#define FLOAT32
#include "families.h"
#undef T
#undef FLOAT32
#undef MASK
#undef BROADCAST
#undef PACKED
#undef SUFFIX

#define T double
#define MASK int64_t
#define BROADCAST "vpbroadcastq"
#define PACKED pd
#define SUFFIX f64
#include "families.h"
#undef T
#undef MASK
#undef BROADCAST
#undef PACKED
#undef SUFFIX

#include "elementwise.c"
#include "index-ops.c"

// A fast variant takes its other kernels from the portable one. The compiler drops what no table names.
#define PRODUCT(kernel) kernel
#if VARIANT_FAST
#define OTHER(kernel) NULL
#else
#define OTHER(kernel) kernel
#endif
#include "../generated/table.h"

const Variant VARIANT = {
  .name = VARIANT_NAME,
  .fast = VARIANT_FAST,
  .layout = {
    .vectorBytes = VECTOR_BYTES,
    .panelVectors = PANEL_VECTORS,
    .panelStride = PANEL_STRIDE,
    .mostLines = MOST_LINES,
    .sparseVectors = SPARSE_VECTORS,
    .tileRows = TILE_ROWS,
    .tileBytes = TILE_BYTES,
    .scratchBytes = SCRATCH_BYTES,
    .scratchLines = SCRATCH_LINES,
  },
  .table = TABLE,
  .peak = {peak_f32, peak_f64},
};
