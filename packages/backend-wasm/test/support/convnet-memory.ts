/** Trains Keras' MNIST convnet in float32 with Adam, and measures the memory of the backend. */
import {
  Adam,
  type Backend,
  Conv2d,
  Dense,
  Dropout,
  dense,
  Flatten,
  MaxPool2d,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  train,
} from '@nablajs/core';
import { createBackend } from '../../src/index.js';

/** The elements of all layers' outputs for one image. A ReLU changes its input in place; Flatten copies nothing. */
const ACTIVATIONS = 26 * 26 * 32 + 13 * 13 * 32 + 11 * 11 * 64 + 5 * 5 * 64 + 5 * 5 * 64 + 10;
const PARAMETERS = 34_826;

export interface ConvnetMemory {
  /** Bytes of the activations of a batch, the parameters, their gradients and Adam's two moments. */
  readonly needed: number;
  /** The most bytes of tensors that were alive after a kernel. */
  readonly live: number;
  /** The size of the WebAssembly memory after each step. */
  readonly sizes: readonly number[];
  /** How many tensors were alive after each step. */
  readonly tensors: readonly number[];
}

export async function convnetMemory(threads: number, batchSize: number, steps: number): Promise<ConvnetMemory> {
  const { backend, memory } = await backendWithMemory(threads);
  let live = 0;
  const afterKernel = (): void => {
    live = Math.max(live, backend.memory().bytes);
  };
  const [sizes, tensors]: [number[], number[]] = [[], []];
  const layers = [
    ...[new Conv2d(32, 3), new ReLU(), new MaxPool2d(2)],
    ...[new Conv2d(64, 3), new ReLU(), new MaxPool2d(2)],
    ...[new Flatten(), new Dropout(0.5), new Dense(10)],
  ];
  const model = new Sequential(withHook(backend, afterKernel), { inputShape: [28, 28, 1], layers, dtype: 'float32' });
  const x = dense(
    Float32Array.from({ length: batchSize * 784 }, (_, at) => (at % 17) / 17),
    [batchSize, 28, 28, 1],
  );
  const y = dense(
    Int32Array.from({ length: batchSize }, (_, row) => row % 10),
    [batchSize],
  );
  const data = { length: batchSize * steps, inputShape: [28, 28, 1], batch: () => ({ x, y }) };
  const options = { loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 1, batchSize };
  for await (const { type } of train(model, data, options)) {
    if (type !== 'batch') continue;
    sizes.push(memory.buffer.byteLength);
    tensors.push(backend.memory().buffers);
  }
  await backend.dispose();
  return { needed: 4 * (ACTIVATIONS * batchSize + 4 * PARAMETERS), live, sizes, tensors };
}

/** Creates a backend, and returns the WebAssembly memory that it creates. */
async function backendWithMemory(threads: number): Promise<{ backend: Backend; memory: WebAssembly.Memory }> {
  const { Memory } = WebAssembly;
  const created: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      created.push(this);
    }
  };
  try {
    const backend = await createBackend({ threads });
    const [memory] = created;
    if (memory === undefined) throw new Error('the backend created no memory');
    return { backend, memory };
  } finally {
    WebAssembly.Memory = Memory;
  }
}

/** Wraps all kernels, so that each calls `afterKernel`. */
function withHook(backend: Backend, afterKernel: () => void): Backend {
  const wrap = (members: object): object => {
    const wrapped = Object.entries(members).map(([name, member]) => {
      if (typeof member === 'object' && !Array.isArray(member)) return [name, wrap(member)];
      if (typeof member !== 'function') return [name, member];
      const kernel = (...operands: unknown[]): unknown => {
        const result = member(...operands);
        afterKernel();
        return result;
      };
      return [name, kernel];
    });
    return Object.fromEntries(wrapped);
  };
  const { memory, release, dispose, download } = backend;
  return { ...(wrap(backend) as Backend), memory, release, dispose, download };
}
