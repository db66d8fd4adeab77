/** A range of addresses that is reserved at once and committed as it grows. */
#ifndef NABLA_MEMORY_H
#define NABLA_MEMORY_H

#include <stddef.h>

/** Returns the start of a reserved range of `bytes` bytes, or NULL. */
char *reserveMemory(size_t bytes);
/** Makes a part of the range usable, filled with zeros. Returns 0 if there is not enough memory. */
int commitMemory(char *start, size_t bytes);
void freeMemory(char *start, size_t bytes);

#endif
