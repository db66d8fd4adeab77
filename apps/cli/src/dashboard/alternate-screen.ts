const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const [HIDE_CURSOR, SHOW_CURSOR] = ['\u001b[?25l', '\u001b[?25h'];
/** Without wrapping, a line that the terminal considers too wide does not push the others down. */
const [NO_WRAP, WRAP] = ['\u001b[?7l', '\u001b[?7h'];
const CLEAR = '\u001b[2J';

/**
 * Also restores the terminal when the process ends, before an uncaught exception is printed, and while the process is
 * suspended (Ctrl-Z).
 */
export class AlternateScreen {
  readonly #stream: NodeJS.WritableStream;
  #entered = false;
  readonly #restore = (): void => this.leave();
  readonly #return = (): void => this.enter();
  readonly #suspend = (): void => {
    this.leave();
    process.once('SIGCONT', this.#return);
    process.kill(process.pid, 'SIGSTOP');
  };
  /** Ctrl-\ still ends the process. */
  readonly #quit = (): void => {
    this.leave();
    process.kill(process.pid, 'SIGQUIT');
  };

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    process.off('SIGCONT', this.#return);
    process.on('exit', this.#restore).on('uncaughtExceptionMonitor', this.#restore);
    if (process.platform !== 'win32') process.on('SIGTSTP', this.#suspend).on('SIGQUIT', this.#quit);
    this.#stream.write(ENTER + HIDE_CURSOR + NO_WRAP + CLEAR);
  }

  leave(): void {
    process.off('SIGCONT', this.#return);
    if (!this.#entered) return;
    this.#entered = false;
    process.off('exit', this.#restore).off('uncaughtExceptionMonitor', this.#restore);
    process.off('SIGTSTP', this.#suspend).off('SIGQUIT', this.#quit);
    this.#stream.write(WRAP + SHOW_CURSOR + LEAVE);
  }

  /** Replaces the screen: clears each line, then writes it. */
  draw(text: string, height: number): void {
    if (!this.#entered) return;
    const lines = text.split('\n');
    const rows = Array.from({ length: height }, (_, row) => `\u001b[${row + 1};1H\u001b[2K${lines[row] ?? ''}`);
    this.#stream.write(rows.join(''));
  }
}
