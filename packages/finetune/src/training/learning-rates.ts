/** Learning rates by depth. */
import { checkOptionNames, type ParameterGroup, unexpected } from '@nablajs/core';
import type { Features } from '../features/features.js';

/** Options of `learningRateGroups`. */
export interface LearningRateOptions {
  /** Multiplies the learning rate of each block once more than that of the block behind it, in (0, 1]. Default: 0.3. */
  readonly factor?: number;
  /** Where the blocks are in the network. Default: `base`. */
  readonly path?: string;
}

/**
 * Returns groups for an optimizer in which deeper blocks learn more slowly: the last block at `rate · factor`, the one
 * before it at `rate · factor²`, and so on (discriminative rates: Howard and Ruder 2018). The head, which is in no
 * group, learns at the full rate. Pass only the blocks that you have freed.
 *
 * @example
 * ```ts
 * const groups = learningRateGroups(features.blocks.slice(0, 2));
 * const optimizer = new Adam({ learningRate: 0.001, groups });
 * ```
 */
export function learningRateGroups(blocks: Features['blocks'], options: LearningRateOptions = {}): ParameterGroup[] {
  checkOptionNames('learningRateGroups', options, ['factor', 'path']);
  const { factor = 0.3, path = 'base' } = options;
  if (!(factor > 0 && factor <= 1)) throw unexpected('learningRateGroups factor', 'a number in (0, 1]', factor);
  let rate = 1;
  return blocks.map((names) => {
    rate *= factor;
    return { names: pathNames(names, path), learningRateFactor: rate };
  });
}

/** The names of a block in a network that has it at `path`. */
export const pathNames = (names: readonly string[], path: string): string[] =>
  names.map((name) => (path === '' ? name : `${path}.${name}`));
