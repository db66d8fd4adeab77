/** Writes a network as Python code for PyTorch. */
import { NablaError, type Network, type Shape } from '@nablajs/core';
import { writeSafetensors } from '../file/safetensors.js';
import { layoutOf } from '../layout/layout-of.js';
import type { Value } from '../layout/types.js';
import { toStateDict } from '../state/to-state-dict.js';
import type { PythonClass } from './core-classes.js';
import { indented } from './literal.js';

/** What `exportTorch` returns. */
export interface TorchExport {
  /** The code: `build()` makes the network, `load(path)` loads its weights. Save it as `model.py`. */
  readonly python: string;
  /** The weights. Save them as `model.safetensors`. */
  readonly safetensors: Uint8Array;
  /**
   * Whether PyTorch's twin has each input and output channels first: an image as [n, channels, height, width], or
   * features that were flattened from that.
   */
  readonly channelsFirst: { readonly inputs: readonly boolean[]; readonly outputs: readonly boolean[] };
}

/**
 * Writes a network for PyTorch: its weights as safetensors with PyTorch's names and layouts, and a Python file that
 * defines it with `torch.nn`. It knows every module of core and of `@nablajs/sequences`. Images, and sequences whose
 * first layer is a convolution, are channels first there. Dropout inside the blocks of transformers is left out.
 *
 * @throws NablaError `argument` for a module of another type; its message names all of them.
 *
 * @example
 * ```ts
 * const { python, safetensors } = await exportTorch(network);
 * await writeFile('model.py', python);
 * await writeFile('model.safetensors', safetensors);
 * ```
 */
export async function exportTorch(network: Network): Promise<TorchExport> {
  const { python, inputs, outputs, used, defined, unknown } = layoutOf(network);
  if (python === undefined) {
    const types = unknown.size === 0 ? 'a Chain whose inputs need another order' : [...unknown].join(', ');
    throw new NablaError('argument', `exportTorch: expected modules of core and of sequences. Received ${types}.`);
  }
  const { CLASSES } = await import('./classes.js');
  const classes = [...ordered(used, CLASSES), ...defined.values()];
  const isFirst = (value: Value): boolean =>
    (value.order === 'first' && value.shape.length > 1) || value.flat !== undefined;
  return {
    python: fileOf(python, classes, inputs, outputs),
    safetensors: writeSafetensors(await toStateDict(network), { format: 'pt' }),
    channelsFirst: { inputs: inputs.map(isFirst), outputs: outputs.map(isFirst) },
  };
}

function fileOf(
  python: string,
  classes: readonly string[],
  inputs: readonly Value[],
  outputs: readonly Value[],
): string {
  const text = [...classes, python].join('\n');
  const standard = [
    ...(text.includes('math.') ? ['import math'] : []),
    ...(text.includes('OrderedDict') ? ['from collections import OrderedDict'] : []),
  ];
  const imports = [
    ...standard,
    ...(standard.length > 0 ? [''] : []),
    ...(text.includes('torch.') ? ['import torch'] : []),
    ...(text.includes('F.') ? ['import torch.nn.functional as F'] : []),
    'from safetensors.torch import load_file',
    'from torch import nn',
  ];
  const shapes = (values: readonly Value[]): string => values.map(torchShape).join(', ');
  return [
    `"""A network from nabla. Takes ${shapes(inputs)}; returns ${shapes(outputs)}."""`,
    imports.join('\n'),
    ...classes.map((source) => `\n${source}`),
    `\ndef build():\n    return ${indented(python, 1).trimStart()}`,
    '\ndef load(path="model.safetensors"):\n' +
      '    model = build()\n' +
      '    model.load_state_dict(load_file(path), assign=True)\n' +
      '    return model.eval()\n',
  ].join('\n\n');
}

/** The classes with what they need, each behind what it needs. */
function ordered(used: ReadonlySet<string>, classes: Readonly<Record<string, PythonClass>>): string[] {
  const sources = new Map<string, string>();
  const add = (name: string): void => {
    const { source, needs = [] } = classes[name] ?? {};
    if (source === undefined || sources.has(name)) return;
    for (const other of needs) add(other);
    sources.set(name, source);
  };
  for (const name of used) add(name);
  return [...sources.values()];
}

/** The shape of a batch in PyTorch. */
function torchShape({ shape, order }: Value): string {
  const turned: Shape = order === 'first' ? shape.slice(-1).concat(shape.slice(0, -1)) : shape;
  return `[${['n', ...turned].join(', ')}]`.replaceAll('NaN', '...');
}
