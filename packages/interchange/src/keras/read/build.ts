/** Makes modules of a planned model: a Chain of layers in a row, or a Graph. */
import {
  Chain,
  Graph,
  type GraphNode,
  type Module,
  NablaError,
  named,
  type OpenShape,
  type Shape,
  shapesOf,
} from '@nablajs/core';
import { damaged as damagedFile } from '../../model/damage.js';
import { isJson, type KerasCall, type KerasValue } from '../config.js';
import { Unsupported } from './plan.js';
import type { PlannedLayer, PlannedModel } from './planned.js';

const damaged = (why: string): NablaError => damagedFile('Keras', why);

/** The shapes of the inputs, without the batch. Open dimensions have names. */
export function inputShapesOf({ model, layers }: PlannedModel): readonly OpenShape[] {
  const byName = new Map(layers.map(({ layer }) => [layer.name, layer]));
  const shapes = model.isSequential
    ? [shapeOfSequential(layers)]
    : model.inputs.map(({ layer: name }) => {
        const input = byName.get(name);
        if (input === undefined) throw damaged(`there is no input '${name}'`);
        return input.model === undefined ? shapeIn(input.config, input.builtFor) : undefined;
      });
  return shapes.map((shape, at) => openShape(shape, at, shapes.length));
}

function shapeOfSequential(layers: readonly PlannedLayer[]): readonly unknown[] | undefined {
  const [first] = layers;
  if (first === undefined) throw damaged('the model has no layers');
  const own = shapeIn(first.layer.config, first.layer.builtFor);
  if (own !== undefined || first.inner === undefined) return own;
  return first.inner.model.isSequential ? shapeOfSequential(first.inner.layers) : inputOf(first.inner);
}

function inputOf({ model, layers }: PlannedModel): readonly unknown[] | undefined {
  const input = layers.find(({ layer }) => layer.name === model.inputs[0]?.layer)?.layer;
  return input && shapeIn(input.config, input.builtFor);
}

/** Keras 3 says `batch_shape`, Keras 2 `batch_input_shape`; otherwise it is the shape that the layer was built for. */
function shapeIn(config: Readonly<Record<string, unknown>>, builtFor: unknown): readonly unknown[] | undefined {
  const given = config['batch_shape'] ?? config['batch_input_shape'] ?? builtFor;
  const shape = isJson(given) ? given['shape'] : given;
  if (Array.isArray(shape) && shape.length > 0) return shape.slice(1);
  const length = config['input_dim'];
  return typeof length === 'number' && config['output_dim'] === undefined ? [length] : undefined;
}

function openShape(shape: readonly unknown[] | undefined, at: number, inputs: number): OpenShape {
  if (shape === undefined)
    throw damaged("the file does not say the input's shape; call the model once and save it again");
  const open = shape.filter((size) => size === null).length;
  const nameOf = (axis: number): string => {
    if (inputs === 1 && open === 1) return 'time';
    return inputs === 1 ? `axis${axis + 1}` : `input${at}axis${axis + 1}`;
  };
  return shape.map((size, axis) => {
    if (size === null) return nameOf(axis);
    if (Number.isSafeInteger(size) && (size as number) >= 1) return size as number;
    throw damaged('an input has a dimension that is no whole number >= 1');
  });
}

export function buildModel(planned: PlannedModel, shapes: readonly Shape[]): Module {
  try {
    return planned.model.isSequential ? sequential(planned, shapes) : graph(planned, shapes);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new NablaError('argument', `Keras: the model has a layer without a counterpart: ${error.message}.`);
  }
}

function modulesOf({ plan, inner, name }: PlannedLayer, shapes: readonly Shape[]): readonly Module[] {
  return inner === undefined ? plan.build(shapes) : [named(name, buildModel(inner, shapes))];
}

function sequential({ layers }: PlannedModel, shapes: readonly Shape[]): Module {
  const modules: Module[] = [];
  let current = shapes;
  for (const layer of layers) {
    for (const module of modulesOf(layer, current)) {
      modules.push(module);
      current = shapesOf(module.build(...current).outputShape);
    }
  }
  if (modules.length === 0) throw damaged('the model has no layers');
  return new Chain(modules);
}

/** A call of a layer by its number. */
interface Step {
  readonly layer: PlannedLayer;
  readonly call: KerasCall;
  readonly key: string;
}

