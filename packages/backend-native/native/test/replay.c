/**
 * Repeats the calls that ../../scripts/record.mjs recorded, on the same kernels and the same pool, without Node: for
 * sanitizers that cannot run in it. Usage: replay FILE. Ends with 1 if a result has other bits than in the recording,
 * or if no job of several items of a kernel was shared by two threads.
 *
 * A recording is doubles: threads, bytes to reserve, bytes to commit; then calls. A call is its code, and what follows.
 */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../jobs.h"
#include "../memory.h"
#include "../variants.h"
#include "../generated/sizes.h"

enum { GROW = 1, RUN = 2, WRITE = 3, READ = 4, PAGE = 65536 };

/** The calling thread waits at its first item until another thread has taken one, but looks only this many times. */
enum { MOST_LOOKS = 100000 };

static Kernel *kernelOfJob;
static _Thread_local int isCaller;
/** Relaxed, so that it orders nothing for the sanitizer. */
static _Atomic int isShared;

static void shareJob(const Task *task, int64_t item) {
  if (!isCaller) atomic_store_explicit(&isShared, 1, memory_order_relaxed);
  for (int i = 0; isCaller && i < MOST_LOOKS && !atomic_load_explicit(&isShared, memory_order_relaxed); i++) {
    sched_yield();
  }
  kernelOfJob(task, item);
}

static void get(void *to, size_t bytes, FILE *file) {
  if (fread(to, 1, bytes, file) == bytes) return;
  fprintf(stderr, "the recording ends too soon\n");
  exit(2);
}

static double number(FILE *file) {
  double value;
  get(&value, sizeof(value), file);
  return value;
}

/** Whether all bits are equal, except the bits of NaN. */
static int isEqual(const char *a, const char *b, size_t bytes, size_t floatBytes) {
  if (memcmp(a, b, bytes) == 0) return 1;
  if (floatBytes == 0) return 0;
  for (size_t at = 0; at < bytes; at += floatBytes) {
    if (memcmp(a + at, b + at, floatBytes) == 0) continue;
    float f[2];
    double d[2];
    memcpy(floatBytes == 4 ? (void *)&f[0] : (void *)&d[0], a + at, floatBytes);
    memcpy(floatBytes == 4 ? (void *)&f[1] : (void *)&d[1], b + at, floatBytes);
    if (floatBytes == 4 ? f[0] == f[0] || f[1] == f[1] : d[0] == d[0] || d[1] == d[1]) return 0;
  }
  return 1;
}

int main(int count, char **words) {
  FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
  if (file == NULL) return fprintf(stderr, "usage: replay FILE\n"), 2;
  const Variant *variant = VARIANTS[0];
  const int threads = (int)number(file);
  const size_t reserved = (size_t)number(file);
  size_t committed = (size_t)number(file);
  char *base = reserveMemory(reserved);
  if (base == NULL || !commitMemory(base + PAGE, committed - PAGE)) return fprintf(stderr, "no memory\n"), 2;
  Pool *pool = createPool(threads, base, base + PAGE, (size_t)variant->layout.scratchBytes);
  if (pool == NULL) return fprintf(stderr, "no threads\n"), 2;
  long jobs = 0, different = 0, together = 0;
  /** Whether a kernel had a job of several items, and whether two threads took some. */
  static char canShare[KERNELS], hasShared[KERNELS];
  int last = 0;
  isCaller = 1;
  double code;
  while (fread(&code, sizeof(code), 1, file) == 1) {
    if (code == GROW) {
      const size_t bytes = (size_t)number(file);
      if (!commitMemory(base + committed, bytes)) return fprintf(stderr, "no memory\n"), 2;
      committed += bytes;
    } else if (code == RUN) {
      const int kernel = (int)number(file);
      const int64_t items = (int64_t)number(file);
      double arguments[INTEGERS + DOUBLES];
      get(arguments, sizeof(arguments), file);
      finishJob(pool);
      if (atomic_load(&isShared)) hasShared[last] = 1;
      atomic_store(&isShared, 0);
      if (items > 1) canShare[kernel] = 1;
      kernelOfJob = variant->table[kernel];
      startJob(pool, items > 1 ? shareJob : kernelOfJob, arguments, items);
      last = kernel;
      jobs++;
    } else {
      char *at = base + (size_t)number(file);
      const size_t bytes = (size_t)number(file);
      const size_t floatBytes = code == READ ? (size_t)number(file) : 0;
      char *given = malloc(bytes + 1);
      get(given, bytes, file);
      finishJob(pool);
      if (code == WRITE) memcpy(at, given, bytes);
      else if (!isEqual(at, given, bytes, floatBytes)) different++;
      free(given);
    }
  }
  destroyPool(pool);
  freeMemory(base, reserved);
  fclose(file);
  if (atomic_load(&isShared)) hasShared[last] = 1;
  for (int kernel = 0; kernel < KERNELS; kernel++) {
    together += hasShared[kernel];
    if (canShare[kernel] == hasShared[kernel]) continue;
    fprintf(stderr, "kernel %d ran on one thread only\n", kernel);
    different++;
  }
  printf("%ld jobs, %ld kernels on two threads, %ld different results\n", jobs, together, different);
  return different > 0;
}
