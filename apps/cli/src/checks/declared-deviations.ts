import { type LoadedBackend, usageError } from '@nablajs/command-line';
import type { Deviation } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';

const FIELDS = 'case, reason, permits';

/** Throws a CommandError (exit code 2) if what the package declares is no list of deviations. */
export function declaredDeviations(name: string, { backend, module }: LoadedBackend): readonly Deviation[] {
  if (module.deviations === undefined) return [];
  const value = listOf(name, module.deviations, backend);
  if (Array.isArray(value) && value.every(isDeviation)) return value as Deviation[];
  throw usageError(
    `backend '${name}': 'deviations' must be a function that returns a list of { ${FIELDS} }; ` +
      'case and reason are strings, and permits says which other values are allowed.',
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

/** Checks the fields. The conformance kit checks `permits` itself. */
function isDeviation(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || !('permits' in entry)) return false;
  return ['case', 'reason'].every((field) => typeof Reflect.get(entry, field) === 'string');
}
