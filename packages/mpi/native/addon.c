/** The Node-API addon: MPI on its own thread, so that Node's event loop goes on. ../src/addon.ts describes it. */
#include <node_api.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "thread.h"

/** What a job's promise needs. */
typedef struct {
  napi_deferred deferred;
  /** Keeps the array of the job alive. */
  napi_ref array;
} Owner;

static enum { NEVER_OPENED, OPENED, CLOSED } state = NEVER_OPENED;
static napi_threadsafe_function answers;
/** The process ends: `answers` may be gone. `ending` guards it. */
static int isEnding;
static pthread_mutex_t ending = PTHREAD_MUTEX_INITIALIZER;
/** What to abort with when the process has ended its work, or 0. */
static int codeAtExit;
/** Jobs without an answer. While there are any, they keep the process alive. */
static int waiting;

static napi_value fail(napi_env env, const char *message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

static napi_value undefinedOf(napi_env env) {
  napi_value value;
  napi_get_undefined(env, &value);
  return value;
}

static napi_value textOf(napi_env env, const char *text) {
  napi_value value;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  return value;
}

static void setNumber(napi_env env, napi_value object, const char *name, int number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  napi_set_named_property(env, object, name, value);
}

static napi_value describe(napi_env env, const Place *place) {
  napi_value object;
  napi_create_object(env, &object);
  setNumber(env, object, "rank", place->rank);
  setNumber(env, object, "size", place->size);
  setNumber(env, object, "localRank", place->localRank);
  setNumber(env, object, "localSize", place->localSize);
  napi_set_named_property(env, object, "host", textOf(env, place->host));
  return object;
}

/** Called by the thread of MPI. */
static void answer(Job *job) {
  pthread_mutex_lock(&ending);
  if (isEnding) {
    free(job);
  } else {
    napi_call_threadsafe_function(answers, job, napi_tsfn_nonblocking);
  }
  pthread_mutex_unlock(&ending);
}

/** Settles the promise of a job. On the thread of JavaScript; `env` is NULL when that ends. */
static void settle(napi_env env, napi_value unused, void *context, void *data) {
  (void)unused;
  (void)context;
  Job *job = data;
  Owner *owner = job->owner;
  if (env != NULL) {
    // After an error MPI may still write to the array, so it stays.
    if (owner->array != NULL && !job->failed) napi_delete_reference(env, owner->array);
    if (--waiting == 0) napi_unref_threadsafe_function(env, answers);
    if (job->kind == CLOSE) {
      joinThread();
      napi_release_threadsafe_function(answers, napi_tsfn_release);
    }
    if (job->failed) {
      napi_value error;
      napi_create_error(env, NULL, textOf(env, job->message), &error);
      napi_reject_deferred(env, owner->deferred, error);
    } else {
      const napi_value value = job->kind == OPEN ? describe(env, &job->place) : undefinedOf(env);
      napi_resolve_deferred(env, owner->deferred, value);
    }
  }
  free(owner);
  free(job);
}

/** Gives the thread a job, and returns a promise of its answer. `array` is NULL or what the job works on. */
static napi_value submit(napi_env env, Job *job, napi_value array) {
  Owner *owner = calloc(1, sizeof(Owner));
  if (owner == NULL) {
    free(job);
    return fail(env, "not enough memory");
  }
  napi_value promise;
  napi_create_promise(env, &owner->deferred, &promise);
  if (array != NULL) napi_create_reference(env, array, 1, &owner->array);
  if (waiting++ == 0) napi_ref_threadsafe_function(env, answers);
  job->owner = owner;
  enqueue(job);
  return promise;
}

static Job *newJob(napi_env env, Kind kind) {
  Job *job = calloc(1, sizeof(Job));
  if (job == NULL) {
    fail(env, "not enough memory");
    return NULL;
  }
  job->kind = kind;
  return job;
}

/** Ends all ranks, and this process at the latest after some seconds. */
static void abortAll(int code) {
  enum { TENTHS = 50 };
  static const struct timespec tenth = {.tv_nsec = 100000000};
  // The thread sees it within milliseconds, unless MPI itself waits: while it opens or closes.
  if (state == OPENED) {
    askToAbort(code);
    for (int i = 0; i < TENTHS; i++) nanosleep(&tenth, NULL);
  }
  _exit(code);
}

/** Runs after Node has printed what it has to say, and before the libraries of MPI are taken down. */
static void atExit(void) {
  if (codeAtExit != 0) abortAll(codeAtExit);
}

/** library(): how the library of MPI describes itself. */
static napi_value library(napi_env env, napi_callback_info info) {
  (void)info;
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  MPI_Get_library_version(text, &length);
  return textOf(env, text);
}

/** open(): a promise of { rank, size, localRank, localSize, host }. */
static napi_value openMpi(napi_env env, napi_callback_info info) {
  (void)info;
  if (state != NEVER_OPENED) return fail(env, "MPI opens only once in a process");
  Job *job = newJob(env, OPEN);
  if (job == NULL) return NULL;
  napi_create_threadsafe_function(env, NULL, NULL, textOf(env, "nabla-mpi"), 0, 1, NULL, NULL, NULL, settle, &answers);
  napi_unref_threadsafe_function(env, answers);
  if (startThread(answer) != 0) {
    free(job);
    return fail(env, "the system cannot start a thread");
  }
  atexit(atExit);
  state = OPENED;
  return submit(env, job, NULL);
}

/** Reads the argument of a collective call, a typed array. Throws and returns NULL if it cannot be done. */
static Job *collective(napi_env env, napi_callback_info info, Kind kind, napi_value *array) {
  size_t count = 1;
  napi_typedarray_type type;
  Job *job = newJob(env, kind);
  if (job == NULL) return NULL;
  napi_get_cb_info(env, info, &count, array, NULL, NULL);
  if (state != OPENED) {
    fail(env, "MPI is not open");
  } else if (napi_get_typedarray_info(env, *array, &type, &job->count, &job->data, NULL, NULL) != napi_ok ||
             (kind == BROADCAST ? type != napi_uint8_array : type != napi_float32_array && type != napi_float64_array)) {
    fail(env, kind == BROADCAST ? "expected a Uint8Array" : "expected a Float32Array or a Float64Array");
  } else {
    job->isDouble = type == napi_float64_array;
    return job;
  }
  free(job);
  return NULL;
}

/** sum(values): a promise. */
static napi_value sum(napi_env env, napi_callback_info info) {
  napi_value array;
  Job *job = collective(env, info, SUM, &array);
  return job == NULL ? NULL : submit(env, job, array);
}

/** broadcast(bytes): a promise. */
static napi_value broadcast(napi_env env, napi_callback_info info) {
  napi_value array;
  Job *job = collective(env, info, BROADCAST, &array);
  return job == NULL ? NULL : submit(env, job, array);
}

/** close(): a promise. */
static napi_value closeMpi(napi_env env, napi_callback_info info) {
  (void)info;
  if (state != OPENED) return fail(env, "MPI is not open");
  Job *job = newJob(env, CLOSE);
  if (job == NULL) return NULL;
  state = CLOSED;
  return submit(env, job, NULL);
}

static int codeOf(napi_env env, napi_callback_info info) {
  size_t count = 1;
  int32_t code = 1;
  napi_value value;
  napi_get_cb_info(env, info, &count, &value, NULL, NULL);
  napi_get_value_int32(env, value, &code);
  return code;
}

/** abort(code): does not return. */
static napi_value abortMpi(napi_env env, napi_callback_info info) {
  abortAll(codeOf(env, info));
  return NULL;
}

/** leave(code): called as the process ends. With code 0 it closes MPI; else it aborts when Node has ended. */
static napi_value leave(napi_env env, napi_callback_info info) {
  const int code = codeOf(env, info);
  if (state != OPENED) return NULL;
  pthread_mutex_lock(&ending);
  isEnding = 1;
  pthread_mutex_unlock(&ending);
  codeAtExit = code;
  Job *job = code == 0 ? newJob(env, CLOSE) : NULL;
  if (job == NULL) return NULL;
  enqueue(job);
  joinThread();
  state = CLOSED;
  return NULL;
}

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback call;
  } functions[] = {
      {"library", library}, {"open", openMpi},   {"sum", sum},     {"broadcast", broadcast},
      {"close", closeMpi},  {"abort", abortMpi}, {"leave", leave},
  };
  for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
    napi_value function;
    napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].call, NULL, &function);
    napi_set_named_property(env, exports, functions[i].name, function);
  }
  return exports;
}
