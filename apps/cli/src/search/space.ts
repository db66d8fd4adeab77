/** The space of a search: `learningRate=0.0001..0.1`, `hidden=32,64,128x64`. */
import { suggestion, usageError } from '@nablajs/command-line';
import { z } from 'zod';
import { configSchema, type NablaConfig } from '../settings/config-schema.js';
import { checkSetting } from '../settings/setting-sources.js';
import { flagName, SETTINGS } from '../settings/setting-table.js';

/** Settings that decide how the network learns. Scores on other data would not be comparable. */
const TRIED_NAMES = [
  ...(['preset', 'epochs', 'learningRate', 'batchSize', 'hidden', 'optimizer', 'weightDecay', 'seed'] as const),
  ...(['earlyStopping', 'schedule', 'clipNorm', 'clipValue'] as const),
] as const;

type TriedName = (typeof TRIED_NAMES)[number];

/** The values that the search chose for one trial. */
export type TriedValues = Pick<NablaConfig, TriedName>;
export type TriedValue = Exclude<TriedValues[TriedName], undefined>;

export const triedValuesSchema: z.ZodType<TriedValues> = configSchema
  .pick(Object.fromEntries(TRIED_NAMES.map((name) => [name, true])) as Record<TriedName, true>)
  .strict();

interface Choices {
  readonly name: TriedName;
  readonly choices: readonly TriedValue[];
}

export interface Range {
  readonly name: TriedName;
  readonly low: number;
  readonly high: number;
  /** Whether the setting takes only whole numbers. */
  readonly whole: boolean;
  /** Whether to draw log-uniformly instead of uniformly. */
  readonly logarithmic: boolean;
}

/** One setting to try, with its values. */
export type Dimension = Choices | Range;

export const dimensionSchema: z.ZodType<Dimension> = z.union([
  z
    .strictObject({ name: z.enum(TRIED_NAMES), choices: z.array(z.custom<TriedValue>()).min(1) })
    .refine(({ name, choices }) => choices.every((one) => configSchema.shape[name].safeParse(one).success)),
  z.strictObject({
    name: z.enum(TRIED_NAMES),
    ...{ low: z.number(), high: z.number(), whole: z.boolean(), logarithmic: z.boolean() },
  }),
]);

/** Parses the texts of `--try`. Settings in `flags` are fixed, so they cannot be tried. Throws CommandErrors. */
export function parseSpace(texts: readonly string[], flags: NablaConfig): Dimension[] {
  const space = texts.map(parseDimension);
  for (const [at, { name }] of space.entries()) {
    if (flags[name] !== undefined) {
      throw usageError(`--try ${name}: ${flagName(name)} fixes its value. Leave one of the two out.`);
    }
    if (space.findIndex((other) => other.name === name) < at) {
      throw usageError(`--try ${name}: it appears twice. Put all of its values into one --try.`);
    }
  }
  return space;
}

function parseDimension(text: string): Dimension {
  const [, name = '', values = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(text) ?? [];
  if (name === '' || values === '') {
    throw usageError(`--try: expected a setting and its values, such as learningRate=0.001..0.1. Received '${text}'.`);
  }
  const known = checkName(name);
  return parseRange(known, values) ?? parseChoices(known, values);
}

function checkName(name: string): TriedName {
  if (TRIED_NAMES.includes(name as TriedName)) return name as TriedName;
  const hint = suggestion(name, TRIED_NAMES) || ` Known: ${TRIED_NAMES.join(', ')}.`;
  throw usageError(`--try: expected a setting that can be tried. Received '${name}'.${hint}`);
}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})$`, 'i');

/** Parses a range. Returns undefined for any other text. */
function parseRange(name: TriedName, text: string): Range | undefined {
  const [, first, last] = RANGE.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const [low, high] = [Number(first), Number(last)];
  for (const end of [low, high]) checkSetting(name, end, `--try ${name}`, end);
  if (low >= high) {
    throw usageError(`--try ${name}: expected a range from a lower to a higher number. Received '${text}'.`);
  }
  const whole = !configSchema.shape[name].safeParse(Math.floor(low) + 0.5).success;
  return { name, low, high, whole, logarithmic: low > 0 && high / low >= 10 };
}

function parseChoices(name: TriedName, text: string): Choices {
  const choices = text.split(',').map((one) => {
    const given = one.trim();
    const value = SETTINGS[name].fromText(name === 'hidden' ? given.replaceAll('x', ',') : given);
    return checkSetting(name, value, `--try ${name}`, given) as TriedValue;
  });
  const texts = choices.map(valueText);
  const twice = texts.find((one, at) => texts.indexOf(one) < at);
  if (twice !== undefined) throw usageError(`--try ${name}: ${twice} appears twice. Leave one of them out.`);
  return { name, choices };
}

/** Formats a value as `--try` takes it: `0.003`, `adam`, `128x64`. */
export function valueText(value: TriedValue): string {
  if (Array.isArray(value)) return value.join('x');
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}

/** Formats `learningRate 0.0001..0.1, hidden 32|64|128x64`. */
export function spaceText(space: readonly Dimension[]): string {
  return space
    .map((one) => {
      const values = 'choices' in one ? one.choices.map(valueText).join('|') : `${one.low}..${one.high}`;
      return `${one.name} ${values}`;
    })
    .join(', ');
}
