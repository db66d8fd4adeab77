import { usageError } from '@nablajs/command-line';

export function withData(
  command: string,
  flags: Readonly<Record<string, unknown>>,
  data: string | undefined,
): Readonly<Record<string, unknown>> {
  if (data === undefined) return flags;
  if (flags['data'] === undefined) return { ...flags, data };
  throw usageError(`${command}: expected data once. Received ${data} and --data ${String(flags['data'])}.`);
}
