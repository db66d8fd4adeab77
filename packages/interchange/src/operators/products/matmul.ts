/** Matrix products. */
import {
  add,
  broadcastShapes,
  denseForward,
  matmul,
  multiply,
  relu,
  type Tensor,
  transpose as turned,
} from '@nablajs/core';
import { type HostTensor, hostData } from '../../model/host-tensor.js';
import { byFloats, type Compute } from '../elementwise/align.js';
import { checkGrowth, hostBroadcast, hostPermute, mapHost, storedAs } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run, WeightForm } from '../run.js';
import { device, type Value } from '../values.js';

/** The product of matrices on the host. */
function hostMatmul(left: HostTensor, right: HostTensor): HostTensor {
  const a = left.shape.length === 1 ? { ...left, shape: [1, ...left.shape] } : left;
  const b = right.shape.length === 1 ? { ...right, shape: [...right.shape, 1] } : right;
  const [m, k, n] = [a.shape.at(-2), a.shape.at(-1), b.shape.at(-1)] as [number, number, number];
  const batch = broadcastShapes('MatMul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const x = hostBroadcast(a, [...batch, m, k]).data;
  const y = hostBroadcast(b, [...batch, b.shape.at(-2) as number, n]).data;
  if (b.shape.at(-2) !== k) broadcastShapes('MatMul', [k], [b.shape.at(-2) as number, 0]);
  const data = hostData(left.type, checkGrowth([...batch, m, n], left, right));
  const store = storedAs(left.type);
  for (let i = 0; i < data.length; i++) {
    const [block, row, column] = [Math.floor(i / (m * n)), Math.floor(i / n) % m, i % n];
    let sum = 0;
    for (let j = 0; j < k; j++)
      sum += (x[(block * m + row) * k + j] as number) * (y[(block * k + j) * n + column] as number);
    data[i] = store(sum);
  }
  const rows = left.shape.length === 1 ? [] : [m];
  return { type: left.type, shape: [...batch, ...rows, ...(right.shape.length === 1 ? [] : [n])], data };
}

function deviceMatmul(x: Tensor, y: Tensor): Tensor {
  const a = x.shape.length === 1 ? x.reshape([1, x.size]) : x;
  const b = y.shape.length === 1 ? y.reshape([y.size, 1]) : y;
  const made = matmul(a, b);
  if (a === x && b === y) return made;
  const shape = made.shape.slice(0, -2);
  return made.reshape([
    ...shape,
    ...(a === x ? made.shape.slice(-2, -1) : []),
    ...(b === y ? made.shape.slice(-1) : []),
  ]);
}

/** [in, out] of a Gemm whose file has [out, in]. */
const TRANSPOSED: WeightForm = {
  name: 'transposed',
  toKernel: (weight) => hostPermute(weight, [1, 0]),
  toFile: (weight) => hostPermute(weight, [1, 0]),
  turn: turned,
};

/** alpha op(a) op(b) + beta c. With alpha and beta of 1 and c per column, it is a dense layer. */
const gemm: Operator = (node) => {
  const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)];
  const [transA, transB] = [node.flag('transA'), node.flag('transB')];
  const isPlain = alpha === 1 && beta === 1;
  const finished = (y: Tensor): Tensor => (node.activation === 'relu' ? relu(y) : y);
  const scaled = (x: Tensor, by: number): Tensor => (by === 1 ? x : multiply(x, by));
  const compute = (run: Run, given: Value, weight: Value, bias?: Value): Tensor => {
    const x = transA ? turned(run.tensor(given)) : run.tensor(given);
    const w = transB ? run.inForm(weight, TRANSPOSED) : run.tensor(weight);
    const c = bias && run.tensor(bias);
    const isBias = c === undefined || (c.shape.length === 1 && c.size === w.shape[1]);
    if (isPlain && isBias) return run.linear(denseForward, x, weight, w, c, node.activation);
    if (isPlain && c !== undefined) return finished(add(run.linear(denseForward, x, weight, w, undefined, 'none'), c));
    const product = scaled(matmul(x, w), alpha);
    return finished(c === undefined ? product : add(product, scaled(c, beta)));
  };
  return {
    ...(transB && { weights: { 1: TRANSPOSED } }),
    fuses: true,
    linear: isPlain,
    host: (a, b, c?: HostTensor) => {
      const turn = (x: HostTensor, isTurned: boolean) => (isTurned ? hostPermute(x, [1, 0]) : x);
      const product = mapHost(a.type, [hostMatmul(turn(a, transA), turn(b, transB))], (x) => alpha * x);
      const y = c === undefined ? product : mapHost(a.type, [product, c], (x, z) => x + beta * z);
      return node.activation === 'relu' ? mapHost(a.type, [y], (x) => Math.max(x, 0)) : y;
    },
    device: (run, x, w, c?: Value) => device(compute(run, x, w, c), x.type),
  };
};

/** Products of whole numbers go through floats, which are exact up to 2^53. */
const matmulOperator =
  (scale: (alpha: number) => number): Operator =>
  (node) => {
    const alpha = scale(node.float('alpha', 1));
    const [transposeA, transposeB] = [node.flag('transA'), node.flag('transB')];
    const compute = (x: Tensor, y: Tensor): Tensor => {
      const product = transposeA || transposeB ? matmul(x, y, { transposeA, transposeB }) : deviceMatmul(x, y);
      return alpha === 1 ? product : multiply(product, alpha);
    };
    return {
      ...(alpha === 1 && !transposeA && !transposeB && { host: hostMatmul }),
      device: (run, x, y) => device(byFloats(run, [run.tensor(x), run.tensor(y)], compute as Compute), x.type),
    };
  };

export const MATMULS: OperatorTable = {
  Gemm: gemm,
  MatMul: matmulOperator(() => 1),
  'com.microsoft::FusedMatMul': matmulOperator((alpha) => alpha),
};
