/** What this rank computes with the others. Every function but `askToAbort` belongs to the thread that opened MPI. */
#pragma once
#include <mpi.h>
#include <stddef.h>

enum { MESSAGE_BYTES = 512 };

/** This process among the ranks of its program. */
typedef struct {
  int rank, size, localRank, localSize;
  char host[MPI_MAX_PROCESSOR_NAME];
} Place;

/** Opens MPI. Returns 0, or 1 with a sentence in `message`, as all functions here do. */
int openRanks(Place *place, char *message);

/** Replaces `count` float32 or, if `isDouble`, float64 values by their sum over all ranks, in a fixed order. */
int sumOverRanks(void *values, size_t count, int isDouble, char *message);

/** Copies `bytes` bytes of rank 0 to all others. */
int broadcastBytes(void *bytes, size_t count, char *message);

/** Lets MPI finish what it sent: some of that happens only within calls. */
void progressRanks(void);

int closeRanks(char *message);

/** Asks the thread of MPI to end the whole program, also while it waits for others. From any thread. */
void askToAbort(int code);

/** Ends the whole program if `askToAbort` was called. */
void abortIfAsked(void);
