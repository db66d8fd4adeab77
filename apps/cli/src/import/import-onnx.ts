import { readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { describeFailure, usageError, workError } from '@nablajs/command-line';
import { buildShapes, type OpenShape, seePage } from '@nablajs/core';
import { ARRAY_TYPES, type ArrayType } from '@nablajs/datasets';
import {
  type GraphModel,
  type GraphModule,
  graphModule,
  type HostTensor,
  hostData,
  type OperatorNode,
  readOnnx,
  unsupportedOperators,
  type ValueInfo,
} from '@nablajs/interchange';
import { z } from 'zod';
import { between } from '../export/onnx/graph-parts.js';
import { METADATA_KEY } from '../export/onnx/onnx-form.js';
import { readForm } from '../models/saved-form.js';
import { type ImageOptions, withImageInput } from './image-input.js';
import type { ImportedModel, NamedPlace } from './imported.js';

interface OnnxOptions {
  /** Absolute path of the file, beside which its external data lie. */
  readonly path: string;
  readonly name: string;
  /** A classifier loses a Softmax at its end, as nabla's networks end with logits. */
  readonly hasClasses: boolean;
  /** How images become inputs; undefined if the input is none. */
  readonly images: ImageOptions | undefined;
  /** Shapes of inputs by name, without the examples. */
  readonly shapes: Readonly<Record<string, readonly (number | string)[]>>;
  /** Inputs that always have one value. */
  readonly inputs: Readonly<Record<string, number>>;
}

/** Throws a CommandError that lists every operator that is not supported, and NablaErrors of damaged files. */
export function importOnnx(
  bytes: Uint8Array,
  { path, name, hasClasses, images, shapes, inputs }: OnnxOptions,
): ImportedModel {
  const file = readOnnx(bytes, { external: (location) => externalFile(path, location) });
  const own = ownForm(file, name);
  if (own !== undefined && hasClasses) {
    const flag = images === undefined ? '--classes' : (images.flag ?? '--images');
    if (flag === '--from') {
      throw usageError(`--from: ${name} says itself how a byte becomes an input. Leave out --scale, --mean and --std.`);
    }
    throw usageError(`${flag}: ${name} says itself what it takes and returns, as nabla wrote it. Leave the flag out.`);
  }
  const cut = own?.model ?? (hasClasses ? withoutSoftmax(file) : file);
  const missing = unsupportedOperators(cut);
  if (missing.size > 0) {
    const guide = seePage('packages/interchange#operators');
    throw workError(`${name}: it has operators that nabla does not support: ${listed(missing)}.${guide}`);
  }
  const { model, form } = images === undefined ? { model: cut, form: undefined } : withImageInput(cut, images);
  const made = moduleOf(model, { name, shapes, inputs });
  const known = own?.form ?? form;
  return {
    ...{ module: made.module, parameters: made.parameters, warnings: [] },
    inputShape: made.inputShape.length === 1 ? (made.inputShape[0] as OpenShape) : made.inputShape,
    // How images are scaled stays as it is.
    frozen: [...model.constants.keys()].filter((key) => !cut.constants.has(key) && made.parameters.has(key)),
    inputs: model.inputs
      .filter((input) => !Object.hasOwn(inputs, input.name))
      .map((value) => placeOf(value, made.batchAxes)),
    outputs: model.outputs.map((value) => placeOf(value, made.batchAxes)),
    ...(known !== undefined && { form: known }),
  };
}

function listed(missing: ReadonlyMap<string, number>): string {
  const sorted = [...missing].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return sorted.map(([name, count]) => `${name} (${count})`).join(', ');
}

function placeOf({ name, type, shape }: ValueInfo, { [name]: batchAxis = 0 }: GraphModule['batchAxes']): NamedPlace {
  return { name, type, shape: shape?.toSpliced(batchAxis, 1), ...(batchAxis > 0 && { batchAxis }) };
}

/** Names the flags for what the file leaves open. */
function moduleOf(
  model: GraphModel,
  { name, shapes, inputs }: Pick<OnnxOptions, 'name' | 'shapes' | 'inputs'>,
): GraphModule {
  try {
    const made = graphModule(model, { inputShapes: shapes, inputs: constantsOf(model, inputs) });
    made.module.build(...buildShapes(made.inputShape));
    return made;
  } catch (error) {
    const { message } = describeFailure(error);
    const isOpen = model.inputs.some(({ shape }) => shape?.slice(1).some((size) => typeof size === 'string') ?? true);
    if (!isOpen) throw error;
    const flags =
      '--shape NAME=SIZES sets the shape of an input that the file leaves open, --input NAME=NUMBER its value';
    throw workError(`${name}: ${message} ${flags}.`, { cause: error });
  }
}

/** Makes numbers of the inputs' types for `graphModule`, which refuses unknown names. */
function constantsOf(model: GraphModel, inputs: OnnxOptions['inputs']): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const { type = 'float32', shape = [] } = model.inputs.find((input) => input.name === name) ?? {};
      const data = hostData(type, 1);
      data[0] = value;
      return [name, { type, shape: shape.map(() => 1), data }];
    }),
  );
}

/** Reads a file of weights beside the model: never one of another folder. */
function externalFile(path: string, location: string): Uint8Array {
  const folder = dirname(path);
  const file = resolve(folder, location);
  if (!file.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) {
    throw workError(`${path}: its external data must be in its folder. Received ${location.slice(0, 100)}.`);
  }
  try {
    return readFileSync(file);
  } catch (error) {
    throw workError(`${path}: cannot read its external data: ${describeFailure(error).message}`, { cause: error });
  }
}

const valueInfo = z.object({
  name: z.string(),
  type: z.enum(ARRAY_TYPES as unknown as [ArrayType, ...ArrayType[]]),
  shape: z
    .array(z.union([z.int().nonnegative(), z.string()]))
    .max(16)
    .optional(),
});
const metadataSchema = z.object({
  form: z.record(z.string(), z.json()),
  inputs: z.array(valueInfo).min(1).max(100),
  outputs: z.array(valueInfo).min(1).max(100),
});

/** Returns what nabla exported, without the nodes that it added. */
function ownForm(model: GraphModel, name: string) {
  const text = model.metadata[METADATA_KEY];
  if (text === undefined) return undefined;
  try {
    const { form, inputs, outputs } = metadataSchema.parse(JSON.parse(text));
    const read = readForm(form, name);
    if (read.type === 'text') return undefined;
    return { form: read, model: between(model, inputs as ValueInfo[], outputs as ValueInfo[]) };
  } catch (error) {
    throw workError(`${name}: its metadata '${METADATA_KEY}' are damaged.`, { cause: error });
  }
}

/** Ends a graph of one output before the Softmax of its last axis. */
function withoutSoftmax(model: GraphModel): GraphModel {
  const [output, ...more] = model.outputs;
  const node = model.nodes.find(({ outputs }) => output !== undefined && outputs.includes(output.name));
  if (output === undefined || more.length > 0 || node === undefined || !isSoftmax(node, output, model)) return model;
  return between(model, model.inputs, [{ ...output, name: node.inputs[0] as string }]);
}

function isSoftmax({ type, domain, attributes }: OperatorNode, { shape }: ValueInfo, { opsets }: GraphModel): boolean {
  if (type !== 'Softmax' || domain !== '') return false;
  const { axis } = attributes;
  const given = axis?.kind === 'int' ? axis.value : (opsets[''] ?? 1) < 13 ? 1 : -1;
  return given === -1 || given + 1 === shape?.length;
}
