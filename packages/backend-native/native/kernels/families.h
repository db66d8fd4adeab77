/**
 * The families of kernels for one T, in an order in which each may call functions of those before it.
 */
#include "vector-of.h"
#ifdef FLOAT32
#include "float32.h"
#endif

#include "dense.c"
#include "elementwise.c"
#include "unary.c"
#include "reduce.c"
#include "largest.c"
#include "softmax.c"
#include "layer-norm.c"
#include "index-ops.c"
#include "dropout.c"
#include "peak.c"
#include "tile.c"
#include "matmul.c"
#include "attention.c"
#include "recurrent.c"
#include "panels.c"
#include "csr.c"
#include "windows.c"
#include "direct.c"
#include "convolution.c"
#include "depthwise.c"
#include "sparse-gradients.c"
#include "pooling.c"
#include "batch-norm.c"
#include "cross-entropy.c"
#include "optimizers.c"
