import type { Backend } from '@nablajs/core';
import { checkOptionNames, guardBackend, NablaError } from '@nablajs/core';
import { crossEntropyKernels } from './cross-entropy.js';
import { csrKernels } from './csr.js';
import { denseKernels } from './dense.js';
import { elementwiseKernels } from './elementwise.js';
import { indexKernels } from './index-ops.js';
import { matmulKernels } from './matmul.js';
import { movementKernels } from './movement.js';
import { optimizerKernels } from './optimizers.js';
import { finiteKernel, reduceKernels } from './reduce.js';
import { elements, type Storage, StoragePool } from './storage.js';
import { normalCdfKernel, unaryKernels } from './unary.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /** Bytes of released arrays kept for reuse, 0 for none; 256 MiB where absent. Allocating anew costs zeroing and garbage collection. */
  readonly poolBytes?: number;
}

const OPTIONS = { poolBytes: true } satisfies Record<keyof BackendOptions, true>;

const DEFAULT_POOL_BYTES = 256 * 1024 * 1024;

function checkPoolBytes(poolBytes: number): number {
  if (poolBytes >= 0) return poolBytes;
  throw new NablaError('argument', `createBackend: poolBytes must be a number >= 0. Received ${poolBytes}.`);
}

/**
 * The pure-TypeScript backend: float32 and float64, one thread, any JavaScript runtime. Sums are doubles for either
 * dtype; the same operands give the same bits on every engine. Rejects with a NablaError of code `argument` for a
 * `poolBytes` that is not a number >= 0, and for an option that it does not know.
 */
export async function createBackend(options: BackendOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  const pool = new StoragePool(checkPoolBytes(options.poolBytes ?? DEFAULT_POOL_BYTES));
  const backend = {
    name: 'ts',
    dtypes: ['float32', 'float64'],
    description: 'pure TypeScript, 1 thread',

    upload(data, _shape, dtype) {
      const storage = pool.allocate(dtype, data.length);
      storage.set(data);
      return storage;
    },
    download: async (x) => elements(x).slice(),
    release: (storage) => pool.release(storage),
    memory: () => pool.memory(),
    dispose: () => pool.clear(),

    ...matmulKernels(pool),
    ...elementwiseKernels(pool),
    ...unaryKernels(pool),
    ...reduceKernels(pool),
    ...movementKernels(pool),
    ...indexKernels(pool),

    csr: csrKernels(pool),
    fused: {
      ...denseKernels(pool),
      ...crossEntropyKernels(pool),
      ...optimizerKernels(),
      ...normalCdfKernel(pool),
      ...finiteKernel(pool),
    },
  } satisfies Backend<Storage>;
  return guardBackend(backend as Backend);
}
