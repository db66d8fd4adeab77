/** What tests of the checks start from. */
import { findPackage } from '@nablajs/command-line';
import type { CheckSettings } from '../../src/settings/settings.js';

/** The URL of backend-ts, for backends that stand in files of their own. */
export const TS: string = findPackage('@nablajs/backend-ts', '.') ?? 'not built';

/** The source of a backend that is ts but for what `changes` say; `more` is exported beside it. */
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
  hidden: [7],
  namesNetwork: false,
  json: false,
  quiet: false,
};
