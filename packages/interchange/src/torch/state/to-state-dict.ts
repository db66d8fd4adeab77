import type { DenseArray, Network } from '@nablajs/core';
import type { HostTensor } from '../../model/host-tensor.js';
import { layoutOf } from '../layout/layout-of.js';
import type { Elements } from '../layout/types.js';

/**
 * Returns the weights of a network with PyTorch's names and layouts, for `writeSafetensors` or `writeTorch`. Where
 * PyTorch has two biases, each gets half of the one here.
 *
 * @example
 * ```ts
 * await writeFile('model.safetensors', writeSafetensors(await toStateDict(network), { format: 'pt' }));
 * ```
 */
export async function toStateDict(network: Network): Promise<Map<string, HostTensor>> {
  const parameters = await network.parameters.read();
  const tensors = new Map<string, HostTensor>();
  for (const { ours, torch, toTorch } of layoutOf(network).groups) {
    const made = toTorch(
      ours.map(({ name }) => parameters.get(name) as DenseArray),
      'weights',
    );
    for (const [at, { name, shape }] of torch.entries()) {
      const { data } = made[at] as Elements;
      // A counter has no parameter here, and is a whole number in PyTorch.
      const type = ours.length === 0 ? 'int64' : data instanceof Float64Array ? 'float64' : 'float32';
      tensors.set(name, { type, shape, data });
    }
  }
  return tensors;
}
