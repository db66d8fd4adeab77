import { describeFailure, EXIT, failureLine } from '@nablajs/command-line';

/** Prints the failure as one line, and returns its exit code. `who`: who failed, at the start of the line. */
export function fail(error: unknown, command?: string, who = ''): number {
  const { message, exitCode } = describeFailure(error, command);
  // Without a message, commander has already printed the help or the version.
  if (message !== '') process.stderr.write(failureLine(`${who}${message}`, process.stderr));
  if (process.env['NABLA_DEBUG'] === '1' && error instanceof Error && exitCode !== EXIT.ok) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}
