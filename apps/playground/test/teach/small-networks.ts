/** Small networks for photos of 32 x 48, as files of other libraries. All but `rows` have the same weights. */
import {
  type Backend,
  Chain,
  Conv2d,
  Dense,
  GlobalAveragePool,
  type Module,
  Network,
  Permute,
  ReLU,
} from '@nablajs/core';
import { exportOnnx, writeKeras, writeTfjs } from '@nablajs/interchange';
import type { NamedFile } from '../../src/lab/teach/base.js';

const layers = (): Module[] => [
  new Conv2d(8, 5, { stride: 2 }),
  new ReLU(),
  new Conv2d(8, 3),
  new GlobalAveragePool(),
  new Dense(5),
];

/** The names of parameters one layer further behind. */
const shifted = (name: string): string => name.replace(/^\d+/, (at) => `${Number(at) + 1}`);

export async function smallNetworks(backend: Backend) {
  const inputShape = [32, 48, 3];
  const network = new Network(backend, new Chain(layers()), { inputShape, seed: 1 });
  const parameters = await network.parameters.read();
  const exported = { module: network.module, parameters, inputShape };
  const first = new Network(backend, new Chain([new Permute([2, 3, 1]), ...layers()]), {
    inputShape: [3, 32, 48],
    parameters: new Map(Array.from(parameters, ([name, value]) => [shifted(name), value])),
  });
  const rows = new Network(backend, new Chain([new Dense(4), new ReLU(), new Dense(2)]), { inputShape: [7] });
  const onnx = async (one: Network): Promise<readonly NamedFile[]> => [
    fileOf('net.onnx', (await exportOnnx(one)).model),
  ];
  const { model, weights } = writeTfjs(exported);
  return {
    onnx: await onnx(network),
    channelsFirst: await onnx(first),
    rows: await onnx(rows),
    keras: [fileOf('net.keras', await writeKeras(exported))],
    tfjs: [
      fileOf('model.json', new TextEncoder().encode(model)),
      ...Array.from(weights, ([name, bytes]) => fileOf(name, bytes)),
    ],
  };
}

const fileOf = (name: string, bytes: Uint8Array): NamedFile => ({ name, bytes: Uint8Array.from(bytes) });
