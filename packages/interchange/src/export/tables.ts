/** Modules of `@nablajs/tables`, known by their configs: this package does not need that one. */
import { NablaError, type Shape } from '@nablajs/core';
import type { ExportTable, LayerExport, Value } from './layer-export.js';
import { int } from './node-writer.js';

/** A text of a table: `length` inputs from `input` on are places in a list of `values` words. */
interface Text {
  readonly input: number;
  readonly length: number;
  readonly values: number;
  readonly size: number;
}

/** A category of a table: one input is a place in a list. */
type Category = Omit<Text, 'length'>;

/** The options of an `Ensemble`. */
interface Options {
  readonly members: number;
  readonly hidden: readonly number[];
  readonly task: 'classes' | 'numbers';
  readonly categories: readonly Category[];
  readonly texts?: readonly Text[];
  readonly range: readonly [number, number] | null;
  readonly temperature: number;
}

/** Stands for a mean probability of 0, whose logarithm is not finite. */
const TINY = 1e-30;

function otherInputs(inputs: number, texts: readonly Text[], categories: readonly Category[] = []): number[] {
  const taken = new Set(categories.map(({ input }) => input));
  for (const { input, length } of texts) for (let at = 0; at < length; at++) taken.add(input + at);
  return Array.from({ length: inputs }, (_, at) => at).filter((at) => !taken.has(at));
}

/** Chooses inputs, along the last axis. */
const chosen = (layer: LayerExport, x: string, inputs: readonly number[]): string =>
  layer.add('Gather', [x, layer.writer.integers(inputs)], { axis: int(-1) });

/** Returns inputs [1, n, count] as places below `values`. */
function placesOf({ writer }: LayerExport, x: string, { input, length, values }: Text): string {
  const places = writer.add('Slice', [
    x,
    writer.integers([input]),
    writer.integers([input + length]),
    writer.integers([2]),
  ]);
  return writer.add('Clip', [places, writer.number(0), writer.number(values - 1)]);
}

/** Returns the rows of the tables of all members, one behind the other, that are at these places. */
function lookedUp(
  layer: LayerExport,
  places: string,
  table: string,
  members: number,
  { values, size }: Category,
): string {
  const { writer } = layer;
  const firsts = Array.from({ length: members }, (_, member) => member * values);
  const rows = writer.add('Add', [places, writer.floats(firsts, [members, 1, 1])]);
  const whole = writer.reshape(table, [members * values, size]);
  return layer.add('Gather', [whole, writer.cast(rows, 'int32')]);
}

/** Returns the sum of the vectors of each text's words, divided by the root of their number: [members, n, size]. */
function bagOf(layer: LayerExport, x: string, embeddings: string, members: number, text: Text): string {
  const { writer } = layer;
  const places = placesOf(layer, x, text);
  // The word 0 is none, and has a vector of 0.
  const table = writer.add('Pad', [embeddings, writer.integers([0, 1, 0, 0, 0, 0]), writer.number(0)]);
  const total = writer.reduce('ReduceSum', lookedUp(layer, places, table, members, text), [2], false);
  const count = writer.reduce('ReduceSum', writer.add('Min', [places, writer.number(1)]), [-1]);
  const root = writer.add('Sqrt', [writer.add('Max', [count, writer.number(1)])]);
  return layer.add('Div', [total, root]);
}

function membersInputs(
  layer: LayerExport,
  x: string,
  inputs: number,
  { members, categories, texts = [] }: Options,
): string {
  const numbers = otherInputs(inputs, texts, categories);
  if (categories.length + texts.length === 0) return layer.add('Mul', [x, layer.parameter('scale')]);
  const parts = categories.map((category) => {
    const places = placesOf(layer, x, { ...category, length: 1 });
    const found = lookedUp(layer, places, layer.parameter(`embedding${category.input}`), members, category);
    return layer.writer.reshape(found, [members, -1, category.size]);
  });
  const bags = texts.map((text) => bagOf(layer, x, layer.parameter(`words${text.input}`), members, text));
  const areTexts = texts.length > 0 && numbers.length === 0;
  const scaled = areTexts ? [] : [layer.add('Mul', [chosen(layer, x, numbers), layer.parameter('scale')])];
  return joined(layer, [...scaled, ...parts, ...bags]);
}

const joined = (layer: LayerExport, parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] as string) : layer.add('Concat', parts, { axis: int(-1) });

/** The answer of all members, from those of each [members, n, outputs]. */
function together(layer: LayerExport, each: string, { task, range, temperature }: Options): string {
  const { writer } = layer;
  if (task === 'numbers') {
    const near = range === null ? each : layer.add('Clip', [each, ...range.map((one) => writer.number(one))]);
    return writer.reduce('ReduceMean', near, [0], false);
  }
  const probabilities = layer.add('Exp', [layer.add('LogSoftmax', [each], { axis: int(-1) })]);
  const mean = writer.add('Max', [writer.reduce('ReduceMean', probabilities, [0], false), writer.number(TINY)]);
  return layer.add('Mul', [layer.add('Log', [mean]), writer.number(1 / temperature)]);
}

const rowsOf = (layer: LayerExport, { shape }: Value): Shape => {
  if (shape.length === 1) return shape;
  throw new NablaError('argument', `toGraphModel: '${layer.path}' takes rows of a table. Received [n, ${shape}].`);
};

export const TABLES: ExportTable = {
  PiecewiseLinear: (layer, x) => {
    const bins = layer.config['bins'] as readonly number[];
    const inputs = bins.flatMap((count, input) => new Array<number>(count).fill(input));
    const [low = '', slope = '', least = '', most = ''] = ['low', 'slope', 'least', 'most'].map((name) =>
      layer.parameter(name),
    );
    const shifted = layer.add('Sub', [chosen(layer, layer.last(x as Value), inputs), low]);
    const risen = layer.add('Max', [layer.add('Mul', [shifted, slope]), least]);
    return layer.value(layer.add('Min', [risen, most]));
  },
  TextBags: (layer, x) => {
    const [inputs = 0] = rowsOf(layer, x as Value);
    const texts = layer.config['texts'] as unknown as readonly Text[];
    const name = layer.last(x as Value);
    const one = layer.writer.unsqueeze(name, [0]);
    const bags = texts.map((text) => {
      const embeddings = layer.writer.unsqueeze(layer.parameter(`words${text.input}`), [0]);
      return layer.writer.reshape(bagOf(layer, one, embeddings, 1, text), [-1, text.size]);
    });
    const others = otherInputs(inputs, texts);
    return layer.value(joined(layer, [...(others.length === 0 ? [] : [chosen(layer, name, others)]), ...bags]));
  },
  Ensemble: (layer, x) => {
    const options = layer.config as unknown as Options;
    const [inputs = 0] = rowsOf(layer, x as Value);
    let h = membersInputs(layer, layer.writer.unsqueeze(layer.last(x as Value), [0]), inputs, options);
    const layers = options.hidden.length + 1;
    for (let at = 1; at <= layers; at++) {
      const product = layer.add('MatMul', [h, layer.parameter(`weight${at}`)]);
      h = layer.add('Add', [product, layer.parameter(`bias${at}`)]);
      if (at < layers) h = layer.add('Relu', [h]);
    }
    return layer.value(together(layer, h, options));
  },
};
