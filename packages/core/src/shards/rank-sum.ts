/** Adds the ranks' parts of a batch, as one array a step. */
import { evaluateFeed } from '../evaluation/evaluate.js';
import type { Network } from '../networks/network.js';
import { allocate } from '../tensors/dtype.js';
import { dense } from '../tensors/host-array.js';
import { scope } from '../tensors/scope.js';
import { sizeOf } from '../tensors/shape.js';
import { isTensor, type Tensor, upload } from '../tensors/tensor.js';
import { disposePass, type PartSum, type Ranks } from '../training/batch-gradients.js';
import { evaluateOnRanks } from './evaluate-on-ranks.js';
import type { Shards } from './options.js';

export class RankSum implements Ranks {
  readonly rank: number;
  readonly size: number;
  readonly #model: Network;
  readonly #shards: Shards;
  readonly #signal: AbortSignal | undefined;
  readonly evaluate: typeof evaluateFeed;
  /** Whether a rank's signal was aborted when the ranks last added. */
  #wasAborted = false;
  #values: Float32Array | Float64Array = new Float32Array();
  /** What the steps log. A rank without rows does not know it. */
  #names: readonly string[] | undefined;

  constructor(model: Network, shards: Shards, signal: AbortSignal | undefined) {
    this.rank = shards.communicator.rank;
    this.size = shards.communicator.size;
    this.#model = model;
    this.#shards = shards;
    this.#signal = signal;
    this.evaluate = this.size > 1 ? evaluateOnRanks(shards.communicator) : evaluateFeed;
  }

  /** Several ranks must stop after the same step. */
  get isInterrupted(): boolean {
    return this.size > 1 ? this.#wasAborted : this.#signal?.aborted === true;
  }

  begin({ epoch, step }: Parameters<Ranks['begin']>[0], parts: readonly number[]): void {
    this.#shards.log?.({ epoch, step: step + 1, parts });
  }

  async add(own: PartSum | undefined): Promise<PartSum> {
    const { backend, dtype, parameters } = this.#model;
    const { trainable } = parameters;
    const states = parameters.list.filter((parameter) => parameter.trainable === false);
    const mine = [
      ...[own?.loss, own?.weight],
      ...trainable.map(({ name }) => own?.gradients.get(name)),
      ...states.map(({ name }) => own?.updates.get(name)),
      own?.logs?.numbers,
    ];
    const flags = [this.#signal?.aborted === true, ...states.map(({ name }) => own?.updates.has(name) === true)];
    let arrays: readonly ArrayLike<number>[];
    try {
      arrays = await Promise.all(mine.map((value) => (isTensor(value) ? value.data() : [value ?? -0])));
    } finally {
      if (own !== undefined) disposePass(own);
    }
    this.#names ??= await this.#broadcast(own?.logs?.names ?? []);
    const names = this.#names;
    const shapes = [[], [], ...[...trainable, ...states].map(({ value }) => value.shape), [2 * names.length]];
    const starts: number[] = [];
    let { length } = flags;
    for (const shape of shapes) {
      starts.push(length);
      length += sizeOf(shape);
    }
    if (this.#values.length !== length) this.#values = allocate(dtype, length);
    const values = this.#values;
    // Adding -0 changes no bit of the other number. Adding +0 would turn -0 into +0.
    values.fill(-0);
    for (const [at, array] of arrays.entries()) if (mine[at] !== undefined) values.set(array, starts[at]);
    for (const [at, flag] of flags.entries()) values[at] = flag ? 1 : 0;
    await this.#shards.communicator.sum(values);
    const [isAborted, ...areUpdated] = values.slice(0, flags.length);
    if (isAborted !== 0) this.#wasAborted = true;
    return scope(() => {
      const sums = shapes.map((shape, at) => {
        const start = starts[at] as number;
        return upload(backend, dense(values.subarray(start, start + sizeOf(shape)), shape));
      });
      const [loss, weight] = sums as [Tensor, Tensor];
      const entries = [...trainable, ...states].map(({ name }, at) => [name, sums[at + 2] as Tensor] as const);
      const isUpdated = (_: unknown, at: number): boolean => areUpdated[at] !== 0;
      return {
        ...{ loss, weight },
        gradients: new Map(entries.slice(0, trainable.length)),
        updates: new Map(entries.slice(trainable.length).filter(isUpdated)),
        logs: names.length === 0 ? undefined : { names, numbers: sums.at(-1) as Tensor },
      };
    });
  }

  /** Returns the names of rank 0, which has rows in every batch. */
  async #broadcast(names: readonly string[]): Promise<readonly string[]> {
    const bytes = new TextEncoder().encode(JSON.stringify(names));
    return JSON.parse(new TextDecoder().decode(await this.#shards.communicator.broadcast(bytes)));
  }
}
