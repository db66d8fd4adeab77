/** Computes the gradients of a batch shard by shard and adds them in pairs, on this rank and over all. */

import type { Parameter } from '../modules/parameter.js';
import type { Network, Pass } from '../networks/network.js';
import { add, multiply } from '../ops/ops.js';
import { disposeAll, scope } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import { type Batches, disposePass } from '../training/batch-gradients.js';
import { FlatSum } from './flat-sum.js';
import type { Lockstep } from './lockstep/lockstep.js';
import type { ShardSum as Sum } from './lockstep/shards.js';
import type { Shards } from './options.js';
import { sliceOf } from './slices.js';

/** How the ranks agree on stopping. */
interface Interruption {
  /** Whether this rank's signal was aborted. */
  readonly isAborted: () => boolean;
  /** Called on every rank, in the same step, if a rank's signal was aborted. */
  readonly interrupt: () => void;
}

/** A step, as the trainer asks for it. */
interface Step {
  readonly indices: Int32Array;
  readonly position: Parameters<Batches['of']>[1];
  readonly following: Int32Array | undefined;
  /** The parameters that their modules update. */
  readonly states: readonly Parameter[];
}

/**
 * Computes loss and gradients of batches as `BatchGradients` does, which computes each shard. `Lockstep` computes
 * several at once, where it can.
 */
export class ShardGradients implements Batches {
  readonly #parts: Batches;
  readonly #model: Network;
  readonly #shards: Shards;
  readonly #interruption: Interruption;
  readonly #lockstep: Lockstep;
  readonly #flat = new FlatSum();
  /** This rank has the shards from `#first` to `#end`, without `#end`. */
  readonly #first: number;
  readonly #end: number;

  constructor(parts: Batches, lockstep: Lockstep, model: Network, shards: Shards, interruption: Interruption) {
    this.#parts = parts;
    this.#lockstep = lockstep;
    this.#model = model;
    this.#shards = shards;
    this.#interruption = interruption;
    const { rank, size } = shards.communicator;
    const own = shards.count / size;
    this.#first = rank * own;
    this.#end = this.#first + own;
  }

