/** Ranks: the calls of MPI, and the order in which `sumOverRanks` adds. ranks.h describes it. */
#include "ranks.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  /** From this many bytes on, each rank adds only its part of the array. Measured; see scripts/all-reduce.mjs. */
  LONG_BYTES = 16384,
  /** The bytes of one message: few enough to be added while they are in the cache. */
  SEGMENT_BYTES = 262144,
  /** 2^20 ranks at most. */
  MOST_LEVELS = 20,
  TAG = 1,
};

static MPI_Comm ranks = MPI_COMM_NULL;
static int ownRank, rankCount;
/** Two messages, to be added. */
static char *scratch;
/** How long to wait before other processes get their turn. 0 if there are more ranks than cores. */
static double spinSeconds;
/** 0, or 1 + the code of `askToAbort`. */
static atomic_int asked;

void askToAbort(int code) { atomic_store(&asked, 1 + (code & 255)); }

void abortIfAsked(void) {
  const int code = atomic_load(&asked);
  if (code != 0) MPI_Abort(MPI_COMM_WORLD, code - 1);
}

/** Writes what MPI says about an error. */
static int explain(int error, const char *call, char *message) {
  if (error == MPI_SUCCESS) return 0;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(error, text, &length);
  snprintf(message, MESSAGE_BYTES, "rank %d: %s: %s", ownRank, call, text);
  return 1;
}

/** The first error of several requests. */
static int errorIn(int count, const MPI_Status *statuses) {
  for (int i = 0; i < count; i++) {
    const int error = statuses[i].MPI_ERROR;
    if (error != MPI_SUCCESS && error != MPI_ERR_PENDING) return error;
  }
  return MPI_ERR_OTHER;
}

/**
 * Waits for requests. A blocking call of MPI would keep a whole core busy. Here, a wait of more than a few exchanges
 * lets other processes of the same core have their turn, and a long one mostly sleeps.
 */
static int await(int count, MPI_Request *requests, MPI_Status *statuses) {
  static const double sleepAfter = 0.02;
  static const struct timespec nap = {.tv_nsec = 50000};
  const double start = MPI_Wtime();
  for (;;) {
    int isDone = 0;
    const int error = MPI_Testall(count, requests, &isDone, statuses);
    if (error == MPI_ERR_IN_STATUS) return errorIn(count, statuses);
    if (error != MPI_SUCCESS || isDone) return error;
    abortIfAsked();
    const double waited = MPI_Wtime() - start;
    if (waited > sleepAfter) {
      nanosleep(&nap, NULL);
    } else if (waited > spinSeconds) {
      sched_yield();
    }
  }
}

static void addFloats(float *restrict to, const float *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] += from[i];
}

static void addDoubles(double *restrict to, const double *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] += from[i];
}

/** The values of a sum. */
typedef struct {
  char *values;
  /** Bytes of a value. */
  size_t width;
  MPI_Datatype type;
  char *message;
} Sum;

/** A part of the values. */
typedef struct {
  size_t start, end;
} Part;

static size_t lengthOf(Part part) { return part.end - part.start; }

/** Two messages, one to a rank and one from there. */
typedef struct {
  MPI_Request requests[2];
  char *to;
  int count;
} Pair;

/** The part of a part that message number `at` holds. */
static Part segmentOf(Part part, size_t step, size_t at) {
  const size_t start = part.start + at * step, end = start + step;
  return (Part){start < part.end ? start : part.end, end < part.end ? end : part.end};
}

static int start(const Sum *sum, int partner, Part send, Part receive, char *to, Pair *pair) {
  const size_t width = sum->width;
  *pair = (Pair){.to = to, .count = (int)lengthOf(receive)};
  const int error = MPI_Irecv(to, pair->count, sum->type, partner, TAG, ranks, &pair->requests[0]);
  if (error != MPI_SUCCESS) return explain(error, "sum", sum->message);
  char *from = sum->values + send.start * width;
  return explain(MPI_Isend(from, (int)lengthOf(send), sum->type, partner, TAG, ranks, &pair->requests[1]), "sum",
                 sum->message);
}

static int finish(const Sum *sum, int partner, Pair *pair) {
  MPI_Status statuses[2];
  int received = 0, errorClass = MPI_SUCCESS;
  const int error = await(2, pair->requests, statuses);
  if (error == MPI_SUCCESS) MPI_Get_count(&statuses[0], sum->type, &received);
  if (error == MPI_SUCCESS && received == pair->count) return 0;
  MPI_Error_class(error, &errorClass);
  if (error != MPI_SUCCESS && errorClass != MPI_ERR_TRUNCATE) return explain(error, "sum", sum->message);
  snprintf(sum->message, MESSAGE_BYTES,
           "rank %d: sum: expected arrays of the same type and length on every rank. That of rank %d differs.", ownRank,
           partner);
  return 1;
}

static void add(const Sum *sum, Part part, const char *terms) {
  char *to = sum->values + part.start * sum->width;
  if (sum->width == sizeof(float)) {
    addFloats((float *)(void *)to, (const float *)(const void *)terms, lengthOf(part));
  } else {
    addDoubles((double *)(void *)to, (const double *)(const void *)terms, lengthOf(part));
  }
}

/**
 * Sends one part to a rank while it receives another part from there: to be added, or into its place. Messages are
 * short, and one is under way while the one before is added.
 */
