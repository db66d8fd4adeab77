/** The command line of the benchmark harness. */
import { readFileSync } from 'node:fs';
import { describeFailure, EXIT, failureLine } from '@nablajs/cli/support';
import { Command } from 'commander';
import { compareCommand } from './commands/compare.js';
import { installCommand, peersCommand } from './commands/peers.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';

/** Runs `nabla-bench` with these arguments in this process; resolves to its exit code and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const setCode = (result: number): void => {
    code = result;
  };
  try {
    await createProgram(setCode).parseAsync(args, { from: 'user' });
  } catch (error) {
    const { message, exitCode } = describeFailure(error);
    if (message !== '')
      process.stderr.write(failureLine(message.replace("'nabla --help'", "'nabla-bench --help'"), process.stderr));
    return exitCode;
  }
  return code;
}

function createProgram(setCode: (code: number) => void): Command {
  const program = new Command('nabla-bench')
    .description("Times nabla's backends and other libraries, honestly.")
    .version(ownVersion())
    .exitOverride()
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
