/** Tasks of a single operation. Each result is disposed before the next execution. */
import {
  Adam,
  add,
  type Backend,
  type CsrArray,
  exp,
  fill,
  matmul,
  max,
  multiply,
  NablaError,
  type Optimizer,
  relu,
  SGD,
  sigmoid,
  softmax,
  sum,
  type Tensor,
  tanh,
  upload,
} from '@nablajs/core';
import type { WorkloadOf } from '../workloads/workload.js';
import type { Inputs, Task } from './task.js';

type OperationWorkload = WorkloadOf<'matmul' | 'csr-matmul' | 'binary' | 'unary' | 'reduce' | 'softmax'>;

const UNARY = { exp, tanh, sigmoid, relu };
const BINARY = { add, multiply };
const REDUCE = { sum, max };

/** Returns the tensors of the workload and the function to execute. */
function operationOf(
  backend: Backend,
  workload: OperationWorkload,
  inputs: Inputs,
): { operands: readonly Tensor[]; apply: (operands: readonly Tensor[]) => Tensor } {
  const tensor = (name: string): Tensor => upload(backend, { layout: 'dense', ...inputOf(inputs, name) });
  const on = (...operands: Tensor[]) => operands;
  switch (workload.kind) {
    case 'matmul': {
      const { transposeA, transposeB } = workload;
      return {
        operands: on(tensor('a'), tensor('b')),
        apply: ([a, b]) => matmul(a as Tensor, b as Tensor, { transposeA, transposeB }),
      };
    }
    case 'csr-matmul': {
      const { transposeA } = workload;
      return {
        operands: on(upload(backend, csrOf(workload, inputs)), tensor('b')),
        apply: ([a, b]) => matmul(a as Tensor, b as Tensor, { transposeA }),
      };
    }
    case 'binary':
      return {
        operands: on(tensor('a'), tensor('b')),
        apply: ([a, b]) => BINARY[workload.operation](a as Tensor, b as Tensor),
      };
    case 'unary':
      return { operands: on(tensor('x')), apply: ([x]) => UNARY[workload.operation](x as Tensor) };
    case 'reduce':
      return {
        operands: on(tensor('x')),
        apply: ([x]) => REDUCE[workload.operation](x as Tensor, { axis: workload.axis }),
      };
    case 'softmax':
      return { operands: on(tensor('x')), apply: ([x]) => softmax(x as Tensor) };
  }
}

export function inputOf(inputs: Inputs, name: string) {
  const input = inputs.get(name);
  if (input === undefined) throw new NablaError('argument', `the workload has no input '${name}'.`);
  return input;
}

function csrOf({ shape }: WorkloadOf<'csr-matmul'>, inputs: Inputs): CsrArray {
  return {
    layout: 'csr',
    shape,
    rowOffsets: inputOf(inputs, 'rowOffsets').data as Int32Array,
    columns: inputOf(inputs, 'columns').data as Int32Array,
    values: inputOf(inputs, 'values').data as Float32Array | Float64Array,
  };
}

export async function operationTask(backend: Backend, workload: OperationWorkload, inputs: Inputs): Promise<Task> {
  const { operands, apply } = operationOf(backend, workload, inputs);
  const token = fill(backend, [], 0, 'float32');
  let last = apply(operands);
  return {
    result: await last.data(),
    execute() {
      const next = apply(operands);
      last.dispose();
      last = next;
    },
    // Of a small tensor: a download of the result would be timed with it.
    settle: () => token.data(),
    sink: async () => (await last.data())[0] ?? 0,
    dispose() {
      for (const tensor of [...operands, last, token]) tensor.dispose();
    },
  };
}

/** Returns a task that applies an optimizer to one parameter, always with the same gradient. */
export async function optimizerTask(
  backend: Backend,
  workload: WorkloadOf<'sgd' | 'adam'>,
  inputs: Inputs,
): Promise<Task> {
  const [parameter, gradient] = ['parameter', 'gradient'].map((name) =>
    upload(backend, { layout: 'dense', ...inputOf(inputs, name) }),
  ) as [Tensor, Tensor];
  const token = fill(backend, [], 0, 'float32');
  const optimizer = optimizerOf(workload);
  const gradients = new Map([['parameter', gradient]]);
  const execute = (): void => optimizer.step([{ name: 'parameter', value: parameter }], gradients);
  execute();
  return {
    result: await parameter.data(),
    execute,
    settle: () => token.data(),
    sink: async () => (await parameter.data())[0] ?? 0,
    dispose() {
      optimizer.dispose();
      for (const tensor of [parameter, gradient, token]) tensor.dispose();
    },
  };
}

function optimizerOf(workload: WorkloadOf<'sgd' | 'adam'>): Optimizer {
  const { learningRate } = workload;
  if (workload.kind === 'sgd') return new SGD({ learningRate });
  const { beta1, beta2, epsilon } = workload;
  return new Adam({ learningRate, beta1, beta2, epsilon });
}
