import { adoptUnless } from '../ops/fused/gate.js';
import { add, multiply } from '../ops/ops.js';
import { scope } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import type { Callback, Training } from '../training/callback.js';
import type { CallbackState } from '../training/train-state.js';
import { checkFraction, checkOptions } from '../validation/arguments.js';
import { WeightCopies } from './weight-copies.js';

/** Options of `ExponentialMovingAverage`. */
export interface ExponentialMovingAverageOptions {
  /** Identifies the callback's state in a checkpoint. Default: `exponentialMovingAverage`. */
  readonly name?: string;
  /** How much of the average to keep at each step, in [0, 1). Default: 0.99. */
  readonly decay?: number;
}

/**
 * Averages the weights w over the steps, from the first ones: `average ← decay · average + (1 − decay) · w`. The
 * network gets the average at the end, but after an abort by `signal` keeps its last weights, for resuming. As
 * PyTorch's `get_ema_multi_avg_fn`.
 *
 * @example
 * ```ts
 * const callbacks = [new ExponentialMovingAverage({ decay: 0.999 })];
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, callbacks });
 * ```
 */
export class ExponentialMovingAverage implements Callback {
  readonly name: string;
  readonly #decay: number;
  readonly #averages = new WeightCopies();

  constructor(options: ExponentialMovingAverageOptions = {}) {
    checkOptions('ExponentialMovingAverage', options, ['name', 'decay'], '{ decay: 0.99 }');
    this.name = options.name ?? 'exponentialMovingAverage';
    this.#decay = checkFraction('ExponentialMovingAverage decay', options.decay ?? 0.99);
  }

  onTrainBegin({ model }: Training): void {
    this.#averages.take(model);
  }

  onUpdate({ model }: Training, gate: Tensor | undefined): void {
    const decay = this.#decay;
    for (const { name, value } of model.parameters) {
      const average = this.#averages.tensors.get(name);
      if (average === undefined) continue;
      scope(() => adoptUnless(gate, average, add(multiply(average, decay), multiply(value, 1 - decay))));
    }
  }

  onTrainEnd({ isInterrupted, model }: Training): void {
    if (!isInterrupted) this.#averages.putInto(model);
  }

  async takeState(): Promise<CallbackState> {
    return { values: { decay: this.#decay }, tensors: await this.#averages.read() };
  }

  loadState({ tensors }: CallbackState, { model }: Training): void {
    this.#averages.load('ExponentialMovingAverage', tensors, model);
  }

  dispose(): void {
    this.#averages.dispose();
  }
}
