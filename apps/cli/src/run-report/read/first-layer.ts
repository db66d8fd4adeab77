/** Reads the weights of a network's first layer as images: what each unit looks for. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildShapes, type DenseArray } from '@nablajs/core';
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
  /** How many units the layer has. */
  readonly units: number;
  /** The height * width * channels weights of each of the first units. */
  readonly weights: readonly Float64Array[];
  /** The end of the colour scale: 99 % of the weights are closer to 0. */
  readonly scale: number;
}

const MOST_UNITS = 64;

/**
 * Reads the best checkpoint, or the last one if none is known to be the best. Returns undefined if the run has no
 * checkpoint, or if the network does not take images. Throws a NablaError of code `data` for a damaged checkpoint.
 */
export async function readFirstLayer(
  folder: string,
  { config }: RunRecord,
  results: Results | undefined,
): Promise<FirstLayer | undefined> {
  const checkpoints = join(folder, CHECKPOINTS_FOLDER);
  if (!existsSync(checkpoints) || !readdirSync(checkpoints).some((name) => /^\d/.test(name))) return undefined;
  const { network, form } = await loadTrained(folder);
  const inputs = sizeOf(buildShapes(network.config.inputShape).flat());
  const shape = imageShapeOf(form) ?? shownIn(results) ?? (config.data === undefined ? MNIST : undefined);
  if (shape === undefined || shape.height * shape.width * shape.channels !== inputs) return undefined;
  const first = [...network.parameters.values()].find(({ shape: { length } }) => length > 1);
  if (first === undefined || first.shape.length !== 2 || first.shape[0] !== inputs) return undefined;
  return { ...shape, ...weightsOf(first) };
}

const MNIST: ImageShape = { height: 28, width: 28, channels: 1 };

/** Returns the shape of the images that the network takes. */
function imageShapeOf(form: TrainedModel['form']): ImageShape | undefined {
  return form?.['type'] === 'images' ? readImageForm(form, 'the model') : undefined;
}

/** Returns the shape of the images in the results. A shrunk image does not fit the network's inputs. */
function shownIn(results: Results | undefined): ImageShape | undefined {
  if (results?.kind !== 'classification') return undefined;
  const [example] = results.mistakes.map((mistake) => mistake.example);
  return example?.kind === 'image' ? example : undefined;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Takes the weights of the first units from [inputs, units]. */
function weightsOf({ data, shape }: DenseArray): Pick<FirstLayer, 'units' | 'weights' | 'scale'> {
  const [inputs = 0, units = 0] = shape;
  const weights = Array.from({ length: Math.min(units, MOST_UNITS) }, (_, unit) =>
    Float64Array.from({ length: inputs }, (_, input) => data[input * units + unit] ?? 0),
  );
  return { units, weights, scale: scaleOf(weights) };
}

/** Returns the 99th percentile, so that a single large weight does not make all others pale. */
function scaleOf(weights: readonly Float64Array[]): number {
  const sizes = Float64Array.from(weights.flatMap((one) => [...one].map(Math.abs))).sort();
  return sizes[Math.floor(sizes.length * 0.99)] ?? 0;
}
