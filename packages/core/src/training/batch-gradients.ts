/** Computes a batch's gradients in parts, added in pairs: parts 0 and 1, 2 and 3, then these sums. */
import type { Dataset, HostTargets } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import { partCount, partOf } from '../data/parts.js';
import type { evaluateFeed } from '../evaluation/evaluate.js';
import { Feed } from '../evaluation/feed.js';
import type { Logs, Loss, LossSum, Targets } from '../losses/loss.js';
import { checkLossSum, lossOf, penaltyOf } from '../losses/objective.js';
import type { Penalty } from '../losses/penalty.js';
import type { Metric } from '../metrics/metric.js';
import type { Context, Output } from '../modules/module.js';
import type { Network, Pass } from '../networks/network.js';
import { add, divide, multiply } from '../ops/ops.js';
import { disposeAll, keep, scope } from '../tensors/scope.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';
import type { Step, StepBatch } from './step.js';
import type { RunPosition } from './train-state.js';

export interface BatchOptions {
  readonly loss: Loss<Output, Targets>;
  readonly penalty: Penalty | undefined;
  /** At least as many parts: see `partCount`. */
  readonly parts: number;
  readonly seed: number;
  /** Whether every batch is the same one, so its parts stay on the device. */
  readonly keep: boolean;
  readonly step: Step<Output, Targets> | undefined;
  readonly metrics: readonly Metric[] | undefined;
  /** The other processes that compute parts. */
  readonly ranks?: Ranks | undefined;
}

export interface Ranks {
  readonly rank: number;
  readonly size: number;
  readonly isInterrupted: boolean;
  readonly evaluate: typeof evaluateFeed;
  /** Called before a batch with this rank's parts. */
  begin(position: Position, parts: readonly number[]): void;
  /** Adds what all ranks computed; disposes of `own`, undefined if this rank had only empty parts. */
  add(own: PartSum | undefined): Promise<PartSum>;
}

/** The sum of some parts of a batch. The caller owns the tensors. */
export interface PartSum {
  /** A scalar. */
  readonly loss: Tensor;
  readonly weight: Tensor | number;
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** Values that the parts have updated, each times the part's share of the rows, added. */
  readonly updates: ReadonlyMap<string, Tensor>;
  readonly logs: Logs | undefined;
}

/** A whole batch. The caller owns the tensors, those of the logs too. */
export interface BatchPass extends Pass {
  readonly logs: Logs | undefined;
}

type Position = Pick<RunPosition, 'epoch' | 'step' | 'steps'>;

interface Batch {
  readonly indices: Int32Array;
  readonly count: number;
  readonly position: Position;
  readonly following: Int32Array | undefined;
}

/** Computes loss and gradients of batches. */
export class BatchGradients {
  readonly #model: Network;
  readonly #options: BatchOptions;
  readonly #feed: Feed;
  readonly #breathe: () => Promise<void> = breather();
  /** The names that the first step has logged. */
  #names: string | undefined;

  constructor(model: Network, dataset: Dataset<HostTargets>, options: BatchOptions) {
    this.#model = model;
    this.#options = options;
    const room = options.keep ? Number.POSITIVE_INFINITY : 0;
    this.#feed = new Feed(model, dataset, room, options.loss.ignoreIndex);
  }

  /**
   * Computes the examples at `indices`, after `position.steps` steps of the run. The caller owns the tensors. May ask
   * the data set for the `following` batch while the device computes.
   */
  async of(indices: Int32Array, position: Position, following: Int32Array | undefined): Promise<BatchPass> {
    const count = partCount(indices.length, this.#options.parts);
    const batch = { indices, count, position, following };
    const { ranks } = this.#options;
    const [first, end] = this.#own(count);
    ranks?.begin(position, ownParts(first, Math.min(end, indices.length)));
    if (count === 1) return this.#pass(0, batch);
    const own = await this.#sumOf(first, end, batch);
    const total = ranks === undefined || ranks.size === 1 ? (own as PartSum) : await ranks.add(own);
    return this.#meanOf(total);
  }

  dispose(): void {
    this.#feed.dispose();
  }

  /** This process's parts of `count`, without the end. */
  #own(count: number): readonly [first: number, end: number] {
    const { rank = 0, size = 1 } = this.#options.ranks ?? {};
    return [(rank * count) / size, ((rank + 1) * count) / size];
  }

