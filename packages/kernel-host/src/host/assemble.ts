/** Assembles a backend from its kernels and an engine. */
import type { Backend } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import { guardBackend } from '@nablajs/core/kernels';
import type { Engine } from './engine/engine.js';
import { attentionKernels } from './kernels/attention.js';
import { batchNormKernels } from './kernels/batch-norm.js';
import { convKernels, type limitedConvKernels } from './kernels/convolution.js';
import { crossEntropyKernels } from './kernels/cross-entropy.js';
import { csrKernels } from './kernels/csr.js';
import { denseKernels } from './kernels/dense.js';
import { dropoutKernel } from './kernels/dropout.js';
import { elementwiseKernels, integerKernels } from './kernels/elementwise.js';
import { addKernels, indexKernels } from './kernels/index-ops.js';
import { layerNormKernels } from './kernels/layer-norm.js';
import { matmulKernels } from './kernels/matmul.js';
import { optimizerKernels } from './kernels/optimizers.js';
import { poolKernels } from './kernels/pooling.js';
import { recurrentKernels } from './kernels/recurrent.js';
import { finiteKernel, reduceKernels, topKKernel } from './kernels/reduce.js';
import { softmaxKernels } from './kernels/softmax.js';
import { normalKernels, unaryKernels } from './kernels/unary.js';
import { type DenseStorage, type Storage, Store } from './storage/storage.js';

const MOST_THREADS = 64;

/** Returns the option `threads` of `createBackend` if it is valid. */
export function checkThreads(threads: number | 'auto'): number | 'auto' {
  if (threads === 'auto' || (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) return threads;
  throw new NablaError(
    'argument',
    `createBackend: threads must be 'auto' or a whole number from 1 to ${MOST_THREADS}. Received ${threads}.`,
  );
}

function uploadKernel(store: Store): Pick<Backend<Storage>, 'upload'> {
  return {
    upload(data, _shape, dtype) {
      const storage = store.allocate(dtype, data.length);
      store.engine.write(storage.address, data);
      return storage;
    },
  };
}

/** As many operands as a kernel may have. */
type Kernel<T> = (a: T, b: T, c: T, d: T, e: T, f: T, g: T, h: T) => unknown;

/** Wraps kernels so that one that throws releases what it has allocated. */
function withRollback<K extends { readonly [Name in keyof K]: Kernel<never> }>(store: Store, kernels: K): K {
  const wrapped = Object.entries(kernels).map(([name, kernel]) => [name, attempts(store, kernel as Kernel<unknown>)]);
  return Object.fromEntries(wrapped) as K;
}

/** Names the operands: spreading them takes long. */
function attempts(store: Store, kernel: Kernel<unknown>): Kernel<unknown> {
  return (a, b, c, d, e, f, g, h) => {
    store.begin();
    try {
      return kernel(a, b, c, d, e, f, g, h);
    } catch (error) {
      store.rollBack();
      throw error;
    }
  };
}

/**
 * Returns the backend of an engine. `machine` describes the engine, and `convolving` makes kernels that other engines
 * lack.
 */
export function assembleBackend(engine: Engine, machine: string, convolving?: typeof limitedConvKernels): Backend {
  const store = new Store(engine);
  const backend = {
    name: engine.name,
    dtypes: ['float32', 'float64'],
    description: `${machine}, ${engine.threads} thread${engine.threads === 1 ? '' : 's'}`,
    ...(engine.notice === undefined ? {} : { notice: engine.notice }),

    download: async (x) => store.read(x.storage as DenseStorage),
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
    conv: withRollback(store, { ...convKernels(store), ...convolving?.(store) }),
    pool: withRollback(store, poolKernels(store)),
    integers: withRollback(store, integerKernels(store)),
    fused: withRollback(store, {
      ...denseKernels(store),
      ...attentionKernels(store),
      ...batchNormKernels(store),
      ...crossEntropyKernels(store),
      ...softmaxKernels(store),
      ...layerNormKernels(store),
      ...recurrentKernels(store),
      ...optimizerKernels(store),
      ...dropoutKernel(store),
      ...normalKernels(store),
      ...finiteKernel(store),
      ...topKKernel(store),
      ...addKernels(store),
    }),
  } satisfies Backend<Storage>;
  return guardBackend(backend as Backend, (fail) => {
    engine.onFailure = fail;
  });
}
