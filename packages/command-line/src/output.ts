/** Writes results to stdout, and everything else to stderr. */
import picocolors from 'picocolors';
import { describeFailure, EXIT } from './exit.js';

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

/**
 * Writes a command's results to stdout, and notes and warnings to stderr.
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

  /** Writes a result to stdout. */
  print(line: string): void {
    this.#write(this.#stdout, line);
  }

  /** Writes a note to stderr, unless `quiet`. */
  note(line: string): void {
    if (!this.quiet) this.#write(this.#stderr, colorsFor(this.#stderr).dim(line));
  }

  /** Writes a warning to stderr, even if `quiet`. */
  warn(line: string): void {
    const { yellow } = colorsFor(this.#stderr);
    this.#write(this.#stderr, `${yellow('nabla:')} ${line}`);
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

/**
 * Formats the line for a failure.
 *
 * @example
 * ```ts
 * process.stderr.write(failureLine('data.csv: no such file or folder.', process.stderr));
 * ```
 */
export function failureLine(message: string, stream: TextStream): string {
  return `${colorsFor(stream).red('nabla:')} ${message}\n`;
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
      process.stderr.write(failureLine(describeFailure(error).message, process.stderr));
      process.exit(EXIT.failure);
    });
  }
}
