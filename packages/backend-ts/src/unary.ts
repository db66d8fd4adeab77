/**
 * Functions of one element, by core's elementary functions. A float32 result is the float64 one, rounded once. Each
 * loop is written out, so V8 inlines the function.
 */
import type { Backend, FloatDType, FusedKernels, Operand } from '@nablajs/core';
import { erf, exp, expm1, log, log1p, normalCdf, sigmoid, tanh } from '@nablajs/core/math';
import { type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

type UnaryLoop = (out: FloatArray, x: FloatArray) => void;

const expLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = exp(x[i]!);
};

const expm1Loop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = expm1(x[i]!);
};

const logLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = log(x[i]!);
};

const log1pLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = log1p(x[i]!);
};

const sqrtLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]!);
};

const tanhLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = tanh(x[i]!);
};

const sigmoidLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = sigmoid(x[i]!);
};

const erfLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = erf(x[i]!);
};

const normalCdfLoop: UnaryLoop = (out, x) => {
  for (let i = 0; i < out.length; i++) out[i] = normalCdf(x[i]!);
};

function unary(pool: StoragePool, loop: UnaryLoop) {
  return (x: Operand<Storage>): Storage => {
    const from = floats(x);
    const out = pool.allocate(x.dtype as FloatDType, from.length);
    loop(out, from);
    return out;
  };
}

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

export function unaryKernels(pool: StoragePool): Pick<Backend<Storage>, UnaryKernel> {
  return {
    exp: unary(pool, expLoop),
    expm1: unary(pool, expm1Loop),
    log: unary(pool, logLoop),
    log1p: unary(pool, log1pLoop),
    sqrt: unary(pool, sqrtLoop),
    tanh: unary(pool, tanhLoop),
    sigmoid: unary(pool, sigmoidLoop),
    erf: unary(pool, erfLoop),
  };
}

export function normalCdfKernel(pool: StoragePool): Required<Pick<FusedKernels<Storage>, 'normalCdf'>> {
  return { normalCdf: unary(pool, normalCdfLoop) };
}
