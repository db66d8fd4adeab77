/** Adds tensors and flags of all ranks as one array. */
import type { Backend, FloatDType, Shape } from '../backend.js';
import { allocate } from '../tensors/dtype.js';
import { dense } from '../tensors/host-array.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { sizeOf } from '../tensors/shape.js';
import { type Tensor, upload } from '../tensors/tensor.js';
import type { Communicator } from './communicator.js';

export class FlatSum {
  /** Used again in the next step. */
  #values: Float32Array | Float64Array = new Float32Array();

  /**
   * Returns the sum of all ranks' tensors, and for each flag whether a rank has set it. `own` has a tensor for each of
   * `shapes`, or is undefined if this rank has none; it is disposed. The caller owns the tensors.
   */
  async over(
    communicator: Communicator,
    backend: Backend,
    dtype: FloatDType,
    own: readonly Tensor[] | undefined,
    shapes: readonly Shape[],
    flags: readonly boolean[],
  ): Promise<{ readonly tensors: readonly Tensor[]; readonly flags: readonly boolean[] }> {
    const sizes = shapes.map(sizeOf);
    const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, flags.length));
    const length = sizes.reduce((sum, size) => sum + size, flags.length);
    if (this.#values.length !== length) this.#values = allocate(dtype, length);
    const values = this.#values;
    // Adding -0 changes no bit of the other number. Adding +0 would turn -0 into +0.
    if (own === undefined) values.fill(-0);
    else {
      try {
        const all = await Promise.all(own.map((tensor) => tensor.data()));
        for (const [at, data] of all.entries()) values.set(data, starts[at]);
      } finally {
        disposeAll(own);
      }
    }
    for (const [at, flag] of flags.entries()) values[at] = flag ? 1 : 0;
    await communicator.sum(values);
    return {
      tensors: scope(() =>
        shapes.map((shape, at) => {
          const start = starts[at] as number;
          return upload(backend, dense(values.subarray(start, start + (sizes[at] as number)), shape));
        }),
      ),
      flags: flags.map((_, at) => values[at] !== 0),
    };
  }
}
