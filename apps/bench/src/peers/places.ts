/** Where peers may be installed. */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that `nabla-bench install` installs into, for all clones. */
export function peersFolder(): string {
  const base = process.env['NABLA_CACHE'] || process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'nabla', 'bench-peers');
}

/** The npm project in it. */
export function nodeProject(): string {
  return join(peersFolder(), 'node');
}

/** The interpreter of the virtual environment in it. */
export function pythonOfPeers(): string {
  const folder = join(peersFolder(), 'python');
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** Names of Python 3 on PATH, to try: some only lead to a shop, or are version 2. */
export const PYTHONS = ['python3', 'python'] as const;

/** Returns the folder of a package as a file in `from` would resolve it, regardless of the package's exports. */
export function packageFolder(name: string, from: string): string | undefined {
  const above = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return above.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'package.json')));
}

/** Returns the folder of nabla's TensorFlow.js backend, in a clone or in a project that installed it. */
export function tensorflowBackendFolder(): string | undefined {
  const folder = packageFolder('@nablajs/backend-tfjs-node', dirname(fileURLToPath(import.meta.url)));
  // A package manager may have linked it. Its dependencies are next to the real folder.
  return folder === undefined ? undefined : realpathSync(folder);
}

/**
 * Folders to search for Node libraries: first the user's project, then nabla's packages, then the cache of
 * `nabla-bench install`.
 */
export function nodeFolders(): string[] {
  const backend = tensorflowBackendFolder();
  return [process.cwd(), ...(backend === undefined ? [] : [backend]), nodeProject()];
}

/** Returns the full path of a program, given its path or its name on PATH. */
export function programPath(name: string): string | undefined {
  if (name.includes('/') || name.includes('\\')) return existsSync(name) ? name : undefined;
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = folders.flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`)));
  return paths.find((path) => existsSync(path));
}
