/** What a kernel gets, and what the pool and the addon know about kernels. */
#ifndef NABLA_TASK_H
#define NABLA_TASK_H

#include <stddef.h>
#include <stdint.h>

enum { INTEGERS = 64, DOUBLES = 16 };

typedef struct {
  /** Address 0. Addresses are offsets from it, and 0 stands for no operand. */
  char *base;
  /** The job's arguments: INTEGERS integers, then DOUBLES doubles. Kernels read them with ARGUMENTS. */
  const double *arguments;
  /** This thread's scratch memory, which an item may use while it runs. */
  char *scratch;
} Task;

/** Computes one item. No two items write the same memory. */
typedef void Kernel(const Task *task, int64_t item);

/** Sizes that the host needs: `Layout` of kernel-host's engine.ts. */
typedef struct {
  double vectorBytes, panelVectors, panelStride, mostLines, sparseVectors;
  double tileRows, tileBytes, scratchBytes, scratchLines;
} Layout;

/** The kernels, compiled for one kind of vector unit. */
typedef struct {
  const char *name;
  /** Whether products may be fused: `bits: 'fast'`. */
  int fast;
  Layout layout;
  /** By the numbers of kernel-host's abi/kernels.ts. A fast variant has products only, and NULL for the others. */
  Kernel *const *table;
  /** For float32 and float64: see kernels/peak.c. */
  double (*peak[2])(int64_t turns, double *sum);
} Variant;

#endif
