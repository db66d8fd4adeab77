/** The life of an engine: options, memory, threads, and what is left after it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Backend, Operand } from '@nablajs/core';
import { expect, it, vi } from 'vitest';
import { CONV, MATMUL, UNARY } from '../../kernel-host/src/host/abi/kernels.js';
import { SQRT } from '../../kernel-host/src/host/abi/operations.js';
import { type Handle, loadAddon, type Variant } from '../src/addon.js';
import { type BackendOptions, createBackend } from '../src/index.js';
import { NativeEngine } from '../src/native-engine.js';
import { describeNative, variants } from './support/suites.js';

/** Where an engine is given the number of a kernel, and the length of the array. */
const [NUMBER, GIVEN] = [80, 82];

const BUILT = new URL('../dist/index.js', import.meta.url);

async function place(backend: Backend, length: number): Promise<Operand> {
  return {
    storage: backend.upload(new Float32Array(length).fill(1), [length], 'float32'),
    shape: [length],
    dtype: 'float32',
  };
}

/** Runs a module in another process; it can use `createBackend` and `busy`, which runs kernels on a backend. */
function runProgram(source: string): { readonly stdout: string; readonly status: number | null } {
  const program = `import { createBackend } from '${BUILT}';
    function busy(backend, times) {
      const storage = backend.upload(new Float32Array(1e6).fill(0.5), [1e6], 'float32');
      for (let i = 0; i < times; i++) backend.release(backend.exp({ storage, shape: [1e6], dtype: 'float32' }));
      return backend.exp({ storage, shape: [1e6], dtype: 'float32' });
    }
    ${source}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { stdout: `${stdout}${stderr}`, status };
}

describeNative('an engine', () => {
  it('describes itself', async () => {
    const backend = await createBackend({ threads: 2, variant: 'baseline' });
    expect([backend.name, backend.description]).toEqual(['native', 'native code, baseline, 2 threads']);
    await backend.dispose();
  });

  it('takes the widest variant, or what NABLA_NATIVE_VARIANT names', async () => {
    const describe = async (options: BackendOptions): Promise<string> => {
      const backend = await createBackend({ threads: 1, ...options });
      await backend.dispose();
      return backend.description;
    };
    const all = loadAddon().variants();
    vi.stubEnv('NABLA_NATIVE_VARIANT', undefined);
    const [portable, fast] = [variants.at(-1), all.at(-1)];
    expect(await describe({})).toBe(`native code, ${portable}, 1 thread`);
    expect(await describe({ bits: 'fast' })).toBe(
      `native code, ${fast?.name}${fast?.fast ? ' with fast bits' : ''}, 1 thread`,
    );
    vi.stubEnv('NABLA_NATIVE_VARIANT', 'baseline');
    expect(await describe({})).toBe('native code, baseline, 1 thread');
    expect(await describe({ variant: variants.at(-1) as string })).toBe(`native code, ${portable}, 1 thread`);
    vi.unstubAllEnvs();
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ threads: 0 }, /threads must be 'auto' or a whole number from 1 to 64. Received 0/],
    [{ maximumBytes: 5 }, /maximumBytes must be a number from 8388608. Received 5/],
    [{ bits: 'all' }, /bits must be 'portable' or 'fast'. Received all/],
    [{ variant: 'mmx' }, /variant must be one of 'baseline'.* on this machine. Received mmx/],
    [{ thread: 1 }, /thread/],
  ])('refuses the options %j', async (options, message) => {
    await expect(createBackend(options)).rejects.toThrow(
      expect.objectContaining({ code: 'argument', message: expect.stringMatching(message) }),
    );
  });

  it('throws a typed error when it is out of memory, and still works', async () => {
    const backend = await createBackend({ threads: 2, maximumBytes: 2 ** 24 });
    const x = await place(backend, 1e6);
    const held: unknown[] = [];
    expect(() => {
      for (let i = 0; i < 100; i++) held.push(backend.exp(x));
    }).toThrow(
      expect.objectContaining({ code: 'memory', message: expect.stringMatching(/^backend 'native' is out of/) }),
    );
    for (const storage of held) backend.release(storage);
    const storage = backend.add(x, x, [1e6]);
    expect((await backend.download({ ...x, storage }))[999_999]).toBe(2);
    await backend.dispose();
  });

  it('refuses what would end the process or never return', () => {
    const addon = loadAddon();
    const [{ name, fast, layout }] = addon.variants() as [Variant];
    const given = new Float64Array(new SharedArrayBuffer(8 * GIVEN));
    const commit = 65_536 + 2 * layout.scratchBytes;
    const create = (threads: number, reserve: number, committed: number, array: Float64Array = given) =>
      addon.create(name, fast, threads, reserve, committed, array) as Handle;
    expect(() => create(1, commit, 2 * commit)).toThrow('at most as much as is reserved');
    expect(() => create(3, commit, commit)).toThrow('expected memory for the threads');
    for (const threads of [0, 65, 1e9, Number.NaN]) expect(() => create(threads, 1e9, 1e9)).toThrow('1 to 64 threads');
    const own = new Float64Array(GIVEN); // It could be detached.
    const short = new Float64Array(new SharedArrayBuffer(8 * GIVEN - 8));
    const bytes = new Float32Array(new SharedArrayBuffer(4 * GIVEN)) as unknown as Float64Array;
    for (const array of [own, short, bytes, GIVEN as unknown as Float64Array]) {
      expect(() => create(1, commit, commit, array)).toThrow('expected a Float64Array of shared memory');
    }
    for (const turns of [-1, 1e9, Number.NaN]) expect(() => addon.peak(name, fast, false, turns)).toThrow('10^8 turns');
    const engine = create(2, commit, commit);
    for (const bytes of [-1, 65_536, Number.NaN]) expect(addon.grow(engine, bytes)).toBe(false);
    for (const address of [0, 1, -1, commit + 1, 2 ** 60, Number.NaN, Number.POSITIVE_INFINITY]) {
      given.fill(address);
      for (const { number } of [MATMUL, CONV, UNARY]) {
        given.set([number, 1], NUMBER);
        expect(engine).toThrow('run: expected addresses in the memory');
      }
    }
    for (const number of [-1, 1e9, Number.NaN]) {
      given.set([number, 0], NUMBER);
      expect(engine).toThrow('no kernel has this number');
    }
    for (const items of [-1, 2 ** 31, Number.NaN]) {
      given.set([MATMUL.number, items], NUMBER);
      expect(engine).toThrow('fewer than 2^31 items');
    }
    given.set([MATMUL.number, 0], NUMBER);
    engine();
    addon.dispose(engine);
    expect(engine).toThrow('disposed');
    for (const other of [() => {}, {}, 0, undefined]) {
      expect(() => addon.settle(other as Handle)).toThrow('expected a live engine');
    }
  });

  it('computes at addresses above 4 GiB', async () => {
    const [variant] = loadAddon().variants() as [Variant];
    const engine = new NativeEngine(loadAddon(), variant, { threads: 2, maximumBytes: 2 ** 34 });
    // Pages that nothing writes to take no memory.
    const addresses = [2 ** 32, 8000, 8000].map((bytes) => engine.heap.allocate(bytes)) as [number, number, number];
    const [, x, out] = addresses;
    expect(x).toBeGreaterThan(2 ** 32);
    engine.write(
      x,
      Float64Array.from({ length: 1000 }, (_, i) => i * i),
    );
    engine.run(UNARY, 'float64', 10, { operation: SQRT, x, out, length: 1000, each: 100 });
    expect(engine.read('float64', out, 1000)).toEqual(Float64Array.from({ length: 1000 }, (_, i) => i));
    await engine.dispose();
  });

  it('refuses to work after dispose', async () => {
    const backend = await createBackend({ threads: 2 });
    const x = await place(backend, 10);
    await backend.dispose();
    expect(() => backend.exp(x)).toThrow(expect.objectContaining({ code: 'disposed' }));
    await backend.dispose();
  });

  it.runIf(process.platform === 'linux')('leaves no thread and no memory behind in 100 lives', async () => {
    const threads = (): number => readdirSync('/proc/self/task').length;
    const addresses = (): number => Number(/VmSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
    const life = async (variant: string | undefined): Promise<void> => {
      const backend = await createBackend({ threads: 8, ...(variant === undefined ? {} : { variant }) });
      const x = await place(backend, 1e5);
      backend.release(backend.exp(x));
      await backend.dispose();
    };
    await life(undefined);
    const [threadsBefore, addressesBefore] = [threads(), addresses()];
    for (let i = 0; i < 100; i++) await life(variants[i % variants.length]);
    expect(threads()).toBe(threadsBefore);
    // Each life reserves as many addresses as the machine has memory.
    expect(addresses() - addressesBefore).toBeLessThan(1e6);
  });

  const inProcess = it.runIf(existsSync(BUILT));

  inProcess('keeps no process alive', () => {
    const { stdout, status } = runProgram(`
      const backend = await createBackend({ threads: 3 });
      busy(backend, 3);
      console.log('end');`);
    expect([stdout, status]).toEqual(['end\n', 0]);
  });

  inProcess('may be in the middle of a kernel when the process exits', () => {
    const { stdout, status } = runProgram(`
      const backend = await createBackend({ threads: 3 });
      busy(backend, 1);
      process.exit(3);`);
    expect([stdout, status]).toEqual(['', 3]);
  });

  inProcess('works in worker threads, which may end at any time', () => {
    const { stdout, status } = runProgram(`
      import { Worker, isMainThread } from 'node:worker_threads';
      const source = \`
        import { parentPort } from 'node:worker_threads';
        const { createBackend } = await import('${BUILT}');
        const backend = await createBackend({ threads: 3 });
        const storage = backend.upload(new Float32Array(1e6).fill(1), [1e6], 'float32');
        const x = { storage, shape: [1e6], dtype: 'float32' };
        const y = await backend.download({ ...x, storage: backend.add(x, x, [1e6]) });
        backend.exp(x);
        parentPort.postMessage(y[999999]);
      \`;
      const url = new URL('data:text/javascript,' + encodeURIComponent(source));
      const results = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
        const worker = new Worker(url);
        worker.on('message', (value) => worker.terminate().then(() => resolve(value)));
        worker.on('error', reject);
      })));
      const own = await createBackend({ threads: 2 });
      busy(own, 1);
      await own.dispose();
      console.log(results.join(' '));`);
    expect([stdout, status]).toEqual(['2 2 2 2\n', 0]);
  });
});
