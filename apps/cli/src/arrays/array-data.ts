import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Output, usageError, workError } from '@nablajs/command-line';
import { type Dataset, type DenseArray, dense, type FloatDType, Random, type Shape, sizeOf } from '@nablajs/core';
import { type AnyArray, ARRAY_TYPES, type ArrayForm, arrayDataset, fitArrays, split } from '@nablajs/datasets';
import type { ExampleTask } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import type { Example } from '../results/example.js';
import { DEFAULT_VALIDATION, type TrainSettings } from '../settings/settings.js';
import { type NamedArrays, readArrays } from './array-files.js';

/** The most classes that labels may tell apart, as in datasets. */
const MOST_CLASSES = 65_536;

interface LoadedArrays {
  readonly inputs: readonly DenseArray[];
  readonly y: DenseArray;
  readonly form: ArrayForm;
  readonly task: ExampleTask;
}

type ArraySettings = Pick<TrainSettings, 'dtype' | 'seed' | 'target' | 'task' | 'validation'>;

/** `known`: the form of the model whose training goes on. Throws a CommandError or a NablaError of code `data`. */
export async function loadArrays(
  path: string,
  settings: ArraySettings,
  output?: Output,
  known?: ArrayForm,
): Promise<TrainingData> {
  const { dtype, seed, validation = DEFAULT_VALIDATION } = settings;
  const hash = createHash('sha256');
  const loaded = fitted(await readArrays(path, output, hash), basename(path), settings, known);
  const { form, task } = loaded;
  const all = datasetOf(loaded);
  const other =
    typeof validation === 'string'
      ? await loadTestArrays(validation, form, dtype, undefined, async (file) => await readArrays(file, output, hash))
      : undefined;
  const labels = task.kind === 'classification' ? loaded.y.data : undefined;
  const parts =
    other === undefined
      ? split(all, Number(validation), new Random(seed), { labels })
      : { train: all, test: other.test, testRows: undefined };
  const digest = hash.digest('hex');
  const tested = other?.inputs ?? loaded.inputs;
  return {
    ...{ train: parts.train, validation: parts.test, test: parts.test, testName: 'validation', layout: 'dense' },
    ...{ task, form, normalisation: undefined, notes: [] },
    shape: { kind: 'arrays', inputs: form.inputs },
    digest: () => digest,
    examples: async (indices) =>
      Array.from(indices, (index) => exampleOf(form, tested, parts.testRows?.[index] ?? index)),
  };
}

interface TestArrays {
  readonly test: Dataset;
  readonly task: ExampleTask;
  readonly inputs: readonly DenseArray[];
}

/** Loads all examples, or only those that training kept for validation. */
export async function loadTestArrays(
  path: string,
  form: ArrayForm,
  dtype: FloatDType,
  kept?: { readonly validation: number; readonly seed: number },
  read: (path: string) => Promise<NamedArrays> = readArrays,
): Promise<TestArrays> {
  const loaded = fitted(await read(path), basename(path), { dtype }, form);
  const { task, inputs, y } = loaded;
  const all = datasetOf(loaded);
  const labels = task.kind === 'classification' ? y.data : undefined;
  const test = kept === undefined ? all : split(all, kept.validation, new Random(kept.seed), { labels }).test;
  return { test, task, inputs };
}

function datasetOf({ inputs, y }: LoadedArrays): Dataset {
  return arrayDataset(inputs.length === 1 ? (inputs[0] as DenseArray) : inputs, y);
}

type TaskSettings = Pick<ArraySettings, 'dtype'> & Partial<Pick<ArraySettings, 'target' | 'task'>>;

function fitted(arrays: NamedArrays, name: string, settings: TaskSettings, known?: ArrayForm): LoadedArrays {
  const [target, y] = targetOf(arrays, name, settings.target, known);
  const others = new Map([...arrays].filter(([own]) => own !== target));
  const { dtype } = settings;
  if (known !== undefined) {
    const inputs = fitArrays(known, others, { name, dtype });
    const task = taskOfModel(known, y, target);
    const shape = known.outputs[0]?.shape ?? [];
    return { inputs, form: known, task, y: targetsOf(y, task, shape, { name, target, dtype }) };
  }
  const [own, x] = inputOf(others, name, target);
  const task = taskOfTarget(y, name, target, settings.task);
  const width = task.kind === 'classification' ? task.classes.length : 1;
  const form: ArrayForm = {
    type: 'arrays',
    inputs: [{ name: own, type: dtype, shape: x.shape.slice(1) }],
    outputs: [{ name: target, type: dtype, shape: [width] }],
    ...(task.kind === 'classification' && { classes: task.classes }),
  };
  return {
    ...{ form, task, inputs: fitArrays(form, others, { name, dtype }) },
    y: targetsOf(y, task, [width], { name, target, dtype }),
  };
}

