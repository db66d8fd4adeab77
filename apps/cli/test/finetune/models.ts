/** Files of small networks for images of 8 x 8 pixels, which know five classes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveBackend } from '@nablajs/command-line';
import {
  BatchNorm,
  Conv2d,
  Dense,
  Dropout,
  GlobalAveragePool,
  type Module,
  type Network,
  Random,
  ReLU,
  Sequential,
  Softmax,
} from '@nablajs/core';
import { exportOnnx, writeKeras, writeTfjs } from '@nablajs/interchange';

/** Features of 6 numbers, and a head of 5. */
const LAYERS: readonly Module[] = [
  ...[new Conv2d(4, 3), new BatchNorm(), new ReLU(), new Dropout(0.2)],
  ...[new Conv2d(6, 3), new ReLU(), new GlobalAveragePool(), new Dense(5), new Softmax()],
];

/** Other layers. */
export const OTHER: readonly Module[] = [new Conv2d(7, 3), new GlobalAveragePool(), new Dense(5)];

async function withNetwork<T>(
  { layers = LAYERS, inputShape = [8, 8, 3] }: { layers?: readonly Module[]; inputShape?: number[] },
  use: (network: Network, exported: Parameters<typeof writeKeras>[0]) => T | Promise<T>,
): Promise<T> {
  const { backend } = await resolveBackend({ backend: 'ts', backendOptions: {}, projectFolder: '.' }, 'float32');
  using network = new Sequential(backend, { layers: [...layers], inputShape, seed: 7 });
  const parameters = await network.parameters.read();
  const random = new Random(8);
  for (const [name, { data }] of parameters) {
    if (name.includes('running')) for (const at of data.keys()) data[at] = 0.2 + random.uniform();
  }
  network.parameters.load(parameters);
  return await use(network, { module: network.module, parameters, inputShape });
}

type Given = Parameters<typeof withNetwork>[0];

export const kerasFile = (path: string, given: Given = {}): Promise<void> =>
  withNetwork(given, (_, exported) => writeFileSync(path, writeKeras(exported)));

export const onnxFile = (path: string, given: Given = {}): Promise<void> =>
  withNetwork(given, async (network) => writeFileSync(path, (await exportOnnx(network)).model));

/** Writes a folder with `model.json` and its weights. */
export const tfjsFolder = (folder: string, given: Given = {}): Promise<void> =>
  withNetwork(given, (_, exported) => {
    const { model, weights } = writeTfjs(exported);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'model.json'), model);
    for (const [path, bytes] of weights) writeFileSync(join(folder, path), bytes);
  });
