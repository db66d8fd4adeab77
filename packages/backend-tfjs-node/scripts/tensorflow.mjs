#!/usr/bin/env node
/**
 * Installs the native TensorFlow library that @tensorflow/tfjs-node needs, by the first method that works. Progress
 * goes to stderr, the result to stdout. Uses only Node's built-in modules, so that it runs before anything is built.
 */
import { parseArgs } from 'node:util';
import { findPackage, removeNative } from './tensorflow/package.mjs';
import { fromCache, fromOfficialScript, fromWheel, loadable } from './tensorflow/ways.mjs';
import { WHEEL_VERSION } from './tensorflow/wheel.mjs';

const HELP = `Usage: nabla-tensorflow [--wheel] [--json] [--remove] [--help]

Installs the native TensorFlow library for @nablajs/backend-tfjs-node. It tries these in order:
  1. a library that is already installed
  2. a build in the cache (nabla/tensorflow in $NABLA_CACHE, $XDG_CACHE_HOME or ~/.cache)
  3. the install script of @tensorflow/tfjs-node, which downloads a library and an addon
  4. TensorFlow's Python wheel, which pip downloads (about 200 MB; Linux on x64; needs Python with pip, make and a C++
     compiler); set NABLA_TENSORFLOW_WHEEL to use a wheel that you have

  --wheel   use only the TensorFlow of the wheel (${WHEEL_VERSION}), not the older one of step 3
  --json    print one object { ok, version, how } to stdout
  --remove  remove the native part; the cache stays
  --help    print this help

Exit codes: 0 TensorFlow loads (or was removed), 1 it could not be installed, 2 wrong usage.`;

const say = (line) => process.stderr.write(`${line}\n`);

function parse() {
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({ options: { help: flag, json: flag, remove: flag, wheel: flag } }).values;
  } catch (error) {
    say(`nabla-tensorflow: ${error.message.split('\n')[0].replace(/\.?$/, '.')} Run it with --help.`);
    process.exit(2);
  }
}

/** Returns the result of the first method that gives a library that loads. Throws the error of the last method. */
function provide(folder, wheelOnly) {
  const wanted = wheelOnly ? WHEEL_VERSION : undefined;
  for (const way of wheelOnly ? [loadable, fromCache] : [loadable, fromCache, fromOfficialScript]) {
    try {
      const found = way(folder, say, wanted);
      if (found !== undefined) return found;
    } catch (error) {
      say(`  ${error.message}`);
    }
  }
  return fromWheel(folder, say);
}

function remove(folder) {
  return { version: null, how: removeNative(folder) ? 'removed' : 'nothing to remove' };
}

function main() {
  const { help, json, remove: removing, wheel } = parse();
  if (help) {
    console.log(HELP);
    return;
  }
  try {
    const folder = findPackage();
    const { version, how } = removing ? remove(folder) : provide(folder, wheel);
    if (json) console.log(JSON.stringify({ ok: true, version, how }));
    else console.log(version === null ? `TensorFlow: ${how}` : `TensorFlow ${version} loads (${how})`);
  } catch (error) {
    say(`nabla-tensorflow: ${error.message}`);
    if (json) console.log(JSON.stringify({ ok: false, version: null, how: error.message }));
    process.exitCode = 1;
  }
}

main();
