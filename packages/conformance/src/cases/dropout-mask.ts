/** The optional kernel that draws masks of dropout. The definition is the mask that core draws without it. */
import { dropoutMask, type FloatDType, LayerRandom } from '@nablajs/core';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { kernelCase } from '../harness/kernel-case.js';
import { outputOfTensor } from '../harness/tensors.js';
import { equal } from '../tolerances/gates.js';

/** A mask's rate, the step of training, and the position of its first row in the batch. */
type Draw = readonly [rate: number, step: number, firstRow: number];

/** The first word that the first draw takes: with this threshold, its element is kept. */
const FIRST_WORD = new LayerRandom(11, '2', 1).row(0).uint32();

const DRAWS: readonly Draw[] = [
  [FIRST_WORD / 2 ** 32, 1, 0],
  [(FIRST_WORD + 1) / 2 ** 32, 1, 0],
  [0.5, 4294967301, 4294967000],
  [0.999999999999, 3, 7],
  [2 ** -40, 9007199254740991, 2147483647],
];

const SHAPES = [[0, 5], [3, 0], [4], [2, 16], [5, 37], [3, 2, 9], [70, 300]] as const;

export function dropoutMaskCases(dtype: FloatDType): ConformanceCase[] {
  return SHAPES.flatMap((shape) =>
    DRAWS.map(([rate, step, firstRow]) =>
      kernelCase({
        kernel: 'fused.dropoutMask',
        dtype,
        label: `${shape.join('x')} rate ${rate} step ${step} row ${firstRow}`,
        prepare: () => ({
          operands: [],
          apply: (backend) => [
            outputOfTensor(dropoutMask(backend, shape, dtype, rate, new LayerRandom(11, '2', step, firstRow))),
          ],
          expected: [{ gate: equal }],
        }),
      }),
    ),
  );
}
