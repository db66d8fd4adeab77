/**
 * How much work one item is: some 3 microseconds, several times what taking it costs. Threads that sleep are woken for half a
 * dozen of them (../../assembly/jobs.ts).
 */

/** Elements where each takes an instruction or two. */
export const ITEM_ELEMENTS = 16384;
/** Elements where each takes a function of several dozen instructions. */
export const ITEM_FUNCTIONS = 1024;
/** Multiplications of a product. */
export const ITEM_PRODUCTS = 49152;

export function itemsOf(total: number, each: number): number {
  return Math.ceil(total / each);
}
