/** Runs ../../scripts/observe.mjs in another process: another Node, or one with a sanitizer. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Digests of the bits of conformance cases, by the name of the case. */
export type Observed = ReadonlyMap<string, string>;

export interface Observation {
  /** The command that runs a program of Node. Default: this Node. */
  readonly program?: readonly string[];
  readonly backend?: string;
  readonly options?: object;
  readonly more?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The time limit of a test that observes. */
export const SLOWLY = { timeout: 900_000 };

const SCRIPT = fileURLToPath(new URL('../../scripts/observe.mjs', import.meta.url));

export function observe({
  program = [process.execPath],
  backend,
  options,
  more = [],
  env = {},
}: Observation): Observed {
  const [command = '', ...before] = program;
  const flags = ['--backend', backend ?? 'native', '--options', JSON.stringify(options ?? {}), ...more];
  const { status, stdout, stderr } = spawnSync(command, [...before, SCRIPT, ...flags], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, ...env },
  });
  expect([status, stderr]).toEqual([0, '']);
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [string, string]),
  );
}
