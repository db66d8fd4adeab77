/** Mistakes about who owns which memory, and for how long. */
import type { Backend, Operand, TypedArray } from '@nablajs/core';
import { elements, type Mutant, spoil } from './mutant.js';

/** Released arrays are used again for the next upload of their length, and a permuted vector is a view. */
function sharedVectors({ upload, permute, release }: Backend): Partial<Backend> {
  const free: TypedArray[] = [];
  const owners = new Map<unknown, TypedArray>();
  return {
    upload: (data, shape, dtype) => {
      const reused = free.find((array) => array.length === data.length && array.constructor === data.constructor);
      const storage = upload(data, shape, dtype) as TypedArray;
      if (reused === undefined) return storage;
      free.splice(free.indexOf(reused), 1);
      reused.set(data);
      return storage;
    },
    permute: (x, axes) => {
      const result = permute(x, axes) as TypedArray;
      if (x.shape.length === 2 && x.shape.includes(1)) owners.set(result, elements(x));
      return result;
    },
    download: async (x) => (owners.get(x.storage) ?? elements(x)).slice(),
    release: (storage) => {
      if (!owners.delete(storage)) free.push(storage as TypedArray);
      release(storage);
    },
  };
}

export const storageMistakes: readonly Mutant[] = [
  {
    mistake: 'add keeps a buffer at every call',
    kernels: ['add', 'storage', 'fused.dense', 'fused.sgd', 'fused.adam', 'fused.softmaxCrossEntropy'],
    code: 'memory',
    mutate: ({ add, fill }) => ({
      add: (a, b, shape) => {
        fill([1], 0, 'float32');
        return add(a, b, shape);
      },
    }),
  },
  {
    mistake: 'release does nothing',
    kernels: ['storage', 'matmul'],
    code: 'memory',
    mutate: () => ({ release: () => {} }),
  },
  {
    mistake: 'memory is always 0',
    kernels: ['storage'],
    code: 'memory',
    mutate: () => ({ memory: () => ({ buffers: 0, bytes: 0 }) }),
  },
  {
    mistake: 'exp works in place',
    kernels: ['exp', 'softmax', 'logSoftmax', 'fused.softmaxCrossEntropy'],
    code: 'operand',
    mutate: spoil('exp', (result, x) => elements(x as Operand).set(result)),
  },
  {
    mistake: 'cast to the same dtype returns its operand',
    kernels: ['cast'],
    code: 'alias',
    mutate: ({ cast }) => ({ cast: (x, dtype) => (x.dtype === dtype ? x.storage : cast(x, dtype)) }),
  },
  {
    mistake: 'permute of a vector shares memory that is used again',
    kernels: ['permute'],
    code: 'alias',
    mutate: sharedVectors,
  },
  {
    mistake: 'exp differs from call to call, within every tolerance',
    kernels: ['exp', 'softmax', 'logSoftmax', 'fused.softmaxCrossEntropy'],
    code: 'determinism',
    mutate: (right) => {
      let calls = 0;
      return spoil('exp', (result) => {
        calls += 1;
        if (result instanceof Float64Array) result[0] = (result[0] as number) * (1 + (calls % 2) * 2 ** -52);
      })(right);
    },
  },
  {
    mistake: 'upload keeps the array of the caller',
    kernels: ['storage'],
    code: 'operand',
    mutate: ({ release }) => {
      const kept = new Set<unknown>();
      return {
        upload: (data) => {
          kept.add(data);
          return data;
        },
        release: (storage) => {
          if (!kept.delete(storage)) release(storage);
        },
      };
    },
  },
  {
    mistake: 'download hands out the storage itself',
    kernels: ['storage'],
    code: 'operand',
    mutate: () => ({ download: async (x) => elements(x) }),
  },
  {
    mistake: 'upload of a view starts at the beginning of its buffer',
    kernels: ['storage'],
    code: 'mismatch',
    mutate: ({ upload }) => ({
      upload: (data, shape, dtype) =>
        upload(
          new (data.constructor as Float32ArrayConstructor)(data.buffer as ArrayBuffer, 0, data.length),
          shape,
          dtype,
        ),
    }),
  },
  {
    mistake: 'a kernel throws',
    kernels: ['erf'],
    code: 'threw',
    mutate: () => ({
      erf: () => {
        throw new Error('not written yet');
      },
    }),
  },
];
