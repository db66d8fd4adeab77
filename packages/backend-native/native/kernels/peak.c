/** What one core computes without touching memory: apps/bench compares kernels with it. */

/** Independent chains of operations: enough to fill the pipelines, few enough for 16 or 32 registers. */
#ifndef CHAINS
#if VECTOR_BYTES == 64 || defined(__aarch64__)
#define CHAINS 24
#else
#define CHAINS 12
#endif
#endif

/** Chain i begins with i, and is multiplied and added to `turns` times. Returns how many operations these are. */
static double NAME(peak)(int64_t turns, double *sum) {
  // A compiler that knew them could leave out chains: 1 * 0.999 + 0.001 is 1.
  volatile T factors = (T)0.999, terms = (T)0.001;
  const V factor = splat(factors), term = splat(terms);
  V chains[CHAINS];
  for (int chain = 0; chain < CHAINS; chain++) chains[chain] = splat((T)chain);
  for (int64_t turn = 0; turn < turns; turn++) {
#pragma GCC unroll 24
    for (int chain = 0; chain < CHAINS; chain++) chains[chain] = chains[chain] * factor + term;
  }
  *sum = 0;
  for (int chain = 0; chain < CHAINS; chain++) {
    for (int64_t lane = 0; lane < LANES; lane++) *sum += (double)chains[chain][lane];
  }
  return 2.0 * CHAINS * (double)LANES * (double)turns;
}
