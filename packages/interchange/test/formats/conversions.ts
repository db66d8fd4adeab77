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

/** Writes the file of a network, and returns what reads it again. */
type Convert = (network: Network, dtype: FloatDType) => Promise<() => Network>;

/** Formats of networks, in the order of the table's columns. */
export const FORMATS: Readonly<Record<string, Convert>> = {
  ONNX: async (network, dtype) => {
    const { model } = await exportOnnx(network);
    return () => importOnnx(backend, model, { dtype });
  },
  PyTorch: async (network) => {
    const { safetensors } = await exportTorch(network);
    return () => {
      const back = twinOf(network);
      loadStateDict(back, readSafetensors(safetensors));
      return back;
    };
  },
  Keras: async (network, dtype) => {
    const file = writeKeras(await modelOf(network));
    return () => importedNetwork(backend, readKeras(file), { dtype });
  },
  'TensorFlow.js': async (network, dtype) => {
    const files = writeTfjs(await modelOf(network));
    return () => importedNetwork(backend, readTfjs(files), { dtype });
  },
  NumPy: async (network, dtype) => {
    const arrays = Array.from(await network.parameters.read(), ([name, { data, shape }]) => {
      return [name, { type: dtype, shape, data }] as readonly [string, HostTensor];
    });
    const file = writeNpz(new Map(arrays));
    return () => {
      const back = twinOf(network);
      const read = Array.from(readNpz(file), ([name, { data, shape }]) => {
        return [name, { data, shape } as DenseArray] as const;
      });
      back.parameters.load(new Map(read));
      return back;
    };
  },
};

/** Formats from which round-trip.test.ts and tfjs.test.ts read these networks: here it is for the nightly run. */
const READ_ELSEWHERE = process.env['NABLA_SLOW'] === '1' ? [] : ['Keras', 'TensorFlow.js'];

/** What the writers say of modules that they cannot write. */
const REFUSED = /^(toGraphModel|exportTorch|writeKeras|writeTfjs): /;

/** The same network with other weights. */
const twinOf = ({ config, dtype }: Network): Network =>
  networkFromConfig(backend, config, { layers: TABLE, dtype, seed: 9 });

async function modelOf(network: Network) {
  return { module: network.module, parameters: await network.parameters.read(), inputShape: network.declaredShapes };
}

/** A network that goes to each format, and what it computes. The network lives as long as the process. */
export interface Original {
  readonly name: string;
  readonly network: Network;
  readonly inputs: readonly DenseArray[];
  /** The outputs as text, which has all bits but those of NaN. */
  readonly outputs: string;
}

const textOf = (arrays: readonly DenseArray[]): string =>
  JSON.stringify(arrays.map(({ shape, data }) => [shape, [...data]]));

/** Makes the network of a case. */
export async function originalOf(one: ModuleCase, dtype: FloatDType): Promise<Original> {
  const network = await networkOf(backend, one, dtype);
  const inputs = inputsOf(one, dtype);
  return { name: one.name, network, inputs, outputs: textOf(await outputsOf(network, inputs)) };
}

/** Takes a network out and back; returns why it does not go out. Throws if it comes back with other bits. */
export async function convert(original: Original, format: string): Promise<string | undefined> {
  const { name, network, inputs, outputs } = original;
  try {
    const read = await (FORMATS[format] as Convert)(network, network.dtype);
    if (READ_ELSEWHERE.includes(format)) return undefined;
    using back = read();
    if (textOf(await outputsOf(back, inputs)) === outputs) return undefined;
    throw new Error(`${name} comes back from ${format} (${network.dtype}) with other outputs.`);
  } catch (error) {
    if (error instanceof NablaError && REFUSED.test(error.message)) return error.message;
    throw error;
  }
}
