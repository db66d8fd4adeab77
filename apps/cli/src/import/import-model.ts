/** `nabla import`: reads a model of another library, and saves it as a folder that every other command takes. */
import { basename } from 'node:path';
import { type SavedModel, saveModel } from '@nablajs/checkpoint';
import { EXIT, type Output, usageError } from '@nablajs/command-line';
import { buildShapes, type FloatDType, formatShape, type NetworkConfig, type SequentialConfig } from '@nablajs/core';
import { readBytes } from '../arrays/array-files.js';
import { layersOf } from '../inspect/layers.js';
import { nonFiniteWeights } from '../models/non-finite-weights.js';
import { prepareOutFolder } from '../models/out-folder.js';
import { readForm } from '../models/saved-form.js';
import type { ImageOptions } from './image-input.js';
import { arrayForm } from './import-form.js';
import { importKeras, importTfjs } from './import-layers.js';
import { importOnnx } from './import-onnx.js';
import { importWeights, readConfigText, type WeightOptions } from './import-weights.js';
import { dtypeOf, type ImportedModel, withDType } from './imported.js';
import { FORMAT_NAMES, hasOnlyWeights, type ModelFormat, tellFormat } from './tell-format.js';

export interface ImportSettings extends WeightOptions {
  /** Absolute path. */
  readonly out: string;
  readonly overwrite: boolean;
  /** Default: that of the file's weights. */
  readonly dtype: FloatDType | undefined;
  readonly classes: readonly string[] | undefined;
  readonly images: ImageOptions | undefined;
  /** Shapes of inputs of ONNX by name, without the examples. */
  readonly shapes: Readonly<Record<string, readonly (number | string)[]>>;
  /** Inputs of ONNX that always have one value. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Resolves to the exit code. Throws errors that `describeFailure` can describe. */
export async function importModel(path: string, settings: ImportSettings, output: Output): Promise<number> {
  const { out, overwrite } = settings;
  const bytes = await readBytes(path, output);
  const format = tellFormat(bytes, basename(path));
  checkFlags(format, settings);
  const imported = await read(bytes, path, format, settings);
  await prepareOutFolder(out);
  const saved = savedModel(imported, settings, { format, file: basename(path) });
  for (const warning of [...imported.warnings, ...nonFiniteWeights(saved)]) output.warn(warning);
  await saveModel(out, saved, {
    mayReplace: () => {
      if (overwrite) return;
      throw usageError(`--out: ${out} already has a model. Choose another folder, or replace it with --overwrite.`);
    },
  });
  const found = describe(saved, imported, format, settings);
  for (const line of settings.json ? [JSON.stringify(found)] : textOf(found, settings)) output.print(line);
  return EXIT.ok;
}

/** Refuses flags for another kind of file: they would have no effect. */
function checkFlags(format: ModelFormat, { into, config, map, state, shapes, inputs }: ImportSettings): void {
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
  settings: ImportSettings,
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
  { dtype: asked, classes }: ImportSettings,
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

/** What was made. */
interface Made {
  readonly event: 'import';
  readonly format: string;
  readonly out: string;
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  readonly classes: number | undefined;
  readonly layers: number;
  readonly parameters: number;
  readonly dtype: FloatDType;
}

/** What a form may have. */
interface ShownForm {
  readonly inputs?: readonly Place[];
  readonly outputs?: readonly Place[];
  readonly classes?: readonly string[];
  readonly target?: { readonly values?: readonly string[] };
}

interface Place {
  readonly name: string;
  readonly type?: string;
  readonly shape: readonly (number | string)[];
  /** The axis of the examples in the file, where it is not the first one. */
  readonly batchAxis?: number;
}

function describe(
  { config, dtype, parameters, form }: SavedModel,
  imported: ImportedModel,
  format: ModelFormat,
  { out }: ImportSettings,
): Made {
  const layers = layersOf(config);
  const own = form as unknown as ShownForm;
  const { target } = own;
  const { classes = target?.values } = own;
  const withAxes = (places: readonly Place[], given: ImportedModel['inputs']): Place[] =>
    places.map((place, at) => {
      const { batchAxis } = given?.[at] ?? {};
      return batchAxis === undefined ? place : { ...place, batchAxis };
    });
  return {
    event: 'import',
    ...{ format, out, dtype },
    inputs: withAxes(
      own.inputs ?? buildShapes(config.inputShape).map((shape) => ({ name: 'input', shape })),
      imported.inputs,
    ),
    outputs: withAxes(
      own.outputs ?? (layers.at(-1)?.output ?? []).map((shape) => ({ name: 'output', shape })),
      imported.outputs,
    ),
    classes: classes?.length,
    layers: layers.length,
    parameters: [...parameters.values()].reduce((sum, { data }) => sum + data.length, 0),
  };
}

function textOf(made: Made, { quiet }: ImportSettings): string[] {
  const place = ({ name, type, shape, batchAxis }: Place): string => {
    const moved = batchAxis === undefined ? '' : ` (in the file, the examples are axis ${batchAxis})`;
    return `${name} ${formatBatch(shape)}${type === undefined ? '' : ` ${type}`}${moved}`;
  };
  const lines = [
    `Inputs: ${made.inputs.map(place).join(', ')}`,
    `Outputs: ${made.outputs.map(place).join(', ')}${made.classes === undefined ? '' : `, ${made.classes} classes`}`,
    `Layers: ${made.layers}`,
    `Parameters: ${made.parameters.toLocaleString('en-US')} (${made.dtype})`,
  ];
  return quiet ? lines : [...lines, `Saved in ${made.out}`];
}

const formatBatch = (shape: readonly (number | string)[]): string => formatShape(['n', ...shape] as never);
