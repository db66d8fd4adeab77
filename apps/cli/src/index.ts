import type { NablaConfig } from './settings/config-schema.js';

export type { NablaConfig } from './settings/config-schema.js';

/** Gives an editor the types of a `nabla.config.ts`; returns its argument. */
export function defineConfig(config: NablaConfig): NablaConfig {
  return config;
}
