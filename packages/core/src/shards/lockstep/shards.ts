/** Computes neighbouring shards of equal size in one pass, with the bits of a pass over each. */

import { gradientsBy } from '../../autodiff/grad.js';
import type { Backend, Operand } from '../../backend.js';
import type { Dataset, HostTargets } from '../../data/dataset.js';
import { breather } from '../../data/event-loop.js';
import type { Loss, Targets } from '../../losses/loss.js';
import { objectiveOf } from '../../losses/objective.js';
import { Context, callModule, type Output } from '../../modules/module.js';
import type { Network } from '../../networks/network.js';
import { multiply } from '../../ops/ops.js';
import { listOf } from '../../tensors/host-array.js';
import { disposeAll, scope } from '../../tensors/scope.js';
import { sameShape } from '../../tensors/shape.js';
import { Tensor } from '../../tensors/tensor.js';
import type { Batches } from '../../training/batch-gradients.js';
import { Feed, type Part } from '../../training/feed.js';
import { NablaError } from '../../validation/errors.js';
import { feedBackend, lockstepBackend } from './backend.js';
import { Common, Each, type ViewingBackend } from './storage.js';

/** What a training computes in each step. */
export interface LockstepTraining {
  readonly model: Network;
  readonly dataset: Dataset<HostTargets>;
  readonly loss: Loss<Output, Targets>;
  readonly seed: number;
  /** Whether all batches are the same. Then their parts stay on the device. */
  readonly keep: boolean;
}

/** Neighbouring shards of a batch. */
export interface ShardsOfBatch {
  readonly indices: Int32Array;
  /** The place of their first row in the batch. */
  readonly firstRow: number;
  /** The rows of the whole batch. */
  readonly rows: number;
  readonly position: Parameters<Batches['of']>[1];
  /** The examples of the next call, if that is known. */
  readonly following: Int32Array | undefined;
}

/** The sum of some shards. The caller owns the tensors. */
export interface ShardSum {
  /** The loss, the gradients of the trainable parameters, and what the shards add to the other parameters. */
  readonly tensors: readonly Tensor[];
  /** The names of the parameters that the shards' modules have updated. */
  readonly updated: ReadonlySet<string>;
}

/** Thrown if several shards cannot be computed at once: by this network, loss or data set, or because of an error. */
export class NotInLockstep extends Error {
  constructor(cause: unknown) {
    super('', { cause });
  }
}

/** Computes `count` shards at a time. */
export class LockstepShards {
  readonly #training: LockstepTraining;
  readonly #inner: ViewingBackend;
  readonly #count: number;
  readonly #backend: Backend;
  readonly #feed: Feed;
  readonly #breathe: () => Promise<void> = breather();
  #firstRow = 0;

