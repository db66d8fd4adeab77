/** Computes mean, standard deviation and range of numbers, one at a time (Welford 1962). */
export class Moments {
  count = 0;
  mean = 0;
  /** Infinity if there are no numbers; `max` is then -Infinity. */
  min: number = Number.POSITIVE_INFINITY;
  max: number = Number.NEGATIVE_INFINITY;
  /** The sum of squared differences from the mean. */
  #squares = 0;

  add(value: number): void {
    this.count++;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    const before = value - this.mean;
    this.mean += before / this.count;
    this.#squares += before * (value - this.mean);
  }

  /** The standard deviation of the population (divided by the count); 0 if there are no numbers. */
  get standardDeviation(): number {
    return this.count === 0 ? 0 : Math.sqrt(this.#squares / this.count);
  }
}
