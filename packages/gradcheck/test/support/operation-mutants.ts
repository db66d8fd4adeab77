/** Operations with one mistake each in a derivative. */
import {
  add,
  averagePool2d,
  batchNorm,
  concat,
  conv2d,
  divide,
  gather,
  grad,
  matmul,
  maxPool2d,
  multiply,
  pad,
  permute,
  type Shape,
  scatterAdd,
  slice,
  sqrt,
  subtract,
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

const gradientOf = (f: (x: Tensor) => Tensor, x: Tensor): Tensor => grad((at: Tensor) => sum(f(at)))(x);

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
    (x) => slice(x, [[1, 3]]),
    (dY) => [pad(dY, [[0, 2]])],
  ),
  mutant<One>(
    'pad: taken from the beginning',
    [[3]],
    (x) => pad(x, [[1, 2]]),
    (dY) => [slice(dY, [[0, 3]])],
  ),
  mutant<Two>(
    'concat: parts exchanged',
    [
      [2, 2],
      [2, 2],
    ],
    (a, b) => concat([a, b]),
    (dY) => [slice(dY, [[2]]), slice(dY, [[0, 2]])],
  ),
  mutant<One>(
    'concat: of one twice, its first part alone',
    [[2]],
    (x) => concat([x, x]),
    (dY) => [slice(dY, [[0, 2]])],
  ),
  mutant<One>(
    'gather: the last of equal indices alone',
    [[3, 2]],
    (x) => gather(x, at(x, 2, 0, 2)),
    (dY) => [scatterAdd(slice(dY, [[1]]), at(dY, 0, 2), 3)],
  ),
  mutant<One>(
    'scatterAdd: of another row',
    [[3, 2]],
    (x) => scatterAdd(x, at(x, 1, 0, 1), 2),
    (dY) => [gather(dY, at(dY, 0, 1, 0))],
  ),
  mutant<Two>(
    'conv2d: by the filters of the other group',
    [
      [2, 3, 3, 2],
      [2, 2, 1, 2],
    ],
    (x, w) => conv2d(x, w, undefined, { groups: 2 }),
    (dY, x, w) => {
      const of = (image: Tensor, filters: Tensor) => multiply(conv2d(image, filters, undefined, { groups: 2 }), dY);
      const exchanged = concat([slice(w, [[], [], [], [1]]), slice(w, [[], [], [], [0, 1]])], {
        axis: 3,
      });
      return [gradientOf((image) => of(image, exchanged), x), gradientOf((filters) => of(x, filters), w)];
    },
  ),
  mutant<One>(
    'maxPool2d: shared by the window',
    [[2, 4, 4, 2]],
    (x) => maxPool2d(x, 2),
    (dY, x) => [gradientOf((image) => multiply(averagePool2d(image, 2), dY), x)],
  ),
  mutant<One>(
    'averagePool2d: padding counts',
    [[2, 3, 3, 2]],
    (x) => averagePool2d(x, 2, { padding: 1 }),
    (dY, x) => {
      const sides = [0, 1, 1, 0].map((width): [number, number] => [width, width]);
      return [gradientOf((image) => multiply(averagePool2d(pad(image, sides), 2), dY), x)];
    },
  ),
  mutant<[x: Tensor, scale: Tensor, offset: Tensor]>(
    'batchNorm: the statistics as constants',
    [[4, 3], [3], [3]],
    (x, scale, offset) => batchNorm(x, scale, offset, 0.1, 'none').y,
    (dY, x, scale, offset) => {
      const { y, variance } = batchNorm(x, scale, offset, 0.1, 'none');
      const normalized = divide(subtract(y, offset), scale);
      const dX = divide(multiply(dY, scale), sqrt(add(variance, 0.1)));
      return [dX, sum(multiply(dY, normalized), { axis: 0 }), sum(dY, { axis: 0 })];
    },
  ),
];
