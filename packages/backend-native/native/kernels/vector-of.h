/** Vectors of T. Included for each T; vector.h says what the names stand for. Addresses need not be aligned. */

typedef T V __attribute__((vector_size(VECTOR_BYTES)));
typedef T NAME(Unaligned) __attribute__((vector_size(VECTOR_BYTES), aligned(1), may_alias));
typedef MASK I __attribute__((vector_size(VECTOR_BYTES)));
typedef double D __attribute__((vector_size(VECTOR_BYTES / sizeof(T) * 8)));

INLINE V load(const char *at) { return *(const NAME(Unaligned) *)at; }
INLINE void store(char *at, V value) { *(NAME(Unaligned) *)at = value; }
/** Stores the first `bytes` bytes of a vector, or all. */
INLINE void storePart(char *at, V value, int64_t bytes) {
  if (bytes >= VECTOR_BYTES) store(at, value);
  else memcpy(at, &value, (size_t)bytes);
}
/** Loads the first `bytes` bytes of a vector, or all. Bytes after them may belong to another thread. */
INLINE V loadPart(const char *at, int64_t bytes) {
  if (bytes >= VECTOR_BYTES) return load(at);
  V value = {0};
  memcpy(&value, at, (size_t)bytes);
  return value;
}
INLINE T loadElement(const char *at) { T value; memcpy(&value, at, sizeof(T)); return value; }
INLINE void storeElement(char *at, T value) { memcpy(at, &value, sizeof(T)); }
/** Compilers drop the subtraction, which keeps -0 too. GCC does not see a broadcast in a loop over the lanes. */
INLINE V splat(T x) { return x - (V){0}; }
INLINE V loadSplat(const char *at) { return splat(loadElement(at)); }
/**
 * As loadSplat, for products: on Zen 4, AVX-512's broadcast of a float made them 1.4 times slower than that of an
 * integer. Clang takes the one for the other, so it is written out.
 */
INLINE V broadcast(const char *at) {
#ifdef __AVX512F__
  V x;
  __asm__(BROADCAST " %1, %0" : "=v"(x) : "m"(*(const T *)at));
  return x;
#else
  return loadSplat(at);
#endif
}
/** Lanes of a where the mask is set, otherwise of b. */
INLINE V select(I mask, V a, V b) { return (V)(((I)a & mask) | ((I)b & ~mask)); }
/** Lanes of a where the mask is set, otherwise 0. */
INLINE V keep(I mask, V a) { return (V)((I)a & mask); }
/** dY where y, the output of a ReLU, is above 0; NaN where y is NaN (a lane of ones is one); else 0. */
INLINE V throughRelu(V dY, V y) { return (V)(((I)dY & (y > splat(0))) | (y != y)); }
INLINE T elementThroughRelu(T dY, T y) { return y > 0 ? dY : y == y ? 0 : (T)__builtin_nan(""); }
/** As WebAssembly's max: NaN if either is, and 0 of 0 and -0. */
INLINE V maximum(V a, V b) {
  const V larger = select(a > b, a, select(a < b, b, (V)((I)a & (I)b)));
  return select((a == a) & (b == b), larger, a + b);
}
INLINE T largerElement(T a, T b) {
  if (a > b) return a;
  if (a < b) return b;
  if (a == b) return __builtin_signbit(a) ? b : a;
  return a + b;
}
/** relu, which keeps NaN and -0. */
INLINE V rectified(V x) { return select(x < splat(0), splat(0), x); }
