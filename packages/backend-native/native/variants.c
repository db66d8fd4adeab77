#include "variants.h"

#include <string.h>

#ifdef ONLY_VARIANT

// test/replay.c has the kernels of one variant, and its user knows that the processor can run them.
extern const Variant ONLY_VARIANT;

const Variant *const VARIANTS[] = {&ONLY_VARIANT, NULL};

int canRun(const Variant *variant) {
  (void)variant;
  return 1;
}

#elif defined(__x86_64__)

#include <cpuid.h>

extern const Variant variant_baseline, variant_avx2, variant_avx512, variant_avx2_fast, variant_avx512_fast;

const Variant *const VARIANTS[] = {
  &variant_baseline, &variant_avx2, &variant_avx512, &variant_avx2_fast, &variant_avx512_fast, NULL,
};

/** The registers that the operating system saves: bits 1 and 2 for AVX, 5 to 7 for AVX-512. */
static unsigned savedRegisters(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

int canRun(const Variant *variant) {
  unsigned a, b, c, d;
  if (strcmp(variant->name, "baseline") == 0) return 1;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const int hasFma = (c >> 12) & 1;
  const int hasXsave = (c >> 27) & 1;
  if (!hasXsave || !hasFma || (savedRegisters() & 0x6) != 0x6) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  const int hasAvx2 = (b >> 5) & 1;
  if (strcmp(variant->name, "avx2") == 0) return hasAvx2;
  // Foundation, DQ, BW and VL.
  const unsigned wanted = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31;
  return hasAvx2 && (b & wanted) == wanted && (savedRegisters() & 0xe6) == 0xe6;
}

#else

extern const Variant variant_baseline, variant_baseline_fast;

const Variant *const VARIANTS[] = {&variant_baseline, &variant_baseline_fast, NULL};

int canRun(const Variant *variant) {
  (void)variant;
  return 1;
}

#endif