/** Finds the array to predict: the named one, or `y`, or the only one that is no input. */
function targetOf(
  arrays: NamedArrays,
  name: string,
  wanted: string | undefined,
  known: ArrayForm | undefined,
): readonly [string, AnyArray & { readonly type?: string }] {
  const inputs = known?.inputs.map((one) => one.name) ?? ['x'];
  const rest = [...arrays.keys()].filter((one) => !inputs.includes(one));
  const only = rest.length === 1 && arrays.size > 1 ? rest[0] : undefined;
  const found = wanted ?? [known?.outputs[0]?.name, 'y'].find((one) => one !== undefined && rest.includes(one)) ?? only;
  const array = found === undefined ? undefined : arrays.get(found);
  if (found !== undefined && array !== undefined) return [found, array];
  const list = [...arrays.keys()].slice(0, 20).join(', ');
  throw usageError(
    `${name}: expected the array to predict: ${wanted ?? 'y, or name it with --target'}. Received ${list || 'none'}.`,
  );
}

/** The only input: `x`, if there are several arrays. */
function inputOf(others: NamedArrays, name: string, target: string): readonly [string, AnyArray] {
  const [first, ...more] = others;
  const x = others.get('x');
  const found = x === undefined ? (more.length === 0 ? first : undefined) : (['x', x] as const);
  if (found === undefined) {
    const list = [...others.keys()].slice(0, 20).join(', ') || 'none';
    throw workError(`${name}: expected an array x beside ${target}. Received ${list}.`);
  }
  if (found[1].shape.length >= 2) return found;
  throw workError(
    `${name}: ${found[0]}: expected examples [n, …], such as [100, 4]. Received [${found[1].shape.join(', ')}].`,
  );
}

/** Arrays of JSON have no type: whole numbers may be labels or not, so they are numbers. */
const isWhole = ({ type }: { readonly type?: string }): boolean =>
  ARRAY_TYPES.some((one) => one === type) && !type?.startsWith('float');

/** Labels if the target has integers, or else a number. */
function taskOfTarget(
  y: AnyArray & { readonly type?: string },
  name: string,
  target: string,
  asked: TrainSettings['task'],
): ExampleTask {
  if ((asked ?? (isWhole(y) ? 'classification' : 'regression')) === 'regression') return numbers(target);
  let classes = 0;
  for (let at = 0; at < y.data.length; at++) {
    const label = y.data[at] as number;
    if (!Number.isInteger(label) || label < 0 || label >= MOST_CLASSES) {
      throw workError(
        `${name}: ${target}: expected labels from 0 to ${MOST_CLASSES - 1}. Received ${label}; use --task regression ` +
          'to learn numbers.',
      );
    }
    classes = Math.max(classes, label + 1);
  }
  if (classes >= 2) return { kind: 'classification', classes: numbered(classes) };
  throw workError(`${name}: ${target}: expected labels of at least two classes. Received ${classes}.`);
}

function taskOfModel(
  { classes, outputs }: ArrayForm,
  y: AnyArray & { readonly type?: string },
  target: string,
): ExampleTask {
  const [output] = outputs;
  if (outputs.length !== 1 || output === undefined) {
    throw workError(`expected a model with one output. This one has ${outputs.length}, and a test compares only one.`);
  }
  const [width] = output.shape;
  const areLabels = isWhole(y) && output.shape.length === 1 && typeof width === 'number' && width > 1;
  const names = classes ?? (areLabels ? numbered(width as number) : undefined);
  if (names === undefined) return numbers(target);
  return { kind: 'classification', classes: names };
}

const numbers = (target: string): ExampleTask => ({ kind: 'regression', target, mean: 0, standardDeviation: 1 });

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`);

/** Returns labels [n] in int32, or numbers [n, ...shape] in the network's dtype. */
function targetsOf(
  { data, shape }: AnyArray,
  { kind }: ExampleTask,
  output: readonly (number | string)[],
  { name, target, dtype }: { readonly name: string; readonly target: string; readonly dtype: FloatDType },
): DenseArray {
  const [rows = 0] = shape;
  if (kind === 'classification') {
    if (data.length === rows && Array.prototype.every.call(data, Number.isInteger)) {
      return dense(Int32Array.from(data), [rows]);
    }
    throw wrongTarget(`${name}: ${target}`, 'a label for each example, whole numbers [n]', shape);
  }
  const own = shape.slice(1);
  const isFit = output.every((size) => typeof size === 'number') && sizeOf(own) === sizeOf(output as Shape);
  if (!isFit && own.length !== output.length)
    throw wrongTarget(`${name}: ${target}`, `[n, ${output.join(', ')}]`, shape);
  const floats = dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data);
  return dense(floats, [rows, ...(isFit ? (output as Shape) : own)]);
}

const wrongTarget = (at: string, expected: string, shape: Shape): Error =>
  workError(`${at}: expected ${expected}. Received [${shape.join(', ')}].`);

/** How many numbers of an array stand for it in a report. */
const MOST_SHOWN = 12;

function exampleOf({ inputs }: ArrayForm, arrays: readonly DenseArray[], index: number): Example {
  const cells = arrays.map(({ data, shape: [, ...rest] }, at): [string, string] => {
    const width = sizeOf(rest);
    const values = [...data.subarray(index * width, index * width + Math.min(width, MOST_SHOWN))];
    const text = values.map((value) => `${Number(value.toPrecision(4))}`).join(', ');
    return [inputs[at]?.name ?? `${at}`, width > MOST_SHOWN ? `${text}, …` : text];
  });
  return { kind: 'row', cells };
}
