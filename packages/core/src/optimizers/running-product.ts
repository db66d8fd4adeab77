/**
 * Computes `f(1) f(2) … f(t)`, such as Adam's `βᵗ`, by repeated multiplication: the same bits on every engine and in a
 * resumed run. A power function would round differently.
 */
export class RunningProduct {
  readonly #factor: (t: number) => number;
  /** The latest products, by t. Parameters with the same count share them. */
  readonly #known = new Map<number, number>([[0, 1]]);

  constructor(factor: (t: number) => number) {
    this.#factor = factor;
  }

  /** One multiplication if the product of `t − 1` is known. */
  at(t: number): number {
    let from = 0;
    for (const known of this.#known.keys()) if (known <= t && known > from) from = known;
    let product = this.#known.get(from) as number;
    while (from < t) product *= this.#factor(++from);
    this.#known.set(t, product);
    // Parameters that were frozen lag behind, so the previous product stays too.
    if (t > 2) this.#known.delete(t - 2);
    return product;
  }
}
