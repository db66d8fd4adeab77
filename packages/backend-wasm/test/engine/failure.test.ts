/** Threads that fail while computing cause an error, never an endless wait. */
import { existsSync, readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Backend, Operand } from '@nablajs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { FILL, UNARY } from '../../../kernel-host/src/host/abi/kernels.js';
import { ERF } from '../../../kernel-host/src/host/abi/operations.js';
import { filesAt } from '../../src/engine/files-at.js';
import { startWorker } from '../../src/engine/threads.js';
import { CONTROL, createEngine, type WasmEngine } from '../../src/engine/wasm-engine.js';
import { createBackend } from '../../src/index.js';

const STOPPED = /^backend 'wasm' has stopped, and its tensors are lost: a thread failed while computing \(/;
const TERMINATED = /a thread failed while computing \(its thread was ended\)/;
const TRAPPED = /a thread failed while computing \(RuntimeError: memory access out of bounds\)/;

const TASKS = '/proc/self/task';
if (!existsSync(TASKS)) console.warn(`SKIPPED: tests that count the threads of this process, which need ${TASKS}.`);
const threadCount = (): number => readdirSync(TASKS).length;

/** Blocks this thread, so that it receives no events. */
const block = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

/** Blocks until `condition` holds, for at most half a minute. */
function blockUntil(condition: () => boolean): void {
  for (let tries = 0; !condition() && tries < 30_000; tries++) block(1);
}

/** Resolves to the next worker that this process starts. */
const nextWorker = (): Promise<Worker> => new Promise((resolve) => process.once('worker', resolve));

const engines: WasmEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.dispose();
});

async function newEngine(threads = 2): Promise<[engine: WasmEngine, worker: Worker]> {
  const worker = nextWorker();
  const engine = await createEngine(filesAt({}), { threads, maximumBytes: undefined });
  engines.push(engine);
  return [engine, await worker];
}

/** The state in ../../assembly/jobs.ts: which items are taken, and how many are done. */
const control = (engine: WasmEngine): Int32Array => new Int32Array(engine.memory.buffer, CONTROL, 64);
const doneOf = (engine: WasmEngine): number => Atomics.load(control(engine), 16);

/** Starts a job whose last item, which another thread takes first, lies outside the memory. */
function startTrap(engine: WasmEngine): void {
  const each = 1024;
  const items = 64;
  const outside = engine.memory.buffer.byteLength - 4 * (items - 1) * each;
  engine.run(FILL, 'float32', items, { out: outside, length: items * each, each }, { value: 1 });
}

function runEmpty(engine: WasmEngine): void {
  engine.run(FILL, 'float32', 1, { out: 0, length: 0, each: 1 }, { value: 0 });
}

/** Starts a job of 64 items that take some milliseconds each, and blocks until another thread has done one. */
function startLong(engine: WasmEngine): void {
  const each = 2 ** 18;
  const items = 64;
  const x = engine.heap.allocate(4 * each * items);
  engine.run(UNARY, 'float32', items, { operation: ERF, x, out: x, length: each * items, each });
  blockUntil(() => doneOf(engine) > 0);
}

/** Takes the items that nobody has taken yet, so that this thread need not compute them. */
function takeRest(engine: WasmEngine): void {
  const [taken, end] = [0, 1];
  Atomics.store(control(engine), end, Atomics.load(control(engine), taken));
}

describe('a thread that traps', () => {
  it('makes waiting for it throw', async () => {
    const [engine] = await newEngine();
    startTrap(engine);
    block(100);
    expect(() => engine.settle()).toThrow(STOPPED);
    expect(engine.failure?.message).toMatch(TRAPPED);
    expect(engine.failure).toMatchObject({ name: 'NablaError', code: 'backend' });
  });

  it('makes the next kernel throw, and every kernel after it', async () => {
    const [engine] = await newEngine(4);
    startTrap(engine);
    block(100);
    for (let tries = 0; tries < 3; tries++) expect(() => runEmpty(engine)).toThrow(TRAPPED);
    expect(() => engine.memory).toThrow(TRAPPED);
  });

  it('is noticed even if nothing waits for it', async () => {
    const [engine] = await newEngine();
    startTrap(engine);
    await expect.poll(() => engine.failure?.message).toMatch(TRAPPED);
  });

  it.each([1, 2])('makes the kernel throw if it is the calling thread, of %i', async (threads) => {
    const engine = await createEngine(filesAt({}), { threads, maximumBytes: undefined });
    engines.push(engine);
    const outside = engine.memory.buffer.byteLength;
    const operands = { out: outside, length: 1024, each: 1024 };
    expect(() => engine.run(FILL, 'float32', 1, operands, { value: 0 })).toThrow(TRAPPED);
    expect(() => engine.settle()).toThrow(TRAPPED);
  });

  it.runIf(existsSync(TASKS))('leaves no thread behind', async () => {
    const before = threadCount();
    const [engine] = await newEngine(4);
    startTrap(engine);
    block(100);
    expect(() => engine.settle()).toThrow(STOPPED);
    await engine.dispose();
    expect(threadCount()).toBeLessThanOrEqual(before);
  });

  it.runIf(existsSync(TASKS))('does not keep dispose waiting', async () => {
    const before = threadCount();
    const [engine] = await newEngine(4);
    startTrap(engine);
    block(100);
    await engine.dispose();
    expect(threadCount()).toBeLessThanOrEqual(before);
  });
});

