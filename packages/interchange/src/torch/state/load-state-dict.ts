/** Weights between a state dict of PyTorch and a network of this library. */
import {
  type Blueprint,
  buildShapes,
  checkOptionNames,
  type DenseArray,
  dense,
  formatShape,
  type Module,
  NablaError,
  type Network,
  type OpenShape,
  type Shape,
  sameShape,
} from '@nablajs/core';
import type { HostData, HostTensor, NamedTensors } from '../../model/host-tensor.js';
import { isNetwork, layoutOf, type ModuleWithShapes } from '../layout/layout-of.js';
import type { Elements, LayoutGroup, Slot } from '../layout/types.js';
import { type NameMap, renamer } from './name-map.js';

/** A module without a network, and the shapes of its inputs without the batch dimension. */
export interface UnbuiltModule {
  readonly module: Module;
  readonly inputShape: OpenShape | readonly OpenShape[];
}

/** Options of `loadStateDict`. */
export interface LoadStateDictOptions {
  /** How the file's names become those of PyTorch's twin of the network. Default: they are the same. */
  readonly map?: NameMap;
  /** Whether to throw unless all parameters have tensors, all fit, and none is left over. Default: true. */
  readonly strict?: boolean;
}

/** What `loadStateDict` found. Names are those of PyTorch's twin, or of the file if they have none there. */
export interface LoadedStateDict {
  /** What fits, by the names and in the layouts of this library: float64 stays, other types become float32. */
  readonly parameters: Map<string, DenseArray>;
  /** Tensors that the network needs and the file lacks. */
  readonly missing: readonly string[];
  /** Tensors of the file that the network does not need. */
  readonly unexpected: readonly string[];
  /** Tensors of another shape. */
  readonly wrongShapes: readonly { readonly name: string; readonly expected: Shape; readonly received: Shape }[];
}

/**
 * Loads tensors with PyTorch's names and layouts into a network of this library, or returns them for a module that is
 * not built yet. It knows every module of core and of `@nablajs/sequences`: the twin of `Dense` is `nn.Linear`, and
 * layers of a `Sequential` have the numbers of `nn.Sequential`. Modules of other types keep their names and layouts.
 *
 * PyTorch flattens images channels first: a `Dense` behind a `Flatten` of an image or of a `Conv1d`, and norms between
 * them, get their weights in the order that they need here.
 *
 * @throws NablaError `argument`, before anything changes, if tensors are missing, left over, or of another shape: all
 * of them. With `strict: false` it loads what fits.
 *
 * @example
 * ```ts
 * const tensors = readSafetensors(await readFile('model.safetensors'));
 * loadStateDict(network, tensors, { map: { 'encoder.layer.*': 'layer*', classifier: 'head', 'pooler': null } });
 * ```
 */
export function loadStateDict(
  target: Network | UnbuiltModule,
  tensors: NamedTensors,
  options: LoadStateDictOptions = {},
): LoadedStateDict {
  checkOptionNames('loadStateDict', options, ['map', 'strict']);
  const network = 'module' in target && !('parameters' in target) ? built(target) : target;
  const loaded = convert(layoutOf(network).groups, tensors, renamer(options.map));
  if (options.strict !== false) checkComplete(loaded);
  if (isNetwork(network)) network.parameters.load(loaded.parameters, { strict: false });
  return loaded;
}

/** Builds a module for its shapes alone. */
function built({ module, inputShape }: UnbuiltModule): ModuleWithShapes {
  const inputShapes = buildShapes(inputShape);
  return { config: module.config, blueprint: module.build(...inputShapes) satisfies Blueprint, inputShapes };
}

function convert(
  groups: readonly LayoutGroup[],
  tensors: NamedTensors,
  rename: ReturnType<typeof renamer>,
): LoadedStateDict {
  const byName = new Map<string, HostTensor>();
  for (const [name, tensor] of tensors) {
    const renamed = rename(name);
    if (renamed === null) continue;
    if (byName.has(renamed)) throw new NablaError('argument', `loadStateDict: two tensors are called '${renamed}'.`);
    byName.set(renamed, tensor);
  }
  const parameters = new Map<string, DenseArray>();
  const missing: string[] = [];
  const wrongShapes: LoadedStateDict['wrongShapes'][number][] = [];
  const unexpected = new Set(byName.keys());
  for (const { ours, torch, fromTorch } of groups) {
    const found = torch.map(({ name }) => byName.get(name));
    const isFitting = torch.map((slot, at) => isOfSlot(slot, found[at], missing, wrongShapes));
    for (const { name } of torch) unexpected.delete(name);
    if (ours.length === 0 || !isFitting.every(Boolean)) continue;
    const made = fromTorch((found as HostTensor[]).map(floats), 'weights');
    for (const [at, { name }] of ours.entries()) {
      const { data, shape } = made[at] as Elements;
      parameters.set(name, dense(data as Float32Array | Float64Array, shape));
    }
  }
  return { parameters, missing, unexpected: [...unexpected], wrongShapes };
}

function isOfSlot(
  { name, shape, isOptional }: Slot,
  tensor: HostTensor | undefined,
  missing: string[],
  wrongShapes: LoadedStateDict['wrongShapes'][number][],
): boolean {
  if (tensor === undefined && isOptional !== true) missing.push(name);
  if (tensor === undefined) return false;
  if (sameShape(tensor.shape, shape)) return true;
  if (isOptional !== true) wrongShapes.push({ name, expected: shape, received: tensor.shape });
  return false;
}

/** Parameters are floats. */
export const floats = ({ type, shape, data }: HostTensor): Elements => ({ shape, data: floatsOf(type, data) });

function floatsOf(type: HostTensor['type'], data: HostData): HostData {
  if (type === 'float32' || type === 'float64') return data;
  return Float32Array.from(data);
}

function checkComplete({ missing, unexpected, wrongShapes }: LoadedStateDict): void {
  const shapes = wrongShapes.map(
    ({ name, expected, received }) => `${name} (${formatShape(received)}, expected ${formatShape(expected)})`,
  );
  const problems = [
    ['missing', missing],
    ['unexpected', unexpected],
    ['of another shape', shapes],
  ] as const;
  const texts = problems.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]));
  if (texts.length === 0) return;
  throw new NablaError(
    'argument',
    `loadStateDict: the tensors do not fit the network. ${texts.join('; ')}. Pass a map of names, or strict: false.`,
  );
}
