/** Small trained networks and data sets for tests. */
import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  BatchNorm,
  Conv2d,
  type Dataset,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  GlobalAveragePool,
  type Module,
  Random,
  ReLU,
  Sequential,
  Softmax,
} from '@nablajs/core';
import { afterAll, beforeAll } from 'vitest';
import {
  type Features,
  type FineTuneData,
  type FineTunedEvent,
  type FineTuneEvent,
  type FineTuneOptions,
  featuresOf,
  fineTune,
  type TrainedModel,
} from '../src/index.js';

const SIZE = 6;

/** Layers of a small convnet with batch normalisation, dropout and a head for 5 classes. */
export const convnetLayers = (dropout = 0.3): Module[] => [
  ...[new Conv2d(4, 3, { padding: 'same' }), new BatchNorm(), new ReLU(), new Dropout(dropout)],
  ...[new Conv2d(6, 3), new BatchNorm(), new ReLU(), new Dropout(0.1), new GlobalAveragePool()],
  ...[new Dropout(0.2), new Dense(5), new Softmax()],
];

/** A backend and the features of a convnet, from before the tests of a file until after them. */
export function convnetForTests(): { backend: Backend; features: Features } {
  const convnet = {} as { backend: Backend; features: Features };
  beforeAll(async () => {
    convnet.backend = await createBackend();
    convnet.features = featuresOf(await modelOf(convnet.backend, convnetLayers()));
  });
  afterAll(() => convnet.backend.dispose());
  return convnet;
}

/** A network as a reader returns it, with running statistics that are not 0 and 1. */
export async function modelOf(backend: Backend, layers: Module[], inputShape = [SIZE, SIZE, 2]): Promise<TrainedModel> {
  using network = new Sequential(backend, { layers, inputShape, seed: 3 });
  const parameters = await network.parameters.read();
  const random = new Random(8);
  for (const [name, { data }] of parameters) {
    if (!/running|scale|offset/.test(name)) continue;
    for (const at of data.keys()) data[at] = (name.endsWith('Variance') ? 0.5 : -0.1) + random.uniform();
  }
  return { module: network.module, parameters, inputShape };
}

/** Images of three classes that differ in their mean, and more noise than difference. */
export function images(length: number, seed: number): Dataset {
  const width = SIZE * SIZE * 2;
  const random = new Random(seed);
  const labels = Int32Array.from({ length }, (_, at) => at % 3);
  const pixels = new Float32Array(length * width);
  for (const at of pixels.keys()) {
    const label = labels[Math.floor(at / width)] as number;
    pixels[at] = random.uniform() + (at % 2 === label % 2 ? 0.2 * label : 0);
  }
  return {
    length,
    inputShape: [SIZE, SIZE, 2],
    batch: (indices) => ({
      x: rows(pixels, indices, [SIZE, SIZE, 2]),
      y: dense(
        Int32Array.from(indices, (at) => labels[at] as number),
        [indices.length],
      ),
    }),
  };
}

/** What a fine-tuning yielded. */
export interface Tuned {
  readonly events: FineTuneEvent[];
  readonly last: FineTunedEvent;
  /** Of the network that the last event has. The caller disposes the network, or the backend. */
  readonly weights: Map<string, DenseArray>;
}

/** Fine-tunes to the end. `onEvent` sees each event. */
export async function tuned(
  backend: Backend,
  features: Features,
  data: FineTuneData,
  options: FineTuneOptions,
  onEvent: (event: FineTuneEvent) => void = () => {},
): Promise<Tuned> {
  const events: FineTuneEvent[] = [];
  for await (const event of fineTune(backend, features, data, options)) {
    events.push(event);
    onEvent(event);
  }
  const last = events.at(-1) as FineTunedEvent;
  return { events, last, weights: await last.network.parameters.read() };
}

function rows(all: Float32Array, indices: Int32Array, shape: readonly number[]): DenseArray {
  const width = shape.reduce((size, length) => size * length, 1);
  const made = new Float32Array(indices.length * width);
  for (const [row, at] of indices.entries()) made.set(all.subarray(at * width, (at + 1) * width), row * width);
  return dense(made, [indices.length, ...shape]);
}
