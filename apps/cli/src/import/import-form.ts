import { usageError } from '@nablajs/command-line';
import { buildShapes, listOf, type OpenShape, type Shape, shapesOf } from '@nablajs/core';
import type { ArrayForm, ArrayPlace } from '@nablajs/datasets';
import type { ImportedModel, NamedPlace } from './imported.js';

/** Throws a CommandError for classes that do not fit the output. */
export function arrayForm(
  { module, inputShape, inputs, outputs }: Pick<ImportedModel, 'module' | 'inputShape' | 'inputs' | 'outputs'>,
  dtype: 'float32' | 'float64',
  classes: readonly string[] | undefined,
): ArrayForm {
  const declared = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as readonly OpenShape[];
  const made = shapesOf(module.build(...buildShapes(inputShape)).outputShape);
  const form: ArrayForm = {
    type: 'arrays',
    inputs: placesOf('x', declared, inputs, (at) => (takesIntegers(module.acceptsIntegers, at) ? 'int32' : dtype)),
    outputs: placesOf(
      'y',
      made.map((shape, at) => named(shape, outputs?.[at])),
      outputs,
      () => dtype,
    ),
  };
  if (classes === undefined) return form;
  const [output, ...more] = form.outputs;
  if (output !== undefined && more.length === 0 && output.shape.length === 1 && output.shape[0] === classes.length) {
    return { ...form, classes };
  }
  const received = form.outputs.map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
  throw usageError(`--classes: expected a name for each number of the output ${received}. Received ${classes.length}.`);
}

const takesIntegers = (accepts: boolean | readonly boolean[] | undefined, at: number): boolean =>
  listOf<boolean>(accepts ?? false)[at] === true || accepts === true;

/** Names open dimensions as the file does. */
const named = (shape: Shape, place: NamedPlace | undefined): OpenShape =>
  shape.map((size, axis) => {
    if (!Number.isNaN(size)) return size;
    const own = place?.shape?.[axis];
    return typeof own === 'string' && own !== '' ? own : `length ${axis + 1}`;
  });

function placesOf(
  prefix: string,
  shapes: readonly OpenShape[],
  given: readonly NamedPlace[] | undefined,
  typeOf: (at: number) => ArrayPlace['type'],
): ArrayPlace[] {
  return shapes.map((shape, at) => ({
    name: given?.[at]?.name ?? (shapes.length === 1 ? prefix : `${prefix}${at + 1}`),
    type: given?.[at]?.type ?? typeOf(at),
    shape: [...shape],
  }));
}
