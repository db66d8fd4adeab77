import { basename } from 'node:path';
import type { SavedModel } from '@nablajs/checkpoint';
import { usageError } from '@nablajs/command-line';
import type { FloatDType, NetworkConfig, SequentialConfig } from '@nablajs/core';
import { readForm } from '../models/saved-form.js';
import type { ImageOptions } from './image-input.js';
import { arrayForm } from './import-form.js';
import { importKeras, importTfjs } from './import-layers.js';
import { importOnnx } from './import-onnx.js';
import { importWeights, readConfigText, type WeightOptions } from './import-weights.js';
import { dtypeOf, type ImportedModel, withDType } from './imported.js';
import { FORMAT_NAMES, hasOnlyWeights, type ModelFormat, tellFormat } from './tell-format.js';

export interface ReadSettings extends WeightOptions {
  /** Default: that of the file's weights. */
  readonly dtype: FloatDType | undefined;
  readonly classes: readonly string[] | undefined;
  readonly images: ImageOptions | undefined;
  /** Shapes of inputs of ONNX by name, without the examples. */
  readonly shapes: Readonly<Record<string, readonly (number | string)[]>>;
  /** Inputs of ONNX that always have one value. */
  readonly inputs: Readonly<Record<string, number>>;
}

export interface ForeignModel {
  readonly saved: SavedModel;
  readonly format: ModelFormat;
  readonly imported: ImportedModel;
}

/** `bytes`: those of the file in `path`. Throws CommandErrors, and NablaErrors of damaged files. */
export async function readForeignModel(path: string, bytes: Uint8Array, settings: ReadSettings): Promise<ForeignModel> {
  const format = tellFormat(bytes, basename(path));
  checkFlags(format, settings);
  const imported = await read(bytes, path, format, settings);
  const saved = savedModel(imported, settings, { format, file: basename(path) });
  return { saved, format, imported };
}

/** Refuses flags for another kind of file: they would have no effect. */
function checkFlags(format: ModelFormat, { into, config, map, state, shapes, inputs }: ReadSettings): void {
  const name = FORMAT_NAMES[format];
  const ofOnnx = Object.keys(shapes).length > 0 ? '--shape' : Object.keys(inputs).length > 0 ? '--input' : undefined;
  if (ofOnnx !== undefined && format !== 'onnx')
    throw usageError(`${ofOnnx}: expected a file of ONNX. Received ${name}.`);
  if (hasOnlyWeights(format)) {
    if (into !== undefined && config !== undefined)
      throw usageError('import: expected --into or --config. Received both.');
    if (into !== undefined || config !== undefined) return;
    throw usageError(
      `import: a file of ${name} has weights and no network. Say which network they are for: --into MODEL, a model of ` +
        'nabla with that network, or --config config.json.',
    );
  }
  const flag = into !== undefined ? '--into' : map.size > 0 ? '--map' : state !== undefined ? '--state' : undefined;
  if (flag !== undefined) throw usageError(`${flag}: expected a file of weights alone. Received a network of ${name}.`);
  if (config !== undefined && format !== 'keras') {
    throw usageError(`--config: expected a file of weights alone. Received a network of ${name}.`);
  }
}

/** The first byte of an HDF5 file, which may be weights alone. */
const HDF5_START = 0x89;

async function read(
  bytes: Uint8Array,
  path: string,
  format: ModelFormat,
  settings: ReadSettings,
): Promise<ImportedModel> {
  const { classes, images, config } = settings;
  const options = { path, name: basename(path), hasClasses: classes !== undefined || images !== undefined, images };
  const { shapes, inputs } = settings;
  if (format === 'onnx') return importOnnx(bytes, { ...options, shapes, inputs });
  if (format === 'tfjs') return importTfjs(bytes, options);
  if (format === 'keras') {
    if (config !== undefined && bytes[0] !== HDF5_START)
      throw usageError('--config: a .keras file has its own config.');
    return await importKeras(bytes, options, config && readConfigText(config));
  }
  const flag = images !== undefined ? '--images' : classes !== undefined ? '--classes' : undefined;
  if (flag !== undefined && settings.into !== undefined) {
    throw usageError(`${flag}: the model of --into says what it takes and returns. Leave the flag out.`);
  }
  if (images !== undefined) throw usageError('--images: expected a network for images. Received weights of another.');
  return await importWeights(bytes, basename(path), format, settings);
}

function savedModel(
  imported: ImportedModel,
  { dtype: asked, classes }: ReadSettings,
  { format, file }: { readonly format: ModelFormat; readonly file: string },
): SavedModel {
  const { module, inputShape, frozen } = imported;
  const dtype = asked ?? dtypeOf(imported);
  const form = (imported.form ?? arrayForm(imported, dtype, classes)) as unknown as NonNullable<SavedModel['form']>;
  // What could not be read again must not be saved.
  readForm(form, classes === undefined ? file : '--classes');
  return {
    config: configOf(module.config, inputShape, frozen),
    dtype,
    parameters: withDType(imported.parameters, dtype),
    form,
    notes: { imported: FORMAT_NAMES[format], file },
  };
}

/** A chain of layers is a sequence, as nabla's own networks are. */
function configOf(
  module: ImportedModel['module']['config'],
  inputShape: ImportedModel['inputShape'],
  names: readonly string[],
): NetworkConfig | SequentialConfig {
  const frozen = names.length === 0 ? {} : { frozen: names };
  const { layers } = module;
  const isSequence = module.type === 'Chain' && Array.isArray(layers) && !Array.isArray(inputShape[0]);
  if (!isSequence) return { inputShape, module, ...frozen };
  return { inputShape, layers, ...frozen } as unknown as SequentialConfig;
}
