/**
 * The methods to get a library that loads, in the order in which they are tried. Each returns `{ version, how }`, or
 * undefined if it does not apply, and throws an error with one line if it fails.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAddon, checkTools } from './addon.mjs';
import { complete, entryFolder, install, makeStage, nativeFiles, verify } from './cache.mjs';
import { makePrivate, probe, removeNative } from './package.mjs';
import { lastLine, run } from './run.mjs';
import { fetchWheel, supportsWheel, unpackWheel, WHEEL_VERSION } from './wheel.mjs';

/** The version that tfjs-node 4.22.0 downloads. */
const OFFICIAL_VERSION = '2.9.1';
const OFFICIAL_SECONDS = 180;

export function loadable(folder, _say, wanted) {
  const { version } = probe(folder);
  return version === undefined || (wanted !== undefined && version !== wanted)
    ? undefined
    : { version, how: 'already installed' };
}

export function fromCache(folder, say, wanted) {
  for (const tensorflow of wanted === undefined ? [WHEEL_VERSION, OFFICIAL_VERSION] : [wanted]) {
    const entry = entryFolder(folder, tensorflow);
    if (!existsSync(entry)) continue;
    say(`checking the cached build ${entry}`);
    const manifest = verify(entry);
    if (manifest === undefined) {
      say('  it is damaged or incomplete, so it is built again');
      continue;
    }
    install(entry, manifest, folder);
    const { version, reason } = probe(folder);
    if (version !== undefined) return { version, how: 'from the cache' };
    removeNative(folder);
    say(`  it does not load here: ${reason}`);
  }
  return undefined;
}

export function fromOfficialScript(folder, say) {
  say("running tfjs-node's own install script");
  // The installed files do not load, and links into a deleted cache would confuse the script.
  removeNative(folder);
  // The script changes this file and restores it.
  makePrivate(join(folder, 'package.json'));
  const bin = join(folder, 'node_modules', '.bin');
  const { output } = run(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    seconds: OFFICIAL_SECONDS,
    env: { PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
  });
  const { version } = probe(folder);
  if (version === undefined) {
    removeNative(folder);
    throw new Error(`the script could not install the library: ${officialFailure(output)}`);
  }
  if (process.platform !== 'win32') keep(folder, version);
  return { version, how: "by tfjs-node's install script" };
}

/** Returns the line of a stack trace that contains the error. */
function officialFailure(output) {
  return output.match(/^.*Error: .*$/m)?.[0].trim() ?? lastLine(output);
}

/** Copies the files that the script installed into the cache. */
function keep(folder, version) {
  const stage = makeStage();
  for (const path of nativeFiles(folder)) {
    cpSync(join(folder, path), join(stage, path), { recursive: true, verbatimSymlinks: true });
  }
  complete(stage, entryFolder(folder, version), version);
}

export function fromWheel(folder, say) {
  if (!supportsWheel()) {
    throw new Error(
      `TensorFlow's wheel works on Linux on x64 only, not on ${process.platform} ${process.arch}. ` +
        "Use the backend's engine 'wasm' or 'cpu'.",
    );
  }
  checkTools();
  const entry = entryFolder(folder, WHEEL_VERSION);
  const stage = makeStage();
  try {
    const wheel = fetchWheel(join(stage, 'wheel'), say);
    say('unpacking the libraries and checking them against the hashes in the wheel');
    unpackWheel(wheel, stage);
    rmSync(join(stage, 'wheel'), { recursive: true, force: true });
    say('building the addon');
    buildAddon(folder, stage);
    complete(stage, entry, WHEEL_VERSION);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  install(entry, verify(entry), folder);
  const { version, reason } = probe(folder);
  if (version === undefined) {
    removeNative(folder);
    throw new Error(`the library and the addon that were built in ${entry} do not load: ${reason}`);
  }
  return { version, how: "from TensorFlow's wheel" };
}
