/** The Node-API addon: engines that run kernels on their own memory and threads. ../src/addon.ts describes it. */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "generated/addresses.h"
#include "generated/sizes.h"
#include "jobs.h"
#include "memory.h"
#include "variants.h"

enum { PAGE = 65536, MOST_THREADS = 64 };
/** Places in `Engine.given`, after the arguments. */
enum { NUMBER = INTEGERS + DOUBLES, ITEMS, GIVEN };
/** No processor here has more addresses. */
static const double MOST_BYTES = 140737488355328.0;
/** Takes about a second. */
static const double MOST_TURNS = 1e8;

typedef struct {
  const Variant *variant;
  /** Has the kernels that a fast variant leaves out. */
  const Variant *portable;
  char *base;
  size_t reserved;
  size_t committed;
  Pool *pool;
  /** What the host writes for `run`: arguments, the kernel's number and its items. `array` keeps it alive. */
  const double *given;
  napi_ref array;
} Engine;

static napi_value fail(napi_env env, const char *message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

/** Ends the threads and frees the memory. */
static void stop(void *data) {
  Engine *engine = data;
  if (engine->pool != NULL) destroyPool(engine->pool);
  engine->pool = NULL;
  if (engine->base != NULL) freeMemory(engine->base, engine->reserved);
  engine->base = NULL;
}

static void finalize(napi_env env, void *data, void *hint) {
  (void)hint;
  Engine *engine = data;
  if (engine->base != NULL) {
    napi_remove_env_cleanup_hook(env, stop, engine);
    stop(engine);
  }
  if (engine->array != NULL) napi_delete_reference(env, engine->array);
  free(engine);
}

static double numberOf(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number;
}

/** Reads the arguments of a call. The first is the engine. If it is not a live engine, throws and returns NULL. */
static Engine *engineOf(napi_env env, napi_callback_info info, napi_value *values, size_t count) {
  size_t given = count;
  void *data = NULL;
  napi_get_cb_info(env, info, &given, values, NULL, NULL);
  if (given < count || napi_unwrap(env, values[0], &data) != napi_ok || data == NULL ||
      ((Engine *)data)->base == NULL) {
    fail(env, "expected a live engine and all arguments");
    return NULL;
  }
  return data;
}

/**
 * Returns the elements of a Float64Array of GIVEN numbers whose buffer is shared, or NULL. A shared buffer cannot be
 * detached and does not shrink, so its elements stay where they are.
 */
static const double *givenIn(napi_env env, napi_value array) {
  napi_typedarray_type type;
  napi_value buffer;
  size_t length;
  void *data;
  bool isUnshared = true;
  if (napi_get_typedarray_info(env, array, &type, &length, &data, &buffer, NULL) != napi_ok) return NULL;
  napi_is_arraybuffer(env, buffer, &isUnshared);
  return type == napi_float64_array && length == GIVEN && !isUnshared ? data : NULL;
}

/** Whether a kernel's addresses lie in the memory; 0 stands for no operand, but no kernel has none at all. */
static int areInside(const Engine *engine, int kernel, const double *arguments) {
  int some = 0;
  for (uint64_t places = ADDRESSES[kernel]; places != 0; places &= places - 1) {
    const double address = arguments[__builtin_ctzll(places)];
    if (address == 0) continue;
    if (!(address >= PAGE && address <= (double)engine->committed)) return 0;
    some = 1;
  }
  return some;
}

static void set(napi_env env, napi_value object, const char *name, napi_value value) {
  napi_set_named_property(env, object, name, value);
}

static void setNumber(napi_env env, napi_value object, const char *name, double number) {
  napi_value value;
  napi_create_double(env, number, &value);
  set(env, object, name, value);
}

static napi_value describe(napi_env env, const Variant *variant) {
  napi_value object, layout, name, fast;
  napi_create_object(env, &object);
  napi_create_object(env, &layout);
  napi_create_string_utf8(env, variant->name, NAPI_AUTO_LENGTH, &name);
  napi_get_boolean(env, variant->fast, &fast);
  setNumber(env, layout, "vectorBytes", variant->layout.vectorBytes);
  setNumber(env, layout, "panelVectors", variant->layout.panelVectors);
  setNumber(env, layout, "panelStride", variant->layout.panelStride);
  setNumber(env, layout, "mostLines", variant->layout.mostLines);
  setNumber(env, layout, "sparseVectors", variant->layout.sparseVectors);
  setNumber(env, layout, "tileRows", variant->layout.tileRows);
  setNumber(env, layout, "tileBytes", variant->layout.tileBytes);
  setNumber(env, layout, "scratchBytes", variant->layout.scratchBytes);
  setNumber(env, layout, "scratchLines", variant->layout.scratchLines);
  set(env, object, "name", name);
  set(env, object, "fast", fast);
  set(env, object, "layout", layout);
  return object;
}

/** variants(): the variants that this processor can run, the narrowest first. */
static napi_value variants(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list;
  uint32_t count = 0;
  napi_create_array(env, &list);
  for (int i = 0; VARIANTS[i] != NULL; i++) {
    if (canRun(VARIANTS[i])) napi_set_element(env, list, count++, describe(env, VARIANTS[i]));
  }
  return list;
}

/** Returns the named variant, or NULL if the processor cannot run it. */
static const Variant *variantOf(const char *name, int fast) {
  for (int i = 0; VARIANTS[i] != NULL; i++) {
    const int matches = strcmp(VARIANTS[i]->name, name) == 0 && VARIANTS[i]->fast == fast;
    if (matches && canRun(VARIANTS[i])) return VARIANTS[i];
  }
  return NULL;
}

/** An engine is this function: it finishes the previous job, and starts the kernel that `given` names. */
static napi_value run(napi_env env, napi_callback_info info) {
  void *data;
  napi_get_cb_info(env, info, NULL, NULL, NULL, &data);
  Engine *engine = data;
  if (engine->base == NULL) return fail(env, "run: the engine was disposed of");
  const double number = engine->given[NUMBER];
  const double items = engine->given[ITEMS];
  if (!(number >= 0 && number < KERNELS)) return fail(env, "run: no kernel has this number");
  if (!(items >= 0 && items < 2147483648.0)) return fail(env, "run: expected fewer than 2^31 items");
  if (items > 0 && !areInside(engine, (int)number, engine->given))
    return fail(env, "run: expected addresses in the memory");
  Kernel *kernel = engine->variant->table[(int)number];
  if (kernel == NULL) kernel = engine->portable->table[(int)number];
  startJob(engine->pool, kernel, engine->given, (int64_t)items);
  return NULL;
}

/** create(variant, fast, threads, reserve, commit, arguments): an engine, or undefined if memory cannot be reserved. */
static napi_value create(napi_env env, napi_callback_info info) {
  napi_value values[6], function;
  size_t count = 6;
  char name[32] = "";
  bool fast = false;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
  if (count < 6) return fail(env, "create: expected 6 arguments");
  napi_get_value_string_utf8(env, values[0], name, sizeof(name), NULL);
  napi_get_value_bool(env, values[1], &fast);
  const Variant *variant = variantOf(name, fast);
  if (variant == NULL) return fail(env, "create: this processor cannot run the variant");
  const double *given = givenIn(env, values[5]);
  if (given == NULL) return fail(env, "create: expected a Float64Array of shared memory for the arguments");
  const double threads = numberOf(env, values[2]);
  if (!(threads >= 1 && threads <= MOST_THREADS)) return fail(env, "create: expected 1 to 64 threads");
  const size_t scratchBytes = (size_t)variant->layout.scratchBytes;
  const double reserve = numberOf(env, values[3]), commit = numberOf(env, values[4]);
  if (!(commit >= PAGE + threads * (double)scratchBytes && commit <= reserve && reserve <= MOST_BYTES))
    return fail(env, "create: expected memory for the threads, and at most as much as is reserved");
  Engine *engine = calloc(1, sizeof(Engine));
  if (engine == NULL) return fail(env, "create: out of memory");
  engine->variant = variant;
  engine->portable = variantOf(name, 0);
  engine->reserved = (size_t)reserve;
  engine->committed = (size_t)commit;
  engine->base = reserveMemory(engine->reserved);
  // The first page is never committed: 0 is no address.
  if (engine->base == NULL || !commitMemory(engine->base + PAGE, engine->committed - PAGE)) {
    stop(engine);
    free(engine);
    return NULL;
  }
  engine->pool = createPool((int)threads, engine->base, engine->base + PAGE, scratchBytes);
  if (engine->pool == NULL) {
    stop(engine);
    free(engine);
    return fail(env, "a thread could not be started");
  }
  engine->given = given;
  napi_create_reference(env, values[5], 1, &engine->array);
  napi_add_env_cleanup_hook(env, stop, engine);
  // The engine lives as long as the function.
  napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, engine, &function);
  napi_wrap(env, function, engine, finalize, NULL, NULL);
  return function;
}

