/**
 * f(1) f(2) … f(t) by repeated products, the same bits on every engine and in a run that goes on from a saved count:
 * beta^t of Adam, which a power function would round otherwise.
 */
export class RunningProduct {
  readonly #factor: (t: number) => number;
  /** The products last asked for, by t. Parameters of one count share theirs. */
  readonly #known = new Map<number, number>([[0, 1]]);

  constructor(factor: (t: number) => number) {
    this.#factor = factor;
  }

  /** The product of t factors, 1 of none; one multiplication where that of t - 1 was the last. */
  at(t: number): number {
    let from = 0;
    for (const known of this.#known.keys()) if (known <= t && known > from) from = known;
    let product = this.#known.get(from) as number;
    while (from < t) product *= this.#factor(++from);
    this.#known.set(t, product);
    // Parameters that were frozen have counts of their own, so the product before stays too.
    if (t > 2) this.#known.delete(t - 2);
    return product;
  }
}
