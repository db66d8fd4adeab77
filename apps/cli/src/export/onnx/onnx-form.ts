/** Puts what a model knows of its data into a graph: preprocessing as nodes, and names as metadata. */
import type { FloatDType } from '@nablajs/core';
import { type ArrayForm, type ImageForm, sentencesOf, type TableForm, type TargetColumn } from '@nablajs/datasets';
import type { GraphModel, ValueInfo } from '@nablajs/interchange';
import { type Around, axisAttribute, GraphParts, surrounded } from './graph-parts.js';
import { columnInputs } from './table-inputs.js';

/** The key of the metadata by which nabla reads its own file again. */
export const METADATA_KEY = 'nabla';

/** What the metadata hold under `METADATA_KEY`, as JSON. */
export interface NablaMetadata {
  readonly form: TableForm | ImageForm | ArrayForm;
  /** What the network itself takes and returns, inside of the nodes around it. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

interface FormedModel {
  readonly model: GraphModel;
  /** Says what the user of the file must do. */
  readonly missing: readonly string[];
}

const BATCH = 'batch';

export function withForm(model: GraphModel, form: NablaMetadata['form'], dtype: FloatDType): FormedModel {
  const missing: string[] = [];
  const before = new GraphParts(model, dtype);
  const inputs =
    form.type === 'table' && sentencesOf(form) === undefined
      ? tableInputs(model, form, before, dtype, missing)
      : form.type === 'images'
        ? imageInputs(model, form, before, missing)
        : model.inputs;
  if (form.type === 'table' && sentencesOf(form) !== undefined) missing.push(tokensMissing(form, model));
  const after = new GraphParts(
    surrounded(model, { before, inputs, after: new GraphParts(model, dtype), outputs: [] }),
    dtype,
  );
  const around: Around = { before, inputs, after, outputs: outputsOf(model, form, after) };
  const own: NablaMetadata = { form, inputs: model.inputs, outputs: model.outputs };
  const classes = classesOf(form);
  const metadata = {
    ...model.metadata,
    [METADATA_KEY]: JSON.stringify(own),
    ...(classes !== undefined && { classes: JSON.stringify(classes) }),
    ...(form.type === 'table' && { columns: JSON.stringify(form.columns.map(describeColumn)) }),
    ...(missing.length > 0 && { preprocessing: missing.join('\n') }),
  };
  return { model: { ...surrounded(model, around), metadata }, missing };
}

function describeColumn(column: TableForm['columns'][number]): object {
  return { name: column.name, kind: column.kind, ...(column.kind === 'category' && { values: column.values }) };
}

function classesOf(form: NablaMetadata['form']): readonly string[] | undefined {
  if (form.type !== 'table') return form.classes;
  return form.target.kind === 'class' ? form.target.values : undefined;
}

/** A tokenizer has no nodes. */
function tokensMissing({ columns }: TableForm, { inputs }: GraphModel): string {
  const [text, tokens] = [columns[0]?.name, inputs[0]?.name];
  return `${text}: its tokens go in as ${tokens}, int32 [n, time], made by the tokenizer in the metadata of the file`;
}

function tableInputs(
  model: GraphModel,
  form: TableForm,
  parts: GraphParts,
  type: FloatDType,
  missing: string[],
): ValueInfo[] {
  const [own] = model.inputs as [ValueInfo];
  const inputs: ValueInfo[] = [];
  const columns = form.columns.filter((column) => column.kind !== 'sentence');
  const encoded = columns.map((column) => {
    const name = parts.free(column.name);
    const made = columnInputs(column, name, parts, type);
    inputs.push({ ...made.input, shape: [BATCH, ...made.input.shape] });
    if (made.missing !== undefined) missing.push(made.missing);
    return made.value;
  });
  parts.node('Concat', encoded, axisAttribute(1), own.name);
  return inputs;
}

/** Takes bytes [batch, height, width, channels]. */
function imageInputs(model: GraphModel, form: ImageForm, parts: GraphParts, missing: string[]): ValueInfo[] {
  const { height, width, channels, normalisation, placement } = form;
  const { divisor, mean = 0, standardDeviation = 1 } = normalisation;
  const [own] = model.inputs as [ValueInfo];
  const name = parts.free('image');
  let value = parts.node('Div', [parts.cast(name), parts.floats(divisor)]);
  if (mean !== 0) value = parts.node('Sub', [value, parts.floats(mean)]);
  if (standardDeviation !== 1) value = parts.node('Div', [value, parts.floats(standardDeviation)]);
  const shape = own.shape?.slice(1) ?? [];
  const isChannelsFirst = shape.length === 3 && shape[0] === channels && shape[2] !== channels;
  if (isChannelsFirst) parts.node('Transpose', [value], { perm: { kind: 'ints', value: [0, 3, 1, 2] } }, own.name);
  else if (shape.length === 1) parts.node('Reshape', [value, parts.integers([0, -1])], {}, own.name);
  else parts.node('Identity', [value], {}, own.name);
  const place = placement === 'centred' ? 'inverted if it is dark on light, cropped and centred as in MNIST' : 'fitted';
  missing.push(`the image must be decoded, and ${place} to ${height} x ${width} pixels, before it goes in`);
  return [{ name, type: 'uint8', shape: [BATCH, height, width, channels] }];
}

function outputsOf(model: GraphModel, form: NablaMetadata['form'], parts: GraphParts): readonly ValueInfo[] {
  const [own] = model.outputs as [ValueInfo];
  if (form.type === 'table' && form.target.kind === 'number') return [numberOutput(own, form.target, parts)];
  if (classesOf(form) === undefined) return model.outputs;
  const name = parts.node('Softmax', [own.name], axisAttribute(-1), parts.free('probabilities'));
  return [{ ...own, name }];
}

/** Undoes the scaling of the target. */
function numberOutput(
  own: ValueInfo,
  target: TargetColumn & { readonly kind: 'number' },
  parts: GraphParts,
): ValueInfo {
  const { name, mean, standardDeviation, transform } = target;
  const scaled = parts.node('Mul', [own.name, parts.floats(standardDeviation)]);
  const isLog = transform === 'log';
  const free = parts.free(name);
  const sum = parts.node('Add', [scaled, parts.floats(mean)], {}, isLog ? undefined : free);
  if (isLog) parts.node('Exp', [sum], {}, free);
  return { ...own, name: free };
}
