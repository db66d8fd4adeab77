import type { Shape } from '../backend.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { onlyInput } from './module.js';

/** Returns the shape of the only input, [..., channels], and its channels; throws for others. */
export function channelsOf(type: string, inputShapes: readonly Shape[]): { inputShape: Shape; channels: number } {
  const inputShape = onlyInput(type, inputShapes);
  const channels = inputShape.at(-1) ?? 0;
  if (channels > 0) return { inputShape, channels };
  const expected = 'inputs of shape [..., channels] with fixed channels';
  throw new NablaError('shape', `${type}: expected ${expected}. Received ${formatShape(inputShape)}.`);
}
