/** Each format out and back, with the library's own code. What other programs compute is checked every night. */
import { createBackend } from '@nablajs/backend-ts';
import { type DenseArray, type FloatDType, NablaError, type Network, networkFromConfig } from '@nablajs/core';
import {
  exportOnnx,
  exportTorch,
  type HostTensor,
  importedNetwork,
  importOnnx,
  loadStateDict,
  readKeras,
  readNpz,
  readSafetensors,
  readTfjs,
  writeKeras,
  writeNpz,
  writeTfjs,
} from '../../src/index.js';
import { outputsOf } from '../keras/arrays.js';
import { inputsOf, type ModuleCase, networkOf, TABLE } from '../keras/modules.js';

const backend = await createBackend();

/** What a file of a format became: the network, and its file read again. */
type Convert = (network: Network, dtype: FloatDType) => Promise<Network>;

/** Formats of networks, in the order of the table's columns. */
export const FORMATS: Readonly<Record<string, Convert>> = {
  ONNX: async (network, dtype) => importOnnx(backend, (await exportOnnx(network)).model, { dtype }),
  PyTorch: async (network) => {
    const { safetensors } = await exportTorch(network);
    const back = twinOf(network);
    loadStateDict(back, readSafetensors(safetensors));
    return back;
  },
  Keras: async (network, dtype) => importedNetwork(backend, readKeras(writeKeras(await modelOf(network))), { dtype }),
  'TensorFlow.js': async (network, dtype) =>
    importedNetwork(backend, readTfjs(writeTfjs(await modelOf(network))), { dtype }),
  NumPy: async (network, dtype) => {
    const arrays = Array.from(await network.parameters.read(), ([name, { data, shape }]) => {
      return [name, { type: dtype, shape, data }] as readonly [string, HostTensor];
    });
    const back = twinOf(network);
    const read = Array.from(readNpz(writeNpz(new Map(arrays))), ([name, { data, shape }]) => {
      return [name, { data, shape } as DenseArray] as const;
    });
    back.parameters.load(new Map(read));
    return back;
  },
};

/** What the writers say of modules that they cannot write. */
const REFUSED = /^(toGraphModel|exportTorch|writeKeras|writeTfjs): /;

/** The same network with other weights. */
const twinOf = ({ config, dtype }: Network): Network =>
  networkFromConfig(backend, config, { layers: TABLE, dtype, seed: 9 });

async function modelOf(network: Network) {
  return { module: network.module, parameters: await network.parameters.read(), inputShape: network.declaredShapes };
}

/** Takes a network out and back; returns why it does not go out. Throws if it comes back with other bits. */
export async function convert(one: ModuleCase, format: string, dtype: FloatDType): Promise<string | undefined> {
  using network = await networkOf(backend, one, dtype);
  const inputs = inputsOf(one, dtype);
  try {
    using back = await (FORMATS[format] as Convert)(network, dtype);
    const [expected, received] = [await outputsOf(network, inputs), await outputsOf(back, inputs)];
    const bits = (arrays: readonly DenseArray[]) => JSON.stringify(arrays.map(({ shape, data }) => [shape, [...data]]));
    if (bits(received) === bits(expected)) return undefined;
    throw new Error(`${one.name} comes back from ${format} (${dtype}) with other outputs.`);
  } catch (error) {
    if (error instanceof NablaError && REFUSED.test(error.message)) return error.message;
    throw error;
  }
}

/** Whether a network has weights. */
export async function hasWeights(one: ModuleCase): Promise<boolean> {
  using network = await networkOf(backend, one, 'float32');
  return network.parameters.list.length > 0;
}
