/** Suites that need the native code. Without it, a skipped test says by name what was not tested, and why. */
import { describe, inject, it } from 'vitest';

/** The portable variants of this machine, the narrowest first. */
export const variants: readonly string[] = inject('variants');

/** Defines a suite that needs the native code. */
export function describeNative(name: string, body: () => void): void {
  const obstacle = inject('obstacle');
  if (obstacle === '') describe(name, body);
  else it.skip(`${name}: cannot run. ${obstacle}`, () => undefined);
}
