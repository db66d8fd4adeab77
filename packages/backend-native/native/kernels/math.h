/**
 * exp, expm1, log, log1p, sigmoid, tanh, erf and normalCdf as in `@nablajs/core/math`, which documents them. Every
 * operation is the same, so the bits are too. The constants come from core's files.
 */
#include "../generated/constants.h"

INLINE uint64_t bitsOf(double x) { uint64_t bits; memcpy(&bits, &x, 8); return bits; }
INLINE double doubleOf(uint64_t bits) { double x; memcpy(&x, &bits, 8); return x; }

INLINE double nearestInteger(double x) { return x + 6755399441055744.0 - 6755399441055744.0; }

/** Returns 2^exponent, for normal and, less often, subnormal results. */
INLINE double powerOfTwo(int32_t exponent) {
  if (exponent < -1022) return doubleOf((uint64_t)1 << (exponent + 1074));
  return doubleOf((uint64_t)(exponent + 1023) << 52);
}

INLINE double sumError(double a, double b, double sum) {
  const double rest = sum - a;
  return a - (sum - rest) + (b - rest);
}

INLINE double expm1OfRemainder(double r) { return r + r * r * (E2 + r * (E3 + r * (E4 + r * (E5 + r * E6)))); }

INLINE double remainderOf(double x, int32_t k) { return x - (double)k * STEP_HIGH - (double)k * STEP_LOW; }

INLINE double mantissaOf(double x, int32_t k) {
  const int32_t j = 2 * (k & 63);
  const double root = ROOTS[j];
  return root + (ROOTS[j + 1] + root * expm1OfRemainder(remainderOf(x, k) + 0));
}

static double expNearLimits(double x) {
  if (!(x <= 710)) return x + __builtin_inf();
  if (x < -746) return 0;
  const int32_t k = (int32_t)nearestInteger(x * STEPS_PER_UNIT);
  const int32_t upscale = x < 0 ? 64 : -64;
  return mantissaOf(x, k) * powerOfTwo((k >> 6) + upscale) * powerOfTwo(-upscale);
}

INLINE double expOf(double x) {
  if (!(__builtin_fabs(x) < 708)) return expNearLimits(x);
  const int32_t k = (int32_t)nearestInteger(x * STEPS_PER_UNIT);
  return mantissaOf(x, k) * powerOfTwo(k >> 6);
}

/** A vector of doubles of the width of the others. */
typedef double Wide __attribute__((vector_size(VECTOR_BYTES)));
typedef uint64_t WideInteger __attribute__((vector_size(VECTOR_BYTES)));
enum { WIDE_LANES = VECTOR_BYTES / 8 };

/** Returns exp of several numbers, with the bits of `expOf`. */
INLINE Wide expOfWide(Wide x) {
  int inMiddle = 1;
  for (int lane = 0; lane < WIDE_LANES; lane++) inMiddle &= __builtin_fabs(x[lane]) < 708;
  if (!inMiddle) {
    for (int lane = 0; lane < WIDE_LANES; lane++) x[lane] = expOf(x[lane]);
    return x;
  }
  // The lowest bits of the shifted number are the bits of k; the others are shifted out.
  const Wide shifted = x * STEPS_PER_UNIT + 6755399441055744.0;
  const WideInteger bits = (WideInteger)shifted;
  const Wide k = shifted - 6755399441055744.0;
  Wide root, rest;
  for (int lane = 0; lane < WIDE_LANES; lane++) {
    root[lane] = ROOTS[2 * (bits[lane] & 63)];
    rest[lane] = ROOTS[2 * (bits[lane] & 63) + 1];
  }
  const Wide r = x - k * STEP_HIGH - k * STEP_LOW;
  const Wide grown = r + r * r * (E2 + r * (E3 + r * (E4 + r * (E5 + r * E6))));
  const Wide mantissas = root + (rest + root * grown);
  return mantissas * (Wide)(((bits >> 6) + 1023) << 52);
}

static double expm1Of(double x) {
  if (__builtin_fabs(x) < 0.125) {
    if (x == 0) return x;
    return x + x * x * (0.5 + x * (M3 + x * (M4 + x * (M5 + x * (M6 + x * (M7 + x * (M8 + x * (M9 + x * M10))))))));
  }
  if (!(x < 40)) return expOf(x);
  if (x < -40) return -1;
  const int32_t k = (int32_t)nearestInteger(x * STEPS_PER_UNIT);
  const int32_t j = 2 * (k & 63);
  const double scale = powerOfTwo(k >> 6);
  const double root = ROOTS[j] * scale;
  const double rest = ROOTS[j + 1] * scale + root * expm1OfRemainder(remainderOf(x, k));
  const double difference = root - 1;
  return difference + (sumError(root, -1, difference) + rest);
}

