/** The weights of a network's first layer as images: what each of its units looks for. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DenseArray } from '@nablajs/core';
import { readImageForm } from '@nablajs/datasets';
import { loadTrained, type TrainedModel } from '../../models/model-folder.js';
import type { Results } from '../../results/results-schema.js';
import { CHECKPOINTS_FOLDER } from '../../runs/run-folder.js';
import type { RunRecord } from '../../runs/run-record.js';

interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

export interface FirstLayer extends ImageShape {
  /** That the layer has. */
  readonly units: number;
  /** Of the first units: height * width * channels weights each. */
  readonly weights: readonly Float64Array[];
  /** Where the colours end: 99 % of those weights are closer to 0. */
  readonly scale: number;
}

const MOST_UNITS = 64;

/**
 * Of the best checkpoint, or of the last one where none is known to be the best. Undefined where the run has no
 * checkpoint, or the network does not take images. Throws a NablaError of code `data` for a damaged checkpoint.
 */
export async function readFirstLayer(
  folder: string,
  { config }: RunRecord,
  results: Results | undefined,
): Promise<FirstLayer | undefined> {
  const checkpoints = join(folder, CHECKPOINTS_FOLDER);
  if (!existsSync(checkpoints) || !readdirSync(checkpoints).some((name) => /^\d/.test(name))) return undefined;
  const { network, form } = await loadTrained(folder);
  const inputs = sizeOf(network.config.inputShape.flat());
  const shape = imageShapeOf(form) ?? shownIn(results) ?? (config.data === undefined ? MNIST : undefined);
  if (shape === undefined || shape.height * shape.width * shape.channels !== inputs) return undefined;
  const first = [...network.parameters.values()].find(({ shape: { length } }) => length > 1);
  if (first === undefined || first.shape.length !== 2 || first.shape[0] !== inputs) return undefined;
  return { ...shape, ...weightsOf(first) };
}

const MNIST: ImageShape = { height: 28, width: 28, channels: 1 };

/** Of the images that the network takes. */
function imageShapeOf(form: TrainedModel['form']): ImageShape | undefined {
  return form?.['type'] === 'images' ? readImageForm(form, 'the model') : undefined;
}

/** Of the images that the results show. One that was shrunk does not fit the network's inputs. */
function shownIn(results: Results | undefined): ImageShape | undefined {
  if (results?.kind !== 'classification') return undefined;
  const [example] = results.mistakes.map((mistake) => mistake.example);
  return example?.kind === 'image' ? example : undefined;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** From [inputs, units]. */
function weightsOf({ data, shape }: DenseArray): Pick<FirstLayer, 'units' | 'weights' | 'scale'> {
  const [inputs = 0, units = 0] = shape;
  const weights = Array.from({ length: Math.min(units, MOST_UNITS) }, (_, unit) =>
    Float64Array.from({ length: inputs }, (_, input) => data[input * units + unit] ?? 0),
  );
  return { units, weights, scale: scaleOf(weights) };
}

/** A single large weight must not make all others pale. */
function scaleOf(weights: readonly Float64Array[]): number {
  const sizes = Float64Array.from(weights.flatMap((one) => [...one].map(Math.abs))).sort();
  return sizes[Math.floor(sizes.length * 0.99)] ?? 0;
}
