import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What to run where the native library is missing. */
export const REMEDY: string =
  "run 'npm run tensorflow' in a clone of nabla, or 'npx nabla-tensorflow' where the package is installed";

const require = createRequire(import.meta.url);

/**
 * Loads tfjs-node, which registers TensorFlow with tfjs. Throws where the package is not installed (it is optional),
 * where it has no native part, and where that does not load.
 *
 * By `require`, which tries again after a failure; `import` would remember it for the life of the process.
 */
export function loadNative(): void {
  // Read when the library starts: without its start-up lines, and with its plain kernels rather than oneDNN's, whose
  // results depend more on the processor.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '0';
  // tfjs-node calls it; Node 22 warns of it, Node 23 has it no more. An ES module's view of node:util cannot be changed.
  const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  demandWholeFiles(dirname(require.resolve('@tensorflow/tfjs-node/package.json')));
  require('@tensorflow/tfjs-node');
}

/** A library that was cut short ends the process when it is loaded: the sizes that `nabla-tensorflow` noted must be there. */
function demandWholeFiles(folder: string): void {
  const sizes = readIfThere(join(folder, 'deps', 'nabla-sizes.json'));
  for (const [path, size] of Object.entries(JSON.parse(sizes) as Record<string, number>)) {
    const found = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (found !== size) throw new Error(`${path} is damaged: ${found ?? 'no'} bytes of ${size}`);
  }
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '{}';
}
