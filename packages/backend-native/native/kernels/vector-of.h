/** Vectors of T. Included for each T; vector.h says what the names stand for. Addresses need not be aligned. */

typedef T V __attribute__((vector_size(VECTOR_BYTES)));
typedef T NAME(Unaligned) __attribute__((vector_size(VECTOR_BYTES), aligned(1), may_alias));
typedef MASK I __attribute__((vector_size(VECTOR_BYTES)));
/** 16 bytes of T, for the last steps of joining lanes. */
typedef T S __attribute__((vector_size(16)));
typedef MASK NAME(ShortMask) __attribute__((vector_size(16)));
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
/** A bit for each lane of a mask, the first lane's the lowest. */
INLINE uint64_t laneBits(I mask) {
#if defined(__x86_64__) && VECTOR_BYTES == 64
  return SIZE == 4 ? _mm512_movepi32_mask((__m512i)mask) : _mm512_movepi64_mask((__m512i)mask);
#elif defined(__x86_64__)
  return (uint64_t)INTRINSIC(movemask)((V)mask);
#else
  uint64_t bits = 0;
  for (int64_t lane = 0; lane < LANES; lane++) bits |= (uint64_t)(mask[lane] & 1) << lane;
  return bits;
#endif
}
/** dY where y, the output of a ReLU, is above 0; NaN where y is NaN (a lane of ones is one); else 0. */
INLINE V throughRelu(V dY, V y) { return (V)(((I)dY & (y > splat(0))) | (y != y)); }
INLINE T elementThroughRelu(T dY, T y) { return y > 0 ? dY : y == y ? 0 : (T)__builtin_nan(""); }
/** a where it is larger, otherwise b, also if one is NaN: on x86 a single instruction. */
INLINE V larger(V a, V b) {
#ifdef __x86_64__
  return INTRINSIC(max)(a, b);
#else
  return select(a > b, a, b);
#endif
}
/** a where it is smaller, otherwise b, as `larger`. */
INLINE V smaller(V a, V b) {
#ifdef __x86_64__
  return INTRINSIC(min)(a, b);
#else
  return select(a < b, a, b);
#endif
}
INLINE S largerShort(S a, S b) {
#ifdef __x86_64__
  return JOIN(_mm_max, PACKED)(a, b);
#else
  const NAME(ShortMask) mask = a > b;
  return (S)(((NAME(ShortMask))a & mask) | ((NAME(ShortMask))b & ~mask));
#endif
}
/**
 * As WebAssembly's max: NaN if either is, and 0 of 0 and -0. `larger` differs by the order of a and b only then, by the
 * sign bit or by bits of the NaN.
 */
INLINE V maximum(V a, V b) {
  const I first = (I)larger(a, b), second = (I)larger(b, a);
  return (V)(first | second) - (V)(first ^ second);
}
INLINE T largerElement(T a, T b) {
  if (a > b) return a;
  if (a < b) return b;
  if (a == b) return __builtin_signbit(a) ? b : a;
  return a + b;
}
/** relu, which keeps NaN and -0. */
INLINE V rectified(V x) { return larger(splat(0), x); }
/** The activation of a number that is not 0: 1 is relu, a larger one the upper limit behind it. */
INLINE V activated(V x, int relu) {
  const V y = rectified(x);
  return relu == 1 ? y : smaller(splat((T)relu), y);
}
