/** What attention keeps of earlier calls in a `State`: the input layer's rows, and their mask. */
import { concat, type FusedKernels, fill, isTracked, type ModuleState, pad, slice, Tensor } from '@nablajs/core';
import { type Attending, attention, MOST } from './attention.js';

/** Room for this many rows at first; when they are there, for twice as many. */
const ROOM = 64;

/** Extends the rows x [n, time, (heads + 2 keyHeads) size] of queries, keys and values by those of earlier calls. */
export function withEarlier(state: ModuleState, x: Tensor, attending: Attending): Tensor {
  const { heads, keyHeads, drop } = attending;
  const [rows, count] = [state.get('rows'), state.get<number>('count') ?? 0];
  const [n, time, width] = x.shape as readonly [number, number, number];
  const asking = (width / (heads + 2 * keyHeads)) * heads;
  const mask = maskOf(state, x, rows && count, attending.mask);
  const all = count + time;
  state.set('count', all);
  const { attention: kernel, addBlock } = x.backend.fused ?? {};
  const isOne = n === 1 && (rows === undefined || rows.shape[0] === 1) && all * (heads / keyHeads) <= MOST;
  const isWhole = drop === undefined && width <= MOST && !isTracked(x, rows);
  if (kernel === undefined || addBlock === undefined || !isOne || !isWhole) {
    const joined = rows === undefined ? x : concat([first(rows, count), x], { axis: 1 });
    state.set('rows', joined);
    const part = (y: Tensor, from: number, to: number): Tensor => slice(y, [[], [], [from, to]]);
    return attention(part(x, 0, asking), part(joined, asking, width), { ...attending, mask });
  }
  const grown = grow(state, x, rows, count, addBlock);
  const inputs = { mask: mask?.operand(), heads, keyHeads, causal: true, queries: time };
  const { y, statistics } = kernel({ ...inputs, x: grown.operand([1, all, width]), source: undefined });
  x.backend.release(statistics);
  return new Tensor(x.backend, y, [1, time, asking], x.dtype);
}

/** Writes x behind the first `count` rows, in place if there is room. */
function grow(
  state: ModuleState,
  x: Tensor,
  rows: Tensor | undefined,
  count: number,
  addBlock: Required<FusedKernels>['addBlock'],
): Tensor {
  const time = x.shape[1] as number;
  // A call that threw may have written: then there is another version.
  const fits = rows !== undefined && count + time <= (rows.shape[1] as number);
  if (fits && rows.version === state.get<number>('version')) {
    const width = x.size / time;
    rows.replaceStorage(addBlock(rows.operand([rows.size]), x.operand([x.size]), [count * width]));
    state.set('version', rows.version);
    return rows;
  }
  const all = rows === undefined ? x : concat([first(rows, count), x], { axis: 1 });
  // -0, because -0 + x has the bits of x.
  const padded = pad(
    all,
    [
      [0, 0],
      [0, Math.max(ROOM, count + time)],
      [0, 0],
    ],
    -0,
  );
  state.set('rows', padded);
  state.set('version', padded.version);
  return padded;
}

const first = (rows: Tensor, count: number): Tensor => (rows.shape[1] === count ? rows : slice(rows, [[], [0, count]]));

/** Puts the mask behind that of earlier calls, `before` rows. */
function maskOf(
  state: ModuleState,
  { backend, shape, dtype }: Tensor,
  before: number | undefined,
  mask: Tensor | undefined,
): Tensor | undefined {
  const earlier = state.get('mask');
  if (mask === undefined && earlier === undefined) return undefined;
  const [n, time] = shape as readonly [number, number];
  const ones = (count: number): Tensor => fill(backend, [n, count], 1, dtype);
  const own = mask ?? ones(time);
  const all = before === undefined ? own : concat([earlier ?? ones(before), own], { axis: 1 });
  state.set('mask', all);
  return all;
}
