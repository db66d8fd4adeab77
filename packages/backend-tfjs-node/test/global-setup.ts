/** Finds out which engines run on this machine, and writes a line about it for the test summary. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Version of the native TensorFlow library, empty if it does not load. */
    readonly native: string;
  }
}

const NOTE = new URL('../test-note.txt', import.meta.url);
const PROBE = fileURLToPath(new URL('../scripts/tensorflow/probe.mjs', import.meta.url));

/** Loads the library in a separate process, as its installer does. */
function nativeVersion(): string {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
    const { stdout } = spawnSync(process.execPath, [PROBE, folder], { encoding: 'utf8' });
    return /^TensorFlow (\S+)$/m.exec(stdout)?.[1] ?? '';
  } catch {
    return ''; // The package is optional.
  }
}

export default function setup(project: TestProject): () => void {
  rmSync(NOTE, { force: true });
  const native = nativeVersion();
  if (native === '' && process.env['NABLA_REQUIRE_NATIVE'] === '1') {
    throw new Error(
      'NABLA_REQUIRE_NATIVE is 1, but the native TensorFlow library does not load. Run: npm run tensorflow',
    );
  }
  project.provide('native', native);
  const note =
    native === ''
      ? 'ran on tfjs wasm and tfjs cpu; native TensorFlow is not installed: npm run tensorflow'
      : `ran on TensorFlow ${native} (native), tfjs wasm, tfjs cpu`;
  return () => writeFileSync(NOTE, `${note}\n`);
}
