import {
  buildShapes,
  Chain,
  type DenseArray,
  Graph,
  type GraphNode,
  type Module,
  NablaError,
  Residual,
  type Shape,
  shapesOf,
} from '@nablajs/core';
import { activationName } from '../activations.js';
import type { Json } from '../config.js';
import type { ImportedModel } from '../imported-model.js';
import { WRITE_ATTENTION } from './attention.js';
import { WRITE_CONVOLUTIONS } from './convolutions.js';
import { Emitter, NoCounterpart, type Write, type WrittenModel, type WrittenValue } from './emitter.js';
import { WRITE_SEQUENCES } from './sequences.js';
import { one, WRITE_SIMPLE } from './simple.js';

/** A network and its numbers, as `readKeras` returns them too. */
export interface ExportedModel extends Pick<ImportedModel, 'module' | 'parameters' | 'inputShape'> {
  /**
   * The names of parameters that are not trained: `network.parameters.frozen`. A layer of frozen parameters alone is
   * not trained there either. Default: none.
   */
  readonly frozen?: readonly string[];
}

const WRITERS: Readonly<Record<string, Write>> = {
  ...WRITE_SIMPLE,
  ...WRITE_CONVOLUTIONS,
  ...WRITE_SEQUENCES,
  ...WRITE_ATTENTION,
};

interface Run {
  readonly emitter: Emitter;
  readonly parameters: ReadonlyMap<string, DenseArray>;
  readonly missing: Map<string, number>;
}

/** Throws NablaError `argument` that lists all modules and options without a counterpart, with counts. */
export function toKerasModel(who: string, model: ExportedModel, isTfjs: boolean): WrittenModel {
  const { module, parameters, inputShape, frozen = [] } = model;
  const run: Run = { emitter: new Emitter(isTfjs, frozen), parameters, missing: new Map() };
  const shapes = buildShapes(inputShape, who);
  const inputs = shapes.map((shape) => run.emitter.input(shape.map((size) => (Number.isNaN(size) ? null : size))));
  const outputs = write(run, module, '', inputs, shapes);
  if (run.missing.size === 0) return run.emitter.model(inputs, outputs);
  const list = [...run.missing].map(([what, count]) => `${what} (${count})`).join(', ');
  const other = isTfjs ? 'TensorFlow.js' : 'Keras';
  throw new NablaError('argument', `${who}: ${other} has no layers for these: ${list}.`);
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function write(
  run: Run,
  module: Module,
  path: string,
  inputs: readonly WrittenValue[],
  shapes: readonly Shape[],
): readonly WrittenValue[] {
  if (module instanceof Chain) return writeChain(run, module, path, inputs, shapes);
  if (module instanceof Graph) return writeGraph(run, module, path, inputs, shapes);
  if (module instanceof Residual) return writeResidual(run, module, path, inputs, shapes);
  const { emitter, parameters } = run;
  const outputs = shapesOf(module.build(...shapes).outputShape);
  const config = module.config as unknown as Json & { readonly type: string };
  try {
    const made = writerOf(module, emitter.isTfjs);
    return [made({ emitter, path, config, inputs, shapes, outputShape: outputs[0] as Shape, parameters })];
  } catch (error) {
    if (!(error instanceof NoCounterpart)) throw error;
    run.missing.set(error.message, (run.missing.get(error.message) ?? 0) + 1);
    return outputs.map(() => inputs[0] as WrittenValue);
  }
}

function writerOf({ config }: Module, isTfjs: boolean): Write {
  const { type } = config;
  const writer = Object.hasOwn(WRITERS, type) ? WRITERS[type] : undefined;
  if (writer !== undefined) return writer;
  const activation = activationName(config, isTfjs);
  if (activation === undefined) throw new NoCounterpart(type === 'GELU' ? "GELU with approximate 'tanh'" : type);
  return one('Activation', () => ({ config: { activation } }));
}

function writeChain(
  run: Run,
  { layers }: Chain,
  path: string,
  inputs: readonly WrittenValue[],
  shapes: readonly Shape[],
) {
  let values = inputs;
  let current = shapes;
  for (const [at, layer] of layers.entries()) {
    values = write(run, layer, below(path, layer.name ?? `${at}`), values, current);
    current = shapesOf(layer.build(...current).outputShape);
  }
  return values;
}

function writeGraph(run: Run, module: Graph, path: string, inputs: readonly WrittenValue[], shapes: readonly Shape[]) {
  const { nodes, outputs } = module.config as unknown as { nodes: readonly GraphNode[]; outputs: number | number[] };
  const values = [...inputs];
  const all = [...shapes];
  for (const { layer: index, inputs: from } of nodes) {
    const layer = module.layers[index] as Module;
    const given = from.map((at) => all[at] as Shape);
    const made = write(
      run,
      layer,
      below(path, layer.name ?? `${index}`),
      from.map((at) => values[at] as WrittenValue),
      given,
    );
    for (const value of made) values.push(value);
    for (const shape of shapesOf(layer.build(...given).outputShape)) all.push(shape);
  }
  return [outputs].flat().map((at) => values[at] as WrittenValue);
}

function writeResidual(
  run: Run,
  { body, shortcut }: Residual,
  path: string,
  inputs: readonly WrittenValue[],
  shapes: readonly Shape[],
) {
  const [x] = inputs as readonly [WrittenValue];
  const kept = shortcut === undefined ? x : write(run, shortcut, below(path, 'shortcut'), inputs, shapes)[0];
  const [y] = write(run, body, below(path, 'body'), inputs, shapes);
  const added = { className: 'Add', config: {}, inputs: [kept as WrittenValue, y as WrittenValue] };
  return [run.emitter.call(`${path}:add`, added)];
}
