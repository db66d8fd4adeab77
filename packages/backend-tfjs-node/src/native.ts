import { createRequire } from 'node:module';

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
  require('@tensorflow/tfjs-node');
}
