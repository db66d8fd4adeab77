import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The remedy for a missing native library, as the end of an error message. */
export const REMEDY: string =
  "run 'npm run tensorflow' in a clone of nabla, or 'npx nabla-tensorflow' in a project with this package";

const require = createRequire(import.meta.url);

/**
 * Loads tfjs-node, which registers TensorFlow with tfjs. Throws if the package is not installed (it is optional), or if
 * its native part is missing or does not load. Uses `require`, because `import` would remember a failure.
 */
export function loadNative(): void {
  // Silence the library's start-up messages, and select its plain kernels, whose results depend less on the processor.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '0';
  // tfjs-node calls `isNullOrUndefined`, which Node 22 warns about and Node 23 removed. Uses `require`, because the
  // exports of an ES module are read-only.
  const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  checkFileSizes(dirname(require.resolve('@tensorflow/tfjs-node/package.json')));
  require('@tensorflow/tfjs-node');
}

/** Compares sizes with those that `nabla-tensorflow` recorded, because loading a truncated library ends the process. */
function checkFileSizes(folder: string): void {
  const sizes = readIfPresent(join(folder, 'deps', 'nabla-sizes.json'));
  for (const [path, size] of Object.entries(JSON.parse(sizes) as Record<string, number>)) {
    const found = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (found !== size) throw new Error(`${path} is damaged: ${found ?? 'no'} bytes of ${size}`);
  }
}

function readIfPresent(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '{}';
}
