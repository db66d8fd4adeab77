/** Calls a kernel of the inner backend once for all shards where that gives the same bits, or else once for each. */
import type { DType, Operand, Shape } from '../../backend.js';
import { Common, Each, type ViewingBackend } from './storage.js';

/** What kernels take: an operand, a number, or nothing. */
type Given = Operand | number | undefined;

/** Converts an operand for a call on the inner backend. */
type To = <G extends Given>(given: G) => G;

/** Calls a kernel with one result of shape `shape`, for `times` shards at once. */
type Call = (to: To, shape: Shape, times: number) => unknown;

/** Storages by their names; undefined where a kernel returns nothing. */
type Named<K extends string> = Readonly<Record<K, unknown>>;

export const isEach = (given: Given): boolean => typeof given === 'object' && given.storage instanceof Each;

/** Applies a change to what is an operand. */
const onOperand =
  (change: (operand: Operand) => Operand): To =>
  <G extends Given>(given: G): G =>
    (typeof given === 'object' ? change(given) : given) as G;

/** An operand that is the same for all shards, as it is. */
const plain: To = onOperand((operand) => ({ ...operand, storage: (operand.storage as Common).storage }));

/** Multiplies the rows of a shape. */
const repeated = ([rows = 1, ...rest]: Shape, times: number): Shape => [rows * times, ...rest];

export class ShardCalls {
  readonly inner: ViewingBackend;
  readonly count: number;

  constructor(inner: ViewingBackend, count: number) {
    this.inner = inner;
    this.count = count;
  }

  /** Returns a result of all shards. `shape` is that of one. */
  stacked(stack: unknown, shape: Shape, dtype: DType): Each {
    return new Each(this.inner, this.count, shape, dtype, { stack });
  }

  /** The operand for one shard. */
  #part(at: number): To {
    return onOperand((operand) => {
      const { storage } = operand as { storage: Common | Each };
      return { ...operand, storage: storage instanceof Each ? storage.part(at) : storage.storage };
    });
  }

  /** The operands of all shards with one more dimension in front: the shards, or 1 for what they have in common. */
  readonly #stack: To = onOperand((operand) => {
    const { storage } = operand as { storage: Common | Each };
    return storage instanceof Each
      ? { ...operand, storage: storage.stack, shape: [this.count, ...operand.shape] }
      : { ...operand, storage: storage.storage, shape: [1, ...operand.shape] };
  });

  /** The rows of all shards as those of one operand. */
  readonly #rows: To = onOperand((operand) =>
    isEach(operand)
      ? { ...operand, storage: (operand.storage as Each).stack, shape: repeated(operand.shape, this.count) }
      : plain(operand),
  );

  /**
   * Calls a kernel to which the shards can be one more dimension. If there are only parts of several operands, such as
   * of gradients that are added, it is called for each shard, which needs no copies.
   */
  stackwise(operands: readonly Given[], shape: Shape, dtype: DType, call: Call): Common | Each {
    const own = operands.filter(isEach) as readonly Operand<Each>[];
    if (own.length === 0) return new Common(call(plain, shape, 1));
    if (own.length > 1 && own.every(({ storage }) => !storage.isStacked)) {
      return this.separately(operands, shape, dtype, call);
    }
    const { count } = this;
    return this.stacked(call(this.#stack, [count, ...shape], count), shape, dtype);
  }

  /** Calls a kernel that treats each row of `byRow` by itself, if all shards have the `others` in common. */
  rowwise(byRow: readonly Given[], others: readonly Given[], shape: Shape, dtype: DType, call: Call): Common | Each {
    const suits = byRow.every((x) => x === undefined || isEach(x)) && !others.some(isEach);
    if (!suits) return this.separately([...byRow, ...others], shape, dtype, call);
    const { count } = this;
    return this.stacked(call(this.#rows, repeated(shape, count), count), shape, dtype);
  }

  /** Calls a kernel for each shard. */
  separately(operands: readonly Given[], shape: Shape, dtype: DType, call: Call): Common | Each {
    const { result } = this.several(operands, { result: shape }, dtype, (to) => ({ result: call(to, shape, 1) }));
    return result as Common | Each;
  }

  /** Calls a kernel of several results for each shard. `shapes` are those of the results. */
  several<K extends string>(
    operands: readonly Given[],
    shapes: Readonly<Record<K, Shape>>,
    dtype: DType,
    call: (to: To) => Named<K>,
  ): Record<K, Common | Each | undefined> {
    const names = Object.keys(shapes) as K[];
    const results = (wrap: (name: K) => Common | Each | undefined) =>
      Object.fromEntries(names.map((name) => [name, wrap(name)])) as Record<K, Common | Each | undefined>;
    if (!operands.some(isEach)) {
      const made = call(plain);
      return results((name) => (made[name] === undefined ? undefined : new Common(made[name])));
    }
    const all = this.forEach(call, (made) => {
      for (const name of names) if (made[name] !== undefined) this.inner.release(made[name]);
    });
    return results((name) => {
      if (all[0]?.[name] === undefined) return undefined;
      return new Each(this.inner, this.count, shapes[name], dtype, { parts: all.map((made) => made[name]) });
    });
  }

  /** Returns what `call` makes of each shard. If it throws, releases what it has made before. */
  forEach<T>(call: (to: To) => T, release: (made: T) => void): T[] {
    const all: T[] = [];
    try {
      for (let at = 0; at < this.count; at++) all.push(call(this.#part(at)));
      return all;
    } catch (error) {
      for (const made of all) release(made);
      throw error;
    }
  }
}
