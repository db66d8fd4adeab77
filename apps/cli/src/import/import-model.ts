/** `nabla import`: reads a model of another library, and saves it as a folder that every other command takes. */
import { type SavedModel, saveModel } from '@nablajs/checkpoint';
import { EXIT, type Output, usageError } from '@nablajs/command-line';
import { buildShapes, type FloatDType, formatShape } from '@nablajs/core';
import { readBytes } from '../arrays/array-files.js';
import { layersOf } from '../inspect/layers.js';
import { nonFiniteWeights } from '../models/non-finite-weights.js';
import { prepareOutFolder } from '../models/out-folder.js';
import type { ImportedModel } from './imported.js';
import { type ReadSettings, readForeignModel } from './read-model.js';
import type { ModelFormat } from './tell-format.js';

export interface ImportSettings extends ReadSettings {
  /** Absolute path. */
  readonly out: string;
  readonly overwrite: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Resolves to the exit code. */
export async function importModel(path: string, settings: ImportSettings, output: Output): Promise<number> {
  const { out, overwrite } = settings;
  const { saved, format, imported } = await readForeignModel(path, await readBytes(path, output), settings);
  await prepareOutFolder(out);
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
