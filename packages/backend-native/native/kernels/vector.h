/**
 * The vocabulary of the kernels. A family is written once, for an element type T and vectors of VECTOR_BYTES bytes, and
 * included for float (suffix f32) and double (suffix f64); see ../README.md.
 */
#ifndef NABLA_VECTOR_H
#define NABLA_VECTOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/** For functions that compilers would copy into several others. */
#define ALONE static __attribute__((noinline))

/** Stands before a loop to vectorize: clang vectorizes no other loop, see ../../scripts/build-platforms.mjs. */
#ifdef __clang__
#define VECTORIZE _Pragma("clang loop vectorize(enable) interleave_count(1)")
#else
#define VECTORIZE
#endif

#define JOIN_TOKENS(a, b) a##_##b
#define JOIN(a, b) JOIN_TOKENS(a, b)
/** The name of a function or type of the current T: NAME(finish) is finish_f32 or finish_f64. */
#define NAME(name) JOIN(name, SUFFIX)

/** A kernel for the current T, and one with its full name. scripts/dispatch.mjs looks for both. */
#define KERNEL(name) static void NAME(name)(const Task *task, int64_t item)
#define KERNEL_AS(name) static void name(const Task *task, int64_t item)
/** Declares `args` with the arguments of a kernel of the table: ARGUMENTS(SumLines); args.n */
#define ARGUMENTS(Name) const Name args = argumentsOf##Name(task)

/** A vector of T, the integers that comparisons of two give (all bits of a lane or none), and its lanes as doubles. */
#define V NAME(Vector)
#define I NAME(Mask)
#define D NAME(Doubles)
#define S NAME(Short)
#define LANES ((int64_t)(VECTOR_BYTES / sizeof(T)))
#define SIZE ((int64_t)sizeof(T))

/** An intrinsic of x86 for vectors of T: INTRINSIC(max) is _mm256_max_ps. */
#if VECTOR_BYTES == 64
#define INTRINSIC(name) JOIN(_mm512_##name, PACKED)
#elif VECTOR_BYTES == 32
#define INTRINSIC(name) JOIN(_mm256_##name, PACKED)
#else
#define INTRINSIC(name) JOIN(_mm_##name, PACKED)
#endif

#define load NAME(load)
#define loadPart NAME(loadPart)
#define store NAME(store)
#define storePart NAME(storePart)
#define loadElement NAME(loadElement)
#define storeElement NAME(storeElement)
#define splat NAME(splat)
#define loadSplat NAME(loadSplat)
#define broadcast NAME(broadcast)
#define select NAME(select)
#define keep NAME(keep)
#define laneBits NAME(laneBits)
#define larger NAME(larger)
#define smaller NAME(smaller)
#define largerShort NAME(largerShort)
#define maximum NAME(maximum)
#define largerElement NAME(largerElement)
#define rectified NAME(rectified)
#define activated NAME(activated)
#define throughRelu NAME(throughRelu)
#define elementThroughRelu NAME(elementThroughRelu)

INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
INLINE int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
INLINE int64_t ceilingOf(int64_t total, int64_t each) { return (total + each - 1) / each; }

INLINE double loadDouble(const char *at) { double value; memcpy(&value, at, 8); return value; }
INLINE void storeDouble(char *at, double value) { memcpy(at, &value, 8); }
INLINE int32_t loadInteger(const char *at) { int32_t value; memcpy(&value, at, 4); return value; }
INLINE uint32_t loadUnsigned(const char *at) { uint32_t value; memcpy(&value, at, 4); return value; }
INLINE void storeInteger(char *at, int32_t value) { memcpy(at, &value, 4); }

/** Conversions as WebAssembly's: towards 0, NaN to 0, and what is too large to the largest. */
INLINE int32_t integerOf(double x) {
  if (!(x > -2147483649.0)) return x != x ? 0 : INT32_MIN;
  return x < 2147483648.0 ? (int32_t)x : INT32_MAX;
}
INLINE uint32_t unsignedOf(double x) {
  if (!(x > -1)) return 0;
  return x < 4294967296.0 ? (uint32_t)x : UINT32_MAX;
}

#endif
