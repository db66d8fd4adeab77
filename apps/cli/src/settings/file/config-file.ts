/** Finds and reads nabla.config.{ts,js,mjs,json}. It refuses dangerous keys; the schema checks the values. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CommandError, usageError } from '@nablajs/command-line';
import { findDuplicateKey } from './duplicate-keys.js';

const CONFIG_NAMES = ['nabla.config.ts', 'nabla.config.js', 'nabla.config.mjs', 'nabla.config.json'];

export interface ConfigFile {
  readonly path: string;
  readonly folder: string;
  /** Plain objects without dangerous keys at any depth. The schema has not checked them yet. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Reads the file that `explicit` names, or else the one in the working folder, if any. Throws CommandErrors. */
export async function loadConfigFile(workingFolder: string, explicit?: string): Promise<ConfigFile | undefined> {
  const path = explicit === undefined ? findConfigFile(workingFolder) : resolve(workingFolder, explicit);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw usageError(`--config: no such file: ${explicit}. Check the path.`);
  if (!statSync(path).isFile()) throw usageError(`${basename(path)}: expected a file. Received a folder or a device.`);
  const values = await readValues(path);
  if (!isObject(values) || Array.isArray(values)) {
    const form = extname(path) === '.json' ? '{ ... }' : 'export default { ... }';
    throw usageError(`${basename(path)}: expected an object of settings; write '${form}'.`);
  }
  return { path, folder: dirname(path), values: values as Record<string, unknown> };
}

/** Returns the names of the config files in `folder`. */
export function configFilesIn(folder: string): string[] {
  return CONFIG_NAMES.filter((name) => existsSync(join(folder, name)));
}

/**
 * Returns the config files of the working folder that lie in `folder` or below it, with links followed. The author of
 * that folder wrote them, and they are code.
 */
export function configFilesFrom(workingFolder: string, folder: string): string[] {
  return configFilesIn(workingFolder).filter((name) => isWithin(join(workingFolder, name), folder));
}

/** Whether `path` is `folder` or lies below it, with all links followed. */
export function isWithin(path: string, folder: string): boolean {
  if (!existsSync(path) || !existsSync(folder)) return false;
  const inside = relative(realpathSync(folder), realpathSync(path));
  return inside === '' || (inside.split(sep)[0] !== '..' && !isAbsolute(inside));
}

function findConfigFile(folder: string): string | undefined {
  const found = configFilesIn(folder);
  if (found.length > 1) {
    throw usageError(`found ${found.join(' and ')} in ${folder}: keep one, or choose one with --config FILE.`);
  }
  return found[0] === undefined ? undefined : join(folder, found[0]);
}

async function readValues(path: string): Promise<unknown> {
  const read = READERS[extname(path)];
  if (read === undefined) {
    throw usageError(`--config: expected a .ts, .js, .mjs or .json file. Received ${basename(path)}.`);
  }
  try {
    const values = await read(path);
    // Inside the try, because a getter may throw too.
    checkKeys(values, basename(path), new Set());
    return values;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`${basename(path)}: could not be read: ${reason}.`, { cause: error });
  }
}

const READERS: Readonly<Record<string, (path: string) => unknown>> = {
  '.json': readJson,
  '.js': importDefault,
  '.mjs': importDefault,
  '.ts': importTypeScript,
};

function readJson(path: string): unknown {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const values: unknown = JSON.parse(text);
  const duplicate = findDuplicateKey(text);
  if (duplicate === undefined) return values;
  const { key, firstLine, line } = duplicate;
  const where = line === firstLine ? ` on line ${line}` : `, on lines ${firstLine} and ${line}`;
  throw usageError(`${basename(path)}: the key '${key}' appears twice${where}; keep one.`);
}

async function importDefault(path: string): Promise<unknown> {
  return defaultExport(await import(pathToFileURL(path).href));
}

async function importTypeScript(path: string): Promise<unknown> {
  // Loaded only when needed: it takes longer than everything else.
  const { createJiti } = await import('jiti');
  // The alias lets a config import `defineConfig` when the command is installed outside the project.
  const alias = { '@nablajs/cli': fileURLToPath(new URL('../../index.js', import.meta.url)) };
  const jiti = createJiti(import.meta.url, { alias, fsCache: false, interopDefault: false });
  return defaultExport(await jiti.import<object>(path));
}

function defaultExport(module: object): unknown {
  return 'default' in module ? module.default : undefined;
}

const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Deeper than any backend's options. */
const MAX_DEPTH = 64;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Refuses keys that reach an object's prototype, at any depth. JSON.parse makes `__proto__` a key like any other. In a
 * TypeScript or JavaScript literal it sets the prototype instead, so the prototype must be a plain one.
 */
function checkKeys(value: unknown, where: string, seen: Set<object>, depth = 0): void {
  if (!isObject(value) || seen.has(value)) return;
  if (depth > MAX_DEPTH) throw usageError(`${where}: nested more than ${MAX_DEPTH} deep; make it flatter.`);
  seen.add(value);
  if (!hasPlainPrototype(value)) throw usageError(`${where}: '__proto__' is refused; use plain objects and lists.`);
  for (const key of Object.getOwnPropertyNames(value)) {
    if (REFUSED_KEYS.has(key)) throw usageError(`${where}: the key '${key}' is refused; remove it.`);
    checkKeys((value as Record<string, unknown>)[key], where, seen, depth + 1);
  }
}

function hasPlainPrototype(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype;
}
