import { describeFailure, EXIT, failureLine } from '@nablajs/command-line';
import { helpWidth, rowLines } from './help-text.js';

/** Prints the failure as one line, and returns its exit code. `who`: who failed, at the start of the line. */
export function fail(error: unknown, command?: string, who = ''): number {
  const { message, exitCode, commands = [] } = describeFailure(error, command);
  // Without a message, commander has already printed the help or the version.
  if (message !== '') process.stderr.write(failureLine(`${who}${message}`, process.stderr));
  for (const line of rowLines(commands, helpWidth(process.stderr))) process.stderr.write(`${line}\n`);
  if (process.env['NABLA_DEBUG'] === '1' && error instanceof Error && exitCode !== EXIT.ok) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}
