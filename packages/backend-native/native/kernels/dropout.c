/** Masks of dropout from Threefry4x32-20, the generator of core's `random/threefry.ts`. Lane i computes block i. */

#ifdef T

#ifndef NABLA_DROPOUT
#define NABLA_DROPOUT

/** A vector of words. */
typedef uint32_t Words __attribute__((vector_size(VECTOR_BYTES)));
enum { WORD_LANES = VECTOR_BYTES / 4 };

INLINE Words rotated(Words x, int bits) { return x << bits | x >> (32 - bits); }

/** Four mixes of two words each, with the rotations of the generator. */
#define MIXES(a, b, c, d, e, f, g, h)          \
  x0 += x1; x1 = rotated(x1, a) ^ x0;          \
  x2 += x3; x3 = rotated(x3, b) ^ x2;          \
  x0 += x3; x3 = rotated(x3, c) ^ x0;          \
  x2 += x1; x1 = rotated(x1, d) ^ x2;          \
  x0 += x1; x1 = rotated(x1, e) ^ x0;          \
  x2 += x3; x3 = rotated(x3, f) ^ x2;          \
  x0 += x3; x3 = rotated(x3, g) ^ x0;          \
  x2 += x1; x1 = rotated(x1, h) ^ x2;

/** Draws the 4 words of each block from `block` on: `words` has word j of block i at 4 * i + j. */
static void drawWords(const DropoutMask *args, uint32_t block, uint32_t row, uint32_t *words) {
  uint32_t k[5] = {(uint32_t)args->key0, (uint32_t)args->key1, (uint32_t)args->key2, (uint32_t)args->key3, 0};
  k[4] = 0x1bd11bda ^ k[0] ^ k[1] ^ k[2] ^ k[3];
  Words x0, x1 = {0}, x2 = {0}, x3 = {0};
  for (int lane = 0; lane < WORD_LANES; lane++) x0[lane] = block + (uint32_t)lane;
  x0 += k[0];
  x1 += row + k[1];
  x2 += (uint32_t)args->stepLow + k[2];
  x3 += (uint32_t)args->stepHigh + k[3];
  for (uint32_t group = 1; group <= 5; group++) {
    if (group % 2 == 1) {
      MIXES(10, 26, 11, 21, 13, 27, 23, 5)
    } else {
      MIXES(6, 20, 17, 11, 25, 10, 18, 20)
    }
    x0 += k[group % 5];
    x1 += k[(group + 1) % 5];
    x2 += k[(group + 2) % 5];
    x3 += k[(group + 3) % 5] + group;
  }
  for (int lane = 0; lane < WORD_LANES; lane++) {
    words[4 * lane] = x0[lane];
    words[4 * lane + 1] = x1[lane];
    words[4 * lane + 2] = x2[lane];
    words[4 * lane + 3] = x3[lane];
  }
}

#endif

/** Draws `each` rows of a mask: `factor` where an element's word is above `dropped`, else 0. */
KERNEL(dropoutMask) {
  ARGUMENTS(DropoutMask);
  enum { PART = 4 * WORD_LANES };
  const uint32_t dropped = (uint32_t)args.dropped;
  const T factor = (T)args.factor;
  uint32_t words[PART];
  T part[PART];
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    char *out = args.out + row * args.width * SIZE;
    for (int64_t column = 0; column < args.width; column += PART) {
      drawWords(&args, (uint32_t)(column / 4), (uint32_t)(args.firstRow + row), words);
      VECTORIZE
      for (int i = 0; i < PART; i++) part[i] = words[i] > dropped ? factor : 0;
      memcpy(out + column * SIZE, part, (size_t)(least(PART, args.width - column) * SIZE));
    }
  }
}

#endif
