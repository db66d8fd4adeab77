/** The thread of MPI and its queue. thread.h describes it. */
#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

/** How often an idle thread lets MPI finish what it sent. */
enum { IDLE_MILLISECONDS = 20 };

static pthread_t thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static Job *first, *last;
static void (*answerTo)(Job *job);

static void run(Job *job) {
  switch (job->kind) {
    case OPEN:
      job->failed = openRanks(&job->place, job->message);
      break;
    case SUM:
      job->failed = sumOverRanks(job->data, job->count, job->isDouble, job->message);
      break;
    case BROADCAST:
      job->failed = broadcastBytes(job->data, job->count, job->message);
      break;
    case CLOSE:
      job->failed = closeRanks(job->message);
      break;
  }
}

/** Waits for a job. Returns NULL after a while without one. */
static Job *next(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += IDLE_MILLISECONDS * 1000000L;
  until.tv_sec += until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  pthread_mutex_lock(&lock);
  while (first == NULL) {
    if (pthread_cond_timedwait(&wake, &lock, &until) == ETIMEDOUT) break;
  }
  Job *job = first;
  if (job != NULL) {
    first = job->next;
    if (first == NULL) last = NULL;
  }
  pthread_mutex_unlock(&lock);
  return job;
}

static void *work(void *unused) {
  (void)unused;
  int isOpen = 0;
  for (;;) {
    Job *job = next();
    abortIfAsked();
    if (job == NULL) {
      if (isOpen) progressRanks();
      continue;
    }
    const Kind kind = job->kind;
    run(job);
    isOpen = kind != CLOSE && (isOpen || !job->failed);
    answerTo(job);
    if (kind == CLOSE) return NULL;
  }
}

int startThread(void (*answer)(Job *job)) {
  answerTo = answer;
  // Signals are for Node's own threads, so neither this thread nor those that MPI starts from it receive any, but for
  // those that a thread causes itself.
  sigset_t all, before;
  sigfillset(&all);
  const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) sigdelset(&all, own[i]);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error = pthread_create(&thread, NULL, work, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return error;
}

void enqueue(Job *job) {
  pthread_mutex_lock(&lock);
  job->next = NULL;
  if (last == NULL) {
    first = job;
  } else {
    last->next = job;
  }
  last = job;
  pthread_cond_signal(&wake);
  pthread_mutex_unlock(&lock);
}

void joinThread(void) { pthread_join(thread, NULL); }
