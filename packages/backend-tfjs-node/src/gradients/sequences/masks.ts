import type { Rank, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** A sequence [n, time, width] and its mask [n, time], 1 or 0 in float32, if it has one. */
export interface Masked {
  readonly x: Tensor3D;
  readonly mask: Tensor<Rank.R2> | undefined;
}

/** Returns each sequence among the inputs with the mask behind it. */
export function masked(inputs: readonly Tensor[]): Masked[] {
  return inputs.flatMap((x, at): Masked[] => {
    if (x.rank !== 3) return [];
    const next = inputs[at + 1];
    return [{ x: x as Tensor3D, mask: next?.rank === 2 ? (tf.cast(next, 'float32') as Tensor<Rank.R2>) : undefined }];
  });
}
