/** Tells the format of a model's file by its content, and by its name where the content does not say. */
import { extname } from 'node:path';
import { workError } from '@nablajs/command-line';
import { seePage } from '@nablajs/core';
import { readZip } from '@nablajs/interchange';

/** The formats that `nabla import` reads. Those with a graph come first; the others have only weights. */
export type ModelFormat = 'onnx' | 'keras' | 'tfjs' | 'torch' | 'safetensors' | 'npz' | 'npy';

export const FORMAT_NAMES: Readonly<Record<ModelFormat, string>> = {
  ...{ onnx: 'ONNX', keras: 'Keras', tfjs: 'TensorFlow.js', torch: 'PyTorch', safetensors: 'safetensors' },
  ...{ npz: 'NumPy (.npz)', npy: 'NumPy (.npy)' },
};

export const hasOnlyWeights = (format: ModelFormat): boolean => !['onnx', 'keras', 'tfjs'].includes(format);

const BY_NAME: Readonly<Record<string, ModelFormat>> = {
  ...{ '.onnx': 'onnx', '.ort': 'onnx', '.keras': 'keras', '.h5': 'keras', '.hdf5': 'keras', '.json': 'tfjs' },
  ...{ '.pt': 'torch', '.pth': 'torch', '.bin': 'torch', '.ckpt': 'torch', '.safetensors': 'safetensors' },
  ...{ '.npz': 'npz', '.npy': 'npy' },
};

const NPY = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const ZIP = [0x50, 0x4b];
/** A pickle of protocol 2 or newer: legacy files of PyTorch. */
const PICKLE = [0x80];
const BRACE = 0x7b;

const GUIDE = seePage('formats');

/** Throws a CommandError for a file that is none of them. */
export function tellFormat(bytes: Uint8Array, name: string): ModelFormat {
  const starts = (start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);
  if (starts(NPY)) return 'npy';
  if (starts(HDF5)) return 'keras';
  if (starts(ZIP)) return formatInZip(bytes, name);
  // The length of a header, and the header.
  if (bytes[8] === BRACE && bytes[7] === 0 && bytes[6] === 0) return 'safetensors';
  const named = BY_NAME[extname(name).toLowerCase()];
  if (starts(PICKLE) && named !== 'onnx') return 'torch';
  if (bytes[0] === BRACE) return 'tfjs';
  if (named === 'onnx' || named === 'torch') return named;
  throw workError(
    `${name}: expected a model as ${Object.values(FORMAT_NAMES).join(', ')}. Received something else` +
      `${named === undefined ? '' : `, in spite of its name`}.${GUIDE}`,
  );
}

function formatInZip(bytes: Uint8Array, name: string): ModelFormat {
  const { names } = readZip(bytes, { name });
  if (names.includes('config.json') && names.some((one) => one.endsWith('.h5'))) return 'keras';
  if (names.some((one) => one.endsWith('data.pkl'))) return 'torch';
  if (names.length > 0 && names.every((one) => one.endsWith('.npy'))) return 'npz';
  throw workError(`${name}: expected a model. Received a ZIP file of ${names.length} other files.${GUIDE}`);
}
