/** Variables that start with NABLA_ and mean nothing to us: most likely mistyped ones. */
import { oneLine } from '@nablajs/command-line';
import { nearestName } from '@nablajs/core';
import { SETTING_NAMES, SETTINGS } from './setting-table.js';

/** Every variable that this command or anything else in nabla's repository reads. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...SETTING_NAMES.map((name) => SETTINGS[name].environment),
  'NABLA_CONFIG',
  'NABLA_DEBUG',
  // Of nabla-bench and of TensorFlow's installation.
  'NABLA_CACHE',
  'NABLA_PYTHON',
  'NABLA_TENSORFLOW_WHEEL',
  // Of the repository's tests.
  'NABLA_NODE',
  'NABLA_REQUIRE_BROWSER',
  'NABLA_REQUIRE_NATIVE',
  'NABLA_REQUIRE_PEERS',
  'NABLA_SLOW',
];

/** One warning for each variable that is set and unknown. */
export function variableWarnings(environment: Readonly<Record<string, string | undefined>>): string[] {
  const unknown = Object.keys(environment).filter(
    // A variable set to nothing is one that is not set, as shells have it.
    (name) => /^NABLA_/.test(name) && !KNOWN_VARIABLES.includes(name) && environment[name],
  );
  return unknown.map(
    (name) => oneLine(`the environment variable ${name} is unknown and has no effect.`) + suggestionFor(name),
  );
}

const PREFIX = 'NABLA_';

/** By what follows the prefix, which would make every name look like every other. */
function suggestionFor(name: string): string {
  const known = KNOWN_VARIABLES.map((variable) => variable.slice(PREFIX.length));
  const nearest = nearestName(name.slice(PREFIX.length), known);
  return nearest === undefined ? '' : ` Did you mean '${PREFIX}${nearest}'?`;
}