/** peak(variant, fast, isFloat64, turns): runs kernels/peak.c here. Returns the number of operations, and the sum. */
static napi_value peak(napi_env env, napi_callback_info info) {
  napi_value values[4], list, operations, total;
  size_t count = 4;
  double sum;
  char name[32] = "";
  bool fast = false, isFloat64 = false;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
  if (count < 4) return fail(env, "peak: expected 4 arguments");
  napi_get_value_string_utf8(env, values[0], name, sizeof(name), NULL);
  napi_get_value_bool(env, values[1], &fast);
  napi_get_value_bool(env, values[2], &isFloat64);
  const Variant *variant = variantOf(name, fast);
  if (variant == NULL) return fail(env, "peak: this processor cannot run the variant");
  const double turns = numberOf(env, values[3]);
  if (!(turns >= 0 && turns <= MOST_TURNS)) return fail(env, "peak: expected at most 10^8 turns");
  napi_create_double(env, variant->peak[isFloat64]((int64_t)turns, &sum), &operations);
  napi_create_double(env, sum, &total);
  napi_create_array_with_length(env, 2, &list);
  napi_set_element(env, list, 0, operations);
  napi_set_element(env, list, 1, total);
  return list;
}

/** grow(engine, bytes): commits more memory. Returns whether there was enough. */
static napi_value grow(napi_env env, napi_callback_info info) {
  napi_value values[2], result;
  Engine *engine = engineOf(env, info, values, 2);
  if (engine == NULL) return NULL;
  const double bytes = numberOf(env, values[1]);
  const int grown = bytes >= 0 && bytes <= (double)(engine->reserved - engine->committed) &&
                    commitMemory(engine->base + engine->committed, (size_t)bytes);
  if (grown) engine->committed += (size_t)bytes;
  napi_get_boolean(env, grown, &result);
  return result;
}

