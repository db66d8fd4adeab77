/** Exit codes, and errors as one line. */
import { isNablaError } from '@nablajs/core';
import { CommanderError } from 'commander';
import { oneLine } from './visible.js';

/** The exit codes of the commands. */
export const EXIT = {
  ok: 0,
  /** The work failed: bad data, a damaged model, a loss that is not finite. */
  failure: 1,
  /** The request was wrong: a flag, a setting, the config file, or a backend that is not available. */
  usage: 2,
  /** 128 + the signal's number, as shells report it. */
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

/** A command that helps, and what it does. */
export type CommandHint = readonly [command: string, description?: string];

/** Options of `CommandError`. */
export interface CommandErrorOptions extends ErrorOptions {
  /** Commands to show below the message, one a line: what the user can type instead. Default: none. */
  readonly commands?: readonly CommandHint[];
}

/**
 * An expected failure. Its message is the one line that users see, above the commands that help, if it has any.
 *
 * @example
 * ```ts
 * throw new CommandError(EXIT.failure, `${file}: the file has no rows.`);
 * ```
 */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number;
  readonly commands: readonly CommandHint[];

  constructor(exitCode: number, message: string, options: CommandErrorOptions = {}) {
    super(message, options);
    this.exitCode = exitCode;
    this.commands = options.commands ?? [];
  }
}

/**
 * Creates an error for a wrong request, with exit code 2.
 *
 * @example
 * ```ts
 * throw usageError(`--epochs: expected a whole number of at least 1. Received '${text}'.`);
 * ```
 */
export const usageError = (message: string, options?: CommandErrorOptions): CommandError =>
  new CommandError(EXIT.usage, message, options);

/**
 * Creates an error for work that failed, with exit code 1.
 *
 * @example
 * ```ts
 * throw workError(`${file}: the model is damaged.`, { cause: error });
 * ```
 */
export const workError = (message: string, options?: CommandErrorOptions): CommandError =>
  new CommandError(EXIT.failure, message, options);

/** How a command fails. */
export interface Failure {
  /** One line, without the leading `nabla: `. */
  readonly message: string;
  readonly exitCode: number;
  /** Commands to show below the message. Default: none. */
  readonly commands?: readonly CommandHint[];
}

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder; check the path',
  EACCES: 'permission denied; check who may read and write it',
  EPERM: 'permission denied; check who may read and write it',
  EROFS: 'the file system is read-only; choose another folder',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
  EISDIR: 'this is a folder, not a file; check the path',
  EEXIST: 'a file of that name already exists; choose another folder',
  ENOSPC: 'the disk is full; free some space',
  EMFILE: 'too many files are open; close some',
};

/**
 * Describes any error as one line with an exit code.
 *
 * @param command The command whose `--help` usage errors point to. Default: `nabla`.
 *
 * @example
 * ```ts
 * const { message, exitCode } = describeFailure(error, 'nabla train');
 * writeFailure(message, { error });
 * process.exitCode = exitCode;
 * ```
 */
export function describeFailure(error: unknown, command = 'nabla'): Failure {
  if (error instanceof CommandError) {
    const { message, exitCode, commands } = error;
    const shown = commands.map(
      ([command, does]): CommandHint => (does === undefined ? [oneLine(command)] : [oneLine(command), oneLine(does)]),
    );
    return { message: oneLine(message), exitCode, ...(shown.length > 0 && { commands: shown }) };
  }
  if (error instanceof CommanderError) return describeCommanderError(error, command);
  if (isNablaError(error)) return { message: oneLine(error.message), exitCode: EXIT.failure };
  return { message: oneLine(describeOther(error)), exitCode: EXIT.failure };
}

/** Removes the prefix and the line breaks from commander's message, and points to the help. */
function describeCommanderError({ message, exitCode }: CommanderError, command: string): Failure {
  if (exitCode === 0) return { message: '', exitCode: EXIT.ok };
  const plain = message.replace(/^error: /, '');
  return {
    message: oneLine(`${plain}${/[.)]$/.test(plain) ? '' : '.'} See '${command} --help'.`),
    exitCode: EXIT.usage,
  };
}

function describeOther(error: unknown): string {
  if (!(error instanceof Error)) return `unexpected failure: ${String(error)}.`;
  const { code, path } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (known !== undefined) return `${path === undefined ? '' : `${path}: `}${known}.`;
  if (error instanceof RangeError && /array (length|buffer)|allocation/i.test(error.message)) {
    return `not enough memory (${error.message}). Use fewer hidden units or a smaller data set.`;
  }
  return `unexpected ${error.name}: ${error.message}. Set NABLA_DEBUG=1 to see where it comes from.`;
}
