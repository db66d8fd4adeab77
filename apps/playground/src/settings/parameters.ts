/** The parameters of a link. */
import { type Computing, LIMITS } from './settings.js';

/** Writes `name=value&…`. */
export const parametersOf = (settings: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(Object.entries(settings).map(([name, value]) => [name, `${value}`])).toString();

/** Reads one of the known words. Anything else is a problem, and becomes `otherwise`. */
export function one<const T extends string>(
  given: URLSearchParams,
  name: string,
  known: readonly T[],
  otherwise: T,
  problems: string[],
): T {
  const value = given.get(name);
  const found = known.find((text) => text === value);
  if (found === undefined && value !== null) {
    problems.push(`${name}: expected one of ${known.join(', ')}. Received '${value.slice(0, 40)}'.`);
  }
  return found ?? otherwise;
}

interface NumberOptions<O> {
  readonly limits: readonly [least: number, most: number];
  readonly otherwise: O;
  /** Whether only whole numbers are allowed. Default: true. */
  readonly whole?: boolean;
  readonly problems: string[];
}

/** Reads a number. Anything else is a problem, and becomes `otherwise`. */
export function numberOf<O extends number | 'full' | 'auto'>(
  given: URLSearchParams,
  name: string,
  { limits: [least, most], otherwise, whole = true, problems }: NumberOptions<O>,
): number | O {
  const text = given.get(name);
  if (text === null) return otherwise;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  problems.push(`${name}: expected ${kind} from ${least} to ${most}. Received '${text.slice(0, 40)}'.`);
  return otherwise;
}

/** Reads what computes a training. */
export function computingOf(given: URLSearchParams, base: Computing, problems: string[]): Computing {
  return {
    backend: one(given, 'backend', ['wasm', 'ts', 'webgpu'], base.backend, problems),
    threads:
      given.get('threads') === 'auto'
        ? 'auto'
        : numberOf(given, 'threads', { limits: LIMITS.threads, otherwise: base.threads, problems }),
  };
}
