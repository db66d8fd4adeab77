/** Attention and its gradients: splits the work for assembly/attention.ts. */
import type { AttentionInputs, FusedKernels, Operand } from '@nablajs/core';
import { ATTENTION, ATTENTION_BACKWARD } from '../abi/kernels.js';
import { ATTENTION_ROWS, SUM_BLOCK } from '../abi/layout.js';
import { ITEM_PRODUCTS, itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

type Given = AttentionInputs<Storage>;

/** Items for each thread: each has memory of its own. */
const ITEMS = 4;
/** After the memory of an item, because vectors are read past the end. */
const ROOM = 256;

/** Where an output goes and what gradients are made of; gradients have the form of x and source. */
interface Addresses {
  readonly y: number;
  readonly statistics: number;
  readonly dY: number;
  readonly dX: number;
  readonly dSource: number;
}

function run(store: Store, kernel: typeof ATTENTION, given: Given, addresses: Addresses): void {
  const { x, source, mask, heads, keyHeads, causal } = given;
  const { engine } = store;
  const { dtype, shape } = x;
  const [n, rows, width] = shape as readonly [number, number, number];
  const { queries = rows } = given;
  const { y, statistics, dY, dX, dSource } = addresses;
  const isForward = kernel === ATTENTION;
  const bytes = bytesPer(dtype);
  const size = width / (source === undefined ? heads + 2 * keyHeads : heads);
  const keys = source === undefined ? rows : (source.shape[1] as number);
  // Keys and values are behind the queries, or in a tensor of their own.
  const behind = source === undefined ? heads * size * bytes : 0;
  const k = addressOf(source ?? x) + behind;
  const dK = isForward ? 0 : (source === undefined ? dX : dSource) + behind;
  const values = keyHeads * size * bytes;
  const strips = itemsOf(keys, engine.layout.tileBytes / bytes);
  const packed = strips * size * engine.layout.tileBytes;
  const tile = isForward ? ATTENTION_ROWS : SUM_BLOCK;
  const units = isForward ? n * heads * itemsOf(queries, tile) : n * keyHeads;
  const products = n * heads * queries * keys * size;
  const most = engine.threads === 1 ? 1 : Math.min(units, ITEMS * engine.threads, itemsOf(products, ITEM_PRODUCTS));
  const each = itemsOf(units, most);
  const items = itemsOf(units, each);
  // Forward: packed keys, queries, and their scores. Backward: packed keys and values, the rows of queries, of dY and
  // of gradients of queries, weights and gradients of scores, and a sum and a limit for each query.
  const floats = isForward
    ? tile * (size + strips * (engine.layout.tileBytes / bytes))
    : tile * (3 * size + 2 * tile + 2);
  const itemBytes = Math.ceil(((isForward ? packed : 2 * packed) + floats * bytes + ROOM) / 64) * 64;
  store.borrow(items * itemBytes, (work) =>
    engine.run(
      kernel,
      dtype,
      items,
      {
        q: addressOf(x) + (rows - queries) * width * bytes,
        k,
        v: k + values,
        mask: mask === undefined ? 0 : addressOf(mask),
        y,
        statistics,
        dY,
        dQ: dX,
        dK,
        dV: isForward ? 0 : dK + values,
        work,
        itemBytes,
        qStride: width * bytes,
        kStride: source === undefined ? width * bytes : 2 * values,
        heads,
        keyHeads,
        queries,
        keys,
        size,
        causal: Number(causal),
        units,
        each,
      },
      { scale: 1 / Math.sqrt(size) },
    ),
  );
}

const allocateLike = (store: Store, x: Operand<Storage>): DenseStorage =>
  store.allocate(x.dtype, (x.storage as DenseStorage).length);

type AttentionKernels = Required<Pick<FusedKernels<Storage>, 'attention' | 'attentionBackward'>>;

export function attentionKernels(store: Store): AttentionKernels {
  return {
    attention(given) {
      const { x, source, heads, keyHeads } = given;
      const [n, rows, width] = x.shape as readonly [number, number, number];
      const count = n * (given.queries ?? rows);
      const asking = source === undefined ? (width / (heads + 2 * keyHeads)) * heads : width;
      const y = store.allocate(x.dtype, count * asking);
      // The largest score of each query and head, and the sum of what is behind it.
      const statistics = store.allocate(x.dtype, 2 * count * heads);
      run(store, ATTENTION, given, { y: y.address, statistics: statistics.address, dY: 0, dX: 0, dSource: 0 });
      return { y, statistics };
    },
    attentionBackward(given, y, statistics, dY) {
      const dX = allocateLike(store, given.x);
      const dSource = given.source && allocateLike(store, given.source);
      run(store, ATTENTION_BACKWARD, given, {
        y: addressOf(y),
        statistics: (statistics as DenseStorage).address,
        dY: addressOf(dY),
        dX: dX.address,
        dSource: dSource?.address ?? 0,
      });
      return dSource === undefined ? { dX } : { dX, dSource };
    },
  };
}
