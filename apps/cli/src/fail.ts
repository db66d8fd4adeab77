import { describeFailure, EXIT, writeFailure } from '@nablajs/command-line';
import { helpWidth, rowLines } from './help-text.js';

/** Prints the failure as one line, and returns its exit code. `who`: who failed, at the start of the line. */
export function fail(error: unknown, command?: string, who = ''): number {
  const { message, exitCode, commands = [] } = describeFailure(error, command);
  // Without a message, commander has already printed the help or the version.
  if (exitCode === EXIT.ok) return exitCode;
  writeFailure(`${who}${message}`, { error, lines: rowLines(commands, helpWidth(process.stderr)) });
  return exitCode;
}
