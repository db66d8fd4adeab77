import type { DenseArray, FloatDType } from '@nablajs/core';
import type { ArrayForm, ImageForm, TableForm } from '@nablajs/datasets';
import type { ImportedModel as ImportedNetwork } from '@nablajs/interchange';

/** What a file says of an input or an output. */
export interface NamedPlace {
  readonly name: string;
  readonly type: ArrayForm['inputs'][number]['type'];
  /** Without the examples; undefined if the file does not say. */
  readonly shape: readonly (number | string)[] | undefined;
  /** The axis of the examples in the file, where it is not the first one. */
  readonly batchAxis?: number;
}

/** A network as a file describes it, on no backend yet. */
export interface ImportedModel extends Omit<ImportedNetwork, 'optimizer'> {
  /** Undefined if the file does not say. */
  readonly inputs?: readonly NamedPlace[];
  readonly outputs?: readonly NamedPlace[];
  /** The form that a file of nabla's has. */
  readonly form?: TableForm | ImageForm | ArrayForm;
}

export function withDType(parameters: ImportedModel['parameters'], dtype: FloatDType): ReadonlyMap<string, DenseArray> {
  const Type = dtype === 'float64' ? Float64Array : Float32Array;
  const converted = Array.from(parameters, ([name, array]): [string, DenseArray] => [
    name,
    array.data instanceof Type ? array : { ...array, data: Type.from(array.data) },
  ]);
  return new Map(converted);
}

/** The dtype of a file's weights: float64 if some have it. */
export const dtypeOf = ({ parameters }: Pick<ImportedModel, 'parameters'>): FloatDType =>
  [...parameters.values()].some(({ data }) => data instanceof Float64Array) ? 'float64' : 'float32';
