/** Trains on a folder of photos: one sub-folder of PNG or JPEG files for each class. */
import { Adam, type Backend, evaluate, fit, Random, type Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import { augmented, type ImageForm, imageFolderDataset, split } from '@nablajs/datasets';
import { createNetwork } from './network.js';

/** All photos are scaled to this many pixels, by height and width. */
const SIZE = 32;
/** The share of the photos that the network does not train on, and is tested on. */
const TEST_SHARE = 0.2;

export interface Trained {
  readonly network: Sequential;
  /** How a photo becomes an input, and the names of the classes. Save it with the network. */
  readonly form: ImageForm;
  /** The share of right answers on the photos that it was tested on, and their number. */
  readonly accuracy: number;
  readonly tested: number;
}

/** Trains and tests. `onEpoch` is called after each epoch, with the mean loss. */
export async function trainOnFolder(
  backend: Backend,
  folder: string,
  { epochs = 150, onEpoch = () => {} }: { epochs?: number; onEpoch?: (epoch: number, loss: number) => void } = {},
): Promise<Trained> {
  const photos = await imageFolderDataset(folder, { height: SIZE, width: SIZE, channels: 3, flatten: false });
  for (const { path, reason } of photos.skipped) console.warn(`Left out: ${path}: ${reason}`);
  // In each epoch, photos are moved, turned and mirrored a little: a few of them then teach more.
  const varied = augmented(photos, { shift: 2, rotate: 10, flip: true, seed: 1 });
  const { train, test } = split(varied, TEST_SHARE, new Random(1), { labels: photos.labels });

  const network = createNetwork(backend, photos.inputShape, photos.classes.length);
  const loss = new SoftmaxCrossEntropy();
  const optimizer = new Adam({ learningRate: 0.005 });
  await fit(network, train, {
    ...{ loss, optimizer, epochs, batchSize: 16, seed: 1 },
    onEvent: (event) => {
      if (event.type === 'epoch-end') onEpoch(event.epoch, event.loss);
    },
  });
  const { classification } = await evaluate(network, test, { loss });
  return { network, form: photos.form, accuracy: classification?.accuracy ?? Number.NaN, tested: test.length };
}
