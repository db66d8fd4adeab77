import type { Backend } from '@nablajs/core';
import { checkOptionNames, NablaError } from '@nablajs/core';
import { guardBackend } from '@nablajs/core/kernels';
import { crossEntropyKernels } from './cross-entropy.js';
import { csrKernels } from './csr.js';
import { denseKernels } from './dense.js';
import { elementwiseKernels, integerKernels } from './elementwise.js';
import { batchNormKernels } from './images/batch-norm.js';
import { convolutionKernels } from './images/convolution.js';
import { poolingKernels } from './images/pooling.js';
import { addRowsKernel, indexKernels } from './index-ops.js';
import { matmulKernels } from './matmul.js';
import { addBlockKernel, movementKernels } from './movement.js';
import { optimizerKernels } from './optimizers.js';
import { finiteKernel, reduceKernels, topKKernel } from './reduce.js';
import { elements, type Storage, StoragePool } from './storage.js';
import { normalCdfKernel, unaryKernels } from './unary.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /** How many bytes of released arrays to keep for reuse; 0 keeps none. Default: 256 MiB. */
  readonly poolBytes?: number;
}

const OPTIONS = { poolBytes: true } satisfies Record<keyof BackendOptions, true>;

const DEFAULT_POOL_BYTES = 256 * 1024 * 1024;

function checkPoolBytes(poolBytes: number): number {
  if (poolBytes >= 0) return poolBytes;
  throw new NablaError('argument', `createBackend: poolBytes must be a number >= 0. Received ${poolBytes}.`);
}

/**
 * Creates a backend in pure TypeScript, for float32 and float64, on one thread of any JavaScript runtime, with the same
 * bits in each. Sums are computed in float64 for both dtypes.
 *
 * Rejects with NablaError `argument` if `poolBytes` is not a number >= 0, or if an option is unknown.
 *
 * @example
 * ```ts
 * const backend = await createBackend();
 * const x = tensor(backend, [[1, 2, 3]]);
 * x.dispose();
 * await backend.dispose();
 * ```
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
    conv: convolutionKernels(pool),
    pool: poolingKernels(pool),
    integers: integerKernels(pool),
    fused: {
      ...denseKernels(pool),
      ...batchNormKernels(pool),
      ...crossEntropyKernels(pool),
      ...optimizerKernels(),
      ...normalCdfKernel(pool),
      ...finiteKernel(pool),
      ...topKKernel(pool),
      ...addBlockKernel,
      ...addRowsKernel,
    },
  } satisfies Backend<Storage>;
  return guardBackend(backend as Backend);
}
