/** One thread makes all calls of MPI, and does one job after the other. */
#pragma once
#include "ranks.h"

typedef enum { OPEN, SUM, BROADCAST, CLOSE } Kind;

/** Something for the thread to do. */
typedef struct Job {
  Kind kind;
  /** Of SUM and BROADCAST: the elements, and how many. */
  void *data;
  size_t count;
  int isDouble;
  /** The answer: whether it failed, and why. */
  int failed;
  char message[MESSAGE_BYTES];
  /** Of OPEN. */
  Place place;
  /** What `answer` needs. */
  void *owner;
  struct Job *next;
} Job;

/** Starts the thread. It calls `answer` with each job that is done. Returns 0, or an error of the system. */
int startThread(void (*answer)(Job *job));

/** Adds a job. */
void enqueue(Job *job);

/** Waits until the thread has ended, which it does after CLOSE. */
void joinThread(void);
