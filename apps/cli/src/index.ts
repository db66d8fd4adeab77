import type { NablaConfig } from './settings/config-schema.js';

export type { NablaConfig } from './settings/config-schema.js';

/**
 * Returns the config that you pass. In a `nabla.config.ts` it gives your editor the types of the settings.
 *
 * @example
 * ```ts
 * import { defineConfig } from '@nablajs/cli';
 *
 * export default defineConfig({ preset: 'quick', hidden: [256, 128], epochs: 5 });
 * ```
 */
export function defineConfig(config: NablaConfig): NablaConfig {
  return config;
}
