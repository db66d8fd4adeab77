import { readNames } from '../modules/parameter-names.js';
import { checkNotNegative, checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';

/** Optimizer options for some parameters: `{ names: ['*.bias'], weightDecay: 0 }`. */
export interface ParameterGroup {
  /** Names of parameters (`0.weight`) or patterns in which `*` stands for any characters (`*.bias`). At least one. */
  readonly names: readonly string[];
  /** Replaces the optimizer's `weightDecay`; >= 0. Default: the optimizer's. */
  readonly weightDecay?: number;
  /** Multiplies the optimizer's learning rate; >= 0. Default: 1. */
  readonly learningRateFactor?: number;
}

const NUMBERS = ['weightDecay', 'learningRateFactor'] as const;

/** Checks and copies the groups. */
export function readGroups(who: string, groups: readonly ParameterGroup[]): readonly ParameterGroup[] {
  const example = "{ names: ['*.bias'], weightDecay: 0 }";
  if (!Array.isArray(groups)) {
    throw unexpected(`${who} groups`, `an array, such as [${example}]`, groups);
  }
  return (groups as readonly ParameterGroup[]).map((group, at) => {
    const where = `${who} groups[${at}]`;
    checkOptions(where, group, ['names', ...NUMBERS], example);
    const given = NUMBERS.filter((option) => group[option] !== undefined);
    const numbers = given.map((option) => [option, checkNotNegative(`${where} ${option}`, group[option] as number)]);
    return { names: readNames(where, group.names), ...Object.fromEntries(numbers) };
  });
}
