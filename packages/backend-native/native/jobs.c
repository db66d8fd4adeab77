#include "jobs.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "generated/sizes.h"
#include "threads.h"

/**
 * How often a thread checks the signal before it sleeps: about half a millisecond, longer than a step of training takes
 * between two kernels.
 */
enum { PATIENCE = 20000 };
/** Items that wake threads when a job starts. The test of threads wakes them for two. */
#ifndef WAKING_AT
#define WAKING_AT WAKING_ITEMS
#endif
/** How often the calling thread checks `done` before it naps. */
enum { CALLER_PATIENCE = 20000 };
enum { LINE = 64 };

typedef struct {
  Pool *pool;
  char *scratch;
  Thread thread;
} Helper;

struct Pool {
  /**
   * The first item that is not taken, and in the upper half the end of those. Taking one from either side is one
   * compare-and-exchange, which fails if another thread was first.
   */
  alignas(LINE) _Atomic uint64_t ticket;
  alignas(LINE) _Atomic uint32_t done;
  /** Incremented for each job: threads without work wait for it. */
  alignas(LINE) _Atomic uint32_t signal;
  _Atomic uint32_t sleepers;
  _Atomic int ending;
  alignas(LINE) Kernel *kernel;
  double arguments[INTEGERS + DOUBLES];
  char *base;
  char *scratch;
  /** Items of the current job, if threads share it. */
  uint32_t started;
  /** Microseconds of work that sleeping threads have missed since the host last waited for a result. */
  double missed;
  int count;
  Lock lock;
  Condition wake;
  Helper helpers[];
};

/**
 * Takes `most` items, or all that are left: the calling thread from the front, the others from the back. If several
 * jobs go through the same arrays in the same order, a thread gets the same half each time, and finds it in its cache.
 */
static void help(Pool *pool, char *scratch, int fromFront, uint32_t most) {
  const Task task = {pool->base, pool->arguments, scratch};
  uint64_t ticket = atomic_load(&pool->ticket);
  while (most > 0) {
    const uint32_t front = (uint32_t)ticket;
    const uint32_t back = (uint32_t)(ticket >> 32);
    if (front == back) return;
    const uint64_t next = fromFront ? ticket + 1 : ticket - ((uint64_t)1 << 32);
    if (!atomic_compare_exchange_weak(&pool->ticket, &ticket, next)) continue;
    pool->kernel(&task, fromFront ? front : back - 1);
    atomic_fetch_add(&pool->done, 1);
    most--;
    ticket = atomic_load(&pool->ticket);
  }
}

static void sleepUntilSignal(Pool *pool, uint32_t seen) {
  acquire(&pool->lock);
  atomic_fetch_add(&pool->sleepers, 1);
  while (atomic_load(&pool->signal) == seen) await(&pool->wake, &pool->lock);
  atomic_fetch_sub(&pool->sleepers, 1);
  releaseLock(&pool->lock);
}

/** The loop of a helping thread. */
static ThreadResult THREAD_CALL serve(void *argument) {
  Helper *helper = argument;
  Pool *pool = helper->pool;
  while (1) {
    const uint32_t seen = atomic_load(&pool->signal);
    if (atomic_load(&pool->ending)) return 0;
    help(pool, helper->scratch, 0, UINT32_MAX);
    int patience = PATIENCE;
    while (atomic_load(&pool->signal) == seen) {
      if (--patience > 0) spin();
      else sleepUntilSignal(pool, seen);
    }
  }
}

static void wakeThreads(Pool *pool) {
  // With the lock, so that no thread is between its last look at the signal and its sleep.
  acquire(&pool->lock);
  wakeAll(&pool->wake);
  releaseLock(&pool->lock);
}

Pool *createPool(int threads, char *base, char *scratch, size_t scratchBytes) {
  const size_t bytes = sizeof(Pool) + (size_t)threads * sizeof(Helper);
  // `malloc` aligns to 16 bytes only; `aligned_alloc` is missing on Windows.
  char *block = calloc(1, bytes + LINE + sizeof(void *));
  if (block == NULL) return NULL;
  const uintptr_t start = ((uintptr_t)block + sizeof(void *) + LINE - 1) / LINE * LINE;
  Pool *pool = (Pool *)start;
  ((void **)start)[-1] = block;
  pool->base = base;
  pool->scratch = scratch;
  initializeLock(&pool->lock, &pool->wake);
  for (int i = 0; i < threads - 1; i++) {
    Helper *helper = &pool->helpers[i];
    helper->pool = pool;
    helper->scratch = scratch + (size_t)(i + 1) * scratchBytes;
    if (!startThread(&helper->thread, serve, helper)) {
      destroyPool(pool);
      return NULL;
    }
    pool->count++;
  }
  return pool;
}

/** Computes while threads sleep. The first item shows how long the job takes, and so whether waking them pays. */
static void helpAlone(Pool *pool) {
  const double start = now();
  help(pool, pool->scratch, 1, 1);
  const double left = (now() - start) * (pool->started - 1);
  if (pool->missed + left < WAKING_MICROSECONDS) {
    help(pool, pool->scratch, 1, UINT32_MAX);
    pool->missed += now() - start;
    return;
  }
  pool->missed = 0;
  wakeThreads(pool);
  help(pool, pool->scratch, 1, UINT32_MAX);
}

static void finish(Pool *pool) {
  if (pool->started == 0) return;
  if (atomic_load(&pool->sleepers) > 0) {
    helpAlone(pool);
  } else {
    pool->missed = 0;
    help(pool, pool->scratch, 1, UINT32_MAX);
  }
  int patience = CALLER_PATIENCE;
  while (atomic_load(&pool->done) < pool->started) {
    if (--patience > 0) spin();
    else nap();
  }
  pool->started = 0;
}

void startJob(Pool *pool, Kernel *kernel, const double *arguments, int64_t items) {
  finish(pool);
  if (pool->count == 0 || items < 2) {
    const Task task = {pool->base, arguments, pool->scratch};
    for (int64_t item = 0; item < items; item++) kernel(&task, item);
    return;
  }
  memcpy(pool->arguments, arguments, sizeof(pool->arguments));
  pool->kernel = kernel;
  atomic_store(&pool->done, 0);
  atomic_store(&pool->ticket, (uint64_t)items << 32);
  pool->started = (uint32_t)items;
  // Threads that are awake begin.
  atomic_fetch_add(&pool->signal, 1);
  if (items >= WAKING_AT && atomic_load(&pool->sleepers) > 0) wakeThreads(pool);
}

void finishJob(Pool *pool) {
  finish(pool);
  pool->missed = 0;
}

void destroyPool(Pool *pool) {
  finishJob(pool);
  atomic_store(&pool->ending, 1);
  atomic_fetch_add(&pool->signal, 1);
  wakeThreads(pool);
  for (int i = 0; i < pool->count; i++) joinThread(pool->helpers[i].thread);
  destroyLock(&pool->lock, &pool->wake);
  free(((void **)pool)[-1]);
}
