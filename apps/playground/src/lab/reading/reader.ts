/** Reads drawings of digits with a network. */
import { loadModelFiles, type ModelFiles, type SavedNormalisation } from '@nablajs/checkpoint/portable';
import { type Backend, dense, type Sequential, sequentialFromConfig } from '@nablajs/core';
import { type DecodedImage, encodeImage } from '@nablajs/datasets/portable';
import { TABLE_LAYERS } from '@nablajs/tables';
import { DIGIT_FORM } from '../../digits/digit-form.js';
import { type FilterMaps, lookThrough } from './look-through.js';

/** What a network reads on a drawing. */
export interface Reading {
  /** The probability of each digit. */
  readonly probabilities: Float32Array;
  /** The network's input: [28, 28] bytes. */
  readonly input: Uint8Array;
  readonly filters: readonly FilterMaps[];
}

/** A network that reads digits, and how bytes become its inputs. */
export interface Reader {
  readonly network: Sequential;
  readonly normalisation: SavedNormalisation;
  /** The share of MNIST's test digits that it read right after its training, if the model says so. */
  readonly accuracy: number | undefined;
}

/** Reads a drawing: bright ink on black, of any size. */
export async function readDigit({ network, normalisation }: Reader, drawing: DecodedImage): Promise<Reading> {
  const input = encodeImage(drawing, DIGIT_FORM);
  const { divisor, mean = 0, standardDeviation = 1 } = normalisation;
  const pixels = Float32Array.from(input, (byte) => (byte / divisor - mean) / standardDeviation);
  return { ...(await lookThrough(network, dense(pixels, [1, ...network.inputShape]))), input };
}

/** Throws an Error with advice for a model that does not read digits. */
export async function loadReader(backend: Backend, files: ModelFiles): Promise<Reader> {
  const { config, dtype, parameters, notes, normalisation = DIGIT_FORM.normalisation } = await loadModelFiles(files);
  const accuracy = notes?.['accuracy'];
  const [pixels, digits] = [28 * 28, 10];
  const network = sequentialFromConfig(backend, config, { dtype, parameters, layers: TABLE_LAYERS });
  const size = network.inputShape.reduce((product, side) => product * side, 1);
  if (size === pixels && network.outputShape.join() === `${digits}` && dtype === 'float32') {
    return { network, normalisation, accuracy: typeof accuracy === 'number' ? accuracy : undefined };
  }
  const received = `${dtype} [${network.inputShape.join(', ')}] to [${network.outputShape.join(', ')}]`;
  network.dispose();
  throw new Error(
    `This model does not read digits: expected float32, 28 x 28 pixels and 10 outputs. Received ${received}.`,
  );
}
