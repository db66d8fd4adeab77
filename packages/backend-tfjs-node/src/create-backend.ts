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
import { elementwiseKernels } from './elementwise.js';
import { type EngineName, startEngine } from './engine.js';
import { indexKernels } from './index-ops.js';
import { matmulKernels } from './matmul.js';
import { movementKernels } from './movement.js';
import { reduceKernels } from './reduce.js';
import { Ledger, type Storage, tfDType } from './storage.js';
import { unaryKernels } from './unary.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /** Default `auto`: the native library where it loads, else tfjs on WebAssembly, else tfjs in plain JavaScript. */
  readonly engine?: EngineName | 'auto';
}

const OPTIONS = { engine: true } satisfies Record<keyof BackendOptions, true>;

/** A backend that knows which of its engines computes. */
export interface TfjsBackend extends Backend {
  /** What tfjs computes with. */
  readonly engine: EngineName;
}

/**
 * TensorFlow's arithmetic as a backend, float32 only: for checking other backends, not for speed. Several engines may
 * be used side by side in one process.
 *
 * Rejects with a NablaError of code `argument` for an unknown option or engine, and of code `backend` where the engine
 * that was asked for cannot be had; `auto` falls back and says so in `notice`.
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
  } satisfies Backend<Storage> & { readonly engine: EngineName };
  return backend as TfjsBackend;
}

/** A copy: tfjs keeps the array that it is given. */
function uploaded(data: TypedArray, shape: Shape, dtype: DType): tf.Tensor {
  const elements = dtype === 'uint8' ? Int32Array.from(data) : (data.slice() as Float32Array | Int32Array);
  return tf.tensor(elements, [...shape], tfDType(dtype));
}

/** A copy: tfjs hands out the array that it keeps, on `cpu` after a cast that of the type before. */
async function download({ storage: { tensor }, dtype }: Operand<Storage>): Promise<TypedArray> {
  const elements = allocate(dtype, tensor.size);
  elements.set(await tensor.data());
  return elements;
}
