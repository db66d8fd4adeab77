/** Takes, checks and loads the state of an optimizer. */

import type { Backend } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Parameter } from '../modules/parameter.js';
import { checkFits, type DenseArray, dense } from '../tensors/host-array.js';
import { type Tensor, uploadAll } from '../tensors/tensor.js';
import { checkWhole } from '../validation/arguments.js';
import { describe, isObject } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import type { Optimizer } from './optimizer.js';

/** The state of an optimizer on the host. Everything but `slots` survives JSON unchanged. */
export interface OptimizerState {
  /** The optimizer's config, with its current learning rate. */
  readonly config: TypedConfig;
  /** Steps taken. */
  readonly steps: number;
  /** Steps of each parameter, by name; a frozen one has fewer than `steps`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Momentum buffers and running moments by `parameter name/slot`, of the parameter's shape and dtype. */
  readonly slots: ReadonlyMap<string, DenseArray>;
}

/** Starts all downloads before it returns, because the tensors may be replaced meanwhile. */
export async function readSlots(tensors: ReadonlyMap<string, Tensor>): Promise<Map<string, DenseArray>> {
  const reading = [...tensors].map(async ([key, tensor]) => {
    const shape = [...tensor.shape];
    return [key, dense(await tensor.data(), shape)] as const;
  });
  return new Map(await Promise.all(reading));
}

/**
 * Copies the state of an optimizer to the host, as it is at the call. Give it to another optimizer with
 * `loadOptimizerState`.
 *
 * @example
 * ```ts
 * const state = await takeOptimizerState(optimizer);
 * loadOptimizerState(new Adam(), state, model.parameters);
 * ```
 */
export async function takeOptimizerState(optimizer: Optimizer): Promise<OptimizerState> {
  const { config, state } = optimizer;
  const { steps, counts } = optimizer.takeCounters();
  return { config, steps, counts: Object.fromEntries(counts), slots: await readSlots(state) };
}

/**
 * Gives an optimizer the state that `takeOptimizerState` returned: its next steps are bit for bit those of the first
 * one. `parameters` are all parameters of the network, including frozen ones. Create the optimizer with the same
 * options.
 *
 * Throws a NablaError and changes nothing if the state is of another type of optimizer, lacks a slot or has an extra
 * one (code `argument`: other options or another network), or has a slot of another shape (`shape`) or dtype (`dtype`).
 *
 * @example
 * ```ts
 * const resumed = new Adam();
 * loadOptimizerState(resumed, await takeOptimizerState(optimizer), model.parameters);
 * ```
 */
export function loadOptimizerState(optimizer: Optimizer, state: OptimizerState, parameters: Iterable<Parameter>): void {
  const { name, slotNames } = optimizer.stateLayout;
  const all = [...parameters];
  checkState(name, slotNames, state, all);
  optimizer.checkGroups(all);
  const { steps, counts, slots } = state;
  const backend = all[0]?.value.backend as Backend;
  optimizer.replaceState(uploadAll(backend, slots), { steps, counts: new Map(Object.entries(counts)) });
}

/** Throws unless `state` fits these parameters and an optimizer with these slots (undefined: any). */
function checkState(
  type: string,
  slotNames: readonly string[] | undefined,
  state: OptimizerState,
  parameters: readonly Parameter[],
): void {
  const who = `${type} state`;
  const fail = (why: string): never => {
    throw new NablaError('argument', `${who}: ${why}`);
  };
  if (!isObject(state) || !isObject(state.config) || !isObject(state.counts) || !isMap(state.slots)) {
    fail(`expected a state of takeOptimizerState(), { config, steps, counts, slots }. Received ${describe(state)}.`);
  }
  const { config, steps, counts, slots } = state;
  if (config.type !== type) fail(`expected the state of a ${type}. Received that of ${describe(config.type)}.`);
  // Computing beta^t of more steps would take seconds; no training has as many.
  checkWhole(`${who} steps`, steps, 0, 2147483648, '[0, 2^31)');
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter.value]));
  const parameterCalled = (name: string): Tensor => {
    const names = [...byName.keys()].join(', ');
    return byName.get(name) ?? fail(`the network has no parameter '${name}'; it has ${names}.`);
  };
  for (const [name, count] of Object.entries(counts)) {
    parameterCalled(name);
    checkWhole(`${who} counts '${name}'`, count, 0, steps + 1, `[0, ${steps}], the steps`);
    for (const slot of count === 0 ? [] : (slotNames ?? [])) {
      if (!slots.has(`${name}/${slot}`))
        fail(`slot '${name}/${slot}' is missing; use the options of the state's config.`);
    }
  }
  for (const [key, array] of slots) {
    const [name, slot] = split(key);
    const value = parameterCalled(name);
    if (slotNames?.includes(slot) === false) {
      fail(`'${key}' is no slot of this ${type}; use the options of the state's config.`);
    }
    checkFits(`${who} '${key}'`, value, array);
  }
}

export const isMap = (value: unknown): boolean => isObject(value) && typeof value['has'] === 'function';

/** A parameter's name may contain a slash, a slot's does not. */
function split(key: string): [name: string, slot: string] {
  const at = key.lastIndexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}
