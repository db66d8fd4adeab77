/** Trains the network that comes with the page. scripts/train-digits.mjs runs it in Node. */
import { type EncodedModelFiles, encodeModelFiles } from '@nablajs/checkpoint/portable';
import { type Backend, type EpochEndEvent, train } from '@nablajs/core';
import type { LabelledImages } from '@nablajs/datasets/portable';
import { DIGIT_FORM } from './digit-form.js';
import { distortedDigits, plainDigits } from './digit-images.js';
import { digitTraining, newDigitNetwork } from './recipe.js';

const SEED = 1;

/** Returns the files of the trained model. Calls `report` after each epoch. */
export async function trainDigits(
  backend: Backend,
  data: Readonly<Record<'train' | 'test', LabelledImages>>,
  epochs: number,
  report: (event: EpochEndEvent) => void,
): Promise<EncodedModelFiles> {
  const network = newDigitNetwork(backend, SEED);
  const options = { ...digitTraining(epochs, SEED), validation: plainDigits(data.test) };
  let accuracy = 0;
  for await (const event of train(network, distortedDigits(data.train, SEED), options)) {
    if (event.type !== 'epoch-end') continue;
    accuracy = event.validation?.classification?.accuracy ?? 0;
    report(event);
  }
  const { config, dtype } = network;
  const files = await encodeModelFiles({
    config,
    dtype,
    normalisation: DIGIT_FORM.normalisation,
    form: { ...DIGIT_FORM, normalisation: { ...DIGIT_FORM.normalisation } },
    notes: { task: 'digits', examples: data.train.count, epochs, seed: SEED, accuracy },
    parameters: await network.parameters.read(),
  });
  network.dispose();
  return files;
}
