import type { Backend } from '../backend.js';
import type { JsonValue } from '../config/json.js';
import type { Parameters } from '../networks/parameters.js';
import { isMap, loadOptimizerState, takeOptimizerState } from '../optimizers/optimizer-state.js';
import { checkFits, type DenseArray } from '../tensors/host-array.js';
import { disposeAll } from '../tensors/scope.js';
import { type Tensor, uploadAll } from '../tensors/tensor.js';
import { describe, isObject } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import type { Callback, Training } from './callback.js';
import type { CallbackState, RunIdentity, RunPosition, TrainState } from './train-state.js';

/**
 * Copies the whole state of a training to the host. Call it in a callback's `onSettled`: a run that resumes yields the
 * events that follow. The copy is made at the call, so training may go on.
 *
 * Throws NablaError `non-finite` if one of those losses or gradients is not finite.
 *
 * @example
 * ```ts
 * let state: TrainState | undefined;
 * const keepState: Callback = {
 *   name: 'keepState',
 *   async onSettled(training, event) {
 *     if (event.type === 'epoch-end') state = await takeState(training);
 *   },
 * };
 * await fit(model, trainSet, { loss, optimizer, epochs: 5, callbacks: [keepState] });
 * ```
 */
export async function takeState(training: Training): Promise<TrainState> {
  await training.settle();
  const { model, optimizer, progress, callbacks } = training;
  const { unreported, history, ...position } = progress;
  // All copies begin before the first of them is awaited.
  const parameters = model.parameters.read();
  const optimizerState = takeOptimizerState(optimizer);
  const others = Promise.all(
    callbacks.flatMap((callback) =>
      callback.takeState === undefined ? [] : [Promise.all([callback.name, callback.takeState()])],
    ),
  );
  return {
    run: identityOf(training),
    position,
    unreported: [...unreported],
    history: [...history],
    parameters: await parameters,
    optimizer: await optimizerState,
    callbacks: Object.fromEntries(await others),
  };
}

/** @internal What identifies a run, and how its parameters are frozen and tied. */
export function identityOf({ run, model }: Training): RunIdentity {
  const { frozen, tensors } = model.parameters;
  const names = new Map<Tensor, string[]>();
  for (const [name, value] of tensors) names.set(value, [...(names.get(value) ?? []), name]);
  return { ...run, frozen, tied: [...names.values()].filter(({ length }) => length > 1) };
}

/**
 * Resumes a training from `state`: pass the result as the option `resume` of `train` or `fit`. It continues bit for
 * bit. Use the same data, network, optimizer, options and callbacks, and freeze and tie the same parameters; `epochs`
 * may be larger if no schedule depends on it.
 *
 * The training throws a NablaError and changes nothing if the state does not fit: parameters of other shapes (code
 * `shape`) or dtypes (`dtype`), or another seed, number of examples, batch size, optimizer, set of callbacks, names,
 * frozen or tied parameters (`argument`).
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, resume: resumeFrom(state) });
 * ```
 */
export function resumeFrom(state: TrainState): (training: Training) => Promise<void> {
  return async (training) => {
    const position = check(state, training);
    const { model, optimizer, progress } = training;
    const made = uploadParameters(state.parameters, model.parameters);
    try {
      loadOptimizerState(optimizer, state.optimizer, model.parameters);
    } catch (error) {
      disposeAll(made.values());
      throw error;
    }
    optimizer.learningRate = state.optimizer.config['learningRate'] as number;
    for (const [value, next] of made) value.adopt(next);
    Object.assign(progress, position, {
      unreported: [...state.unreported],
      history: [...state.history],
    });
    for (const callback of training.callbacks) {
      const own = state.callbacks[callback.name];
      if (own !== undefined) await callback.loadState?.(own, training);
    }
  };
}

/**
 * @internal Uploads the arrays of parameters: all or, on an error, none. Returns them by the tensors that they replace.
 */
