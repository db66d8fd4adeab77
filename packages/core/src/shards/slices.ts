/**
 * Returns the rows of shard `at` of `count`: consecutive rows of a batch of `rows`. If the batch cannot be divided
 * evenly, its first shards have one row more.
 */
export function sliceOf(rows: number, count: number, at: number): { readonly start: number; readonly end: number } {
  const [least, more] = [Math.floor(rows / count), rows % count];
  const start = at * least + Math.min(at, more);
  return { start, end: start + least + (at < more ? 1 : 0) };
}
