/** Collects the losses of single steps, as many as a chart can show. */

export interface StepPoint {
  /** The last step that the point averages, counted from 1 through all epochs. */
  readonly step: number;
  readonly loss: number;
}

export const MOST_STEP_POINTS = 2000;

/** Takes any number of losses, and keeps at most `MOST_STEP_POINTS` means of the same number of losses. */
export class StepLosses {
  #every = 1;
  #steps = 0;
  #sum = 0;
  #count = 0;
  #points: StepPoint[] = [];

  /** The number of steps so far, including those without a loss. */
  get steps(): number {
    return this.#steps;
  }

  add(loss: number | undefined): void {
    this.#steps++;
    if (loss !== undefined) {
      this.#sum += loss;
      this.#count++;
    }
    if (this.#steps % this.#every === 0) this.#close();
  }

  /** Returns the points. The last one may average fewer losses. */
  points(): StepPoint[] {
    return this.#count === 0 ? [...this.#points] : [...this.#points, this.#mean()];
  }

  #close(): void {
    if (this.#count > 0) this.#points.push(this.#mean());
    this.#sum = 0;
    this.#count = 0;
    if (this.#points.length >= MOST_STEP_POINTS) this.#halve();
  }

  #mean(): StepPoint {
    return { step: this.#steps, loss: this.#sum / this.#count };
  }

  #halve(): void {
    this.#every *= 2;
    this.#points = this.#points.flatMap((point, at) => {
      const before = this.#points[at - 1];
      return at % 2 === 0 || before === undefined ? [] : [{ step: point.step, loss: (before.loss + point.loss) / 2 }];
    });
  }
}
