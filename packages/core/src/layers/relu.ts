import type { FusedActivation } from '../backend.js';
import { relu } from '../ops/composed.js';
import { Lambda } from './lambda.js';

/**
 * Rectified linear unit: `max(0, x)`. relu(NaN) is NaN; the derivative at 0 is 0.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new ReLU(), new Dense(10)];
 * ```
 */
export class ReLU extends Lambda {
  constructor() {
    super({ type: 'ReLU' }, (x) => relu(x));
  }

  /** What the layer before may compute instead. */
  get fusesAs(): FusedActivation {
    return 'relu';
  }
}
