import {
  type Backend,
  Chain,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  Flatten,
  Network,
  named,
  predict,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets/portable';
import { type Features, fineTune } from '@nablajs/finetune';
import { holdOut } from './hold-out.js';

/** How far a training is. */
export interface Lesson {
  readonly state: 'training' | 'done';
  /** The most epochs. */
  readonly epochs: number;
  /** The loss of each epoch so far, and that of the photos held out. */
  readonly losses: readonly number[];
  readonly heldLosses: readonly number[];
  /** How many photos it learns from, and how many test it. */
  readonly training: number;
  readonly heldOut: number;
  /** Numbers of wrongly answered held-out photos, once it is done, and the class that each is taken for. */
  readonly wrong?: readonly { readonly id: number; readonly answer: number }[];
}

/** A photo as features. */
export interface SeenPhoto {
  readonly id: number;
  readonly features: Float32Array;
}

/** What was learned: a dense layer [features, classes]. */
export interface Head {
  readonly weight: DenseArray;
  readonly bias: DenseArray;
}

const EPOCHS = 100;
/** Milliseconds between two reports. */
const REPORT_EVERY = 50;

/**
 * Holds out some photos, if there are enough, and learns until their loss no longer falls. Rejects with an Error if a
 * class has no photos.
 */
export async function learnHead(
  backend: Backend,
  classes: readonly (readonly SeenPhoto[])[],
  report: (lesson: Lesson) => void,
): Promise<{ readonly head: Head; readonly lesson: Lesson }> {
  if (classes.length < 2 || classes.some(({ length }) => length === 0)) {
    throw new Error('Expected two classes or more, each with at least one photo.');
  }
  const photos = classes.flatMap((own, label) => own.map((photo) => ({ ...photo, label })));
  const { training, heldOut } = holdOut(classes.map(({ length }) => length));
  const train = datasetOf(photos, training);
  const validation = heldOut.length === 0 ? undefined : datasetOf(photos, heldOut);
  const [losses, heldLosses]: [number[], number[]] = [[], []];
  const lesson = (state: Lesson['state']): Lesson => ({
    ...{ state, epochs: EPOCHS, losses: [...losses], heldLosses: [...heldLosses] },
    ...{ training: training.length, heldOut: heldOut.length },
  });
  report(lesson('training'));
  let reported = performance.now();
  const width = photos[0]?.features.length ?? 0;
  const options = { outputs: classes.length, epochs: EPOCHS, unfreeze: false, seed: 1 };
  for await (const event of fineTune(backend, asTheyAre(width), { train, validation }, options)) {
    if (event.type === 'epoch-end') {
      losses.push(event.loss);
      if (event.validation !== undefined) heldLosses.push(event.validation.loss);
      if (performance.now() - reported > REPORT_EVERY) {
        report(lesson('training'));
        reported = performance.now();
      }
    }
    if (event.type !== 'fine-tuned') continue;
    using network = event.network;
    const arrays = await network.parameters.read();
    const head = { weight: arrays.get('head.weight') as DenseArray, bias: arrays.get('head.bias') as DenseArray };
    const held = Array.from(heldOut, (at) => photos[at] as (typeof photos)[number]);
    const answers = await answersOf(network, held);
    const wrong = held.flatMap(({ id, label }, at) => {
      const answer = answers[at] as number;
      return answer === label ? [] : [{ id, answer }];
    });
    return { head, lesson: { ...lesson('done'), wrong } };
  }
  throw new Error('The training ended without a network.');
}

/** Makes a network of the head alone. Dispose of it. */
export function headNetwork(backend: Backend, { weight, bias }: Head): Network {
  const [width = 0, classes = 0] = weight.shape;
  const parameters = new Map([
    ['head.weight', weight],
    ['head.bias', bias],
  ]);
  const module = new Chain([named('head', new Dense(classes))]);
  return new Network(backend, module, { inputShape: [width], parameters, dtype: 'float32' });
}

/** The inputs are features already, and stay as they are. */
const asTheyAre = (width: number): Features => ({
  ...{ module: new Chain([new Flatten()]), parameters: new Map(), inputShape: [width], width, blocks: [] },
});

function datasetOf(photos: readonly (SeenPhoto & { readonly label: number })[], indices: Int32Array): Dataset {
  const chosen = Array.from(indices, (at) => photos[at] as (typeof photos)[number]);
  const labels = Int32Array.from(chosen, ({ label }) => label);
  return arrayDataset(rowsOf(chosen), dense(labels, [labels.length]));
}

function rowsOf(photos: readonly SeenPhoto[]): DenseArray {
  const width = photos[0]?.features.length ?? 0;
  const data = new Float32Array(photos.length * width);
  for (const [at, { features }] of photos.entries()) data.set(features, at * width);
  return dense(data, [photos.length, width]);
}

/** The class that the network takes each photo for. */
async function answersOf(network: Network, photos: readonly SeenPhoto[]): Promise<readonly number[]> {
  if (photos.length === 0) return [];
  const data = (await predict(network, rowsOf(photos))).data as Float32Array;
  const classes = data.length / photos.length;
  return photos.map((_, at) => {
    const own = data.subarray(at * classes, (at + 1) * classes);
    return own.indexOf(own.reduce((a, b) => Math.max(a, b)));
  });
}