  async of(indices: Int32Array, position: Step['position'], following: Int32Array | undefined): Promise<Pass> {
    const { trainable, list: parameters } = this.#model.parameters;
    const states = parameters.filter((parameter) => parameter.trainable === false);
    const { communicator, log } = this.#shards;
    log?.({ epoch: position.epoch, step: position.step + 1, shards: this.#computed(indices.length) });
    const own = await this.#sumOf(this.#first, this.#end, { indices, position, following, states });
    const { tensors, updated } =
      communicator.size === 1 ? (own as Sum) : await this.#overRanks(own, [...trainable, ...states], states);
    const [loss, ...rest] = tensors as readonly [Tensor, ...Tensor[]];
    const means = rest.splice(trainable.length);
    const isUpdated = states.map(({ name }) => updated.has(name));
    disposeAll(means.filter((_, at) => !isUpdated[at]));
    return {
      loss,
      gradients: new Map(trainable.map(({ name }, at) => [name, rest[at] as Tensor])),
      inputGradients: [],
      updates: new Map(states.flatMap(({ name }, at) => (isUpdated[at] ? [[name, means[at] as Tensor] as const] : []))),
    };
  }

  dispose(): void {
    this.#parts.dispose();
    this.#lockstep.dispose();
  }

  /** The numbers of this rank's shards that are not empty. */
  #computed(rows: number): number[] {
    const all = Array.from({ length: this.#end - this.#first }, (_, at) => this.#first + at);
    return all.filter((at) => at < rows);
  }

  /** Adds the shards from `first` to `end` in pairs; undefined if all are empty. */
  async #sumOf(first: number, end: number, step: Step): Promise<Sum | undefined> {
    if (end - first === 1) return this.#shard(first, step);
    const together = await this.#together(first, end, step);
    if (together !== undefined) return together;
    const middle = (first + end) / 2;
    const left = await this.#sumOf(first, middle, step);
    try {
      const right = await this.#sumOf(middle, end, step);
      // The first shards are the larger ones, so the right side is empty if the left one is.
      return left === undefined || right === undefined ? left : addSums(left, right);
    } catch (error) {
      disposeAll(left?.tensors ?? []);
      throw error;
    }
  }

  /** Computes the shards from `first` to `end` at once; undefined if they cannot be. */
  async #together(first: number, end: number, step: Step): Promise<Sum | undefined> {
    const { indices, position, following } = step;
    const { length } = indices;
    if (!this.#fit(first, end, length)) return undefined;
    const start = sliceOf(length, this.#shards.count, first).start;
    const next = this.#following(end, indices, following);
    return this.#lockstep.of(end - first, {
      indices: indices.subarray(start, sliceOf(length, this.#shards.count, end - 1).end),
      firstRow: start,
      rows: length,
      position,
      following: next?.count === end - first ? next.indices : undefined,
    });
  }

  /** Whether the shards from `first` to `end` of a batch can be computed at once. */
  #fit(first: number, end: number, rows: number): boolean {
    const { count } = this.#shards;
    const [one, last] = [sliceOf(rows, count, first), sliceOf(rows, count, end - 1)];
    const each = one.end - one.start;
    return last.end - last.start === each && this.#lockstep.takes(first, end - first, each);
  }

  /** Returns the next shards to compute from `at` on: how many at once, and their examples. */
  #following(
    at: number,
    indices: Int32Array,
    following: Int32Array | undefined,
  ): { readonly count: number; readonly indices: Int32Array } | undefined {
    if (at === this.#end) return following && this.#following(this.#first, following, undefined);
    const { length } = indices;
    const { start, end } = sliceOf(length, this.#shards.count, at);
    if (start === end) return following && this.#following(this.#first, following, undefined);
    let count = 1;
    for (let more = 2; at + more <= this.#end && (at - this.#first) % more === 0; more *= 2) {
      if (this.#fit(at, at + more, length)) count = more;
    }
    return { count, indices: indices.subarray(start, sliceOf(length, this.#shards.count, at + count - 1).end) };
  }

  async #shard(at: number, { indices, position, following, states }: Step): Promise<Sum | undefined> {
    const { length } = indices;
    const { start, end } = sliceOf(length, this.#shards.count, at);
    if (start === end) return undefined;
    const next = this.#following(at + 1, indices, following);
    const ahead = next?.count === 1 ? next.indices : undefined;
    const pass = await this.#parts.of(indices.subarray(start, end), position, ahead, start, length);
    const { loss, gradients, updates } = pass;
    try {
      const share = (end - start) / length;
      const means = scope(() => states.map(({ name, value }) => multiply(updates.get(name) ?? value, share)));
      disposeAll(updates.values());
      return { tensors: [loss, ...gradients.values(), ...means], updated: new Set(updates.keys()) };
    } catch (error) {
      disposePass(pass);
      throw error;
    }
  }

  async #overRanks(own: Sum | undefined, like: readonly Parameter[], states: readonly Parameter[]): Promise<Sum> {
    const { backend, dtype } = this.#model;
    const { isAborted, interrupt } = this.#interruption;
    const flags = [isAborted(), ...states.map(({ name }) => own?.updated.has(name) === true)];
    const shapes = [[], ...like.map(({ value }) => value.shape)];
    const sum = await this.#flat.over(this.#shards.communicator, backend, dtype, own?.tensors, shapes, flags);
    const [isStopped, ...areUpdated] = sum.flags;
    if (isStopped) interrupt();
    return { tensors: sum.tensors, updated: new Set(states.filter((_, at) => areUpdated[at]).map(({ name }) => name)) };
  }
}

function addSums(left: Sum, right: Sum): Sum {
  try {
    const tensors = scope(() => left.tensors.map((tensor, at) => add(tensor, right.tensors[at] as Tensor)));
    disposeAll(left.tensors);
    return { tensors, updated: new Set([...left.updated, ...right.updated]) };
  } finally {
    disposeAll(right.tensors);
  }
}
