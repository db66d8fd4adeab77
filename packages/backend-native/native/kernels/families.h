/**
 * The families of kernels for one T, in an order in which each may call functions of those before it.
 */
#include "vector-of.h"

#include "dense.c"
#include "elementwise.c"
#include "unary.c"
#include "reduce.c"
#include "index-ops.c"
#include "dropout.c"

// Until all are ported, so that several people can add families at the same time.
#if __has_include("tile.c")
#include "tile.c"
#endif
#if __has_include("matmul.c")
#include "matmul.c"
#endif
#if __has_include("panels.c")
#include "panels.c"
#endif
#if __has_include("csr.c")
#include "csr.c"
#endif
#if __has_include("windows.c")
#include "windows.c"
#endif
#if __has_include("convolution.c")
#include "convolution.c"
#endif
#if __has_include("depthwise.c")
#include "depthwise.c"
#endif
#if __has_include("sparse-gradients.c")
#include "sparse-gradients.c"
#endif
#if __has_include("pooling.c")
#include "pooling.c"
#endif
#if __has_include("batch-norm.c")
#include "batch-norm.c"
#endif
#if __has_include("cross-entropy.c")
#include "cross-entropy.c"
#endif
#if __has_include("optimizers.c")
#include "optimizers.c"
#endif
