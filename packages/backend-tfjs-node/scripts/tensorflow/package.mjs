/** The folder of @tensorflow/tfjs-node and its native part. */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, run } from './run.mjs';

const PROBE = fileURLToPath(new URL('./probe.mjs', import.meta.url));

/** The folders of the native part in the package. Nothing else in the package is changed. */
const NATIVE_FOLDERS = ['deps', 'lib', 'build'];

/** Finds the package's folder. Throws if it is not installed: optional dependencies may be left out. */
export function findPackage() {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    throw new Error(
      '@tensorflow/tfjs-node is not installed. Run npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0, then ' +
        'run this again.',
    );
  }
}

export function packageVersion(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/**
 * Loads the library in a separate process and multiplies two numbers. Returns `version`, or the `reason` of a failure.
 */
export function probe(folder) {
  const { status, output } = run(process.execPath, [PROBE, folder], { seconds: 120 });
  const line = lastLine(output);
  return status === 0 && line.startsWith('TensorFlow ') ? { version: line.slice(11) } : { reason: line };
}

/** Removes the native part and returns whether there was one. Links are removed, but not their targets. */
export function removeNative(folder) {
  const present = NATIVE_FOLDERS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  for (const path of present) rmSync(path, { recursive: true, force: true });
  return present.length > 0;
}

/** Replaces a file by a copy before a script writes to it, because package managers may have linked it from a store. */
export function makePrivate(file) {
  copyFileSync(file, `${file}.private`);
  renameSync(`${file}.private`, file);
}
