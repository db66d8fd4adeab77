/** What a backend package declares that its backend does otherwise than the conformance kit asks. */
import type { Deviation } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import type { LoadedBackend } from './backend-resolver.js';
import { usageError } from './exit.js';

const FIELDS = ['case', 'reason', 'expected', 'received'] as const;

/** None where the package exports none. Throws a CommandError, exit code 2, for what is no list of deviations. */
export function declaredDeviations(name: string, { backend, module }: LoadedBackend): readonly Deviation[] {
  if (module.deviations === undefined) return [];
  const value = listOf(name, module.deviations, backend);
  if (Array.isArray(value) && value.every(isDeviation)) return value as Deviation[];
  throw usageError(
    `backend '${name}': 'deviations' must be a function that returns a list of { ${FIELDS.join(', ')} }, all texts.`,
  );
}

function listOf(name: string, deviations: unknown, backend: Backend): unknown {
  if (typeof deviations !== 'function') return undefined;
  try {
    return deviations(backend);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`backend '${name}': its 'deviations' threw: ${reason}`, { cause: error });
  }
}

function isDeviation(entry: unknown): boolean {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    FIELDS.every((field) => typeof Reflect.get(entry, field) === 'string')
  );
}