static int exchange(const Sum *sum, int partner, Part send, Part receive, int isAdded) {
  const size_t step = SEGMENT_BYTES / sum->width;
  const size_t longest = lengthOf(send) > lengthOf(receive) ? lengthOf(send) : lengthOf(receive);
  const size_t messages = (longest + step - 1) / step;
  Pair pairs[2] = {0};
  for (size_t at = 0; at <= messages; at++) {
    if (at < messages) {
      const Part coming = segmentOf(receive, step, at);
      char *to = isAdded ? scratch + (at % 2) * SEGMENT_BYTES : sum->values + coming.start * sum->width;
      if (start(sum, partner, segmentOf(send, step, at), coming, to, &pairs[at % 2])) return 1;
    }
    if (at == 0) continue;
    Pair *before = &pairs[(at - 1) % 2];
    if (finish(sum, partner, before)) return 1;
    if (isAdded) add(sum, segmentOf(receive, step, at - 1), before->to);
  }
  return 0;
}

/** Ranks 0 and 1 exchange everything and add it, and so on; then pairs of pairs. */
static int sumWhole(const Sum *sum, size_t count) {
  const Part all = {0, count};
  for (int distance = 1; distance < rankCount; distance *= 2) {
    if (exchange(sum, ownRank ^ distance, all, all, 1)) return 1;
  }
  return 0;
}

/**
 * Adds the same pairs, and pairs of pairs, but each rank of a pair adds only one half, and keeps that. In the end each
 * rank has one part of the sum, which it then exchanges with the others. This moves less than two arrays per rank,
 * however many ranks there are.
 */
static int sumInParts(const Sum *sum, size_t count) {
  Part own = {0, count};
  Part others[MOST_LEVELS];
  int level = 0;
  for (int distance = 1; distance < rankCount; distance *= 2) {
    const size_t middle = own.start + lengthOf(own) / 2;
    const Part lower = {own.start, middle}, upper = {middle, own.end};
    const int keepsUpper = (ownRank & distance) != 0;
    own = keepsUpper ? upper : lower;
    others[level] = keepsUpper ? lower : upper;
    if (exchange(sum, ownRank ^ distance, others[level++], own, 1)) return 1;
  }
  for (int distance = rankCount / 2; distance >= 1; distance /= 2) {
    const Part other = others[--level];
    if (exchange(sum, ownRank ^ distance, own, other, 0)) return 1;
    own.start = own.start < other.start ? own.start : other.start;
    own.end = own.end > other.end ? own.end : other.end;
  }
  return 0;
}

int sumOverRanks(void *values, size_t count, int isDouble, char *message) {
  const Sum sum = {
      .values = values,
      .width = isDouble ? sizeof(double) : sizeof(float),
      .type = isDouble ? MPI_DOUBLE : MPI_FLOAT,
      .message = message,
  };
  if (rankCount == 1 || count == 0) return 0;
  return count * sum.width < LONG_BYTES ? sumWhole(&sum, count) : sumInParts(&sum, count);
}

int broadcastBytes(void *bytes, size_t count, char *message) {
  for (size_t at = 0; at < count; at += SEGMENT_BYTES) {
    const size_t left = count - at;
    MPI_Request request;
    MPI_Status status;
    int error = MPI_Ibcast((char *)bytes + at, (int)(left < SEGMENT_BYTES ? left : SEGMENT_BYTES), MPI_BYTE, 0, ranks,
                           &request);
    if (error == MPI_SUCCESS) error = await(1, &request, &status);
    if (error != MPI_SUCCESS) return explain(error, "broadcast", message);
  }
  return 0;
}

void progressRanks(void) {
  int isThere = 0;
  MPI_Iprobe(MPI_ANY_SOURCE, TAG, ranks, &isThere, MPI_STATUS_IGNORE);
}

/** Finds out which ranks share this machine. */
static int countNeighbours(Place *place) {
  MPI_Comm neighbours;
  int error = MPI_Comm_split_type(ranks, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &neighbours);
  if (error != MPI_SUCCESS) return error;
  MPI_Comm_rank(neighbours, &place->localRank);
  MPI_Comm_size(neighbours, &place->localSize);
  return MPI_Comm_free(&neighbours);
}

int openRanks(Place *place, char *message) {
  int provided = 0, length = 0;
  int error = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  if (error != MPI_SUCCESS) return explain(error, "MPI_Init_thread", message);
  // Our messages cannot be confused with messages of other code in this process.
  error = MPI_Comm_dup(MPI_COMM_WORLD, &ranks);
  if (error != MPI_SUCCESS) return explain(error, "MPI_Comm_dup", message);
  MPI_Comm_set_errhandler(ranks, MPI_ERRORS_RETURN);
  // MPICH gives errors of several requests to this one.
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_rank(ranks, &ownRank);
  MPI_Comm_size(ranks, &rankCount);
  place->rank = ownRank;
  place->size = rankCount;
  MPI_Get_processor_name(place->host, &length);
  error = countNeighbours(place);
  if (error != MPI_SUCCESS) return explain(error, "MPI_Comm_split_type", message);
  spinSeconds = place->localSize > sysconf(_SC_NPROCESSORS_ONLN) ? 0 : 0.002;
  scratch = malloc(2 * (size_t)SEGMENT_BYTES);
  if (scratch != NULL) return 0;
  snprintf(message, MESSAGE_BYTES, "rank %d: not enough memory to open MPI", ownRank);
  return 1;
}

int closeRanks(char *message) {
  if (ranks != MPI_COMM_NULL) MPI_Comm_free(&ranks);
  free(scratch);
  scratch = NULL;
  return explain(MPI_Finalize(), "MPI_Finalize", message);
}
