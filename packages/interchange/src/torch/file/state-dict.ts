/** Finds weights in a checkpoint. */
import { NablaError } from '@nablajs/core';
import { damaged } from '../../model/damage.js';
import type { NamedTensors } from '../../model/host-tensor.js';
import { isObjectValue, isTensorValue, type TorchFile, type TorchValue } from './torch-file.js';

type Dictionary = ReadonlyMap<TorchValue, TorchValue>;

/** A checkpoint may have the same dictionary in many places. */
const MOST_VISITS = 200_000;

/**
 * Lists the state dicts of a checkpoint by their paths, such as `model_state`: dictionaries with tensors, by texts. The
 * path of the whole file is empty. What belongs to an optimizer is not among them.
 *
 * @example
 * ```ts
 * const paths = [...stateDicts(readTorch(bytes)).keys()]; // ['model', 'ema']
 * ```
 */
export function stateDicts(file: TorchFile): Map<string, NamedTensors> {
  const found = new Map<string, NamedTensors>();
  const visits = { left: MOST_VISITS };
  const search = (value: TorchValue, path: string): void => {
    if (!(value instanceof Map) || isOptimizer(value)) return;
    count(visits, file);
    if ([...value].some(([key, item]) => typeof key === 'string' && isTensorValue(item))) {
      found.set(path, flattened(value, file, visits));
      return;
    }
    for (const [key, item] of value as Dictionary) search(item, path === '' ? `${key}` : `${path}.${key}`);
  };
  search(file.root, '');
  return found;
}

/**
 * Returns the tensors of a state dict by name, those of dictionaries inside it too, as `encoder.weight`.
 *
 * @param path Where it is in the file, such as `model_state`: names of dictionaries with dots between. Default: the
 * only state dict of the file.
 * @throws NablaError `argument` if there is none at that path, or without a path if there are several; `data` if its
 * tensors are part of an object, such as a whole model saved by `torch.save(model)`.
 *
 * @example
 * ```ts
 * const weights = stateDict(readTorch(await readFile('pretrained.pt')), 'model_state');
 * ```
 */
export function stateDict(file: TorchFile, path?: string): NamedTensors {
  if (path !== undefined) {
    const value = valueAt(file, path);
    const found = value instanceof Map ? flattened(value, file, { left: MOST_VISITS }) : new Map();
    if (found.size > 0) return found;
    throw missing(file, `a state dict at '${path}'`);
  }
  const all = [...stateDicts(file).values()];
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  checkObjects(file, file.root);
  throw missing(file, all.length === 0 ? 'a state dict' : 'the path of one state dict');
}

/**
 * Returns what is at a path of a checkpoint: keys of dictionaries with dots between. A key may have dots itself.
 * Undefined if nothing is there.
 *
 * @example
 * ```ts
 * const steps = valueAt(readTorch(bytes), 'optimizer_state.param_groups');
 * ```
 */
export function valueAt({ root }: TorchFile, path: string): TorchValue | undefined {
  const search = (value: TorchValue | undefined, rest: string): TorchValue | undefined => {
    if (rest === '') return value;
    if (!(value instanceof Map)) return undefined;
    for (const [key, item] of value as Dictionary) {
      if (rest === `${key}`) return item;
      const found = rest.startsWith(`${key}.`) ? search(item, rest.slice(`${key}.`.length)) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(root, path);
}

/** The dictionary of an optimizer has numbered tensors. */
const isOptimizer = (value: Dictionary): boolean => value.has('state') && value.has('param_groups');

function flattened(value: Dictionary, file: TorchFile, visits: { left: number }): NamedTensors {
  const tensors = new Map();
  const add = (items: Dictionary, path: string): void => {
    for (const [key, item] of items) {
      count(visits, file);
      const name = path === '' ? `${key}` : `${path}.${key}`;
      if (isTensorValue(item)) tensors.set(name, item);
      else if (item instanceof Map && !isOptimizer(item)) add(item, name);
      else if (isObjectValue(item) && item.hasTensors) throw refused(file, item.object, name);
    }
  };
  add(value, '');
  return tensors;
}

function count(visits: { left: number }, file: TorchFile): void {
  visits.left -= 1;
  if (visits.left < 0) throw damaged(file.name, `expected at most ${MOST_VISITS} values in its dictionaries`);
}

/** Throws if the tensors of the file are in an object: the file itself, or in its dictionary. */
function checkObjects(file: TorchFile, value: TorchValue): void {
  const items: Iterable<readonly [TorchValue, TorchValue]> = value instanceof Map ? value : [['the file', value]];
  for (const [name, item] of items) {
    if (isObjectValue(item) && item.hasTensors) throw refused(file, item.object, `${name}`);
  }
}

const refused = (file: TorchFile, object: string, at: string): NablaError =>
  damaged(
    file.name,
    `the tensors of '${at}' are in an object of ${object}, which only running code could make; ` +
      'save model.state_dict() in Python instead',
  );

function missing(file: TorchFile, expected: string): NablaError {
  const paths = Array.from(stateDicts(file), ([path, { size }]) => `'${path}' (${size} tensors)`);
  const found = paths.length === 0 ? 'There is none' : `There are ${paths.slice(0, 20).join(', ')}`;
  return new NablaError('argument', `${file.name}: expected ${expected}. ${found}.`);
}
