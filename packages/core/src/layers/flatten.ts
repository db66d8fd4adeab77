import { sizeOf } from '../tensors/shape.js';
import { Lambda } from './lambda.js';

/**
 * Flattens each example: [n, ...] becomes [n, features], row-major. A CSR input has that shape already and stays as it
 * is.
 *
 * @example
 * ```ts
 * const model = new Sequential(backend, { inputShape: [28, 28], layers: [new Flatten(), new Dense(10)] });
 * ```
 */
export class Flatten extends Lambda {
  readonly acceptsCsr = true;

  constructor() {
    super(
      { type: 'Flatten' },
      (x) => (x.layout === 'csr' ? x : x.reshape([x.shape[0] as number, sizeOf(x.shape.slice(1))])),
      (shape) => [sizeOf(shape)],
    );
  }
}
