/** Puts the backend together: its kernels, in an engine. */
import type { Backend } from '@nablajs/core';
import { guardBackend, NablaError } from '@nablajs/core';
import { createEngine } from './engine/engine.js';
import type { KernelFiles } from './engine/files.js';
import { crossEntropyKernels } from './kernels/cross-entropy.js';
import { csrKernels } from './kernels/csr.js';
import { denseKernels } from './kernels/dense.js';
import { elementwiseKernels } from './kernels/elementwise.js';
import { indexKernels } from './kernels/index-ops.js';
import { matmulKernels } from './kernels/matmul.js';
import { optimizerKernels } from './kernels/optimizers.js';
import { finiteKernel, reduceKernels } from './kernels/reduce.js';
import { normalCdfKernel, unaryKernels } from './kernels/unary.js';
import { type DenseStorage, type Storage, Store } from './storage/storage.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /**
   * Threads that compute, the calling one among them; default `auto`: as many as the machine runs at once, at most 8.
   */
  readonly threads?: number | 'auto';
  /** The most that its memory may grow to, in bytes; default what WebAssembly has, 4 GiB. */
  readonly maximumBytes?: number;
  /**
   * Where the kernels are, `dist/kernels.wasm` of this package; default beside this module. Needed where a bundler
   * moves the module but not the file. A string is a URL, in a page also one relative to it.
   */
  readonly wasmUrl?: string | URL;
  /** Where the script of the threads is, `dist/worker.js` of this package; as `wasmUrl`. */
  readonly workerUrl?: string | URL;
}

/**
 * The gradient of the weights goes to memory and back once a chunk: with 512 rows an epoch of the main job takes up to
 * 1.3 times as long.
 */
const CHUNK_ROWS = 2048;
const MOST_THREADS = 64;
const LEAST_BYTES = 2 ** 23;

function checkThreads(threads: number | 'auto'): number | 'auto' {
  if (threads === 'auto' || (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) return threads;
  throw new NablaError(
    'argument',
    `createBackend: threads must be 'auto' or a whole number from 1 to ${MOST_THREADS}. Received ${threads}.`,
  );
}

function checkBytes(bytes: number | undefined): number | undefined {
  if (bytes === undefined || (bytes >= LEAST_BYTES && bytes <= 2 ** 32)) return bytes;
  throw new NablaError(
    'argument',
    `createBackend: maximumBytes must be a number from ${LEAST_BYTES} to ${2 ** 32}. Received ${bytes}.`,
  );
}

function uploadKernel(store: Store): Pick<Backend<Storage>, 'upload'> {
  return {
    upload(data, _shape, dtype) {
      const storage = store.allocate(dtype, data.length);
      store.view(storage).set(data);
      return storage;
    },
  };
}

/** The same kernels; where one throws, what it had allocated is released. */
function withRollback<K extends object>(store: Store, kernels: K): K {
  const wrapped = Object.entries(kernels).map(([name, kernel]: [string, (...operands: unknown[]) => unknown]) => [
    name,
    (...operands: unknown[]) => store.attempt(kernel, operands),
  ]);
  return Object.fromEntries(wrapped) as K;
}

/** A backend whose kernels and threads come from `files`. */
export async function assembleBackend(files: KernelFiles, options: BackendOptions): Promise<Backend> {
  const threads = checkThreads(options.threads ?? 'auto');
  const engine = await createEngine(files, { threads, maximumBytes: checkBytes(options.maximumBytes) });
  const store = new Store(engine);
  const backend = {
    name: 'wasm',
    dtypes: ['float32', 'float64'],
    chunkRows: CHUNK_ROWS,
    description: `WebAssembly SIMD, ${engine.threads} thread${engine.threads === 1 ? '' : 's'}`,
    ...(engine.notice === undefined ? {} : { notice: engine.notice }),

    // A copy in memory that is not shared.
    download: async (x) => store.view(x.storage as DenseStorage).slice(),
    release: (storage) => store.release(storage),
    memory: () => store.memory(),
    dispose: () => engine.dispose(),

    ...withRollback(store, {
      ...uploadKernel(store),
      ...matmulKernels(store),
      ...elementwiseKernels(store),
      ...unaryKernels(store),
      ...reduceKernels(store),
      ...indexKernels(store),
    }),
    csr: withRollback(store, csrKernels(store)),
    fused: withRollback(store, {
      ...denseKernels(store),
      ...crossEntropyKernels(store),
      ...optimizerKernels(store),
      ...normalCdfKernel(store),
      ...finiteKernel(store),
    }),
  } satisfies Backend<Storage>;
  return guardBackend(backend as Backend, () => engine.failure);
}
