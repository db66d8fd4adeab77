#!/usr/bin/env node
/**
 * Makes the native TensorFlow library that @tensorflow/tfjs-node needs loadable, by the first way that works. What it
 * does is said on stderr; stdout is the result. Built-ins of Node only, so that it runs before anything is built.
 */
import { parseArgs } from 'node:util';
import { findPackage, removeNative } from './tensorflow/package.mjs';
import { fromCache, fromOfficialScript, fromWheel, loadable } from './tensorflow/ways.mjs';
import { WHEEL_VERSION } from './tensorflow/wheel.mjs';

const HELP = `Usage: nabla-tensorflow [--wheel] [--json] [--remove] [--help]

Makes the native TensorFlow library loadable for @nablajs/backend-tfjs-node: the first of
  1. what is there already
  2. a build in the cache ($NABLA_CACHE, $XDG_CACHE_HOME or ~/.cache, in nabla/tensorflow)
  3. the install script of @tensorflow/tfjs-node, which downloads a library and an addon
  4. the library of TensorFlow's wheel, which pip downloads (about 200 MB; Linux on x64; needs Python with pip, make
     and a C++ compiler); a wheel that you have is taken from $NABLA_TENSORFLOW_WHEEL

  --wheel   only the TensorFlow of the wheel (${WHEEL_VERSION}), not that of 3, which is an older one
  --json    print one object { ok, version, how } on stdout
  --remove  take the native part out again; the cache stays
  --help    this text

Exit code: 0 TensorFlow loads (or was removed), 1 it could not be had, 2 wrong usage.`;

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

/** The first way that ends in a library that loads; throws what the last one throws. */
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
