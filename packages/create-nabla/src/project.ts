/** Writes the files of a project. */
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Template } from './templates.js';
import { UsageError } from './usage-error.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is fine to have in a folder that counts as empty: a repository that was just made. */
const HARMLESS = ['.git', '.DS_Store'];

/** The version of this package, which all packages of nabla have. */
export async function ownVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}

/** Throws a UsageError unless the folder is missing or empty. */
export async function checkFolder(folder: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw error;
    throw new UsageError(`${folder}: expected a folder. Received a file, or a path through one. Choose another name.`);
  }
  const [other] = names.filter((name) => !HARMLESS.includes(name));
  if (other === undefined) return;
  throw new UsageError(
    `${folder}: expected a new or an empty folder. Received one with ${other} in it. Choose another name, or empty it.`,
  );
}

/** A name that npm allows, from that of the folder: `My Page` becomes `my-page`. */
export function packageName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z\d~._]+/g, '-')
    .replace(/^[._-]+|-+$/g, '')
    .slice(0, 214);
  return name === '' || name === 'node_modules' ? 'nabla-project' : name;
}

/** Writes the files of a template into a folder that `checkFolder` has found empty. Returns their number. */
export async function writeProject(folder: string, { name, shared }: Template): Promise<number> {
  await mkdir(folder, { recursive: true });
  await cp(join(ROOT, 'templates', name), folder, { recursive: true, filter: isOfTemplate });
  for (const file of shared) await cp(join(ROOT, 'templates', 'shared', file), join(folder, file));
  // npm would leave a .gitignore out of its packages.
  await rename(join(folder, '_gitignore'), join(folder, '.gitignore'));
  const file = join(folder, 'package.json');
  await writeFile(file, manifestOf(await readFile(file, 'utf8'), packageName(folder), await ownVersion()));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !relative(folder, entry.parentPath).startsWith('.git')).length;
}

/** Whether a path in `templates` belongs to the project: not what an install or a build left there in a clone. */
const isOfTemplate = (path: string): boolean => !/^(node_modules|dist|model|\.test)$/.test(basename(path));

/** The manifest of a template with the project's name and the version of nabla's packages. */
export function manifestOf(template: string, name: string, version: string): string {
  const manifest = JSON.parse(template) as { dependencies: Record<string, string> };
  const dependencies = Object.entries(manifest.dependencies).map(([dependency, range]) => [
    dependency,
    dependency.startsWith('@nablajs/') ? version : range,
  ]);
  return `${JSON.stringify({ ...manifest, name, dependencies: Object.fromEntries(dependencies) }, undefined, 2)}\n`;
}
