/** Compiles the addon with the mpicc of a library of MPI. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Output, workError } from '@nablajs/command-line';
import { loadAddon } from './addon.js';
import {
  ADDON_FILE,
  type Build,
  makeBuildFolder,
  programOnPath,
  RECORD_FILE,
  SOURCES,
  sourceDigest,
} from './builds.js';
import { howToInstall } from './errors.js';
import { parseLibrary } from './library.js';

const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as { include_dir: string };

/** A sum of two numbers has the same bits however it is compiled; -O3 makes the compiler use vectors. */
const FLAGS: readonly string[] = [
  ...['-std=gnu11', '-O3', '-Wall', '-Wextra', '-fPIC', '-fvisibility=hidden', '-pthread', '-shared'],
  ...['-DNAPI_VERSION=8', `-I${headers}`],
  ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
];

/**
 * Compiles the addon, asks it for its library of MPI, and puts it into the folder of that library in the first of the
 * `stores` that may be written to.
 */
export function buildAddon(mpicc: string, stores: readonly string[]): Build {
  const compiler = programOnPath(mpicc);
  if (process.platform === 'win32' || compiler === undefined) {
    throw workError(`there is no ${mpicc}, the compiler of MPI. ${howToInstall()}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'nabla-mpi-'));
  try {
    const compiled = join(folder, ADDON_FILE);
    compile(mpicc, compiled);
    const library = parseLibrary(describeLibrary(compiled, mpicc));
    const source = sourceDigest();
    const target = makeBuildFolder(library, source, stores);
    const build = { library, mpicc: compiler, source, builtAt: Date.now() };
    const file = join(target, ADDON_FILE);
    // A running program may have loaded the file, so replace it rather than write to it.
    copyFileSync(compiled, `${file}.new`);
    writeFileSync(join(target, RECORD_FILE), `${JSON.stringify(build, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    return { ...build, file };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(mpicc: string, out: string): void {
  const { status, error, stderr } = spawnSync(mpicc, [...FLAGS, ...SOURCES, '-o', out], { encoding: 'utf8' });
  if (status === 0) return;
  for (const line of (stderr ?? '').split('\n').filter(Boolean)) new Output({ quiet: false }).note(line);
  const why = error?.message ?? `it ended with ${status}; what it says is above`;
  throw workError(`${mpicc} cannot compile the addon: ${why}. It needs a C compiler and the headers of MPI.`);
}

function describeLibrary(file: string, mpicc: string): string {
  try {
    return loadAddon(file).library();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw workError(`what ${mpicc} compiled does not load: ${why}. Is the library of MPI complete?`, { cause });
  }
}