/** settle(engine): returns when all kernels are done. */
static napi_value settle(napi_env env, napi_callback_info info) {
  napi_value values[1];
  Engine *engine = engineOf(env, info, values, 1);
  if (engine != NULL) finishJob(engine->pool);
  return NULL;
}

/** Finishes the job, and finds the bytes at an address and the bytes of a typed array. Throws if they lie outside. */
static Engine *spans(napi_env env, napi_callback_info info, char **own, void **array, size_t *bytes) {
  napi_value values[3];
  Engine *engine = engineOf(env, info, values, 3);
  if (engine == NULL) return NULL;
  static const size_t SIZES[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  napi_typedarray_type type;
  size_t length;
  if (napi_get_typedarray_info(env, values[2], &type, &length, array, NULL, NULL) != napi_ok || type > 10) {
    fail(env, "expected a typed array");
    return NULL;
  }
  *bytes = length * SIZES[type];
  const double address = numberOf(env, values[1]);
  if (!(address >= PAGE && address + (double)*bytes <= (double)engine->committed)) {
    fail(env, "the address lies outside the memory");
    return NULL;
  }
  *own = engine->base + (size_t)address;
  finishJob(engine->pool);
  return engine;
}

/** write(engine, address, values): copies a typed array to an address. */
static napi_value writeValues(napi_env env, napi_callback_info info) {
  char *own;
  void *array;
  size_t bytes;
  if (spans(env, info, &own, &array, &bytes) != NULL && bytes > 0) memcpy(own, array, bytes);
  return NULL;
}

/** read(engine, address, values): copies from an address to a typed array. */
static napi_value readValues(napi_env env, napi_callback_info info) {
  char *own;
  void *array;
  size_t bytes;
  if (spans(env, info, &own, &array, &bytes) != NULL && bytes > 0) memcpy(array, own, bytes);
  return NULL;
}

/** dispose(engine): ends the threads and frees the memory. */
static napi_value dispose(napi_env env, napi_callback_info info) {
  napi_value values[1];
  Engine *engine = engineOf(env, info, values, 1);
  if (engine == NULL) return NULL;
  napi_remove_env_cleanup_hook(env, stop, engine);
  stop(engine);
  napi_delete_reference(env, engine->array);
  engine->array = NULL;
  return NULL;
}

static void export(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, NULL, &function);
  set(env, exports, name, function);
}

NAPI_MODULE_INIT() {
  export(env, exports, "variants", variants);
  export(env, exports, "create", create);
  export(env, exports, "peak", peak);
  export(env, exports, "grow", grow);
  export(env, exports, "settle", settle);
  export(env, exports, "write", writeValues);
  export(env, exports, "read", readValues);
  export(env, exports, "dispose", dispose);
  return exports;
}
