/** Writes the arguments of a kernel to where the kernel reads them. */

import { LIST } from '../abi/layout.js';

export type Value = number | readonly number[];

/** The names of values in the order of a call, and where the kernel reads each. */
export interface Places {
  readonly names: readonly string[];
  readonly places: readonly number[];
}

/** Kernels read values in the order of their names, and a list from LIST on. */
export function placesOf(values: Readonly<Record<string, Value>>): Places {
  const names = Object.keys(values);
  const sorted = names.filter((name) => typeof values[name] === 'number').sort();
  return { names, places: names.map((name) => (sorted.includes(name) ? sorted.indexOf(name) : LIST)) };
}

/** Returns the number of a kernel for one of its types. */
export function numberOf(
  { number, types }: { readonly number: number; readonly types: readonly string[] },
  type: string,
): number {
  let at = 0;
  while (at < types.length && types[at] !== type) at += 1;
  return number + at;
}

/** Writes values to their places. */
export function writeArguments(
  view: Int32Array | Float64Array,
  { names, places }: Places,
  values: Readonly<Record<string, Value>>,
): void {
  let at = 0;
  // V8 reads a property in this loop without searching for its name.
  for (const name in values) {
    const value = values[name] as Value;
    // Other calls of the kernel may have another order.
    const place = places[names[at] === name ? at : names.indexOf(name)] as number;
    if (typeof value === 'number') view[place] = value;
    else if (value.length > 0) view.set(value, place);
    at += 1;
  }
}
