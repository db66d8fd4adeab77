/** Convolution and pooling of several parts of a batch by one call. */
import type { FloatDType, Operand, Shape } from '@nablajs/core';
import { type Batched, batched, PARTS, sparse, times } from '../harness/batched.js';
import type { ConformanceCase } from '../harness/conformance-case.js';
import { type Four, placed } from '../harness/geometry.js';
import { spread } from '../harness/host.js';
import { showShape } from '../harness/names.js';

/** A convolution, and whether most of its dY is 0. */
const CONVOLUTIONS = [
  { image: [7, 6, 3], filters: [3, 3, 3, 5], groups: 1, isSparse: false },
  { image: [6, 6, 4], filters: [1, 1, 4, 9], groups: 1, isSparse: false },
  { image: [5, 8, 6], filters: [3, 3, 1, 6], groups: 6, isSparse: false },
  { image: [6, 7, 4], filters: [2, 3, 2, 6], groups: 2, isSparse: false },
  // Several images together are enough for a backend that skips zeros.
  { image: [14, 14, 8], filters: [3, 3, 8, 64], groups: 1, isSparse: true },
] as const;

function convolutionsOf(dtype: FloatDType, rows: number): Batched[] {
  return CONVOLUTIONS.flatMap(({ image, filters, groups, isSparse }): Batched[] => {
    const { window, places } = placed([rows, ...image], [filters[0], filters[1]]);
    const out: Four = [PARTS * rows, ...places, filters[3]];
    const w = () => spread(dtype, filters, 18);
    const name = `of ${showShape(filters)} filters, groups ${groups}`;
    return [
      {
        label: `conv.forward ${name}`,
        byRow: () => [spread(dtype, [PARTS * rows, ...image], 19)],
        common: () => [w(), spread(dtype, [filters[3]], 20)],
        needs: ['conv.forward'],
        apply: ({ conv }, [x], [weights, b], count) => {
          const shape = times([rows, ...places, filters[3]], count);
          const operands = [x as Operand, weights as Operand, b as Operand] as const;
          return { storage: conv?.forward(...operands, 'relu', window, groups, shape), shape, dtype };
        },
      },
      {
        label: `conv.backwardInput ${name}`,
        byRow: () => [(isSparse ? sparse : spread)(dtype, out, 21), spread(dtype, out, 22)],
        common: () => [w()],
        needs: ['conv.backwardInput'],
        apply: ({ conv }, [dY, y], [weights], count) => {
          const shape = times([rows, ...image], count);
          const operands = [dY as Operand, weights as Operand, y as Operand] as const;
          return { storage: conv?.backwardInput(...operands, window, groups, shape), shape, dtype };
        },
      },
    ];
  });
}

function poolingOf(dtype: FloatDType, rows: number): Batched[] {
  const image: Four = [PARTS * rows, 6, 7, 3];
  const { window, places } = placed([rows, 6, 7, 3], [2, 3], { stride: [2, 2] });
  const x = () => spread(dtype, image, 23);
  const shapeOf = (count: number): Shape => [rows * count, ...places, 3];
  const dY = () => spread(dtype, shapeOf(PARTS), 24);
  return [
    ...(['max', 'average'] as const).map(
      (op): Batched => ({
        ...{ label: `pool.${op}`, byRow: () => [x()], needs: [`pool.${op}`] },
        apply: ({ pool }, [a], _, count) => ({
          storage: pool?.[op](a as Operand, window, shapeOf(count)),
          shape: shapeOf(count),
          dtype,
        }),
      }),
    ),
    {
      ...{ label: 'pool.maxBackward', byRow: () => [x(), dY()], needs: ['pool.max', 'pool.maxBackward'] },
      apply: (backend, [a, gradient], _, count) => {
        const y = { storage: backend.pool?.max(a as Operand, window, shapeOf(count)), shape: shapeOf(count), dtype };
        const storage = backend.pool?.maxBackward(a as Operand, y, gradient as Operand, window);
        backend.release(y.storage);
        return { ...(a as Operand), storage };
      },
    },
    {
      ...{ label: 'pool.averageBackward', byRow: () => [dY()], needs: ['pool.averageBackward'] },
      apply: ({ pool }, [gradient], _, count) => {
        const shape = times([rows, 6, 7, 3], count);
        return { storage: pool?.averageBackward(gradient as Operand, window, shape), shape, dtype };
      },
    },
  ];
}

export const viewImageCases = (dtype: FloatDType): ConformanceCase[] =>
  [convolutionsOf, poolingOf].flatMap((of) => batched(dtype, of));
