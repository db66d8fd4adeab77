/** The training of federated.html in one process: what the pages have to end with. */
import { type Backend, type DenseArray, fit } from '@nablajs/core';
import { newNetwork, type Round, trainingOf, trainTogether } from '../src/federated/federated.js';
import { accuracyOf, type Half, halfOfSpirals } from '../src/federated/halves.js';

/** Trains both halves with each other, and returns the rounds of each and the weights at the end. */
export async function trainBoth(backend: Backend, rounds: number) {
  const name = `nabla-test-${process.pid}`;
  let weights: ReadonlyMap<string, DenseArray> = new Map();
  const takePart = async (half: Half): Promise<Round[]> => {
    const channel = new BroadcastChannel(name);
    const onRestart = (): never => {
      throw new Error(`the ${half} half was told to restart`);
    };
    const all: Round[] = [];
    for await (const round of trainTogether(backend, { half, rounds, channel, onRestart })) {
      all.push(round);
      weights = await round.model.parameters.read();
    }
    channel.close();
    return all;
  };
  const [left, right] = await Promise.all([takePart('left'), takePart('right')]);
  return { left, right, weights };
}

/** The accuracy on both halves of a network that learned one of them, in as many epochs. */
export async function trainAlone(backend: Backend, half: Half, rounds: number): Promise<number> {
  const model = newNetwork(backend);
  await fit(model, halfOfSpirals(half), { ...trainingOf(1), epochs: rounds });
  return await accuracyOf(model);
}
