/** Writes the arguments of a kernel to where the kernel reads them. */

import { LIST } from '../abi/layout.js';

export type Value = number | readonly number[];

/** Writes the values in the order of their names, and a list from LIST on. */
export function writeArguments(
  view: Int32Array | Float64Array,
  names: readonly string[],
  values: Readonly<Record<string, Value>>,
): void {
  let place = 0;
  let list: readonly number[] | undefined;
  for (const name of names) {
    const value = values[name] as Value;
    if (typeof value === 'number') view[place++] = value;
    else list = value;
  }
  if (list !== undefined) view.set(list, LIST);
}
