/**
 * exp, expm1, log, log1p, sigmoid, tanh, erf and normalCdf of vectors of float32, as in `@nablajs/core/math`, whose
 * float32.ts documents them. Every operation is the same, so the bits are too. The constants come from that file.
 */

#define SIGN ((int32_t)0x80000000)
/** Bits whose sums and shifts may wrap around, which C forbids to signed integers. */
typedef uint32_t U __attribute__((vector_size(VECTOR_BYTES)));
/** Adding 1.5 * 2^23 rounds to a whole number k, and leaves k in the lowest bits of the sum. */
#define NEAREST 12582912.0f
/** The coefficients of a polynomial in x, lowest first. */
#define P2(x, a, b) (a + x * b)
#define P3(x, a, ...) (a + x * P2(x, __VA_ARGS__))
#define P4(x, a, ...) (a + x * P3(x, __VA_ARGS__))
#define P5(x, a, ...) (a + x * P4(x, __VA_ARGS__))
#define P6(x, a, ...) (a + x * P5(x, __VA_ARGS__))
#define P7(x, a, ...) (a + x * P6(x, __VA_ARGS__))
#define P8(x, a, ...) (a + x * P7(x, __VA_ARGS__))
#define P9(x, a, ...) (a + x * P8(x, __VA_ARGS__))
#define P10(x, a, ...) (a + x * P9(x, __VA_ARGS__))
#define P11(x, a, ...) (a + x * P10(x, __VA_ARGS__))

/** The smaller or larger of x and a number; NaN for NaN. Compilers do not find the instruction for it. */
#if defined(__x86_64__) && VECTOR_BYTES == 64
INLINE V atMost(V x, float limit) { return (V)_mm512_min_ps(_mm512_set1_ps(limit), (__m512)x); }
INLINE V atLeast(V x, float limit) { return (V)_mm512_max_ps(_mm512_set1_ps(limit), (__m512)x); }
#elif defined(__x86_64__) && VECTOR_BYTES == 32
INLINE V atMost(V x, float limit) { return (V)_mm256_min_ps(_mm256_set1_ps(limit), (__m256)x); }
INLINE V atLeast(V x, float limit) { return (V)_mm256_max_ps(_mm256_set1_ps(limit), (__m256)x); }
#elif defined(__x86_64__)
INLINE V atMost(V x, float limit) { return (V)_mm_min_ps(_mm_set1_ps(limit), (__m128)x); }
INLINE V atLeast(V x, float limit) { return (V)_mm_max_ps(_mm_set1_ps(limit), (__m128)x); }
#else
INLINE V atMost(V x, float limit) { return select(x > splat(limit), splat(limit), x); }
INLINE V atLeast(V x, float limit) { return select(x < splat(limit), splat(limit), x); }
#endif

INLINE V magnitudeOf(V x) { return (V)((I)x & ~SIGN); }
/** -abs(x) */
INLINE V negated(V x) { return (V)((I)x | SIGN); }
INLINE V withSignOf(V x, V result) { return (V)((I)result | ((I)x & SIGN)); }
INLINE V powerOf(V shifted) { return (V)((U)shifted << 23); }

/** x * 2^k, rounded once: the lowest bits of `shifted` are k + 191. */
#if defined(__x86_64__) && VECTOR_BYTES == 64
INLINE V scaledBy(V x, V k, V shifted) {
  (void)shifted;
  return (V)_mm512_scalef_ps((__m512)x, (__m512)k);
}
#else
INLINE V scaledBy(V x, V k, V shifted) {
  (void)k;
  return x * powerOf(shifted) * 0x1p-64f;
}
#endif

/** exp(r) - 1 - r + low, for the remainder r = high - low. */
INLINE V expTail(V r, V low) { return r * r * P5(r, EXP_2, EXP_3, EXP_4, EXP_5, EXP_6) - low; }

INLINE V exp_f32(V x) {
  const V within = atLeast(atMost(x, 89), -104);
  const V shifted = within * LOG2_E + NEAREST;
  const V k = shifted - NEAREST;
  const V high = within - k * LN2_FIRST;
  const V low = k * LN2_REST;
  const V mantissa = 1 + (high + expTail(high - low, low));
#if defined(__x86_64__) && VECTOR_BYTES == 64
  return scaledBy(mantissa, k, shifted);
#else
  const I down = (I)x >> 31;
  const U more = (U)down & (128u << 23);
  const U power = ((U)shifted << 23) + (63u << 23) + more;
  const V scale = (V)((191u << 23) - more);
  return mantissa * (V)power * scale;
#endif
}

INLINE V expm1_f32(V x) {
  const V within = atLeast(atMost(x, 89), -18);
  const I isFar = magnitudeOf(x) > splat(0.5f);
  const V shifted = keep(isFar, within) * LOG2_E + (NEAREST + 126);
  const V k = shifted - (NEAREST + 126);
  const V high = within - k * LN2_FIRST;
  const V low = k * LN2_REST;
  const V r = high - low;
  const V tail = r * r * P7(r, EXPM1_2, EXPM1_3, EXPM1_4, EXPM1_5, EXPM1_6, EXPM1_7, EXPM1_8) - low;
  const V small = high + tail;
  const V power = powerOf(shifted);
  const V half = keep(power > splat(1000), splat(0.5f));
  const V large = 2 * ((power - (0.5f - half)) + (power * small - half));
  return withSignOf(x, select(isFar, large, small));
}

