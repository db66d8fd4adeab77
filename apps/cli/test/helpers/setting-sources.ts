import { resolve } from 'node:path';
import type { SettingSources } from '../../src/settings/setting-sources.js';

/** The working folder, which need not exist. */
export const WORK = resolve('/work');

/** Sources in which nothing is set but `more`. */
export const sourcesWith = (more: Partial<SettingSources> = {}): SettingSources => ({
  ...{ flags: {}, environment: {}, file: {}, projectFolder: WORK, ignoredFiles: [] },
  ...more,
});