  constructor(training: LockstepTraining, inner: ViewingBackend, count: number) {
    const { model, dataset, keep } = training;
    this.#training = training;
    this.#inner = inner;
    this.#count = count;
    this.#backend = lockstepBackend(inner, count, () => this.#firstRow);
    const backend = { value: feedBackend(inner, count, this.#backend) };
    const room = keep ? Number.POSITIVE_INFINITY : 0;
    this.#feed = new Feed(Object.create(model, { backend }) as Network, dataset, room);
  }

  /**
   * Returns the sum over the shards, added in pairs. If the pass over them fails, for whatever reason, throws a
   * NotInLockstep and releases everything.
   */
  async of({ indices, firstRow, rows, position, following }: ShardsOfBatch): Promise<ShardSum> {
    const time = { epoch: position.epoch };
    const part = await this.#feed.load(indices, time);
    try {
      if (following !== undefined) this.#feed.prepare(following, time);
      this.#firstRow = firstRow;
      return this.#pass(part, indices.length, rows, position.steps + 1);
    } catch (error) {
      throw new NotInLockstep(error);
    } finally {
      this.#feed.release(part);
      await this.#breathe();
    }
  }

  dispose(): void {
    this.#feed.dispose();
  }

  #pass(part: Part, length: number, rows: number, step: number): ShardSum {
    const { model, loss, seed } = this.#training;
    const { parameters } = model;
    const { trainable } = parameters;
    const own = new Map<string, Tensor>();
    const updates = new Map<string, Tensor>();
    const tensors = scope(() => {
      try {
        const inputs = part.inputs.map((x) => this.#ofShard(x));
        this.#check(inputs);
        const targets = listOf<Tensor>(part.targets).map((y) => this.#ofShard(y));
        const weights = part.weights && this.#ofShard(part.weights);
        for (const { name, value } of parameters) own.set(name, this.#common(value));
        // Modules must not draw random numbers on the host: only kernels know the first row of each shard.
        const context = new Context(own, { draw: { seed, step, firstRow: Number.NaN }, updates });
        const compute = () => {
          const output = callModule(model.module, context, inputs as never);
          this.#checkOutputs(output, length / this.#count, updates);
          const wanted = (Array.isArray(part.targets) ? targets : targets[0]) as Targets;
          return objectiveOf(parameters.list, loss, output, wanted, rows, { rows, weights });
        };
        const leaves = trainable.map(({ name }) => own.get(name) as Tensor);
        const { value, gradients } = gradientsBy('train', compute, leaves);
        const states = parameters.list.filter(({ trainable }) => trainable === false);
        const share = length / this.#count / rows;
        const means = states.map(({ name }) => multiply((updates.get(name) ?? own.get(name)) as Tensor, share));
        return [value, ...gradients, ...means].map((x) => this.#sum(x));
      } finally {
        disposeAll(updates.values());
      }
    });
    return { tensors, updated: new Set(updates.keys()) };
  }

  /** Returns a tensor with the shape of one shard. Its storage holds what the feed has uploaded for all shards. */
  #ofShard({ storage, shape: [rows = 0, ...rest], dtype, layout }: Tensor): Tensor {
    return new Tensor(this.#backend, (storage as Each).hold(), [rows / this.#count, ...rest], dtype, layout);
  }

  #common({ storage, shape, dtype }: Tensor): Tensor {
    return new Tensor(this.#backend, new Common(storage, false), shape, dtype);
  }

  /** Throws what `Network.pass` would explain. */
  #check(inputs: readonly Tensor[]): void {
    const { inputShapes, module } = this.#training.model;
    const suits = inputs.every(
      ({ shape, layout }, at) =>
        sameShape(shape.slice(1), inputShapes[at] ?? [-1]) && (layout === 'dense' || module.acceptsCsr === true),
    );
    if (!suits || inputs.length !== inputShapes.length) throw new NablaError('shape', 'the inputs do not fit.');
  }

  #checkOutputs(output: Output, rows: number, updates: ReadonlyMap<string, Tensor>): void {
    const { outputShapes, parameters } = this.#training.model;
    const outputs = listOf<Tensor>(output);
    const suits = outputs.every(({ shape }, at) => sameShape(shape, [rows, ...(outputShapes[at] ?? [-1])]));
    if (!suits || outputs.length !== outputShapes.length) throw new NablaError('shape', 'the outputs do not fit.');
    if (!parameters.list.some(({ name, trainable }) => trainable !== false && updates.has(name))) return;
    throw new NablaError('argument', 'a trainable parameter is updated.');
  }

  /** Adds what the shards have in pairs, on the inner backend. */
  #sum({ storage, shape, dtype }: Tensor): Tensor {
    const inner = this.#inner;
    const own = storage as Common | Each;
    const part = (at: number) => (own instanceof Each ? own.part(at) : own.storage);
    /** Returns the sum of `count` shards from `first` on, and releases the sums in between. */
    const sumOf = (first: number, count: number): Operand => {
      if (count === 1) return { storage: part(first), shape, dtype };
      const half = count / 2;
      const left = sumOf(first, half);
      try {
        const right = sumOf(first + half, half);
        try {
          return { storage: inner.add(left, right, shape), shape, dtype };
        } finally {
          if (half > 1) inner.release(right.storage);
        }
      } finally {
        if (half > 1) inner.release(left.storage);
      }
    };
    return new Tensor(inner, sumOf(0, this.#count).storage, shape, dtype);
  }
}