#define SMALLEST_NORMAL 2.2250738585072014e-308
#define TWO_TO_54 18014398509481984.0

INLINE double cubicTail(double r) { return L3 + r * (L4 + r * (L5 + r * (L6 + r * (L7 + r * (L8 + r * L9))))); }

static double logOfSum(double x, double correction, int32_t shift) {
  const uint32_t bits = (uint32_t)(bitsOf(x) >> 32);
  const int32_t exponent = (int32_t)(bits >> 20) - 1023;
  const int32_t row = (bits >> 13) & 127;
  const int32_t k = exponent + shift + (row > 52 ? 1 : 0);
  const double scale = powerOfTwo(-exponent);
  const double m = x * scale;
  const double upper = (double)(float)m;
  const double c = INVERSES[3 * row];
  const double first = upper * c - 1;
  const double second = (m - upper) * c + correction * scale * c;
  const double r = first + second;
  const double high = (double)k * LN2_HIGH + INVERSES[3 * row + 1];
  const double sum = high + r;
  const double lost = high - sum + r + (first - r + second) + ((double)k * LN2_LOW + INVERSES[3 * row + 2]);
  return sum + (lost + r * r * (r * cubicTail(r) - 0.5));
}

static double logOfSpecial(double x) {
  if (x == 0) return -__builtin_inf();
  return x > 0 ? __builtin_inf() : __builtin_nan("");
}

INLINE double logOf(double x) {
  if (x >= SMALLEST_NORMAL && x < __builtin_inf()) return logOfSum(x, 0, 0);
  if (x > 0 && x < __builtin_inf()) return logOfSum(x * TWO_TO_54, 0, -54);
  return logOfSpecial(x);
}

INLINE double log1pOf(double x) {
  if (x > -0.00390625 && x < 0.0078125) return x + x * x * (x * cubicTail(x) - 0.5);
  const double sum = 1 + x;
  if (!(sum > 0 && sum < __builtin_inf())) return logOfSpecial(sum);
  return logOfSum(sum, sumError(1, x, sum), 0);
}

INLINE double sigmoidOf(double x) {
  const double e = expOf(-__builtin_fabs(x));
  const double tail = e / (1 + e);
  return x < 0 ? e - e * tail : 1 - tail;
}

INLINE double oddPart(double z) {
  return z * (T1 + z * (T2 + z * (T3 + z * (T4 + z * (T5 + z * (T6 + z * (T7 + z * (T8 + z * (T9 + z * T10)))))))));
}

INLINE double tanhOfMagnitude(double x) {
  if (x < 0.5) return x + x * oddPart(x * x);
  return x > 20 ? 1 : 1 - 2 / (expOf(2 * x) + 1);
}

INLINE double tanhOf(double x) { return __builtin_copysign(tanhOfMagnitude(__builtin_fabs(x)), x); }

#define PIECE_ROW 16

INLINE double erfSlope(double z) {
  return R0 + z * (R1 + z * (R2 + z * (R3 + z * (R4 + z * (R5 + z * (R6 + z * (R7 + z * (R8 + z * R9))))))));
}

static double erfOfPiece(double x) {
  // x is positive, so the conversion is floor.
  const int32_t piece = (int32_t)(2 * x) - 1;
  const double h = x - ((double)piece / 2 + 0.75);
  const double *row = PIECES + piece * PIECE_ROW;
  double sum = row[PIECE_ROW - 1];
  for (int i = PIECE_ROW - 2; i > 0; i--) sum = sum * h + row[i];
  return sum + row[0];
}

INLINE double erfOf(double x) {
  const double magnitude = __builtin_fabs(x);
  if (magnitude < 0.5) return x + x * erfSlope(x * x);
  if (magnitude < 6) return __builtin_copysign(erfOfPiece(magnitude), x);
  return x != x ? x : __builtin_copysign(1, x);
}

static double lowerTail(double a) {
  const double s = (a - 5) / (a + 5);
  const double z = s * s;
  double even = TAIL[22];
  double odd = TAIL[21];
  for (int i = 20; i > 0; i -= 2) {
    even = even * z + TAIL[i];
    odd = odd * z + TAIL[i - 1];
  }
  const double sum = even * z + TAIL[0] + odd * s;
  const double h = (double)(float)a;
  const double rest = (a - h) * (a + h) * 0.5;
  return (expOf(-0.5 * h * h) * (1 - rest * (1 - rest * (0.5 - rest / 6))) * sum) / (1 + a);
}

INLINE double normalCdfOf(double x) {
  const double magnitude = __builtin_fabs(x);
  // Keeps NaN.
  const double tail = lowerTail(magnitude > 40 ? 40 : magnitude);
  return x > 0 ? 1 - tail : tail;
}
