/** Computes the gradients of a batch in parts, so that memory stays flat. */
import type { Dataset, HostTargets } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import type { Loss, Targets } from '../losses/loss.js';
import type { Penalty } from '../losses/penalty.js';
import type { Output } from '../modules/module.js';
import type { Network, Pass } from '../networks/network.js';
import { add } from '../ops/ops.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { Feed } from './feed.js';
import type { RunPosition } from './train-state.js';

/** How `BatchGradients` computes. */
interface BatchOptions {
  readonly loss: Loss<Output, Targets>;
  readonly penalty: Penalty | undefined;
  readonly chunkRows: number;
  readonly seed: number;
  /** Whether every batch is the same one, so that its parts stay on the device. */
  readonly keep: boolean;
}

/** What computes the loss and the gradients of a trainer's batches. */
export type Batches = Pick<BatchGradients, 'of' | 'dispose'>;

/** Computes loss and gradients of batches, in parts of `chunkRows` examples that are summed in order. */
export class BatchGradients {
  readonly #model: Network;
  readonly #options: BatchOptions;
  readonly #chunkRows: number;
  readonly #feed: Feed;
  readonly #breathe: () => Promise<void> = breather();

  constructor(model: Network, dataset: Dataset<HostTargets>, options: BatchOptions) {
    this.#model = model;
    this.#options = options;
    this.#chunkRows = options.chunkRows;
    this.#feed = new Feed(model, dataset, options.keep ? Number.POSITIVE_INFINITY : 0);
  }

  /**
   * Computes the pass of the examples at `indices`, after `steps` steps of the run. The caller owns the tensors. The
   * data set may be asked for the next batch, `following`, while the device computes. For a slice of a batch, pass its
   * first row and the rows of the whole batch.
   */
  async of(
    indices: Int32Array,
    { steps, epoch }: Pick<RunPosition, 'epoch' | 'step' | 'steps'>,
    following: Int32Array | undefined,
    firstRow = 0,
    rows: number = indices.length,
  ): Promise<Pass> {
    const { loss, penalty, seed } = this.#options;
    const time = { epoch };
    const { length } = indices;
    const cut = (from: Int32Array, start: number) => from.subarray(start, start + this.#chunkRows);
    let total: Pass | undefined;
    try {
      for (let start = 0; start < length; start += this.#chunkRows) {
        const part = await this.#feed.load(cut(indices, start), time);
        try {
          const end = start + this.#chunkRows;
          const next = end < length ? cut(indices, end) : following && cut(following, 0);
          if (next !== undefined) this.#feed.prepare(next, time);
          const { inputs, targets, weights } = part;
          const updates = total?.updates;
          const options = { seed, step: steps + 1, firstRow: firstRow + start, rows, updates, weights, penalty };
          total = accumulate(total, this.#model.pass(inputs, targets, loss, options));
        } finally {
          this.#feed.release(part);
        }
        await this.#breathe();
      }
    } catch (error) {
      if (total !== undefined) disposePass(total);
      throw error;
    }
    return total as Pass;
  }

  dispose(): void {
    this.#feed.dispose();
  }
}

/** Adds loss and gradients. Takes the updates of the last part, because it has seen those of the parts before it. */
function accumulate(total: Pass | undefined, part: Pass): Pass {
  if (total === undefined) return part;
  try {
    const { loss, gradients } = scope(() => ({
      loss: add(total.loss, part.loss),
      gradients: new Map(
        [...total.gradients].flatMap(([name, gradient]) => {
          const more = part.gradients.get(name);
          return more === undefined ? [] : [[name, add(gradient, more)] as const];
        }),
      ),
    }));
    disposePass({ ...part, updates: new Map() });
    return { ...part, loss, gradients };
  } catch (error) {
    disposePass(part);
    throw error;
  } finally {
    disposePass(total);
  }
}

export function disposePass({ loss, gradients, updates }: Pass): void {
  loss.dispose();
  disposeAll([...gradients.values(), ...updates.values()]);
}
