/**
 * Repeats the calls that ../../scripts/record.mjs recorded, on the same kernels and the same pool, without Node: for
 * sanitizers that cannot run in it. Usage: replay FILE. Ends with 1 if a result has other bits than in the recording.
 *
 * A recording is doubles: threads, bytes to reserve, bytes to commit; then calls. A call is its code, and what follows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../jobs.h"
#include "../memory.h"
#include "../variants.h"

enum { GROW = 1, RUN = 2, WRITE = 3, READ = 4, PAGE = 65536 };

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

/** Whether all bits are equal, except those of NaN. */
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
  long jobs = 0, different = 0;
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
      startJob(pool, variant->table[kernel], arguments, items);
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
  printf("%ld jobs, %ld different results\n", jobs, different);
  return different > 0;
}
