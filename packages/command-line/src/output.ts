/** Where text goes: results to stdout, everything for people to stderr. */
import picocolors from 'picocolors';
import { describeFailure, EXIT } from './exit.js';

/** A stream of the process, or a stand-in for one. */
export interface TextStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Something drawn on the terminal that must make room for a line. */
export interface Drawing {
  pause(): void;
  resume(): void;
  /**
   * Of a drawing that fills the terminal, where no line has room beside it: shows a line. `Output` writes the line itself
   * once the drawing is gone.
   */
  show?(line: string): void;
}

export interface OutputOptions {
  /** Results alone: no notes. */
  readonly quiet: boolean;
  /** Results are JSON lines. Default false. */
  readonly json?: boolean;
  readonly stdout?: TextStream;
  readonly stderr?: TextStream;
}

export class Output {
  readonly quiet: boolean;
  readonly #json: boolean;
  readonly #stdout: TextStream;
  readonly #stderr: TextStream;
  #drawing: Drawing | undefined;
  /** Lines that wait until the drawing is gone. */
  #held: (readonly [stream: TextStream, line: string])[] = [];

  constructor({ quiet, json = false, stdout = process.stdout, stderr = process.stderr }: OutputOptions) {
    this.quiet = quiet;
    this.#json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** Whether to draw a progress bar: on a terminal only, and never among JSON lines. */
  get showsProgress(): boolean {
    return !this.quiet && !this.#json && this.#stderr.isTTY === true;
  }

  /**
   * Until `clear()`, `drawing` is taken away before each line and put back after; one that shows lines itself stays, and the
   * terminal's lines follow it.
   */
  drawAround(drawing: Drawing): void {
    this.#drawing = drawing;
  }

  /** Takes the drawing away for good. */
  clear(): void {
    this.#drawing?.pause();
    this.#drawing = undefined;
    for (const [stream, line] of this.#held.splice(0)) this.#write(stream, line);
  }

  /** A result, to stdout. */
  print(line: string): void {
    this.#write(this.#stdout, line);
  }

  /** A remark for people, to stderr. */
  note(line: string): void {
    if (!this.quiet) this.#write(this.#stderr, colorsFor(this.#stderr).dim(line));
  }

  /** What people must see even where they asked for quiet, to stderr. */
  warn(line: string): void {
    const { yellow } = colorsFor(this.#stderr);
    this.#write(this.#stderr, `${yellow('nabla:')} ${line}`);
  }

  /** What a backend has to say of itself, such as that it took a slower way. */
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

/** The one line of a failure. */
export function failureLine(message: string, stream: TextStream): string {
  return `${colorsFor(stream).red('nabla:')} ${message}\n`;
}

/** On a terminal alone, whatever FORCE_COLOR says: scripts read these lines. NO_COLOR and TERM=dumb switch them off. */
export function usesColours(stream: TextStream): boolean {
  return picocolors.isColorSupported && stream.isTTY === true;
}

function colorsFor(stream: TextStream): ReturnType<typeof picocolors.createColors> {
  return picocolors.createColors(usesColours(stream));
}

/** What a stream says to writes when its reader has left, at first and from then on. */
const READER_GONE: readonly (string | undefined)[] = ['EPIPE', 'ERR_STREAM_DESTROYED'];

/** `nabla train | head -1`: says what to do when nobody reads any more, in the place of what was said before. */
export function whenReaderLeaves(react: () => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (READER_GONE.includes(error.code)) {
        react();
        return;
      }
      process.stderr.write(failureLine(describeFailure(error).message, process.stderr));
      process.exit(EXIT.failure);
    });
  }
}
