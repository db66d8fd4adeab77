/** Backends and settings for tests of the checks. */
import { findPackage } from '@nablajs/command-line';
import type { CheckSettings } from '../../src/settings/settings.js';

/** The URL of backend-ts, for backends in separate files. */
export const TS: string = findPackage('@nablajs/backend-ts', '.') ?? 'not built';

/** Returns the source of a backend that is ts with `changes`, plus other code in `more`. */
export const altered = (changes: string, more = ''): string => `
  import { createBackend as createTs } from '${TS}';
  export async function createBackend() {
    const ts = await createTs();
    return { ...ts, name: 'altered', description: 'for tests', ${changes} };
  }
  ${more}`;

export const CHECK_SETTINGS: CheckSettings = {
  backend: 'auto',
  backendOptions: {},
  projectFolder: '.',
  data: undefined,
  dtype: undefined,
  seed: 0,
  layers: [],
  hidden: [7],
  namesNetwork: false,
  json: false,
  quiet: false,
};