export function uploadParameters(arrays: TrainState['parameters'], own: Parameters): Map<Tensor, Tensor> {
  const { list } = own;
  const given = list.filter(({ name }) => arrays.has(name));
  const entries = given.map(({ name, value }) => [value, arrays.get(name) as DenseArray] as const);
  return uploadAll(list[0]?.value.backend as Backend, entries);
}

const fail = (why: string): never => {
  throw new NablaError('argument', `resume: ${why}`);
};

const isNumber = (value: unknown): boolean => typeof value === 'number';
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isObject);
const isSums = (value: unknown): boolean => {
  const { names, numbers } = { ...(value as Partial<RunPosition['sums']>) };
  return Array.isArray(names) && numbers?.length === 2 * names.length && numbers.every(isNumber);
};

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{ run: isObject, position: isObject, callbacks: isObject, parameters: isMap, unreported: isList, history: isList },
  ...{ epoch: isNumber, step: isNumber, steps: isNumber, learningRate: isNumber, validatedAt: isNumber, sums: isSums },
};

/** Throws unless the state fits the training. Returns its position. */
function check(state: TrainState, training: Training): RunPosition {
  const { model, callbacks } = training;
  const [was, run] = [{ ...state?.run }, identityOf(training)];
  const { lossSum, ...own } = { ...state?.position } as RunPosition & { readonly lossSum: number };
  // nabla 0.1 kept the sum of the losses alone; each had the weight 1.
  const numbers = [lossSum, Math.min(own.step * was.batchSize, was.examples)];
  const position = Object.assign({ sums: { names: ['loss'], numbers } }, own);
  for (const [key, isRight] of Object.entries(FIELDS)) {
    const value = { ...position, ...state }[key as keyof TrainState];
    if (!isRight(value)) fail(`expected a state of takeState(). Received ${describe(value)} as its ${key}.`);
  }
  for (const key of Object.keys(run) as (keyof RunIdentity)[]) {
    // Older versions cut batches in other ways, so the bits differ from here on. They did not say what is frozen.
    if (was[key] === undefined && ['parts', 'frozen', 'tied'].includes(key)) continue;
    const [there, here] = [was[key], run[key]].map((value) => (value === undefined ? 'none' : canonical(value)));
    if (there !== here) fail(`the run had ${key} ${there}. Received ${here}; use the same network, options and data.`);
  }
  checkTensorState('the state', state.parameters, model.parameters);
  const names = callbacks.map(({ name }: Callback) => name);
  for (const name of Object.keys(state.callbacks)) {
    if (!names.includes(name)) fail(`the run had a callback '${name}'. Received ${names.join(', ') || 'none'}.`);
  }
  for (const { name, takeState: keeps } of callbacks) {
    if (keeps !== undefined && state.callbacks[name] === undefined) {
      fail(`the run had no callback '${name}', so there is no state for it; leave it out.`);
    }
  }
  return position;
}

/** Returns the same text for equal values, whatever the order of their keys. */
function canonical(value: JsonValue): string {
  if (!isObject(value) || Array.isArray(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as JsonValue)}`).join(',')}}`;
}

/** @internal Throws unless each parameter has an array of its shape and dtype, and none is left over. */
export function checkTensorState(who: string, tensors: TrainState['parameters'], own: Parameters): void {
  for (const { name, value, frozen } of own) {
    if (frozen && !tensors.has(name)) continue;
    const array = tensors.get(name) ?? fail(`${who} has no parameter '${name}'; it is of another network.`);
    checkFits(`resume '${name}'`, value, array);
  }
  const foreign = [...tensors.keys()].find((name) => !own.has(name));
  if (foreign !== undefined) fail(`the network has no parameter '${foreign}'; ${who} is of another one.`);
}

/** @internal Reads numbers of a callback's state; throws NablaError `argument` if one is missing. */
export function numbersOf<K extends string>(
  who: string,
  { values }: CallbackState,
  names: readonly K[],
): Record<K, number> {
  const numbers = {} as Record<K, number>;
  for (const name of names) {
    const value = values[name];
    if (typeof value !== 'number') fail(`the state of ${who} needs a number '${name}'. Received ${describe(value)}.`);
    numbers[name] = value as number;
  }
  return numbers;
}
