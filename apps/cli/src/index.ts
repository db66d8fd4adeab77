import type { NablaConfig } from './config-schema.js';

export type { NablaConfig } from './config-schema.js';

/** Gives an editor the types of a `nabla.config.ts`; returns its argument. */
export function defineConfig(config: NablaConfig): NablaConfig {
  return config;
}
