/** A dense layer, forward and backward: products, and one pass for elementwise operations. */
import type { FloatDType, FusedActivation, FusedKernels, Operand } from '@nablajs/core';
import { csrMatmul } from './csr.js';
import { throughRelu } from './elementwise.js';
import { matmul } from './matmul.js';
import { columnSums } from './reduce.js';
import { type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

/** Selects a value without a branch, as in elementwise.ts. */
const CHOICE = /* @__PURE__ */ new Float64Array(2);

/** z[i, j] = activation(z[i, j] + b[j]), in place. */
function finishRows(z: FloatArray, b: FloatArray, width: number, relu: boolean): void {
  for (let start = 0; start < z.length; start += width) {
    if (relu) addBiasRelu(z, start, b);
    else addBias(z, start, b);
  }
}

function addBias(z: FloatArray, start: number, b: FloatArray): void {
  for (let j = 0; j < b.length; j++) z[start + j] = z[start + j]! + b[j]!;
}

function addBiasRelu(z: FloatArray, start: number, b: FloatArray): void {
  CHOICE[1] = 0;
  for (let j = 0; j < b.length; j++) {
    const sum = z[start + j]! + b[j]!;
    CHOICE[0] = sum;
    z[start + j] = CHOICE[Number(sum <= 0)]!;
  }
}

function reluInPlace(z: FloatArray): void {
  CHOICE[1] = 0;
  for (let i = 0; i < z.length; i++) {
    const value = z[i]!;
    CHOICE[0] = value;
    z[i] = CHOICE[Number(value <= 0)]!;
  }
}

/** dZ = dY through the ReLU whose output is y. */
function maskByOutput(dZ: FloatArray, y: FloatArray, dY: FloatArray): void {
  for (let i = 0; i < dZ.length; i++) dZ[i] = throughRelu(dY[i]!, y[i]!);
}

function product(
  pool: StoragePool,
  x: Operand<Storage>,
  csr: boolean,
  b: Operand<Storage>,
  transposeX: boolean,
): FloatArray {
  return csr ? csrMatmul(pool, x, b, transposeX) : matmul(pool, x, b, transposeX, false);
}

function forward(
  pool: StoragePool,
  x: Operand<Storage>,
  csrInput: boolean,
  w: Operand<Storage>,
  b: Operand<Storage> | undefined,
  activation: FusedActivation,
): FloatArray {
  const z = product(pool, x, csrInput, w, false);
  if (b !== undefined) finishRows(z, floats(b), w.shape[1] as number, activation === 'relu');
  else if (activation === 'relu') reluInPlace(z);
  return z;
}

function throughOutput(pool: StoragePool, y: Operand<Storage>, dY: Operand<Storage>): Operand<Storage> {
  const dZ = pool.allocate(y.dtype as FloatDType, floats(y).length);
  maskByOutput(dZ, floats(y), floats(dY));
  return { storage: dZ, shape: y.shape, dtype: y.dtype };
}

function biasGradient(pool: StoragePool, dZ: Operand<Storage>): FloatArray {
  const [rows, width] = dZ.shape as [number, number];
  const db = pool.allocate(dZ.dtype as FloatDType, width);
  db.set(columnSums(floats(dZ), 0, rows, width));
  return db;
}

type DenseKernels = Required<Pick<FusedKernels<Storage>, 'dense' | 'denseBackward' | 'reluBackward'>>;

export function denseKernels(pool: StoragePool): DenseKernels {
  return {
    reluBackward: (y, dY) => throughOutput(pool, y, dY).storage,
    dense: (x, csrInput, w, b, activation) => forward(pool, x, csrInput, w, b, activation),
    denseBackward(x, csrInput, w, y, dY, activation, needDX, needDB) {
      const dZ = activation === 'relu' ? throughOutput(pool, y, dY) : dY;
      const gradients = {
        dX: needDX ? matmul(pool, dZ, w, false, true) : undefined,
        dW: product(pool, x, csrInput, dZ, true),
        db: needDB ? biasGradient(pool, dZ) : undefined,
      };
      if (dZ !== dY) pool.release(dZ.storage);
      return gradients;
    },
  };
}