describe('a thread that something else terminates', () => {
  it('while it computes: waiting for it throws', async () => {
    const [engine, worker] = await newEngine();
    startLong(engine);
    void worker.terminate();
    takeRest(engine);
    expect(() => engine.settle()).toThrow(TERMINATED);
    expect(() => runEmpty(engine)).toThrow(TERMINATED);
  });

  it('while it sleeps: the next kernel throws once the end is known', async () => {
    const [engine, worker] = await newEngine();
    await worker.terminate();
    await expect.poll(() => engine.failure?.message).toMatch(TERMINATED);
    expect(() => runEmpty(engine)).toThrow(TERMINATED);
  });

  it('while it computes: dispose still works', async () => {
    const [engine, worker] = await newEngine();
    startLong(engine);
    void worker.terminate();
    takeRest(engine);
    await engine.dispose();
    expect(worker.threadId).toBe(-1);
  });
});

it('waits for a slow thread', async () => {
  const [engine] = await newEngine();
  const out = engine.heap.allocate(4096);
  const words = control(engine);
  // One item counts as not done until a separate worker marks it as done, much later.
  const program = `const { workerData: { memory, control, out } } = require('node:worker_threads');
    const words = new Int32Array(memory.buffer, control, 64);
    Atomics.wait(words, 40, 0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
    new Float32Array(memory.buffer, out, 1).fill(7);
    Atomics.add(words, 16, 1);`;
  const workerData = { memory: engine.memory, control: CONTROL, out };
  const slow = new Worker(program, { eval: true, workerData });
  await new Promise((resolve) => slow.once('online', resolve));
  engine.run(FILL, 'float32', 64, { out, length: 64, each: 1 }, { value: 5 });
  Atomics.sub(words, 16, 1);
  Atomics.store(words, 40, 1);
  Atomics.notify(words, 40);
  const start = performance.now();
  engine.settle();
  expect(performance.now() - start).toBeGreaterThan(1400);
  expect(Array.from(new Float32Array(engine.memory.buffer, out, 64))).toEqual([7, ...new Array(63).fill(5)]);
});

it('a thread that ends before it is ready rejects its start', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const data = { module: {} as WebAssembly.Module, memory, control: 0, scratch: 0, report: 0, reportBytes: 256 };
  await expect(startWorker(filesAt({}), data, () => expect.fail('it never began'))).rejects.toThrow(
    'WebAssembly.Instance()',
  );
});

describe('a backend with a thread that failed', () => {
  /** A gather whose last row lies outside the memory. Core checks shapes; kernels do not. */
  function startTrapOf(backend: Backend): void {
    const operand = (storage: unknown, shape: number[], dtype: Operand['dtype']): Operand => ({
      storage,
      shape,
      dtype,
    });
    const indices = new Int32Array(32);
    indices[31] = 60_000;
    const x = operand(backend.fill([1, 16384], 1, 'float32'), [60_001, 16384], 'float32');
    backend.gather(x, operand(backend.upload(indices, [32], 'int32'), [32], 'int32'));
  }

  it.runIf(existsSync(TASKS))('throws its error from every call, and can be disposed', async () => {
    const before = threadCount();
    const backend = await createBackend({ threads: 3 });
    startTrapOf(backend);
    block(100);
    expect(() => backend.fill([2], 1, 'float32')).toThrow(TRAPPED);
    const storage = new Float32Array(2);
    const x = { storage, shape: [2], dtype: 'float32' } as const;
    expect(() => backend.exp(x)).toThrow(/^exp: backend 'wasm' has stopped/);
    expect(() => backend.memory()).toThrow(/^memory: backend 'wasm' has stopped/);
    await expect(backend.download(x)).rejects.toMatchObject({ code: 'backend' });
    backend.release(storage);
    await backend.dispose();
    expect(threadCount()).toBeLessThanOrEqual(before);
  });

  it('does the same in a Node worker thread', async () => {
    const program = `import { parentPort } from 'node:worker_threads';
      const { createBackend } = await import(${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)});
      const startTrapOf = ${startTrapOf};
      const backend = await createBackend({ threads: 3 });
      startTrapOf(backend);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      const said = [];
      for (const call of [() => backend.fill([2], 1, 'float32'), () => backend.memory()]) {
        try { call(); said.push('nothing'); } catch ({ message }) { said.push(message); }
      }
      await backend.dispose();
      parentPort.postMessage(said);`;
    const script = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
    const caller = new Worker(script, { execArgv: [] });
    const said = await new Promise<string[]>((resolve, reject) =>
      caller.once('message', resolve).once('error', reject),
    );
    expect(said).toEqual([
      expect.stringMatching(TRAPPED),
      expect.stringMatching(/^memory: backend 'wasm' has stopped/),
    ]);
  });
});
