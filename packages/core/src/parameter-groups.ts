/** Options of an optimizer for some of the parameters. */
import { checkNotNegative, checkOptions } from './arguments.js';
import { describe } from './describe.js';
import { NablaError } from './errors.js';

/** Other options of an optimizer for the parameters that it names. */
export interface ParameterGroup {
  /** Names of parameters, `0.weight`, or patterns in which `*` stands for any characters: `*.bias`. At least one. */
  readonly names: readonly string[];
  /** In the place of the optimizer's `weightDecay`; >= 0. Default: the optimizer's. */
  readonly weightDecay?: number;
  /** Multiplies the optimizer's learning rate; >= 0, default 1. */
  readonly learningRateFactor?: number;
}

/** Copies of the groups, with what was given; throws a NablaError of code `argument` for what is no group. */
export function readGroups(who: string, groups: readonly ParameterGroup[]): readonly ParameterGroup[] {
  const example = "{ names: ['*.bias'], weightDecay: 0 }";
  if (!Array.isArray(groups)) {
    throw new NablaError(
      'argument',
      `${who} groups: expected an array, such as [${example}]. Received ${describe(groups)}.`,
    );
  }
  return (groups as readonly ParameterGroup[]).map((group, at) => {
    const where = `${who} groups[${at}]`;
    checkOptions(where, group, ['names', 'weightDecay', 'learningRateFactor'], example);
    const { names, weightDecay, learningRateFactor } = group;
    if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
      throw new NablaError('argument', `${where} names: expected an array of names. Received ${describe(names)}.`);
    }
    return {
      names: [...names],
      ...(weightDecay !== undefined && { weightDecay: checkNotNegative(`${where} weightDecay`, weightDecay) }),
      ...(learningRateFactor !== undefined && {
        learningRateFactor: checkNotNegative(`${where} learningRateFactor`, learningRateFactor),
      }),
    };
  });
}

/** Whether a name is what `pattern` says, in which `*` stands for any characters, none included. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  // The leftmost place is right for every part between: it leaves most for those behind.
  const end = name.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** The first group that names the parameter. */
export function groupOf(groups: readonly ParameterGroup[], name: string): ParameterGroup | undefined {
  return groups.find(({ names }) => names.some((pattern) => matches(pattern, name)));
}

/** Throws a NablaError of code `argument` for a pattern that matches none of `known`. */
export function checkGroupNames(who: string, groups: readonly ParameterGroup[], known: readonly string[]): void {
  for (const [at, { names }] of groups.entries()) {
    const lost = names.find((pattern) => !known.some((name) => matches(pattern, name)));
    if (lost === undefined) continue;
    throw new NablaError(
      'argument',
      `${who} groups[${at}]: no parameter is called '${lost}'. There are: ${known.join(', ')}.`,
    );
  }
}
