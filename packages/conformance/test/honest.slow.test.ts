/** The gates leave room for what numerics allows: a backend that rounds every step to float32 must pass. */
import type { Backend, Operand, ReductionShape, Shape } from '@nablajs/core';
import { forEachMatrix } from '@nablajs/core/kernels';
import { createBackend } from '@nablajs/core/testing';
import { expect, test } from 'vitest';
import { cases } from '../src/index.js';
import { at, elements } from './mutants/mutant.js';

const { fround } = Math;

/** Pairwise summation (Higham 1993) down to runs of 64. */
function pairwise(read: (index: number) => number, from: number, to: number): number {
  if (to - from > 64) {
    const middle = Math.floor((from + to) / 2);
    return fround(pairwise(read, from, middle) + pairwise(read, middle, to));
  }
  let total = 0;
  for (let i = from; i < to; i++) total = fround(total + read(i));
  return total;
}

function pairwiseMatmul(
  result: Float32Array,
  a: Operand,
  b: Operand,
  transposeA: boolean,
  transposeB: boolean,
  shape: Shape,
): void {
  const [m, n] = shape.slice(-2) as [number, number];
  const k = a.shape.at(transposeA ? -2 : -1) as number;
  forEachMatrix(a.shape, b.shape, shape, (to, left, right) => {
    for (let flat = 0; flat < m * n; flat++) {
      const [i, j] = [Math.floor(flat / n), flat % n];
      const product = (p: number): number => {
        const x = at(a, left * m * k + (transposeA ? p * m + i : i * k + p));
        const y = at(b, right * k * n + (transposeB ? j * k + p : p * n + j));
        return fround(x * y);
      };
      result[to * m * n + flat] = pairwise(product, 0, k);
    }
  });
}

function pairwiseScatter(result: Float32Array, x: Operand, indices: Operand, rows: number): void {
  const width = x.shape[1] as number;
  const sources = Array.from({ length: rows }, (): number[] => []);
  for (const [source, row] of elements(indices).entries()) sources[row]?.push(source);
  for (let flat = 0; flat < result.length; flat++) {
    const own = sources[Math.floor(flat / width)] as number[];
    result[flat] = pairwise((i) => at(x, (own[i] as number) * width + (flat % width)), 0, own.length);
  }
}

function pairwiseSum(result: Float32Array, x: Operand, [, n, inner]: ReductionShape): void {
  for (let flat = 0; flat < result.length; flat++) {
    const start = Math.floor(flat / inner) * n * inner + (flat % inner);
    result[flat] = pairwise((i) => at(x, start + i * inner), 0, n);
  }
}

/** One to two units in the last place off, up to four as seen from below a power of 2. */
const twoUlpsOff = (x: number): number => fround(x * (1 + 2 ** -23));

async function plainFloat32(): Promise<Backend> {
  const naive = await createBackend();
  const off = (kernel: 'exp' | 'sigmoid' | 'log') => {
    const run = naive[kernel];
    return (x: Operand): unknown => {
      const result = run(x);
      const values = elements({ storage: result });
      values.forEach((value, i) => {
        if (x.dtype === 'float32' && value !== 1 && Math.abs(value) > 1.2e-38) values[i] = twoUlpsOff(value);
      });
      return result;
    };
  };
  return {
    ...naive,
    dtypes: ['float32'],
    exp: off('exp'),
    sigmoid: off('sigmoid'),
    log: off('log'),
    matmul: (a, b, transposeA, transposeB, shape) => {
      const result = naive.matmul(a, b, transposeA, transposeB, shape);
      pairwiseMatmul(result as Float32Array, a, b, transposeA, transposeB, shape);
      return result;
    },
    scatterAdd: (x, indices, rows) => {
      const result = naive.scatterAdd(x, indices, rows);
      pairwiseScatter(result as Float32Array, x, indices, rows);
      return result;
    },
    sum: (x, shape) => {
      const result = naive.sum(x, shape);
      pairwiseSum(result as Float32Array, x, shape);
      return result;
    },
  };
}

/** All others are the definition itself here. */
const CHANGED = /^(matmul|sum|scatterAdd|exp|sigmoid|log|softmax|logSoftmax|mean|normalCdf|labelCrossEntropy|network)$/;

test('float32 products and sums, added pairwise, and functions 2 ULP off pass', async () => {
  const backend = await plainFloat32();
  const run = cases(backend).filter(({ kernel }) => CHANGED.test(kernel));
  const failures: string[] = [];
  for (const one of run) await one.run(backend).catch((error: Error) => failures.push(error.message));
  expect(failures).toEqual([]);
  expect(run.length).toBeGreaterThan(500);
});
