/** The few things of an operating system that jobs.c needs: threads, a lock with a condition, pauses. */
#ifndef NABLA_THREADS_H
#define NABLA_THREADS_H

#ifdef _WIN32

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

typedef HANDLE Thread;
typedef SRWLOCK Lock;
typedef CONDITION_VARIABLE Condition;
typedef DWORD ThreadResult;
#define THREAD_CALL WINAPI

static inline int startThread(Thread *thread, ThreadResult (THREAD_CALL *body)(void *), void *argument) {
  *thread = CreateThread(NULL, 0, body, argument, 0, NULL);
  return *thread != NULL;
}
static inline void joinThread(Thread thread) {
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
}
static inline void initializeLock(Lock *lock, Condition *condition) {
  InitializeSRWLock(lock);
  InitializeConditionVariable(condition);
}
static inline void destroyLock(Lock *lock, Condition *condition) { (void)lock; (void)condition; }
static inline void acquire(Lock *lock) { AcquireSRWLockExclusive(lock); }
static inline void releaseLock(Lock *lock) { ReleaseSRWLockExclusive(lock); }
static inline void await(Condition *condition, Lock *lock) { SleepConditionVariableSRW(condition, lock, INFINITE, 0); }
static inline void wakeAll(Condition *condition) { WakeAllConditionVariable(condition); }
/** Lets another thread run. A sleep would take a millisecond or more. */
static inline void nap(void) { Sleep(0); }
/** Microseconds since some moment. */
static inline double now(void) {
  LARGE_INTEGER count, perSecond;
  QueryPerformanceCounter(&count);
  QueryPerformanceFrequency(&perSecond);
  return (double)count.QuadPart * 1e6 / (double)perSecond.QuadPart;
}

#else

#include <pthread.h>
#include <signal.h>
#include <time.h>

typedef pthread_t Thread;
typedef pthread_mutex_t Lock;
typedef pthread_cond_t Condition;
typedef void *ThreadResult;
#define THREAD_CALL

/** Signals go to Node's own threads. */
static inline int startThread(Thread *thread, ThreadResult (*body)(void *), void *argument) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int failed = pthread_create(thread, NULL, body, argument);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return !failed;
}
static inline void joinThread(Thread thread) { pthread_join(thread, NULL); }
static inline void initializeLock(Lock *lock, Condition *condition) {
  pthread_mutex_init(lock, NULL);
  pthread_cond_init(condition, NULL);
}
static inline void destroyLock(Lock *lock, Condition *condition) {
  pthread_mutex_destroy(lock);
  pthread_cond_destroy(condition);
}
static inline void acquire(Lock *lock) { pthread_mutex_lock(lock); }
static inline void releaseLock(Lock *lock) { pthread_mutex_unlock(lock); }
static inline void await(Condition *condition, Lock *lock) { pthread_cond_wait(condition, lock); }
static inline void wakeAll(Condition *condition) { pthread_cond_broadcast(condition); }
/** Sleeps for 50 microseconds. */
static inline void nap(void) {
  const struct timespec time = {0, 50000};
  nanosleep(&time, NULL);
}
/** Microseconds since some moment. */
static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec * 1e-3;
}

#endif

/** Tells the processor that this thread spins. */
static inline void spin(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

#endif