  /** Undefined if all parts are empty. */
  async #sumOf(first: number, end: number, batch: Batch): Promise<PartSum | undefined> {
    if (end - first === 1) return this.#part(first, batch);
    const middle = (first + end) / 2;
    const left = await this.#sumOf(first, middle, batch);
    try {
      const right = await this.#sumOf(middle, end, batch);
      // The first parts are the larger ones, so the right side is empty if the left one is.
      return left === undefined || right === undefined ? left : addSums(left, right);
    } catch (error) {
      if (left !== undefined) disposePass(left);
      throw error;
    }
  }

  async #part(at: number, batch: Batch): Promise<PartSum | undefined> {
    const { length } = batch.indices;
    const { start, end } = partOf(length, batch.count, at);
    if (start === end) return undefined;
    const pass = await this.#pass(at, batch);
    try {
      const share = (end - start) / length;
      const updates = scope(() => new Map(Array.from(pass.updates, ([name, value]) => [name, multiply(value, share)])));
      disposeAll(pass.updates.values());
      return { ...pass, updates };
    } catch (error) {
      disposePass(pass);
      throw error;
    }
  }

  /** Computes the mean of a whole batch, or the sum of one of several parts. */
  async #pass(at: number, { indices, count, position, following }: Batch): Promise<BatchPass> {
    const { seed, penalty } = this.#options;
    let logs: Logs | undefined;
    const { start, end } = partOf(indices.length, count, at);
    const part = await this.#feed.load(indices.subarray(start, end), position);
    try {
      const next = this.#next(at, count, indices, following);
      if (next !== undefined) this.#feed.prepare(next, position);
      const draw = { seed, step: position.steps + 1, firstRow: start };
      const isSum = count > 1;
      const objective = (context: Context) => {
        const made = this.#objective(part, context);
        logs = made.logs && { ...made.logs, numbers: keep(made.logs.numbers) };
        const names = `${logs?.names ?? 'none'}`;
        this.#names ??= names;
        if (names === this.#names) return made;
        throw unexpected('train step', `the logs of the first step (${this.#names})`, names);
      };
      return { ...this.#model.differentiate(objective, { draw, penalty, isSum }), logs };
    } catch (error) {
      logs?.numbers.dispose();
      throw error;
    } finally {
      this.#feed.release(part);
      await this.#breathe();
    }
  }

  #objective({ inputs, targets, weights }: StepBatch<Targets>, context: Context): LossSum {
    const { loss, step, metrics = [] } = this.#options;
    const network = this.#model;
    const forward = (...given: readonly Tensor[]): Output => network.call(context, given as never);
    if (step === undefined) {
      const outputs = forward(...inputs);
      const made = lossOf(loss, outputs, targets, weights);
      if (!isTensor(outputs) || !isTensor(targets)) return made;
      const batch = { outputs, targets, weights, ignoreIndex: loss.ignoreIndex };
      return metrics.reduce((sum, metric) => metric.inTraining?.(sum, batch) ?? sum, made);
    }
    const made = step({ inputs, targets, weights }, { network, context, loss, forward });
    return checkLossSum('train', 'step', made, weights);
  }

  /** The examples of this process's next part. */
  #next(at: number, count: number, indices: Int32Array, following: Int32Array | undefined): Int32Array | undefined {
    const [, end] = this.#own(count);
    if (at + 1 < end && at + 1 < indices.length) return indicesOf(at + 1, count, indices);
    if (following === undefined) return undefined;
    const parts = partCount(following.length, this.#options.parts);
    return indicesOf(this.#own(parts)[0], parts, following);
  }

  /** Divides the sums by the weight, and adds the penalty. */
  #meanOf({ loss: total, weight, gradients: sums, updates, logs }: PartSum): BatchPass {
    const { penalty, seed } = this.#options;
    const { list } = this.#model.parameters;
    try {
      const { loss, gradients } = scope(() => {
        const factor = typeof weight === 'number' ? 1 / weight : divide(1, weight);
        const [loss, gradients] = [
          divide(total, weight),
          new Map([...sums].map(([name, sum]) => [name, multiply(sum, factor)])),
        ];
        if (penalty === undefined) return { loss, gradients };
        const objective = () => ({ sum: penaltyOf(penalty, list) ?? multiply(loss, 0), weight: 1 });
        const own = this.#model.differentiate(objective, { draw: { seed, step: 0 } });
        for (const [name, gradient] of gradients) {
          const more = own.gradients.get(name);
          if (more !== undefined) gradients.set(name, add(gradient, more));
        }
        return { loss: add(loss, own.loss), gradients };
      });
      return { loss, weight, gradients, inputGradients: [], updates, logs };
    } catch (error) {
      disposeAll([weight, ...updates.values(), logs?.numbers]);
      throw error;
    } finally {
      disposeAll([total, ...sums.values()]);
    }
  }
}

function indicesOf(at: number, count: number, indices: Int32Array): Int32Array {
  const { start, end } = partOf(indices.length, count, at);
  return indices.subarray(start, end);
}

const ownParts = (first: number, end: number): number[] =>
  Array.from({ length: Math.max(end - first, 0) }, (_, at) => first + at);

/** Adds two sums and disposes of them. A gradient missing in one was frozen in between. */
function addSums(left: PartSum, right: PartSum): PartSum {
  const sumsOf = (a: ReadonlyMap<string, Tensor>, b: ReadonlyMap<string, Tensor>) =>
    new Map(
      [...a].flatMap(([name, tensor]) => {
        const other = b.get(name);
        return other === undefined ? [] : [[name, add(tensor, other)] as const];
      }),
    );
  try {
    return scope(() => ({
      loss: add(left.loss, right.loss),
      weight: addWeights(left.weight, right.weight),
      gradients: sumsOf(left.gradients, right.gradients),
      updates: sumsOf(left.updates, right.updates),
      logs: left.logs && { ...left.logs, numbers: add(left.logs.numbers, (right.logs as Logs).numbers) },
    }));
  } finally {
    disposePass(left);
    disposePass(right);
  }
}

const addWeights = (a: Tensor | number, b: Tensor | number): Tensor | number =>
  typeof a === 'number' && typeof b === 'number' ? a + b : add(a as Tensor, b as Tensor);

export function disposePass({ loss, weight, gradients, updates, logs }: PartSum): void {
  disposeAll([loss, weight, ...gradients.values(), ...updates.values(), logs?.numbers]);
}
