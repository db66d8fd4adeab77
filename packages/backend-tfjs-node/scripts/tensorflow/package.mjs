/** The folder of @tensorflow/tfjs-node: where its native part goes, whether it loads. */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, run } from './run.mjs';

const PROBE = fileURLToPath(new URL('./probe.mjs', import.meta.url));

/** What the native part consists of, in the package's folder; nothing else there is ever touched. */
const NATIVE_FOLDERS = ['deps', 'lib', 'build'];

/** Throws where the package is not installed: as an optional dependency it may have been left out. */
export function findPackage() {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    throw new Error(
      '@tensorflow/tfjs-node is not installed. Run: npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0, then this again.',
    );
  }
}

export function packageVersion(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Loads it in a process of its own and multiplies two numbers; `version` where that works, else why not. */
export function probe(folder) {
  const { status, output } = run(process.execPath, [PROBE, folder], { seconds: 120 });
  const line = lastLine(output);
  return status === 0 && line.startsWith('TensorFlow ') ? { version: line.slice(11) } : { reason: line };
}

/** True where there was something to remove. Links are unlinked; what they lead to stays. */
export function removeNative(folder) {
  const present = NATIVE_FOLDERS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  for (const path of present) rmSync(path, { recursive: true, force: true });
  return present.length > 0;
}

/** Package managers link files from a store: one that a script is about to write into becomes a file of its own first. */
export function makePrivate(file) {
  copyFileSync(file, `${file}.private`);
  renameSync(`${file}.private`, file);
}
