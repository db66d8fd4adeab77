/** The process of a candidate, which speaks the protocol. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Answer, type AnswerTo, type Launch, type Request, readAnswer } from '../protocol.js';

/** How many characters of stderr to keep for error messages. */
const STDERR_TAIL = 400;

/** Processes to kill when the harness ends. */
const running = new Set<CandidateProcess>();

process.on('exit', () => {
  for (const candidate of running) candidate.kill();
});

export class NoAnswer extends Error {
  readonly asked: Request['do'];

  constructor(asked: Request['do'], seconds: number) {
    super(`it did not answer '${asked}' within ${Number(seconds.toPrecision(3))} s`);
    this.asked = asked;
  }
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** After how many seconds without an answer to kill the process. Default: never. */
  readonly seconds?: number;
}

/** The longest delay of setTimeout. */
const LONGEST_WAIT = 2 ** 31 - 1;

export class CandidateProcess {
  readonly #child: ChildProcess;
  readonly #waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  #stderrTail = '';
  #ended: Error | undefined;

  constructor({ command, args, cwd, env }: Launch) {
    this.#child = spawn(command, [...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Keeps Ctrl-C from reaching the candidates: the harness ends them itself.
      detached: process.platform !== 'win32',
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
    });
    running.add(this);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-STDERR_TAIL);
    });
    this.#child.stdin?.on('error', () => {}); // The `close` event reports what happened.
    this.#child.on('error', (error) => this.#end(error));
    this.#child.on('close', (code, signal) => this.#end(new Error(this.#exitMessage(code, signal))));
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => this.#receive(line));
  }

  /** Rejects if the process ends first, the answer is malformed or late, or `signal` aborts. */
  async ask<R extends Request>(request: R, { signal, seconds }: AskOptions = {}): Promise<Answer<AnswerTo<R['do']>>> {
    signal?.throwIfAborted();
    if (this.#ended !== undefined) throw this.#ended;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    const abort = (): void => this.kill();
    signal?.addEventListener('abort', abort, { once: true });
    const timer = seconds === undefined ? undefined : this.#killAfter(seconds, request.do);
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    try {
      return readAnswer<R['do']>(request.do, await answer);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
      clearTimeout(timer);
    }
  }

  /** Rejects at once, without waiting for the process to end. */
  #killAfter(seconds: number, asked: Request['do']): NodeJS.Timeout {
    return setTimeout(
      () => {
        this.kill();
        this.#end(new NoAnswer(asked, seconds));
      },
      Math.min(LONGEST_WAIT, 1000 * seconds),
    );
  }

  /** Closes stdin, and kills the process if it does not end within two seconds. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.kill(), 2000);
    await closed;
    clearTimeout(timer);
  }

  /** Kills the process and everything that it has started. */
  kill(): void {
    const { pid } = this.#child;
    try {
      if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
      else this.#child.kill('SIGKILL');
    } catch {
      // The process has already ended.
    }
  }

  #receive(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(JSON.parse(line));
    } catch {
      waiting?.reject(new Error(`its answer is not JSON: ${line.slice(0, 100)}`));
    }
  }

  #end(error: Error): void {
    running.delete(this);
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  #exitMessage(code: number | null, signal: string | null): string {
    const lastLine = this.#stderrTail.trim().split('\n').at(-1) ?? '';
    return `its process ended with ${signal ?? code}${lastLine === '' ? '' : `: ${lastLine}`}`;
  }
}
