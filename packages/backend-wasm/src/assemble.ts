/** Assembles the backend from its kernels and an engine. */
import type { Backend } from '@nablajs/core';
import { guardBackend, NablaError } from '@nablajs/core';
import { createEngine } from './engine/engine.js';
import type { KernelFiles } from './engine/files.js';
import { batchNormKernels } from './kernels/batch-norm.js';
import { convKernels } from './kernels/convolution.js';
import { crossEntropyKernels } from './kernels/cross-entropy.js';
import { csrKernels } from './kernels/csr.js';
import { denseKernels } from './kernels/dense.js';
import { dropoutKernel } from './kernels/dropout.js';
import { elementwiseKernels } from './kernels/elementwise.js';
import { indexKernels } from './kernels/index-ops.js';
import { matmulKernels } from './kernels/matmul.js';
import { optimizerKernels } from './kernels/optimizers.js';
import { poolKernels } from './kernels/pooling.js';
import { finiteKernel, reduceKernels } from './kernels/reduce.js';
import { normalCdfKernel, unaryKernels } from './kernels/unary.js';
import { type DenseStorage, type Storage, Store } from './storage/storage.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /**
   * How many threads compute, including the calling thread: a whole number from 1 to 64, or `'auto'`.
   * Default: `'auto'`, one thread per available core, at most 8.
   */
  readonly threads?: number | 'auto';
  /** The largest size in bytes that the backend's memory may grow to. Default: 4 GiB, the limit of WebAssembly. */
  readonly maximumBytes?: number;
  /**
   * URL of this package's `dist/kernels.wasm`. Set it if your bundler moves the module but not the file.
   * In a page it may be relative to the page. Default: the file beside this module.
   */
  readonly wasmUrl?: string | URL;
  /**
   * URL of this package's `dist/worker.js`, the script of the threads. Like `wasmUrl`, it may be relative in a page.
   * Default: the file beside this module.
   */
  readonly workerUrl?: string | URL;
}

/**
 * Each chunk reads and writes the gradient of the weights once, so small chunks cost time: with 512 rows, an epoch of
 * the main job takes up to 1.3 times as long.
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

/** Wraps kernels so that one that throws releases what it has allocated. */
function withRollback<K extends object>(store: Store, kernels: K): K {
  const wrapped = Object.entries(kernels).map(([name, kernel]: [string, (...operands: unknown[]) => unknown]) => [
    name,
    (...operands: unknown[]) => store.attempt(kernel, operands),
  ]);
  return Object.fromEntries(wrapped) as K;
}

/** Creates a backend that loads its kernels and its threads' script from `files`. */
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

    // `slice` copies into memory that is not shared.
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
    conv: withRollback(store, convKernels(store)),
    pool: withRollback(store, poolKernels(store)),
    fused: withRollback(store, {
      ...denseKernels(store),
      ...batchNormKernels(store),
      ...crossEntropyKernels(store),
      ...optimizerKernels(store),
      ...dropoutKernel(store),
      ...normalCdfKernel(store),
      ...finiteKernel(store),
    }),
  } satisfies Backend<Storage>;
  return guardBackend(backend as Backend, () => engine.failure);
}
