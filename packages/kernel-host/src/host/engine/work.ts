/** The size of one item of work: some microseconds, several times the cost of taking it. */

/** Elements in an item if each takes an instruction or two. */
export const ITEM_ELEMENTS = 16384;
/** Elements in an item if a vector of them takes a function of several dozen instructions. */
export const ITEM_VECTORS = 4096;
/** Elements in an item if each takes such a function. */
export const ITEM_FUNCTIONS = 1024;
/** Multiplications in an item of a product. */
export const ITEM_PRODUCTS = 49152;

export function itemsOf(total: number, each: number): number {
  return Math.ceil(total / each);
}
