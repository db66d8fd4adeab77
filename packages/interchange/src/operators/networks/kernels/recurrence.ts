/** ONNX's LSTM, GRU and RNN, by the modules of `@nablajs/sequences`. */
import {
  add,
  Context,
  concat,
  type ModuleState,
  matmul,
  multiply,
  scope,
  sigmoid,
  slice,
  split,
  stack,
  type Tensor,
  tanh,
} from '@nablajs/core';
import { GRU, LSTM, SimpleRNN } from '@nablajs/sequences';

/** Which recurrent operator it is. */
export type RecurrentType = 'LSTM' | 'GRU' | 'RNN';

/** ONNX's gates in the order of the modules: i o f c as i f c o, z r h as r z h. */
export const GATES: Readonly<Record<RecurrentType, readonly number[]>> = {
  LSTM: [0, 2, 3, 1],
  GRU: [1, 0, 2],
  RNN: [0],
};

/** What a recurrent operator takes. Gates are in the order of the modules. */
export interface Recurring {
  readonly type: RecurrentType;
  /** [n, time, width] */
  readonly x: Tensor;
  /** [directions, width, gates units] */
  readonly weight: Tensor;
  /** [directions, units, gates units] */
  readonly recurrentWeight: Tensor;
  /**
   * [directions, 2 gates units]: those of the inputs, then those of the states before. Without those that are 0,
   * [directions, gates units], and the last gate's second one if `resetAfter`.
   */
  readonly bias: Tensor | undefined;
  /** For LSTM, weights of the state c, [directions, 3 units]: those of i, o and f. */
  readonly peepholes: Tensor | undefined;
  /** 1 or 0 [n, time]; undefined if all elements are there. */
  readonly mask: Tensor | undefined;
  /** First states, h and for LSTM c: [directions, n, units]. Undefined: zeros. */
  readonly first: readonly (Tensor | undefined)[];
  /** For each direction, whether it reads from the end. */
  readonly backward: readonly boolean[];
  /** ONNX's linear_before_reset. */
  readonly resetAfter: boolean;
  /** Whether the last states are needed: a backend's kernel returns only the outputs. */
  readonly needsLast: boolean;
}

/** What a recurrent operator returns. */
export interface Recurred {
  /** [n, time, directions, units] */
  readonly outputs: Tensor;
  /** h and for LSTM c, [directions, n, units]; undefined unless needed. */
  readonly last: readonly Tensor[] | undefined;
}

/** Runs a recurrent operator. */
export const recurrence = (how: Recurring): Recurred =>
  scope(() => {
    const made = how.backward.map((_, direction) => one(how, direction));
    const names = statesOf(how.type);
    return {
      outputs: together(
        made.map(({ y }) => y),
        2,
      ),
      last: how.needsLast
        ? names.map((name) =>
            together(
              made.map(({ states }) => states.get(name) as Tensor),
              0,
            ),
          )
        : undefined,
    };
  });

/** Joins what the directions made along a new axis. Nothing is copied for one direction. */
function together(tensors: readonly Tensor[], axis: number): Tensor {
  const [only] = tensors as readonly [Tensor];
  return tensors.length === 1 ? only.reshape(only.shape.toSpliced(axis, 0, 1)) : stack(tensors, { axis });
}

/** An LSTM whose gates also see the state c (Gers and Schmidhuber 2000): those of i and f the one before. */
class PeepholeLSTM extends LSTM {
  protected override walk(): undefined {
    return undefined;
  }

  protected override step(context: Context, inputs: Tensor, [h, c]: readonly [Tensor, Tensor]): Tensor[] {
    const z = add(inputs, matmul(h, context.parameter('recurrentWeight')));
    const [i, f, g, o] = split(z, 4, { axis: 1 }) as [Tensor, Tensor, Tensor, Tensor];
    const [pi, po, pf] = split(context.parameter('peepholes'), 3) as [Tensor, Tensor, Tensor];
    const kept = multiply(sigmoid(add(f, multiply(pf, c))), c);
    const cell = add(kept, multiply(sigmoid(add(i, multiply(pi, c))), tanh(g)));
    return [multiply(sigmoid(add(o, multiply(po, cell))), tanh(cell)), cell];
  }
}

const statesOf = (type: RecurrentType): readonly string[] => (type === 'LSTM' ? ['h', 'c'] : ['h']);

/** Reads the sequences in one direction. */
function one(how: Recurring, direction: number): { readonly y: Tensor; readonly states: ReadonlyMap<string, Tensor> } {
  const { type, x, mask, bias, resetAfter } = how;
  const part = (tensor: Tensor): Tensor =>
    tensor.shape[0] === 1 ? tensor.reshape(tensor.shape.slice(1)) : slice(tensor, [direction]);
  const recurrentWeight = part(how.recurrentWeight);
  const units = recurrentWeight.shape[0] as number;
  const options = { returnSequences: true, bias: bias !== undefined };
  const parameters = new Map<string, Tensor>([
    ['weight', part(how.weight)],
    ['recurrentWeight', recurrentWeight],
  ]);
  if (bias !== undefined) {
    const columns = recurrentWeight.shape[1] as number;
    for (const [name, value] of biases(part(bias), columns, type === 'GRU' && resetAfter ? units : 0)) {
      parameters.set(name, value);
    }
  }
  if (how.peepholes !== undefined) parameters.set('peepholes', part(how.peepholes));
  const module =
    type === 'LSTM'
      ? new (how.peepholes === undefined ? LSTM : PeepholeLSTM)(units, options)
      : type === 'GRU'
        ? new GRU(units, { ...options, resetAfter })
        : new SimpleRNN(units, options);
  const states = new Map<string, Tensor>();
  for (const [at, name] of statesOf(type).entries()) {
    const first = how.first[at];
    if (first !== undefined) states.set(name, part(first));
  }
  // With a state, the module goes on from it and leaves the last one in it, but does not use the backend's kernel.
  const hasState = how.needsLast || states.size > 0;
  const context = new Context(parameters, hasState ? { stateAt: () => stateOf(states) } : {});
  const inputs = mask === undefined ? [x] : [x, mask];
  return { y: module.read(context, inputs, how.backward[direction] === true), states };
}

const stateOf = (states: Map<string, Tensor>): ModuleState => ({
  get: <T extends Tensor | number>(name: string): T | undefined => states.get(name) as T | undefined,
  set: (name, value) => void states.set(name, value as Tensor),
});

/**
 * Returns the biases of a module from ONNX's two [columns], one behind the other, or from those that are not 0. The
 * second ones of the last `kept` columns stay on their own: the reset gate applies to them.
 */
function biases(all: Tensor, columns: number, kept: number): [string, Tensor][] {
  const of = (from: number, to: number): Tensor => slice(all, [[from, to]]);
  const own = (bias: Tensor): [string, Tensor][] =>
    kept === 0
      ? [['bias', bias]]
      : [
          ['bias', bias],
          ['recurrentBias', of(all.size - kept, all.size)],
        ];
  if (all.size < 2 * columns) return own(kept === 0 ? all : of(0, columns));
  const summed = columns - kept;
  const sums = add(of(0, summed), of(columns, columns + summed));
  return own(kept === 0 ? sums : concat([sums, of(summed, columns)]));
}