function graph(planned: PlannedModel, inputShapes: readonly Shape[]): Module {
  const { model } = planned;
  const shapes = [...inputShapes];
  const values = new Map<string, number>();
  const resolve = resolver(planned);
  for (const [at, input] of model.inputs.entries()) values.set(resolve(input), at);
  const modules: Module[] = [];
  const nodes: GraphNode[] = [];
  const made = new Map<PlannedLayer, { readonly first: number; readonly modules: readonly Module[] }>();
  const valueAt = (value: KerasValue): number => {
    const found = values.get(resolve(value));
    if (found !== undefined) return found;
    throw damaged(`'${value.layer.slice(0, 60)}' has no output ${value.output}`);
  };
  for (const { layer, call, key } of stepsOf(planned, resolve)) {
    const chosen = call.inputs.map(valueAt);
    let taken = layer.plan.inputs?.(chosen) ?? chosen;
    const known = made.get(layer);
    const own = known ?? {
      first: modules.length,
      modules: modulesOf(
        layer,
        taken.map((at) => shapes[at] as Shape),
      ),
    };
    if (known === undefined) for (const module of own.modules) modules.push(module);
    made.set(layer, own);
    for (const [at, module] of own.modules.entries()) {
      const outputs = shapesOf(module.build(...taken.map((input) => shapes[input] as Shape)).outputShape);
      nodes.push({ layer: own.first + at, inputs: taken, ...(outputs.length > 1 && { outputs: outputs.length }) });
      taken = outputs.map((_, output) => shapes.length + output);
      for (const shape of outputs) shapes.push(shape);
    }
    for (const [output, value] of taken.entries()) values.set(`${key}/${output}`, value);
  }
  return joined(model.inputs.length, modules, nodes, model.outputs.map(valueAt));
}

/** Layers in a row make a Chain, others a Graph. */
function joined(
  inputs: number,
  layers: readonly Module[],
  nodes: readonly GraphNode[],
  outputs: readonly number[],
): Module {
  const [only] = outputs;
  if (nodes.length === 0 || only === undefined) throw damaged('the model has no layers');
  const isRow =
    inputs === 1 &&
    outputs.length === 1 &&
    only === nodes.length &&
    layers.length === nodes.length &&
    nodes.every(({ layer, inputs: from, outputs: count = 1 }, at) => {
      return layer === at && count === 1 && from.length === 1 && from[0] === at;
    });
  if (isRow) return new Chain(layers);
  return new Graph({ inputs, layers, nodes, outputs: outputs.length === 1 ? only : outputs });
}

/** Returns a function that names a value. Models inside a model count their calls from 1 in some versions. */
function resolver({ layers, model }: PlannedModel): (value: KerasValue) => string {
  const least = new Map<string, number>();
  const all = [...layers.flatMap(({ layer }) => layer.calls.flatMap(({ inputs }) => inputs)), ...model.outputs];
  for (const { layer, call } of all) least.set(layer, Math.min(call, least.get(layer) ?? call));
  const inner = new Set(layers.filter((layer) => layer.inner !== undefined).map(({ layer }) => layer.name));
  return ({ layer, call, output }) => `${layer}/${call - (inner.has(layer) ? (least.get(layer) ?? 0) : 0)}/${output}`;
}

/** Sorts the calls of all layers so that each comes after those that it takes from. */
function stepsOf(planned: PlannedModel, resolve: (value: KerasValue) => string): Step[] {
  const steps = planned.layers.flatMap((layer) =>
    layer.layer.calls.map((call, at): Step => ({ layer, call, key: `${layer.layer.name}/${at}` })),
  );
  const inputs = new Set(planned.model.inputs.map(resolve));
  const callOf = (value: KerasValue): string => resolve({ ...value, output: 0 }).replace(/\/0$/, '');
  const open = steps.filter(({ key, call }) => call.inputs.length > 0 && !inputs.has(`${key}/0`));
  const readers = new Map<string, Step[]>();
  const waits = new Map<Step, number>();
  const ready: Step[] = [];
  for (const step of open) {
    const needs = new Set(step.call.inputs.filter((value) => !inputs.has(resolve(value))).map(callOf));
    waits.set(step, needs.size);
    if (needs.size === 0) ready.push(step);
    for (const need of needs) {
      const known = readers.get(need);
      if (known === undefined) readers.set(need, [step]);
      else known.push(step);
    }
  }
  for (const step of ready) {
    for (const reader of readers.get(step.key) ?? []) {
      const left = (waits.get(reader) as number) - 1;
      waits.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  if (ready.length === open.length) return ready;
  const done = new Set(ready);
  const lost = open.find((step) => !done.has(step));
  throw damaged(`'${lost?.key.slice(0, 60)}' takes from a layer that is not there, or from itself`);
}
