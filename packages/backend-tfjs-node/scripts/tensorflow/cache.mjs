/**
 * The cache of builds, outside any clone. An entry is a folder with the native part in the package's layout
 * (`deps/lib`, `lib/napi-v*`) and a manifest of every file, which is checked before each use.
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

/**
 * Returns the folder of a build, by versions of TensorFlow and tfjs-node and the platform. All Nodes share the addon.
 */
export function entryFolder(folder, tensorflow) {
  const key = `tfjs-node-${packageVersion(folder)}-tensorflow-${tensorflow}-${process.platform}-${process.arch}`;
  return join(cacheRoot(), key);
}

/** Creates a staging folder beside the entries, for `complete`. Removes old ones that killed runs left behind. */
export function makeStage() {
  const root = cacheRoot();
  try {
    mkdirSync(root, { recursive: true });
    accessSync(root, constants.W_OK);
  } catch ({ code }) {
    throw new Error(`the cache ${root} is not writable (${code}). Set NABLA_CACHE to a writable folder.`);
  }
  for (const name of readdirSync(root).filter((name) => name.startsWith('partial-'))) {
    const path = join(root, name);
    if (Date.now() - statSync(path).mtimeMs > HOUR) rmSync(path, { recursive: true, force: true });
  }
  return mkdtempSync(join(root, 'partial-'));
}

/** Turns a staging folder with `deps/lib` and `lib` into an entry in one step, so that no run sees half of it. */
export function complete(stage, entry, version) {
  const files = nativeFiles(stage).map((path) => ({ path, ...describe(join(stage, path)) }));
  writeFileSync(join(stage, MANIFEST), JSON.stringify({ version, files }, null, 2));
  rmSync(entry, { recursive: true, force: true });
  try {
    renameSync(stage, entry);
  } catch (error) {
    // Another run was faster, and its entry is fine.
    if (verify(entry) === undefined) throw error;
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Returns the manifest of a valid entry; undefined if there is none, or a file is missing or changed. */
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

/** Installs a verified entry into the package's folder: links to the large libraries, copies of other files. */
export function install(entry, { files }, folder) {
  removeNative(folder);
  for (const { path, link } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    if (link !== undefined) symlinkSync(link, target);
    else if (path.startsWith('deps/')) linkOrCopy(join(entry, path), target);
    // The addon finds the libraries relative to itself, so it must be copied into the package.
    else copyFileSync(join(entry, path), target);
  }
  writeFileSync(join(folder, 'deps', SIZES), JSON.stringify(sizesOf(entry, files)));
}

/** The file that the backend checks before it loads the library, because a truncated one would end the process. */
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

/** Returns the paths of files and links in `deps/lib` and `lib`, with forward slashes. */
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

/** Returns `{ link }` for a link, otherwise `{ sha256 }`. */
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
