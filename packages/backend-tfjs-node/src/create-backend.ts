import {
  allocate,
  type Backend,
  checkOptionNames,
  type DType,
  type Operand,
  type Shape,
  type TypedArray,
} from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { elementwiseKernels, integerKernels } from './elementwise.js';
import { type EngineName, startEngine } from './engine.js';
import { indexKernels } from './index-ops.js';
import { matmulKernels } from './matmul.js';
import { movementKernels } from './movement.js';
import { reduceKernels } from './reduce.js';
import { Ledger, type Storage, tfDType } from './storage.js';
import { unaryKernels } from './unary.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /**
   * What computes: `'native'` (TensorFlow's C library), `'wasm'` or `'cpu'` (tfjs's own kernels), or `'auto'`, the
   * first of these that starts. Default: `'auto'`.
   */
  readonly engine?: EngineName | 'auto';
}

const OPTIONS = { engine: true } satisfies Record<keyof BackendOptions, true>;

/** A TensorFlow backend, which tells which of its engines computes. */
export interface TfjsBackend extends Backend {
  /** The engine that computes. */
  readonly engine: EngineName;
}

/**
 * Creates a backend that computes in TensorFlow, in float32 only, to check other backends. You can use several engines
 * in one process.
 *
 * Rejects with NablaError `argument` if an option or the engine is unknown, and `backend` if the engine does not start.
 * `'auto'` falls back to another engine and says so in `notice`.
 *
 * @example
 * ```ts
 * const backend = await createBackend({ engine: 'wasm' });
 * console.log(backend.description);
 * await backend.dispose();
 * ```
 */
export async function createBackend(options: BackendOptions = {}): Promise<TfjsBackend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  const engine = await startEngine(options.engine);
  const ledger = new Ledger(engine);
  const { description, native, notice } = engine;
  const backend = {
    name: 'tfjs-node',
    engine: engine.name,
    dtypes: ['float32'],
    description,
    ...(native === undefined ? {} : { native }),
    ...(notice === undefined ? {} : { notice }),

    upload: (data, shape, dtype) => ledger.compute(dtype, () => uploaded(data, shape, dtype)),
    download,
    release: (storage) => ledger.release(storage),
    memory: () => ledger.memory(),
    dispose: () => ledger.clear(),

    ...matmulKernels(ledger),
    ...elementwiseKernels(ledger),
    ...unaryKernels(ledger),
    ...reduceKernels(ledger),
    ...movementKernels(ledger),
    ...indexKernels(ledger),
    integers: integerKernels(ledger),
  } satisfies Backend<Storage> & { readonly engine: EngineName };
  return backend as TfjsBackend;
}

/** Copies the elements, because tfjs keeps the array that it receives. */
function uploaded(data: TypedArray, shape: Shape, dtype: DType): tf.Tensor {
  const elements = dtype === 'uint8' ? Int32Array.from(data) : (data.slice() as Float32Array | Int32Array);
  return tf.tensor(elements, [...shape], tfDType(dtype));
}

/** Copies the elements, because tfjs returns its own array. */
async function download({ storage: { tensor }, dtype }: Operand<Storage>): Promise<TypedArray> {
  const elements = allocate(dtype, tensor.size);
  elements.set(await tensor.data());
  return elements;
}
