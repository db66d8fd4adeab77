/** Warns of unknown variables that start with NABLA_: they are probably typos. */
import { oneLine } from '@nablajs/command-line';
import { nearestName } from '@nablajs/core';
import { SETTING_NAMES, SETTINGS } from './setting-table.js';

/** Every variable that this command or another part of nabla's repository reads. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...SETTING_NAMES.map((name) => SETTINGS[name].environment),
  'NABLA_CONFIG',
  'NABLA_DEBUG',
  // For nabla-bench and the installation of TensorFlow.
  'NABLA_CACHE',
  'NABLA_PYTHON',
  'NABLA_TENSORFLOW_WHEEL',
  // For backend-native, which kernels it takes.
  'NABLA_NATIVE_VARIANT',
  // For the repository's tests.
  'NABLA_BUILT',
  'NABLA_KERNELS',
  'NABLA_KERAS_PYTHON',
  'NABLA_ONNX_PYTHON',
  'NABLA_PEFT_PYTHON',
  'NABLA_OTHERS_PYTHON',
  'NABLA_JUPYTER_PYTHON',
  'NABLA_REQUIRE_ARM64',
  'NABLA_REQUIRE_BROWSER',
  'NABLA_REQUIRE_MPI',
  'NABLA_REQUIRE_NATIVE',
  'NABLA_REQUIRE_PEERS',
  'NABLA_REQUIRE_WEBGPU',
  'NABLA_SITE_BASE',
  'NABLA_SLOW',
  'NABLA_WRITE',
];

/** Returns one warning for each unknown variable that is set. */
export function variableWarnings(environment: Readonly<Record<string, string | undefined>>): string[] {
  const unknown = Object.keys(environment).filter(
    // An empty variable counts as unset.
    (name) => /^NABLA_/.test(name) && !KNOWN_VARIABLES.includes(name) && environment[name],
  );
  return unknown.map(
    (name) => oneLine(`the environment variable ${name} is unknown and has no effect.`) + suggestionFor(name),
  );
}

const PREFIX = 'NABLA_';

/** Compares names without their prefix, which would make all of them look alike. */
function suggestionFor(name: string): string {
  const known = KNOWN_VARIABLES.map((variable) => variable.slice(PREFIX.length));
  const nearest = nearestName(name.slice(PREFIX.length), known);
  return nearest === undefined ? '' : ` Did you mean '${PREFIX}${nearest}'?`;
}
