/** The parameters that a module declares, before they are tensors. */
import type { Shape } from '../backend.js';
import { dtypeOf } from '../tensors/dtype.js';
import type { DenseArray } from '../tensors/host-array.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { type Blueprint, joined, type ParameterSpec } from './module.js';

export interface NamedSpec extends ParameterSpec {
  readonly name: string;
}

/** Lists the parameters of a module and its inner modules. */
export function specsOf({ parameters = {}, children = {} }: Blueprint, path = ''): NamedSpec[] {
  return [
    ...Object.entries(parameters).map(([name, spec]) => ({ ...spec, name: nameIn(path, name) })),
    ...Object.entries(children).flatMap(([name, child]) => specsOf(child, nameIn(path, name))),
  ];
}

function nameIn(path: string, name: string): string {
  if (name !== '') return joined(path, name);
  throw new NablaError('argument', 'build: names of parameters and modules must not be empty.');
}

export const isOfShape = (shape: Shape, value: DenseArray | undefined): boolean =>
  value !== undefined && sameShape(value.shape, shape) && value.data.length === sizeOf(shape);

/** Throws for other collections, such as objects, and for values that are no arrays. */
export function checkMap(who: string, values: ReadonlyMap<string, DenseArray>): void {
  if (!(values instanceof Map)) throw unexpected(`${who} parameters`, 'a Map by name', values);
  for (const [name, value] of values) {
    if (Array.isArray(value?.shape) && dtypeOf(value.data) !== undefined) continue;
    throw unexpected(`${who} parameter '${name}'`, 'a typed array and its shape', value?.data ?? value);
  }
}

/** Throws unless `values` has exactly the parameters of this network, each of its shape. */
export function checkValues(
  who: string,
  specs: readonly Pick<NamedSpec, 'name' | 'shape'>[],
  values: ReadonlyMap<string, DenseArray>,
): void {
  checkMap(who, values);
  const unknown = new Set(values.keys());
  for (const { name, shape } of specs) {
    const value = values.get(name);
    if (!isOfShape(shape, value)) {
      const received = value === undefined ? 'nothing' : `${formatShape(value.shape)} of ${value.data.length} elements`;
      throw new NablaError('shape', `${who}: parameter '${name}' must be ${formatShape(shape)}. Received ${received}.`);
    }
    unknown.delete(name);
  }
  const [extra] = unknown;
  if (extra !== undefined) throw new NablaError('argument', `${who}: the network has no parameter '${extra}'.`);
}
