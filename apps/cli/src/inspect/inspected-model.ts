import { loadModel, type ModelDescription, type SavedModel } from '@nablajs/checkpoint';
import { workError } from '@nablajs/command-line';
import { formatShape, type Shape, sameShape, sizeOf } from '@nablajs/core';
import { nonFiniteWeights } from '../models/non-finite-weights.js';
import type { Layer, LayerParameter } from './layer.js';
import { inputsOf, layersOf } from './layers.js';
import { folderOfModel, type ModelFiles, modelFilesIn } from './model-files.js';

export interface InspectedModel
  extends Pick<ModelDescription, 'config' | 'dtype' | 'normalisation' | 'form' | 'notes'> {
  readonly files: ModelFiles;
  readonly inputs: readonly Shape[];
  readonly layers: readonly Layer[];
  /** The total size of the parameters in numbers, and how many of these training changes. */
  readonly parameters: number;
  readonly trainable: number;
  readonly problems: readonly string[];
}

/** Throws a NablaError of code `data` for a damaged model, a CommandError if its weights do not fit. */
export async function inspectedModel(folder: string): Promise<InspectedModel> {
  const found = await folderOfModel(folder);
  const model = await loadModel(found);
  const layers = layersOf(model.config);
  const parameters = layers.flatMap((layer) => layer.parameters);
  checkWeights(folder, parameters, model.parameters);
  const { config, dtype, normalisation, form, notes } = model;
  return {
    files: modelFilesIn(found),
    ...{ config, dtype, layers },
    ...(normalisation !== undefined && { normalisation }),
    ...(form !== undefined && { form }),
    ...(notes !== undefined && { notes }),
    inputs: inputsOf(model.config),
    parameters: total(parameters),
    trainable: total(parameters.filter(({ trainable }) => trainable)),
    problems: nonFiniteWeights(model),
  };
}

const total = (parameters: readonly LayerParameter[]): number =>
  parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

function checkWeights(folder: string, expected: readonly LayerParameter[], weights: SavedModel['parameters']): void {
  for (const { name, shape } of expected) {
    const received = weights.get(name)?.shape;
    if (received !== undefined && sameShape(received, shape)) continue;
    const what = received === undefined ? 'none' : formatShape(received);
    throw workError(
      `${folder}: the weights do not fit the layers: expected ${name} ${formatShape(shape)}. Received ${what}.`,
    );
  }
  const names = new Set(expected.map(({ name }) => name));
  const extra = [...weights.keys()].find((name) => !names.has(name));
  if (extra !== undefined) throw workError(`${folder}: the weights do not fit: the layers have no ${extra}.`);
}
