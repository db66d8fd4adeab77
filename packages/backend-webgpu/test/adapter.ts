import { describe, inject } from 'vitest';

/** Why there is no adapter; empty if there is one. */
const obstacle: string = inject('obstacle');

/** Defines a suite that needs an adapter. Without one it is skipped; with NABLA_REQUIRE_WEBGPU=1 the run fails. */
export function describeOnAdapter(name: string, body: () => void): void {
  if (obstacle === '') return void describe(name, body);
  console.warn(`NOT TESTED: ${name}: ${obstacle}`);
  describe.skip(`${name}: ${obstacle}`, body);
}
