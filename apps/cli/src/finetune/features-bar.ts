import { CountingBar, type Output } from '@nablajs/command-line';
import type { FeaturesEvent } from '@nablajs/finetune';
import type { TrainingData } from '../data/training-data.js';

export class FeaturesBar {
  readonly #output: Output;
  readonly #data: Pick<TrainingData, 'testName' | 'shape'>;
  #bar: CountingBar | undefined;

  constructor(output: Output, data: Pick<TrainingData, 'testName' | 'shape'>) {
    this.#output = output;
    this.#data = data;
  }

  /** Draws a bar on a terminal; elsewhere, a line at the end of the first stage's. */
  update({ done, total, of, stage }: FeaturesEvent): void {
    const { testName, shape } = this.#data;
    const examples = `${of === 'train' ? 'training' : testName} ${shape.kind === 'images' ? 'images' : 'texts'}`;
    if (!this.#output.showsProgress) {
      // Later stages compute what stays frozen in front of them.
      if (done < total || stage > 0) return;
      this.#output.note(`Computed the features of ${total.toLocaleString('en-US')} ${examples}`);
      return;
    }
    if (this.#bar === undefined) {
      this.#bar = new CountingBar(`${examples}: features`);
      this.#bar.resume();
      this.#output.drawAround(this.#bar);
    }
    this.#bar.update(done, total);
    if (done < total) return;
    this.#output.clear();
    this.#bar = undefined;
  }
}
