/** The command line of the benchmark harness. */
import { readFileSync } from 'node:fs';
import { describeFailure, EXIT, onStdoutClosed, writeFailure } from '@nablajs/command-line';
import { Command } from 'commander';
import { compareCommand } from './commands/compare.js';
import { installCommand, peersCommand } from './commands/peers.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';

/** Runs `nabla-bench` with these arguments in this process. Resolves to its exit code and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  onStdoutClosed(() => process.exit(EXIT.ok));
  let code: number = EXIT.ok;
  const setCode = (result: number): void => {
    code = result;
  };
  try {
    await createProgram(setCode).parseAsync(args, { from: 'user' });
  } catch (error) {
    const { message, exitCode } = describeFailure(error, helpOf(args));
    if (message !== '') writeFailure(message, { error });
    return exitCode;
  }
  return code;
}

const SUBCOMMANDS = ['run', 'compare', 'report', 'peers', 'install'];

/** The command whose help an error points to. Default: `run`. */
function helpOf([first = '']: readonly string[]): string {
  return `nabla-bench ${SUBCOMMANDS.includes(first) ? first : 'run'}`;
}

function createProgram(setCode: (code: number) => void): Command {
  const program = new Command('nabla-bench')
    .description("Times nabla's backends against each other and against other libraries.")
    .version(ownVersion())
    .exitOverride()
    .addHelpText(
      'after',
      '\nWithout a command it runs the benchmarks. nabla-bench run --help lists suites, candidates and flags.',
    )
    .configureOutput({ outputError: () => {} });
  program.addCommand(runCommand(setCode).copyInheritedSettings(program), { isDefault: true });
  for (const command of [compareCommand(setCode), reportCommand(), peersCommand(), installCommand(setCode)]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
