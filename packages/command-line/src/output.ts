/** Writes results to stdout, and everything else to stderr. */
import picocolors from 'picocolors';
import { describeFailure, EXIT } from './exit.js';
import { visible } from './visible.js';

/** A stream of the process, or a replacement in tests. */
export interface TextStream {
  readonly isTTY?: boolean;
  /** Writes a text as it is. */
  write(text: string): unknown;
}

/** Something drawn on the terminal, such as a progress bar, that must make room for lines. */
export interface Drawing {
  /** Removes the drawing from the terminal. */
  pause(): void;
  /** Draws it again. */
  resume(): void;
  /**
   * Shows a line within a drawing that fills the whole terminal. `Output` writes the line to the stream after the
   * drawing has been removed. Leave it out for other drawings.
   */
  show?(line: string): void;
}

/** Options of `Output`. */
export interface OutputOptions {
  /** Whether to write results only, without notes. */
  readonly quiet: boolean;
  /** Whether results are JSON lines; then there is no progress bar. Default: false. */
  readonly json?: boolean;
  /** Default: `process.stdout`. */
  readonly stdout?: TextStream;
  /** Default: `process.stderr`. */
  readonly stderr?: TextStream;
}

/** The colours of this process. Nothing else that a terminal obeys may be in a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const COLOUR = /(\u001b\[(?:0|1|2|22|39|3[1-7]|9[0-7])m)/;

/**
 * Writes a command's results to stdout, and notes and warnings to stderr. Each call writes one line. Its invisible
 * characters, line breaks too, are escaped as `visible` does: names and cells from files must not control the terminal.
 *
 * @example
 * ```ts
 * const output = new Output({ quiet: false });
 * output.note('reading data.csv');
 * output.print('accuracy 0.98');
 * ```
 */
export class Output {
  readonly quiet: boolean;
  readonly #json: boolean;
  readonly #stdout: TextStream;
  readonly #stderr: TextStream;
  #drawing: Drawing | undefined;
  /** Lines to write after the drawing has been removed. */
  #held: (readonly [stream: TextStream, line: string])[] = [];

  constructor({ quiet, json = false, stdout = process.stdout, stderr = process.stderr }: OutputOptions) {
    this.quiet = quiet;
    this.#json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** Whether to draw a progress bar: only on a terminal, and never with `quiet` or `json`. */
  get showsProgress(): boolean {
    return !this.quiet && !this.#json && this.#stderr.isTTY === true;
  }

  /**
   * Registers a drawing until `clear()`. It is paused before each line and resumed after. A drawing that shows lines
   * itself is not paused; its lines are written to the terminal after `clear()`.
   */
  drawAround(drawing: Drawing): void {
    this.#drawing = drawing;
  }

  /** Removes the drawing, and writes the lines that waited for it. */
  clear(): void {
    this.#drawing?.pause();
    this.#drawing = undefined;
    for (const [stream, line] of this.#held.splice(0)) this.#write(stream, line);
  }

  /** Writes a result to stdout. A line of JSON stays the same document. */
  print(line: string): void {
    this.#write(this.#stdout, visible(line));
  }

  /** Writes a result with colours to stdout. */
  printColoured(line: string): void {
    const parts = line.split(COLOUR);
    this.#write(this.#stdout, parts.map((part, at) => (at % 2 === 1 ? part : visible(part))).join(''));
  }

  /** Writes a row of a file, such as CSV, to stdout: exactly, unless stdout is a terminal. */
  printRow(row: string): void {
    this.#write(this.#stdout, this.#stdout.isTTY === true ? visible(row) : row);
  }

  /** Writes a note to stderr, unless `quiet`. */
  note(line: string): void {
    if (!this.quiet) this.#write(this.#stderr, colorsFor(this.#stderr).dim(visible(line)));
  }

  /** Writes a warning to stderr, even if `quiet`. */
  warn(line: string): void {
    const { yellow } = colorsFor(this.#stderr);
    this.#write(this.#stderr, `${yellow('nabla:')} ${visible(line)}`);
  }

  /** Writes a backend's notice as a warning, if it has one: for example, that it fell back to something slower. */
  warnOf({ notice }: { readonly notice?: string | undefined }): void {
    if (notice !== undefined) this.warn(notice);
  }

  #write(stream: TextStream, line: string): void {
    const drawing = this.#drawing;
    if (drawing?.show !== undefined) {
      if (stream.isTTY !== true) stream.write(`${line}\n`);
      else {
        this.#held.push([stream, line]);
        drawing.show(line);
      }
      return;
    }
    drawing?.pause();
    stream.write(`${line}\n`);
    drawing?.resume();
  }
}

/** What `writeFailure` writes below the message. */
export interface FailureDetails {
  /** Lines that help, such as commands. Default: none. */
  readonly lines?: readonly string[];
  /** The error behind the message; with NABLA_DEBUG=1, its stack is written. Default: none. */
  readonly error?: unknown;
}

/**
 * Writes the line for a failure, and its details below. Invisible characters are escaped.
 *
 * @example
 * ```ts
 * writeFailure('data.csv: no such file or folder.');
 * ```
 */
export function writeFailure(
  message: string,
  { lines = [], error }: FailureDetails = {},
  stream: TextStream = process.stderr,
): void {
  stream.write(`${colorsFor(stream).red('nabla:')} ${visible(message)}\n`);
  const stack = process.env['NABLA_DEBUG'] === '1' && error instanceof Error ? `${error.stack}`.split('\n') : [];
  for (const line of [...lines, ...stack]) stream.write(`${visible(line)}\n`);
}

/**
 * Whether to write colours: only on a terminal, even with FORCE_COLOR, because scripts read these lines. NO_COLOR and
 * TERM=dumb switch colours off.
 *
 * @example
 * ```ts
 * const mark = usesColours(process.stdout) ? '\u001b[32mok\u001b[39m' : 'ok';
 * ```
 */
export function usesColours(stream: TextStream): boolean {
  return picocolors.isColorSupported && stream.isTTY === true;
}

function colorsFor(stream: TextStream): ReturnType<typeof picocolors.createColors> {
  return picocolors.createColors(usesColours(stream));
}

/** The errors of writes to a closed pipe: of the first one, and of later ones. */
const CLOSED_PIPE: readonly (string | undefined)[] = ['EPIPE', 'ERR_STREAM_DESTROYED'];

/**
 * Calls `react` if the pipe behind stdout or stderr is closed, as in `nabla train | head -1`. Replaces earlier
 * handlers.
 *
 * @example
 * ```ts
 * onStdoutClosed(() => process.exit(0));
 * ```
 */
export function onStdoutClosed(react: () => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (CLOSED_PIPE.includes(error.code)) {
        react();
        return;
      }
      writeFailure(describeFailure(error).message);
      process.exit(EXIT.failure);
    });
  }
}