INLINE V logarithm(V f, V k, V rest) {
  const V s = f / (2 + f);
  const V z = s * s;
  const V square = 0.5f * f * f;
  const V tail = s * (square + z * P3(z, LOG_3, LOG_5, LOG_7));
  return k * LN2_FIRST + (f - (square - (tail + (k * LN2_REST + rest))));
}

/** The logarithm of `sum`, or what it is where that is not a positive finite number; `limit` is infinity or NaN. */
INLINE V orSpecial(V sum, V limit, V result) {
  const I isPositive = sum > splat(0);
  const V low = select(sum == splat(0), splat(-__builtin_inff()), splat(__builtin_nanf("")));
  const V special = select(isPositive, limit, low);
  return select(isPositive & (sum < splat(__builtin_inff())), result, special);
}

enum { SQRT_HALF_BITS = 0x3f3504f3 };

/** The k of x = 2^k m with m from sqrt(1/2) to sqrt(2), for the bits of x. */
INLINE I binaryExponent(I bits) { return (I)((U)bits - SQRT_HALF_BITS) >> 23; }

INLINE V log_f32(V x) {
  const I isTiny = x < splat(0x1p-126f);
  const I bits = (I)select(isTiny, x * 0x1p23f, x);
  const I k = binaryExponent(bits);
  const V f = (V)((U)bits - ((U)k << 23)) - 1;
  return orSpecial(x, x, logarithm(f, __builtin_convertvector(k - (isTiny & 23), V), splat(0)));
}

INLINE V log1p_f32(V x) {
  const V sum = 1 + x;
  const I k = binaryExponent((I)sum);
  const V scaled = (V)((U)x - ((U)k << 23));
  const V power = (V)((129 - (U)k) << 23) * 0.25f - 1;
  const V f = scaled + power;
  const V lost = scaled - (f - power);
  const V result = logarithm(f, __builtin_convertvector(k, V), lost - lost * f);
  return orSpecial(sum, x, withSignOf(x, result));
}

INLINE V tanh_f32(V x) {
  const V a = atLeast(negated(x), -9.5f);
  const V shifted = atMost((a * (2 * LOG2_E) + 0.7f) + (NEAREST + 127), NEAREST + 127);
  const V k = shifted - (NEAREST + 127);
  const V r = (a - k * (LN2_FIRST / 2)) - k * (LN2_REST / 2);
  const V z = r * r;
  const V c = r + r * z * P4(z, TANH_3, TANH_5, TANH_7, TANH_9);
  const V power = powerOf(shifted);
  const V rest = 1 - power;
  const V above = power * (rest + c * (2 + rest));
  return withSignOf(x, rest - above / ((1 + power) - c * rest));
}

INLINE V sigmoid_f32(V x) {
  const V a = atLeast(negated(x), -104);
  const V shifted = a * LOG2_E + (NEAREST + 191);
  const V k = shifted - (NEAREST + 191);
  const V high = (a - k * LN2_FIRST) * 0.5f;
  const V low = k * (LN2_REST / 2);
  const V r = high - low;
  const V z = r * r;
  const V c = high + (r * z * P3(z, SIGMOID_3, SIGMOID_5, SIGMOID_7) - low);
  const V power = scaledBy(splat(1), k, shifted);
  const V half = power * 0.5f;
  const V rest = 1 - power;
  const V most = 1 - half;
  const V above = c * (1 + most * rest) - half * rest;
  const V more = power - c * rest;
  const V below = scaledBy(most + (above - above * (more / (1 + more))), k, shifted);
  return select((I)x >> 31, below, 1 - below);
}

/** 2^64 exp(first - second) */
INLINE V powerOfDifference(V first, V second) {
  const V shifted = (first - second) * LOG2_E + (NEAREST + 191);
  const V k = shifted - (NEAREST + 191);
  const V high = (first - k * LN2_FIRST) - second;
  const V low = k * LN2_REST;
  const V tail = expTail(high - low, low);
  return (1 + (high + tail)) * powerOf(shifted);
}

INLINE V erf_f32(V x) {
  const V a = atMost(magnitudeOf(x), 4);
  const V h = a * a - 0.5f;
  const V small = a + a * P7(h, ERF_0, ERF_1, ERF_2, ERF_3, ERF_4, ERF_5, ERF_6);
  const V more = P8(a, ERFC_0, ERFC_1, ERFC_2, ERFC_3, ERFC_4, ERFC_5, ERFC_6, ERFC_7);
  const V large = 1 - powerOfDifference(negated(a), more) * 0x1p-64f;
  return withSignOf(x, select(a < splat(1), small, large));
}

INLINE V normalCdf_f32(V x) {
  const V a = atMost(magnitudeOf(x), 14.5f);
  const V s = (a - 5) / (a + 5);
  const V smooth = P11(s, NORMAL_0, NORMAL_1, NORMAL_2, NORMAL_3, NORMAL_4, NORMAL_5, NORMAL_6, NORMAL_7, NORMAL_8,
                       NORMAL_9, NORMAL_10);
  const V upper = (V)((I)a & -4096);
  const V rest = (a - upper) * (a + upper) * 0.5f;
  const V tail = powerOfDifference(upper * upper * -0.5f, rest) * (smooth / (1 + a)) * 0x1p-64f;
  return select((I)x >> 31, tail, 1 - tail);
}
