/** Masks of dropout from Threefry4x32-20, the generator of core's `random/threefry.ts`. A lane computes a block. */

#ifdef T

#ifndef NABLA_DROPOUT
#define NABLA_DROPOUT

typedef uint32_t Words __attribute__((vector_size(VECTOR_BYTES)));
typedef uint64_t WordPairs __attribute__((vector_size(VECTOR_BYTES)));
/** How many blocks of four words are drawn at a time, and how many groups of 16 bytes a vector has. */
enum { BLOCKS = VECTOR_BYTES / 4, GROUPS = VECTOR_BYTES / 16 };

/** Interleaves the lower or the upper halves of each 16 bytes of two vectors: words, and pairs of words. */
#if VECTOR_BYTES == 16
#define LOWER_WORDS 0, 4, 1, 5
#define UPPER_WORDS 2, 6, 3, 7
#define LOWER_PAIRS 0, 2
#define UPPER_PAIRS 1, 3
#elif VECTOR_BYTES == 32
#define LOWER_WORDS 0, 8, 1, 9, 4, 12, 5, 13
#define UPPER_WORDS 2, 10, 3, 11, 6, 14, 7, 15
#define LOWER_PAIRS 0, 4, 2, 6
#define UPPER_PAIRS 1, 5, 3, 7
#else
#define LOWER_WORDS 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define UPPER_WORDS 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define LOWER_PAIRS 0, 8, 2, 10, 4, 12, 6, 14
#define UPPER_PAIRS 1, 9, 3, 11, 5, 13, 7, 15
#endif

INLINE Words splatWord(uint32_t x) { return x - (Words){0}; }
INLINE Words rotated(Words x, int bits) { return (x << bits) | (x >> (32 - bits)); }

/** Four rounds: one word of the counter is added to another, which is rotated and mixed in. */
#define MIX(a, b, bits) do { a += b; b = rotated(b, bits) ^ a; } while (0)
#define ROUNDS(b0, b1, b2, b3, b4, b5, b6, b7)     \
  do {                                             \
    MIX(x[0], x[1], b0); MIX(x[2], x[3], b1);      \
    MIX(x[0], x[3], b2); MIX(x[2], x[1], b3);      \
    MIX(x[0], x[1], b4); MIX(x[2], x[3], b5);      \
    MIX(x[0], x[3], b6); MIX(x[2], x[1], b7);      \
  } while (0)
#define ADD_KEY(group)                                                       \
  do {                                                                       \
    for (int i = 0; i < 4; i++) x[i] += splatWord(key[((group) + i) % 5]);   \
    x[3] += splatWord(group);                                                \
  } while (0)

/** Draws the words of BLOCKS blocks, and stores ones for each word above `dropped`, zeros for the others. */
static void drawMasks(const uint32_t *key, uint32_t block, uint32_t row, uint32_t stepLow, uint32_t stepHigh,
                      uint32_t dropped, int32_t *masks) {
  Words x[4];
  // Lane 4 g + k computes block k GROUPS + g, so that the results below are in order.
  for (uint32_t lane = 0; lane < BLOCKS; lane++) x[0][lane] = lane % 4 * GROUPS + lane / 4;
  x[0] += splatWord(block + key[0]);
  x[1] = splatWord(row + key[1]);
  x[2] = splatWord(stepLow + key[2]);
  x[3] = splatWord(stepHigh + key[3]);
  ROUNDS(10, 26, 11, 21, 13, 27, 23, 5);
  ADD_KEY(1);
  ROUNDS(6, 20, 17, 11, 25, 10, 18, 20);
  ADD_KEY(2);
  ROUNDS(10, 26, 11, 21, 13, 27, 23, 5);
  ADD_KEY(3);
  ROUNDS(6, 20, 17, 11, 25, 10, 18, 20);
  ADD_KEY(4);
  ROUNDS(10, 26, 11, 21, 13, 27, 23, 5);
  ADD_KEY(5);
  for (int i = 0; i < 4; i++) x[i] = (Words)(x[i] > splatWord(dropped));
  const WordPairs first = (WordPairs)__builtin_shufflevector(x[0], x[1], LOWER_WORDS);
  const WordPairs second = (WordPairs)__builtin_shufflevector(x[2], x[3], LOWER_WORDS);
  const WordPairs third = (WordPairs)__builtin_shufflevector(x[0], x[1], UPPER_WORDS);
  const WordPairs fourth = (WordPairs)__builtin_shufflevector(x[2], x[3], UPPER_WORDS);
  const WordPairs results[4] = {
    __builtin_shufflevector(first, second, LOWER_PAIRS),
    __builtin_shufflevector(first, second, UPPER_PAIRS),
    __builtin_shufflevector(third, fourth, LOWER_PAIRS),
    __builtin_shufflevector(third, fourth, UPPER_PAIRS),
  };
  memcpy(masks, results, sizeof(results));
}

#endif

/** Draws `each` rows of a mask: `factor` where an element's word is above `dropped`, else 0. */
KERNEL(dropoutMask) {
  ARGUMENTS(DropoutMask);
  uint32_t key[5] = {(uint32_t)args.key0, (uint32_t)args.key1, (uint32_t)args.key2, (uint32_t)args.key3};
  key[4] = 0x1bd11bda ^ key[0] ^ key[1] ^ key[2] ^ key[3];
  const T factor = (T)args.factor;
  const int64_t last = least((item + 1) * args.each, args.rows);
  for (int64_t row = item * args.each; row < last; row++) {
    char *out = args.out + row * args.width * SIZE;
    for (int64_t at = 0; at < args.width; at += 4 * BLOCKS) {
      int32_t masks[4 * BLOCKS];
      drawMasks(key, (uint32_t)(at / 4), (uint32_t)(args.firstRow + row), (uint32_t)args.stepLow,
                (uint32_t)args.stepHigh, (uint32_t)args.dropped, masks);
      T values[4 * BLOCKS];
      for (int i = 0; i < 4 * BLOCKS; i++) values[i] = masks[i] ? factor : 0;
      memcpy(out + at * SIZE, values, (size_t)(least(4 * BLOCKS, args.width - at) * SIZE));
    }
  }
}

#endif
