import type { Shape } from '../backend.js';
import type { TypedConfig } from '../json.js';
import { sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Layer, LayerBlueprint, NamedTensors } from './layer.js';

/** [n, ...] to [n, features], row-major. A CSR input has that shape already and goes through. */
export class Flatten implements Layer<Shape> {
  readonly acceptsCsr = true;

  get config(): TypedConfig {
    return { type: 'Flatten' };
  }

  build(inputShape: Shape): LayerBlueprint {
    return { outputShape: [sizeOf(inputShape)], parameters: {} };
  }

  forward(_parameters: NamedTensors, x: Tensor): [y: Tensor, saved: Shape] {
    const [rows = 0, ...rest] = x.shape;
    return [x.layout === 'csr' ? x : x.reshape([rows, sizeOf(rest)]), x.shape];
  }

  backward(
    _parameters: NamedTensors,
    inputShape: Shape,
    dY: Tensor,
    needDX: boolean,
  ): [dX: Tensor | undefined, gradients: NamedTensors] {
    return [needDX ? dY.reshape(inputShape) : undefined, {}];
  }
}
