/**
 * Work that threads share. A job is a kernel, its arguments and a number of items; every free thread takes the next
 * item. No two items write the same memory.
 *
 * The state is in shared memory at `control`, written by the calling thread:
 *
 *   0    i64  the ticket: the first item that is not taken, and in the upper half the end of those. Taking one from
 *             either side is one compare-and-exchange, which fails if another thread was first.
 *   64   i32  items that are done
 *   128  i32  the signal, incremented for each job: threads without work wait for it
 *   132  i32  threads that sleep
 *   136  i32  1 when threads are to end
 *   192  i32  the kernel
 *   256  the arguments (arguments.ts)
 */
import { control } from './arguments';
import { execute } from './generated/execute';
import { WAKING_ITEMS, WAKING_MICROSECONDS } from './generated/layout';

const DONE: usize = 64;
const SIGNAL: usize = 128;
const SLEEPERS: usize = 132;
const ENDING: usize = 136;
const KERNEL: usize = 192;

/**
 * How often a thread checks the signal before it sleeps: about half a millisecond, longer than a step of training takes
 * between two kernels.
 */
const PATIENCE: i32 = 200000;
/** How often the calling thread checks `done` before it naps, and the length of a nap in nanoseconds. */
const CALLER_PATIENCE: i32 = 100000;
const NAP: i64 = 50000;
/** After how many naps the calling thread checks that the others are alive: a tenth of a second. */
const NAPS: i32 = 1000;

/** Milliseconds since some moment, from the host. */
@external("env", "now")
declare function now(): f64;

/** The number of helping threads, and whether the calling thread may sleep (the main thread of a page may not). */
let helpers: i32 = 0;
let mayNap: bool = false;
/** Items of the current job. */
let started: i32 = 0;
/** Milliseconds of work that sleeping threads have missed since the host last waited for a result. */
let missed: f64 = 0;

/** Call this in the calling thread when the others are ready to serve. */
export function share(threads: i32, callerMayNap: bool): void {
  helpers = threads;
  mayNap = callerMayNap;
}

/**
 * Starts a kernel after its arguments are written and the previous job is finished. Threads that are awake begin; the
 * calling thread continues, and helps in `finish`.
 */
export function start(kernel: i32, items: i32): void {
  if (helpers === 0 || items < 2) {
    for (let item = 0; item < items; item++) execute(kernel, item);
    return;
  }
  store<i32>(control + KERNEL, kernel);
  atomic.store<i32>(control + DONE, 0);
  atomic.store<i64>(control, <i64>items << 32);
  atomic.add<i32>(control + SIGNAL, 1);
  started = items;
  if (items >= WAKING_ITEMS && atomic.load<i32>(control + SLEEPERS) > 0) atomic.notify(control + SIGNAL, -1);
}

/**
 * Returns true when all items of the job are done, and false if other threads have held items for some time: they are
 * slow or dead. The caller checks which (../src/engine/wasm-engine.ts) and calls this again.
 * `rests` says that the host waits for a result rather than to start the next job.
 */
export function finish(rests: bool): bool {
  if (started !== 0 && !finishJob()) return false;
  if (rests) missed = 0;
  return true;
}

function finishJob(): bool {
  if (atomic.load<i32>(control + SLEEPERS) > 0) {
    helpAlone();
  } else {
    missed = 0;
    help(true, i32.MAX_VALUE);
  }
  let patience = CALLER_PATIENCE;
  let done = atomic.load<i32>(control + DONE);
  while (done < started) {
    if (--patience < 0) {
      if (patience < -NAPS) return false;
      if (mayNap) atomic.wait<i32>(control + DONE, done, NAP);
    }
    done = atomic.load<i32>(control + DONE);
  }
  started = 0;
  return true;
}

/** Computes while threads sleep. The first item shows how long the job takes, and so whether waking them pays. */
function helpAlone(): void {
  const start = now();
  help(true, 1);
  const left = (now() - start) * <f64>(started - 1);
  if (missed + left < WAKING_MICROSECONDS / 1000.0) {
    help(true, i32.MAX_VALUE);
    missed += now() - start;
    return;
  }
  missed = 0;
  atomic.notify(control + SIGNAL, -1);
  help(true, i32.MAX_VALUE);
}

/**
 * Takes `most` items, or all that are left: the calling thread from the front, the others from the back. So threads
 * find what they used before in their caches.
 */
function help(fromFront: bool, most: i32): void {
  for (let taken = 0; taken < most; ) {
    const ticket = atomic.load<i64>(control);
    const front = <i32>ticket;
    const back = <i32>(ticket >> 32);
    if (front === back) return;
    const item = fromFront ? front : back - 1;
    if (atomic.cmpxchg<i64>(control, ticket, fromFront ? ticket + 1 : ticket - ((<i64>1) << 32)) !== ticket) continue;
    execute(load<i32>(control + KERNEL), item);
    atomic.add<i32>(control + DONE, 1);
    taken++;
  }
}

/** The loop of a helping thread. */
export function serve(): void {
  while (true) {
    const seen = atomic.load<i32>(control + SIGNAL);
    if (atomic.load<i32>(control + ENDING) !== 0) return;
    help(false, i32.MAX_VALUE);
    let patience = PATIENCE;
    while (atomic.load<i32>(control + SIGNAL) === seen) {
      if (--patience > 0) continue;
      atomic.add<i32>(control + SLEEPERS, 1);
      atomic.wait<i32>(control + SIGNAL, seen, -1);
      atomic.sub<i32>(control + SLEEPERS, 1);
    }
  }
}

/** Ends every helping thread. */
export function end(): void {
  helpers = 0;
  atomic.store<i32>(control + ENDING, 1);
  atomic.add<i32>(control + SIGNAL, 1);
  atomic.notify(control + SIGNAL, -1);
}
