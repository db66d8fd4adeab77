import type { GraphModel, OperatorNode, ValueInfo } from '../../model/graph-model.js';
import { renamedNode } from './renamed.js';

/** Where the examples of a value are. */
export interface ExamplesAxis {
  readonly axis: number;
  /** How many axes the value has. */
  readonly rank: number;
}

/** By the names of values. */
type Places = ReadonlyMap<string, ExamplesAxis>;

export interface FrontedModel {
  readonly model: GraphModel;
  /** The names of inputs and outputs that were changed, with the axis of the examples in the file. */
  readonly batchAxes: Readonly<Record<string, number>>;
}

/**
 * Returns a model that takes and gives values with the examples in front: `Transpose` nodes put them where the file
 * wants them, as in a state [2, batch, 128]. A value has them elsewhere if its first axis is not as long as the first
 * input's, and exactly one axis is. `axesOf` finds the axes of outputs of which the file does not say enough.
 */
export function examplesInFront(
  model: GraphModel,
  axesOf: (model: GraphModel) => readonly (ExamplesAxis | undefined)[],
): FrontedModel {
  const first = model.inputs.find(({ shape }) => shape !== undefined && shape.length > 0);
  const [examples] = first === undefined ? [] : lengthsOf(first);
  const taken = placesOf(model.inputs, (value) => axisOf(value, examples));
  const before = withPlaces(model, 'inputs', taken);
  const measured = taken.size > 0 ? axesOf(before) : [];
  // An output may also be an input or a constant, as it is.
  const made = new Set(model.nodes.flatMap(({ outputs }) => outputs));
  const given = placesOf(model.outputs, (value, at) => {
    if (!made.has(value.name)) return undefined;
    return axisOf(value, examples) ?? (isKnown(value, examples) ? undefined : measured[at]);
  });
  const batchAxes = Object.fromEntries([...taken, ...given].map(([name, { axis }]) => [name, axis]));
  return { model: withPlaces(before, 'outputs', given), batchAxes };
}

/** Moves the examples of inputs or outputs; inside of the graph, these values have other names. */
function withPlaces(model: GraphModel, side: 'inputs' | 'outputs', places: Places): GraphModel {
  if (places.size === 0) return model;
  const inside = model.nodes.map((node) => renamedNode(node, (name) => (places.has(name) ? inFile(name) : name)));
  const transposes = Array.from(places, ([name, place]) =>
    side === 'inputs' ? transpose(name, inFile(name), toFile(place)) : transpose(inFile(name), name, toFront(place)),
  );
  const nodes = side === 'inputs' ? [...transposes, ...inside] : [...inside, ...transposes];
  return { ...model, [side]: model[side].map((value) => moved(value, places)), nodes };
}

/** The name of a value as the file has it, where its own name is that of the changed one. */
const inFile = (name: string): string => `${name}/file`;

function placesOf(
  values: readonly ValueInfo[],
  placeOf: (value: ValueInfo, at: number) => ExamplesAxis | undefined,
): Places {
  const places = values.map((value, at) => [value.name, placeOf(value, at)] as const);
  return new Map(places.flatMap(([name, place]) => (place === undefined || place.axis === 0 ? [] : [[name, place]])));
}

/** The length of each axis; an open one without a name is 0. */
const lengthsOf = ({ name, shape = [] }: ValueInfo): (number | string)[] =>
  shape.map((size, axis) => (size === '' || size === `${name}.${axis}` ? 0 : size));

/** The only axis as long as the examples' behind the first one, if that has another length; undefined otherwise. */
function axisOf(value: ValueInfo, examples: number | string | undefined): ExamplesAxis | undefined {
  const lengths = lengthsOf(value);
  const [axis = 0, ...more] = lengths.flatMap((length, at) => (length === examples ? [at] : []));
  const isClear = more.length === 0 && !(examples === 0 && lengths[0] === 1);
  return axis > 0 && isClear ? { axis, rank: lengths.length } : undefined;
}

/** Whether the file says of the first axis that it is that of the examples, or that it is not. */
function isKnown(value: ValueInfo, examples: number | string | undefined): boolean {
  const [length = 0] = lengthsOf(value);
  return typeof length === 'number' ? length > 0 : length === examples;
}

function moved(value: ValueInfo, places: Places): ValueInfo {
  const place = places.get(value.name);
  if (place === undefined || value.shape === undefined) return value;
  const { [place.axis]: examples = '' } = value.shape;
  return { ...value, shape: [examples, ...value.shape.toSpliced(place.axis, 1)] };
}

/** For each axis of the file's value, that of the one with the examples in front. */
const toFile = ({ axis, rank }: ExamplesAxis): number[] =>
  Array.from({ length: rank }, (_, at) => (at === axis ? 0 : at < axis ? at + 1 : at));

/** For each axis of the value with the examples in front, that of the file's. */
const toFront = ({ axis, rank }: ExamplesAxis): number[] =>
  Array.from({ length: rank }, (_, at) => (at === 0 ? axis : at <= axis ? at - 1 : at));

const transpose = (from: string, to: string, perm: readonly number[]): OperatorNode => ({
  ...{ name: '', type: 'Transpose', domain: '', inputs: [from], outputs: [to] },
  attributes: { perm: { kind: 'ints', value: perm } },
});
