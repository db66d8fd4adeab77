/** Operations with one mistake each in a derivative. */
import {
  concat,
  divide,
  gather,
  matmul,
  pad,
  permute,
  type Shape,
  scatterAdd,
  slice,
  sum,
  type Tensor,
  tensor,
} from '@nablajs/core';

export interface OperationMutant {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly forward: (...inputs: Tensor[]) => Tensor;
  /** The gradients of the inputs, one of them wrong. */
  readonly mutated: (dY: Tensor, ...inputs: Tensor[]) => readonly Tensor[];
}

/** One operation by the types of its inputs. */
const mutant = <I extends Tensor[]>(
  name: string,
  shapes: readonly Shape[],
  forward: (...inputs: I) => Tensor,
  mutated: (dY: Tensor, ...inputs: I) => readonly Tensor[],
): OperationMutant => ({ name, shapes, forward, mutated }) as unknown as OperationMutant;

type One = [x: Tensor];
type Two = [a: Tensor, b: Tensor];

const at = (x: Tensor, ...indices: readonly number[]): Tensor => tensor(x.backend, indices, 'int32');

export const OPERATION_MUTANTS: readonly OperationMutant[] = [
  mutant<Two>(
    'matmul: averaged over the repetitions, not summed',
    [
      [2, 2, 3],
      [3, 2],
    ],
    (a, b) => matmul(a, b),
    (dY, a, b) => [
      matmul(dY, b, { transposeB: true }),
      divide(sum(matmul(a, dY, { transposeA: true }), { axis: 0 }), 2),
    ],
  ),
  mutant<Two>(
    'matmul: by the other matrix of the batch',
    [
      [2, 2, 3],
      [2, 3, 2],
    ],
    (a, b) => matmul(a, b),
    (dY, a, b) => [matmul(dY, gather(b, at(b, 1, 0)), { transposeB: true }), matmul(a, dY, { transposeA: true })],
  ),
  mutant<One>(
    'permute: by the order itself, not back',
    [[2, 2, 2]],
    (x) => permute(x, [2, 0, 1]),
    (dY) => [permute(dY, [2, 0, 1])],
  ),
  mutant<One>(
    'slice: put at the beginning',
    [[4]],
    (x) => slice(x, [1], [2]),
    (dY) => [pad(dY, [[0, 2]])],
  ),
  mutant<One>(
    'pad: taken from the beginning',
    [[3]],
    (x) => pad(x, [[1, 2]]),
    (dY) => [slice(dY, [0], [3])],
  ),
  mutant<Two>(
    'concat: parts exchanged',
    [
      [2, 2],
      [2, 2],
    ],
    (a, b) => concat([a, b]),
    (dY) => [slice(dY, [2, 0], [2, 2]), slice(dY, [0, 0], [2, 2])],
  ),
  mutant<One>(
    'concat: of one twice, its first part alone',
    [[2]],
    (x) => concat([x, x]),
    (dY) => [slice(dY, [0], [2])],
  ),
  mutant<One>(
    'gather: the last of equal indices alone',
    [[3, 2]],
    (x) => gather(x, at(x, 2, 0, 2)),
    (dY) => [scatterAdd(slice(dY, [1, 0], [2, 2]), at(dY, 0, 2), 3)],
  ),
  mutant<One>(
    'scatterAdd: of another row',
    [[3, 2]],
    (x) => scatterAdd(x, at(x, 1, 0, 1), 2),
    (dY) => [gather(dY, at(dY, 0, 1, 0))],
  ),
];
