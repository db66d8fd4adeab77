/**
 * Returns about `most` of all, the first among them. The places are spread by the golden ratio, which hits every
 * remainder of a division: of cases that repeat in a period, none is always left out.
 */
export function spread<T>(all: readonly T[], most: number): readonly T[] {
  const share = most / all.length;
  return all.filter((_, at) => (at * 0.6180339887498949) % 1 < share);
}
