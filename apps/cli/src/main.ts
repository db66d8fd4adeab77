/** The command line: parses, runs, and turns whatever goes wrong into one line and an exit code. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { backendsCommand } from './commands/backends.js';
import { conformanceCommand } from './commands/conformance.js';
import { evaluateCommand } from './commands/evaluate.js';
import { gradcheckCommand } from './commands/gradcheck.js';
import { parityCommand } from './commands/parity.js';
import { trainCommand } from './commands/train.js';
import { describeFailure, EXIT, workError } from './exit.js';
import { failureLine, whenReaderLeaves } from './output.js';

/** Runs `nabla` with these arguments in this process; resolves to its exit code and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  whenReaderLeaves(() => process.exit(EXIT.ok));
  // stdout is for results: what a backend package or a config file prints is for people.
  for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error;
  // A config file or a backend package may fail behind our back, or leave us waiting for what never comes.
  process.on('uncaughtException', (error) => process.exit(fail(error)));
  process.on('exit', failUnfinished);
  const code = await run(args);
  process.off('exit', failUnfinished);
  return code;
}

function failUnfinished(): void {
  if (process.exitCode === undefined) process.exitCode = fail(workError(UNFINISHED));
}

const UNFINISHED =
  'it waits for something that never comes, such as an await in a config file or a backend package. Nothing was done.';

async function run(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const setCode = (result: number): void => {
    code = result;
  };
  const program = createProgram(setCode);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const command = program.commands.find((one) => one.name() === args[0])?.name();
    return fail(error, command === undefined ? 'nabla' : `nabla ${command}`);
  }
  return code;
}

function createProgram(setCode: (code: number) => void): Command {
  const program = new Command('nabla')
    .description('Trains small neural networks in TypeScript, on any backend, and verifies them.')
    .version(ownVersion())
    .exitOverride()
    // Errors are printed once, by `fail`.
    .configureOutput({ outputError: () => {} })
    .addHelpText('after', HELP);
  const commands = [
    trainCommand(setCode),
    evaluateCommand(),
    backendsCommand(),
    gradcheckCommand(setCode),
    parityCommand(setCode),
    conformanceCommand(setCode),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

const HELP = `
Examples:
  $ nabla train                          the original: all of MNIST, 250 full-batch epochs
  $ nabla train --preset quick           over 97.5 % in a few epochs
  $ nabla train --preset quick --out model && nabla evaluate model
  $ nabla backends                       what can compute here
  $ nabla gradcheck                      every gradient against finite differences
  $ nabla parity --backends ts,tfjs-node one against another: operations, gradients, training
  $ nabla conformance --backend ts       what every backend must satisfy

Exit codes: 0 done, 1 the work failed or a check did, 2 wrong usage, 130 stopped by Ctrl-C.`;

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}

function fail(error: unknown, command?: string): number {
  const { message, exitCode } = describeFailure(error, command);
  // No message: commander has printed the help or the version that was asked for.
  if (message !== '') process.stderr.write(failureLine(message, process.stderr));
  if (process.env['NABLA_DEBUG'] === '1' && error instanceof Error && exitCode !== EXIT.ok) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}
