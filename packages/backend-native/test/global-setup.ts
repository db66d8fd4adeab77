/** Finds out which variants run on this machine, and writes a line about it for the test summary. */
import { rmSync, writeFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { loadAddon } from '../src/addon.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The names of the portable variants of this machine; empty without an addon. */
    readonly variants: readonly string[];
    /** Why no test can run, empty if they can. */
    readonly obstacle: string;
  }
}

const NOTE = new URL('../test-note.txt', import.meta.url);

function find(): { variants: readonly string[]; obstacle: string } {
  try {
    const portable = loadAddon()
      .variants()
      .filter(({ fast }) => !fast);
    return { variants: portable.map(({ name }) => name), obstacle: '' };
  } catch (error) {
    return { variants: [], obstacle: error instanceof Error ? error.message : String(error) };
  }
}

export default function setup(project: TestProject): () => void {
  rmSync(NOTE, { force: true });
  const { variants, obstacle } = find();
  const remedy = 'Run: cd packages/backend-native && npm run build:native (it needs a C compiler)';
  if (obstacle !== '' && process.env['NABLA_REQUIRE_NATIVE'] === '1') {
    throw new Error(`NABLA_REQUIRE_NATIVE is 1, but the native backend cannot be tested: ${obstacle} ${remedy}`);
  }
  project.provide('variants', variants);
  project.provide('obstacle', obstacle === '' ? '' : `${obstacle} ${remedy}`);
  const note = obstacle === '' ? `ran on ${variants.join(', ')}` : `NOT TESTED, the native code is missing: ${remedy}`;
  return () => writeFileSync(NOTE, `${note}\n`);
}
