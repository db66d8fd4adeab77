/**
 * Work that threads share, as in backend-wasm/assembly/jobs.ts. A job is a kernel, its arguments and a number of items;
 * every free thread takes the next item. No two items write the same memory, so results do not depend on which thread
 * takes which item.
 */
#ifndef NABLA_JOBS_H
#define NABLA_JOBS_H

#include "task.h"

typedef struct Pool Pool;

/**
 * Starts threads - 1 threads. The calling thread is the last one. The scratch memory of a thread begins at
 * `scratch` + its number * `scratchBytes`. Returns NULL if a thread cannot be started.
 */
Pool *createPool(int threads, char *base, char *scratch, size_t scratchBytes);
/**
 * Finishes the previous job and starts a kernel with `arguments`, which it copies. The other threads begin; the calling
 * thread continues, and helps in `finishJob`.
 */
void startJob(Pool *pool, Kernel *kernel, const double *arguments, int64_t items);
/** Returns when all items of the job are done. */
void finishJob(Pool *pool);
/** Ends the threads, and returns when they have ended. */
void destroyPool(Pool *pool);

#endif
