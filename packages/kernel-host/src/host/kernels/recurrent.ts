/** The steps of recurrent layers along a sequence: splits the work for assembly/recurrent.ts. */
import type { FusedKernels, Operand } from '@nablajs/core';
import { LSTM, LSTM_BACKWARD, MATMUL_PACK } from '../abi/kernels.js';
import { itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

/** What a call does with the memory at these addresses; 0 stands for none. */
interface Addresses {
  readonly inputs: number;
  readonly mask: Operand<Storage> | undefined;
  readonly y: number;
  readonly gates: number;
  readonly dY: number;
  readonly dInputs: number;
}

/** After the memory of an item, because vectors are read past the end. */
const ROOM = 64;

/** Packs the weights [units, 4 units], transposed for the gradient, and takes all steps of [n, time]. */
function run(
  store: Store,
  kernel: typeof LSTM,
  weight: Operand<Storage>,
  [n, time]: readonly [number, number],
  isReversed: boolean,
  { mask, ...addresses }: Addresses,
): void {
  const { engine } = store;
  const { dtype } = weight;
  const units = weight.shape[0] as number;
  const transposed = Number(kernel === LSTM_BACKWARD);
  const [k, columns] = transposed ? [4 * units, units] : [units, 4 * units];
  const strips = itemsOf(columns, engine.layout.tileBytes / bytesPer(dtype));
  const each = itemsOf(n, engine.threads);
  const items = itemsOf(n, each);
  const packedBytes = strips * k * engine.layout.tileBytes;
  const itemBytes = transposed * (3 * each * units * bytesPer(dtype) + ROOM);
  store.borrow(packedBytes + items * itemBytes, (packed) => {
    const pack = { b: addressOf(weight), out: packed, k, n: columns, transposed, strips: 1, each: strips };
    engine.run(MATMUL_PACK, dtype, strips, pack);
    engine.run(kernel, dtype, items, {
      inputs: addresses.inputs,
      packed,
      mask: mask === undefined ? 0 : addressOf(mask),
      y: addresses.y,
      gates: addresses.gates,
      dY: addresses.dY,
      dInputs: addresses.dInputs,
      work: transposed ? packed + packedBytes : 0,
      itemBytes,
      n,
      time,
      units,
      each,
      reversed: Number(isReversed),
    });
  });
}

export function recurrentKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'lstm' | 'lstmBackward'>> {
  return {
    lstm(inputs, weight, mask, isReversed) {
      const [n, time, width] = inputs.shape as readonly [number, number, number];
      const y = store.allocate(inputs.dtype, (n * time * width) / 4);
      const gates = store.allocate(inputs.dtype, n * time * width * 1.5);
      const addresses = { inputs: addressOf(inputs), mask, y: y.address, gates: gates.address, dY: 0, dInputs: 0 };
      run(store, LSTM, weight, [n, time], isReversed, addresses);
      return { y, statistics: gates };
    },
    lstmBackward(weight, mask, isReversed, statistics, dY) {
      const [n, time, units] = dY.shape as readonly [number, number, number];
      const dInputs = store.allocate(dY.dtype, n * time * units * 4);
      const gates = (statistics as DenseStorage).address;
      const addresses = { inputs: 0, mask, y: 0, gates, dY: addressOf(dY), dInputs: dInputs.address };
      run(store, LSTM_BACKWARD, weight, [n, time], isReversed, addresses);
      return dInputs;
    },
  };
}
