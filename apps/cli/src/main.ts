/** The command line: parses, runs, and turns whatever goes wrong into one line and an exit code. */

import {
  describeFailure,
  EXIT,
  failureLine,
  Output,
  onStdoutClosed,
  usageError,
  workError,
} from '@nablajs/command-line';
import { CommanderError } from 'commander';
import { createProgram } from './program.js';
import { variableWarnings } from './settings/environment.js';

/** Runs `nabla` with these arguments in this process; resolves to its exit code and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  onStdoutClosed(() => process.exit(EXIT.ok));
  // stdout is for results: what a backend package or a config file prints is for people.
  for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error;
  // A config file or a backend package may fail behind our back, or leave us waiting for what never comes.
  process.on('uncaughtException', (error) => process.exit(fail(error)));
  process.on('exit', failUnfinished);
  for (const warning of variableWarnings(process.env)) new Output({ quiet: false }).warn(warning);
  const code = await run(args);
  process.off('exit', failUnfinished);
  return code;
}

/** Ends the process once everything is written, whatever timers or sockets a config file or a backend left behind. */
export async function exit(code: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
}

async function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return;
  await new Promise<void>((resolve) => stream.write('', () => resolve()));
}

function failUnfinished(): void {
  if (process.exitCode === undefined) process.exitCode = fail(workError(UNFINISHED));
}

const UNFINISHED =
  'it waits for something that never comes, such as an await in a config file or a backend package. Nothing was done.';

/** The same without a hold on the process: its handlers, its console and its end. */
export async function run(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const setCode = (result: number): void => {
    code = result;
  };
  const program = createProgram(setCode);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const command = program.commands.find((one) => one.name() === args[0])?.name();
    return command === undefined ? fail(withHint(error)) : fail(error, `nabla ${command}`);
  }
  return code;
}

/** Says of an option that has no command before it that options belong to one. */
function withHint(error: unknown): unknown {
  if (!(error instanceof CommanderError) || error.code !== 'commander.unknownOption') return error;
  const problem = error.message.replace(/^error: (.*?)(\n.*)?$/s, '$1');
  const hint = "Options belong to a command, such as 'nabla train --backend wasm'.";
  return usageError(`${problem}. ${hint} See 'nabla --help'.`);
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
