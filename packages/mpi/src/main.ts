/** The command nabla-mpi. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describeFailure, EXIT, Output, onStdoutClosed, writeFailure } from '@nablajs/command-line';
import { Command } from 'commander';
import { buildAddon } from './build-addon.js';
import { storeFolders } from './builds.js';
import { checkRanks } from './check-ranks.js';
import { titleOf } from './library.js';

/** Runs `nabla-mpi` with these arguments in this process. Resolves to its exit code and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  onStdoutClosed(() => process.exit(EXIT.ok));
  const program = createProgram();
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    const command = program.commands.find((one) => one.name() === args[0])?.name();
    const { message, exitCode } = describeFailure(error, command === undefined ? 'nabla-mpi' : `nabla-mpi ${command}`);
    if (message !== '') writeFailure(message, { error });
    return exitCode;
  }
}

function createProgram(): Command {
  const program = new Command('nabla-mpi')
    .description('Connects nabla with the MPI of this machine, to train on several machines.')
    .version(ownVersion())
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const command of [buildCommand(), checkCommand()]) program.addCommand(command.copyInheritedSettings(program));
  return program;
}

function buildCommand(): Command {
  return new Command('build')
    .description('Compiles the addon for your MPI. Do it once, and for each MPI that you use.')
    .option('--mpicc <command>', 'the compiler of your MPI: a name on PATH, or a path', 'mpicc')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ nabla-mpi build                                # with the mpicc on PATH
  $ nabla-mpi build --mpicc mpicc.mpich            # for Debian's MPICH, if you also have Open MPI
  $ nabla-mpi build --mpicc ~/venv/bin/mpicc       # for the MPI that pip installed there`,
    )
    .action(({ mpicc, json }: { mpicc: string; json?: boolean }) => {
      const build = buildAddon(mpicc, storeFolders(process.env));
      const command = relative('', process.argv[1] ?? 'nabla-mpi');
      const lines = [`built for ${titleOf(build.library)}: ${build.file}`, `Try it: mpirun -n 2 ${command} check`];
      for (const line of json ? [JSON.stringify(build)] : lines) new Output({ quiet: false }).print(line);
    });
}

function checkCommand(): Command {
  return new Command('check')
    .description('Tests the addon: every rank must have the same sums, with the right bits.')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ nabla-mpi check                                     # one rank
  $ mpirun -n 4 node_modules/.bin/nabla-mpi check       # four ranks on this machine
  $ srun -N 2 -n 4 node_modules/.bin/nabla-mpi check    # two machines with two ranks each

Do not start ranks by npx: it cuts their connection to mpirun of MPICH, and to srun.`,
    )
    .action(({ json = false }: { json?: boolean }) => checkRanks(json));
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
