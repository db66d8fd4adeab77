#include "memory.h"

#ifdef _WIN32

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

char *reserveMemory(size_t bytes) { return VirtualAlloc(NULL, bytes, MEM_RESERVE, PAGE_NOACCESS); }

int commitMemory(char *start, size_t bytes) { return VirtualAlloc(start, bytes, MEM_COMMIT, PAGE_READWRITE) != NULL; }

void freeMemory(char *start, size_t bytes) {
  (void)bytes;
  VirtualFree(start, 0, MEM_RELEASE);
}

#else

#include <sys/mman.h>

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

char *reserveMemory(size_t bytes) {
  void *start = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) return NULL;
#ifdef MADV_HUGEPAGE
  // A strip of a large matrix has each row in another page. The dense product of 1,024 was a tenth slower.
  madvise(start, bytes, MADV_HUGEPAGE);
#endif
  return start;
}

int commitMemory(char *start, size_t bytes) { return mprotect(start, bytes, PROT_READ | PROT_WRITE) == 0; }

void freeMemory(char *start, size_t bytes) { munmap(start, bytes); }

#endif
