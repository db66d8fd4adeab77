/**
 * Builds that were made once, outside of any clone. An entry is a folder with the native part as the package wants it
 * (`deps/lib`, `lib/napi-v*`) and a manifest of every file, against which it is checked before each use.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { packageVersion, removeNative } from './package.mjs';

const MANIFEST = 'manifest.json';
const HOUR = 3600 * 1000;

function cacheRoot() {
  const base = process.env.NABLA_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return resolve(base, 'nabla', 'tensorflow');
}

/** Where the build of one TensorFlow for one tfjs-node on this kind of machine lies. The addon serves every Node. */
export function entryFolder(folder, tensorflow) {
  const key = `tfjs-node-${packageVersion(folder)}-tensorflow-${tensorflow}-${process.platform}-${process.arch}`;
  return join(cacheRoot(), key);
}

/** A new folder beside the entries, for work that `complete` ends. Those that a killed run left behind are removed. */
export function makeStage() {
  const root = cacheRoot();
  try {
    mkdirSync(root, { recursive: true });
    accessSync(root, constants.W_OK);
  } catch ({ code }) {
    throw new Error(`the cache ${root} cannot be written (${code}). Set NABLA_CACHE to a folder that can be.`);
  }
  for (const name of readdirSync(root).filter((name) => name.startsWith('partial-'))) {
    const path = join(root, name);
    if (Date.now() - statSync(path).mtimeMs > HOUR) rmSync(path, { recursive: true, force: true });
  }
  return mkdtempSync(join(root, 'partial-'));
}

/** Turns a stage that holds `deps/lib` and `lib` into the entry, in one step: nobody sees half of one. */
export function complete(stage, entry, version) {
  const files = nativeFiles(stage).map((path) => ({ path, ...describe(join(stage, path)) }));
  writeFileSync(join(stage, MANIFEST), JSON.stringify({ version, files }, null, 2));
  rmSync(entry, { recursive: true, force: true });
  try {
    renameSync(stage, entry);
  } catch (error) {
    // Another run was faster.
    if (verify(entry) === undefined) throw error;
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The manifest of a whole entry; undefined where there is none or a file is missing or altered. */
export function verify(entry) {
  try {
    const manifest = JSON.parse(readFileSync(join(entry, MANIFEST), 'utf8'));
    const whole = manifest.files.every(({ path, ...expected }) => {
      const found = describe(join(entry, path));
      return found.link === expected.link && found.sha256 === expected.sha256;
    });
    return whole && manifest.files.length > 0 ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Puts a verified entry into the package's folder: links to the large libraries, copies of the rest. */
export function install(entry, { files }, folder) {
  removeNative(folder);
  for (const { path, link } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    if (link !== undefined) symlinkSync(link, target);
    else if (path.startsWith('deps/')) linkOrCopy(join(entry, path), target);
    // The addon finds the libraries by its own place, so it must be in the package.
    else copyFileSync(join(entry, path), target);
  }
  writeFileSync(join(folder, 'deps', SIZES), JSON.stringify(sizesOf(entry, files)));
}

/** What the backend looks at before it loads the library: one that was cut short would take the process with it. */
const SIZES = 'nabla-sizes.json';

function sizesOf(entry, files) {
  const regular = files.filter(({ link }) => link === undefined);
  return Object.fromEntries(regular.map(({ path }) => [path, statSync(join(entry, path)).size]));
}

function linkOrCopy(source, target) {
  try {
    symlinkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

/** Paths of the files and links in `deps/lib` and `lib`, with forward slashes. */
export function nativeFiles(folder) {
  return ['deps/lib', 'lib'].flatMap((part) => {
    if (!existsSync(join(folder, part))) return [];
    const entries = readdirSync(join(folder, part), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory());
    return files.map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  });
}

/** `{ link }` or `{ sha256 }`. */
function describe(path) {
  try {
    return { link: readlinkSync(path) };
  } catch (error) {
    if (error.code !== 'EINVAL' && error.code !== 'UNKNOWN') throw error;
    return { sha256: sha256(path) };
  }
}

function sha256(path) {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(4 * 1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (let read = 1; read > 0; ) {
      read = readSync(file, buffer);
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
