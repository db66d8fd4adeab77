/** Parameters by their names, and options of an optimizer for some of them. */
import { checkNotNegative, checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** Other options of an optimizer for the parameters that it names. */
export interface ParameterGroup {
  /** Names of parameters, `0.weight`, or patterns in which `*` stands for any characters: `*.bias`. At least one. */
  readonly names: readonly string[];
  /** In the place of the optimizer's `weightDecay`; >= 0. Default: the optimizer's. */
  readonly weightDecay?: number;
  /** Multiplies the optimizer's learning rate; >= 0, default 1. */
  readonly learningRateFactor?: number;
}

const NUMBERS = ['weightDecay', 'learningRateFactor'] as const;

/** Copies of the groups, with what was given; throws a NablaError of code `argument` for what is no group. */
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

/** A copy of names or patterns, of which there must be one at least. */
export function readNames(where: string, names: readonly string[]): readonly string[] {
  if (Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string')) return [...names];
  throw unexpected(`${where} names`, 'an array of names', names);
}

/** Whether a name is what `pattern` says, in which `*` stands for any characters, none included. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  // The leftmost place is right for every part between: it leaves most for those behind.
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from + last.length <= name.length && name.endsWith(last);
}

/** Whether one of the patterns is the name's. */
export const areNamed = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => matches(pattern, name));

/** Throws a NablaError of code `argument` for a pattern that matches none of `known`. */
export function checkNames(where: string, patterns: readonly string[], known: readonly string[]): void {
  const lost = patterns.find((pattern) => !known.some((name) => matches(pattern, name)));
  if (lost === undefined) return;
  throw new NablaError('argument', `${where}: no parameter is called '${lost}'. There are: ${known.join(', ')}.`);
}
