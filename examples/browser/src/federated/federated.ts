/**
 * Federated averaging (McMahan et al. 2017) between two pages. Each trains on points that only it has, sends its
 * weights to the other one through a BroadcastChannel, and goes on with the mean of both. No point leaves its page.
 */
import {
  Adam,
  type Backend,
  Dense,
  type DenseArray,
  dense,
  fit,
  Sequential,
  SoftmaxCrossEntropy,
  Tanh,
} from '@nablajs/core';
import { accuracyOf, type Half, halfOfSpirals } from './halves.js';

/** What a page sends: its loss in a round, and its weights after it. Or that it is new, and has missed all before. */
type Message = 'hello' | { readonly round: number; readonly loss: number; readonly weights: Weights };
type Weights = ReadonlyMap<string, DenseArray>;

/** A finished round. The accuracies are of points of both halves that no page has learned. */
export interface Round {
  readonly round: number;
  readonly losses: { readonly own: number; readonly other: number };
  /** Of this page's network before the weights were averaged, and of the averaged one. */
  readonly accuracies: { readonly own: number; readonly averaged: number };
  /** Has the averaged weights. */
  readonly model: Sequential;
}

/** Where and how long a page takes part. */
export interface Part {
  readonly half: Half;
  readonly rounds: number;
  readonly channel: BroadcastChannel;
  /** Called when the other page has started anew, so this one has to as well. */
  readonly onRestart: () => void;
}

/** Both pages begin with the same weights: the mean of different ones would be worth nothing. */
export function newNetwork(backend: Backend): Sequential {
  const layers = [new Dense(24), new Tanh(), new Dense(24), new Tanh(), new Dense(2)];
  return new Sequential(backend, { inputShape: [2], layers, seed: 1 });
}

/** The options of a round's training, which is one epoch. */
export const trainingOf = (round: number) => ({
  ...{ loss: new SoftmaxCrossEntropy(), optimizer: new Adam({ learningRate: 0.01 }) },
  ...{ epochs: 1, batchSize: 32, seed: round },
});

/** Trains with the other page, and yields every round. Waits for the other page as long as it takes. */
export async function* trainTogether(
  backend: Backend,
  { half, rounds, channel, onRestart }: Part,
): AsyncGenerator<Round> {
  const model = newNetwork(backend);
  const data = halfOfSpirals(half);
  const received = new Map<number, Exclude<Message, 'hello'>>();
  let sent: Message | undefined;
  let [round, wake] = [1, (): void => {}];
  channel.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if (message !== 'hello') received.set(message.round, message);
    else if (round > 1) onRestart();
    else {
      received.clear();
      if (sent !== undefined) channel.postMessage(sent);
    }
    wake();
  };
  channel.postMessage('hello' satisfies Message);

  for (; round <= rounds; round++) {
    const { logs } = await fit(model, data, trainingOf(round));
    const own = { round, loss: logs[0]?.loss ?? Number.NaN, weights: await model.parameters.read() };
    const accuracy = await accuracyOf(model);
    channel.postMessage(own satisfies Message);
    sent = own;
    let other = received.get(round);
    while (other === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      other = received.get(round);
    }
    model.parameters.load(meanOf(own.weights, other.weights));
    const accuracies = { own: accuracy, averaged: await accuracyOf(model) };
    yield { round, losses: { own: own.loss, other: other.loss }, accuracies, model };
  }
}

/** The mean of two networks' weights. Both pages have equally many points; otherwise it would be weighted. */
function meanOf(own: Weights, other: Weights): Weights {
  const mean = ({ data, shape }: DenseArray, { data: more }: DenseArray): DenseArray =>
    dense(
      Float32Array.from(data, (value, at) => (Number(value) + Number(more[at])) / 2),
      shape,
    );
  return new Map(Array.from(own, ([name, array]) => [name, mean(array, other.get(name) as DenseArray)]));
}
