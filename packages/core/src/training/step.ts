/** The step of a training, which you may replace. */
import type { Loss, LossSum, Targets } from '../losses/loss.js';
import type { Context, Output } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import type { Tensor } from '../tensors/tensor.js';

/** A batch, or a part of one, on the backend. The training owns the tensors. */
export interface StepBatch<T extends Targets = Tensor> {
  readonly inputs: readonly [Tensor, ...Tensor[]];
  /** An array if the data set has several. */
  readonly targets: T;
  /** [n] or [n, ...]; undefined if the data set has none. */
  readonly weights: Tensor | undefined;
}

/** What a step may use. */
export interface StepTools<O extends Output = Tensor> {
  readonly network: Network;
  /** Runs parts of the network: `context.run('generator', …)`. Draws random numbers, one stream for each row. */
  readonly context: Context;
  readonly loss: Loss<O, Targets>;
  /** Calls the network in training mode. */
  forward(...inputs: readonly Tensor[]): O;
}

/**
 * Returns what training minimizes for some examples: losses [n, ...], or their sum and weight. It replaces the call of
 * the network and its loss; all else stays. It is called once for each part of a batch, inside `valueAndGrad`, so it
 * must not read elements or await. `withLogs` reports more numbers.
 *
 * @example
 * ```ts
 * const step: Step = ({ inputs, targets, weights }, { forward, loss }) =>
 *   loss.compute(forward(...inputs.map((x) => multiply(x, 0.5))), targets, weights);
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, step });
 * ```
 */
export type Step<O extends Output = Tensor, T extends Targets = Tensor> = (
  batch: StepBatch<T>,
  tools: StepTools<O>,
) => LossSum | Tensor;
