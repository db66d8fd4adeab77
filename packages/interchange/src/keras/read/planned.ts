/** Looks up every layer of a model in the table, before anything is made, and lists what is not there. */
import { NablaError, named } from '@nablajs/core';
import { activationLayer } from '../activations.js';
import type { Json, KerasLayer, KerasModel } from '../config.js';
import { CONVOLUTIONS } from './convolutions.js';
import { NORMS } from './norms.js';
import { type KerasVariable, type Plan, type PlanOf, plain, type Reading, Unsupported } from './plan.js';
import { SEQUENCES } from './sequences.js';
import { SIMPLE } from './simple.js';

export interface PlannedLayer {
  readonly layer: KerasLayer;
  /** Its name here: without dots, and not only digits. */
  readonly name: string;
  readonly plan: Plan;
  readonly inner: PlannedModel | undefined;
}

/** A model whose layers all have a plan. */
export interface PlannedModel {
  readonly model: KerasModel;
  readonly layers: readonly PlannedLayer[];
}

/** The table: Keras' class names, and how each is read. */
const LAYERS: Readonly<Record<string, PlanOf>> = { ...SIMPLE, ...NORMS, ...CONVOLUTIONS, ...SEQUENCES };

/** Layers that apply another layer to each element: that layer itself, where it works on the last axis. */
const POINTWISE = ['Dense', 'Activation', 'Dropout', 'LayerNormalization', 'ReLU', 'LeakyReLU', 'ELU'];

/** Throws NablaError `argument` that lists every layer and option without a counterpart, with counts. */
export function planModel(model: KerasModel): PlannedModel {
  const missing = new Map<string, number>();
  const planned = planOf(model, missing);
  if (missing.size === 0) return planned;
  const list = [...missing].map(([what, count]) => `${what} (${count})`).join(', ');
  throw new NablaError('argument', `Keras: the model has layers without a counterpart: ${list}.`);
}

function planOf(model: KerasModel, missing: Map<string, number>): PlannedModel {
  const used = new Set<string>();
  const layers = model.layers.map((layer): PlannedLayer => {
    let name = safeName(layer.name);
    while (used.has(name)) name += '_';
    used.add(name);
    if (layer.model !== undefined) return { layer, name, plan: plain(), inner: planOf(layer.model, missing) };
    try {
      return { layer, name, plan: planLayer({ ...layer, name }), inner: undefined };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      missing.set(error.message, (missing.get(error.message) ?? 0) + 1);
      return { layer, name, plan: plain(), inner: undefined };
    }
  });
  return { model, layers };
}

/** A name without dots, and no number, which layers without names have. */
const safeName = (name: string): string => {
  const safe = name.replaceAll('.', '_');
  return /^\d+$/.test(safe) ? `layer_${safe}` : safe;
};

function planLayer(reading: Reading): Plan {
  const { className, name, calls } = reading;
  if (className === 'InputLayer') return plain();
  checkCalls(className, calls);
  if (className === 'TimeDistributed') return planTimeDistributed(reading);
  const plan = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
  if (plan !== undefined) return plan(reading);
  const activation = activationLayer(reading);
  if (activation !== undefined) return plain(named(name, activation));
  throw new Unsupported(className);
}

function planTimeDistributed(reading: Reading): Plan {
  const inner = reading.config['layer'] as { class_name?: string; config?: Json } | undefined;
  const className = inner?.class_name ?? 'nothing';
  if (!POINTWISE.includes(className)) throw new Unsupported(`TimeDistributed with the layer ${className}`);
  const plan = planLayer({ ...reading, className, config: inner?.config ?? {} });
  const variables = plan.variables?.map((variable): KerasVariable => ({ ...variable, path: `layer/${variable.path}` }));
  return { ...plan, ...(variables && { variables }) };
}

/** Arguments of calls that are no tensors change what a layer computes. */
function checkCalls(className: string, calls: Reading['calls']): void {
  for (const { options } of calls) {
    for (const [name, value] of Object.entries(options)) {
      const isKnown = name === 'training' || (className === 'MultiHeadAttention' && name === 'use_causal_mask');
      if (value !== false && !isKnown) throw new Unsupported(`${className} called with ${name.slice(0, 40)}`);
    }
  }
}
