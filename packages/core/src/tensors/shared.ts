/** Values that all copies of core in a program share. */

export interface Shared<T> {
  value: T;
}

/** Returns the value of this name, which the first copy of core makes. */
export function shared<T>(name: string, first: T): Shared<T> {
  const all = globalThis as unknown as Record<symbol, Shared<T>>;
  const key = Symbol.for(`@nablajs/core/${name}`);
  all[key] ??= { value: first };
  return all[key];
}

export function withValue<T, R>(holder: Shared<T>, inner: T, body: () => R): R {
  const outer = holder.value;
  holder.value = inner;
  try {
    return body();
  } finally {
    holder.value = outer;
  }
}
