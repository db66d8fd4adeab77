import { describeFailure, EXIT, writeFailure } from '@nablajs/command-line';
import { isNablaError, seePage } from '@nablajs/core';
import { helpWidth, rowLines } from './help-text.js';

/** Prints one line and returns the exit code. `who`: who failed, at the start of the line. */
export function fail(error: unknown, command?: string, who = ''): number {
  const { message, exitCode, commands = [] } = describeFailure(error, command);
  // Without a message, commander has already printed the help or the version.
  if (exitCode === EXIT.ok) return exitCode;
  writeFailure(`${who}${message}${guideOf(error, message)}`, {
    error,
    lines: rowLines(commands, helpWidth(process.stderr)),
  });
  return exitCode;
}

/** Returns the link for a failure that the system reports, whatever part of nabla met it. */
function guideOf(error: unknown, message: string): string {
  if (message.endsWith('no such file or folder; check the path.')) return seePage('guides/errors#path');
  const isMemory = isNablaError(error) ? error.code === 'memory' : message.startsWith('not enough memory');
  return isMemory ? seePage('guides/errors#memory') : '';
}
