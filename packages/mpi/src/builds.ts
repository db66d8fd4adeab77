/** Where addons are: a folder for each library of MPI, in this package or in your cache. */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Launcher } from './launcher.js';
import { type Library, slugOf } from './library.js';

/** An addon and what it was built with, as its `build.json` says. */
export interface Build {
  readonly library: Library;
  readonly mpicc: string;
  /** A digest of the sources, because another version of this package needs another addon. */
  readonly source: string;
  /** When it was built, in milliseconds since 1970. */
  readonly builtAt: number;
  readonly file: string;
}

const NATIVE = fileURLToPath(new URL('../native/', import.meta.url));
const SYSTEM = `${process.platform}-${process.arch}`;
export const ADDON_FILE = 'nabla-mpi.node';
export const RECORD_FILE = 'build.json';

export const SOURCES: readonly string[] = ['addon.c', 'thread.c', 'ranks.c'].map((name) => join(NATIVE, name));

/** Digests the sources. */
export function sourceDigest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(NATIVE).sort()) {
    if (/\.[ch]$/.test(name)) hash.update(name).update(readFileSync(join(NATIVE, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The folders of builds: in this package, and in your cache if the package is read-only. */
export function storeFolders(env: Readonly<Record<string, string | undefined>>): readonly [string, string] {
  const cache = env['NABLA_CACHE'] || env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return [join(NATIVE, 'build'), join(cache, 'nabla', 'mpi')];
}

/** Creates the folder for a build, in the first store that this user may write to. Its name depends on the sources. */
export function makeBuildFolder(library: Library, source: string, stores: readonly string[]): string {
  let refusal: unknown;
  for (const store of stores) {
    const folder = join(store, `${slugOf(library)}-${SYSTEM}-${source}`);
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** Lists the builds for this kind of machine, the latest first. */
export function findBuilds(stores: readonly string[]): Build[] {
  const folders = stores.flatMap((store) =>
    existsSync(store) ? readdirSync(store).map((name) => join(store, name)) : [],
  );
  const builds = folders

    .filter((folder) => basename(folder).includes(`-${SYSTEM}-`) && existsSync(join(folder, ADDON_FILE)))
    .map((folder) => ({
      ...(JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')) as Omit<Build, 'file'>),
      file: join(folder, ADDON_FILE),
    }));
  return builds.sort((a, b) => b.builtAt - a.builtAt);
}

/** Returns the full path of a program on PATH, without links; undefined if there is none. */
export function programOnPath(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  const files = name.includes('/') ? [name] : path.split(delimiter).map((folder) => join(folder, name));
  const found = files.find((file) => existsSync(file));
  return found === undefined ? undefined : realpathSync(found);
}

/**
 * Chooses the build for what started this process: the version that the launcher names, that of the `mpicc` on PATH, or
 * the latest; undefined if there is none.
 */
export function chooseBuild(
  builds: readonly Build[],
  launcher: Launcher | undefined,
  mpicc: string | undefined,
): Build | undefined {
  const fitting = builds.filter(({ library }) => fits(library, launcher));
  const exact = fitting.find(({ library }) => library.version === launcher?.version);
  return exact ?? fitting.find((build) => build.mpicc === mpicc) ?? fitting[0];
}

/** Whether a program with this library can talk to that launcher. */
function fits({ name, version }: Library, launcher: Launcher | undefined): boolean {
  if (launcher === undefined || launcher.name === 'srun') return true;
  const isOpenMpi = name === 'Open MPI';
  if (launcher.name === "MPICH's mpirun") return !isOpenMpi;
  // Versions 4 and 5 have a file of the same name, libmpi.so.40, and do not understand each other.
  return isOpenMpi && majorOf(version) >= 5 === majorOf(launcher.version ?? '4') >= 5;
}

const majorOf = (version: string): number => Number.parseInt(version, 10);
