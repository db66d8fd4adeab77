import { dense, type FloatDType, type Shape, type Tensor, upload } from '@nablajs/core';

/** Uploads numbers in the dtype of floats that `like` has. */
export function uploadNumbers({ backend, dtype }: Tensor, shape: Shape, values: readonly number[]): Tensor {
  const data = (dtype as FloatDType) === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
  return upload(backend, dense(data, shape));
}
