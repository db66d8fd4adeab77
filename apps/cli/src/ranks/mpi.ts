/** Loads `@nablajs/mpi`, which is optional: a training on one rank needs no MPI. */
import { describeFailure, findPackage, usageError } from '@nablajs/command-line';
import { seePage } from '@nablajs/core';
import type { Communicator } from '@nablajs/core/shards';

const PACKAGE = '@nablajs/mpi';

/** What the command uses of `@nablajs/mpi`. */
export interface Mpi extends Communicator {
  /** Name and version of the library, such as `Open MPI 4.1.4`. */
  readonly library: string;
  /** The name of this machine. */
  readonly host: string;
  /** Ends the processes of all ranks at once, this one too. */
  abort(code: number): never;
  /** Ends MPI. Resolves once every rank has called it. */
  close(): Promise<void>;
}

const GUIDE = seePage('guides/many-machines');

/** Opens MPI. Throws a CommandError that says what to install if the package or an MPI is missing. */
export async function openMpi(projectFolder: string, find: typeof findPackage = findPackage): Promise<Mpi> {
  const url = find(PACKAGE, projectFolder);
  if (url === undefined) {
    throw usageError(
      `--distributed: ${PACKAGE} is not installed. Install it: npm install ${PACKAGE} && npx nabla-mpi build.${GUIDE}`,
    );
  }
  try {
    const { openMpi: open } = (await import(url)) as { openMpi(): Promise<Mpi> };
    return await open();
  } catch (error) {
    throw usageError(`--distributed: ${describeFailure(error).message}${GUIDE}`, { cause: error });
  }
}
