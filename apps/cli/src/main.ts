import { EXIT, Output, onStdoutClosed, usageError, workError } from '@nablajs/command-line';
import { CommanderError } from 'commander';
import { fail } from './fail.js';
import { createProgram } from './program.js';
import { afterFirstRank, launchedRank } from './ranks/first-word.js';
import { variableWarnings } from './settings/environment.js';

/** Resolves to the exit code and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  onStdoutClosed(() => process.exit(EXIT.ok));
  // stdout is for results. What a backend package or a config file prints goes to stderr.
  for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error;
  // A config file or a backend package may throw in the background, or return a promise that never settles.
  process.on('uncaughtException', (error) => process.exit(fail(error)));
  process.on('exit', failUnfinished);
  for (const warning of variableWarnings(process.env)) new Output({ quiet: false }).warn(warning);
  const code = await run(args);
  process.off('exit', failUnfinished);
  return code;
}

/** Ends the process once all output is flushed, even if a config file or a backend left timers or sockets open. */
export async function exit(code: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit(code);
}

async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return;
  await new Promise<void>((resolve) => stream.write('', () => resolve()));
}

function failUnfinished(): void {
  if (process.exitCode === undefined) process.exitCode = fail(workError(UNFINISHED));
}

const UNFINISHED = 'an await never ended, probably in a config file or a backend package. Nothing was done.';

/** Like `main`, but leaves the handlers and the console of the process alone. */
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
    await afterFirstRank(launchedRank(process.env));
    const command = program.commands.find((one) => one.name() === args[0])?.name();
    return command === undefined ? fail(withHint(error)) : fail(error, `nabla ${command}`);
  }
  return code;
}

/** Adds a hint to the error of an option without a command. */
function withHint(error: unknown): unknown {
  if (!(error instanceof CommanderError) || error.code !== 'commander.unknownOption') return error;
  const problem = error.message.replace(/^error: (.*?)(\n.*)?$/s, '$1');
  const hint = "Options belong to a command, such as 'nabla train --backend wasm'.";
  return usageError(`${problem}. ${hint} See 'nabla --help'.`);
}
