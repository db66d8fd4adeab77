/** A candidate's process, spoken to by the protocol. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Answer, type AnswerTo, type Launch, type Request, readAnswer } from '../protocol.js';

/** The last words of a process on stderr that a message shows. */
const LAST_WORDS = 400;

/** Whatever still runs when the harness ends. */
const running = new Set<CandidateProcess>();

process.on('exit', () => {
  for (const candidate of running) candidate.kill();
});

/** The candidate was killed, for it had not answered in time. */
export class NoAnswer extends Error {
  readonly asked: Request['do'];

  constructor(asked: Request['do'], seconds: number) {
    super(`it did not answer '${asked}' within ${Number(seconds.toPrecision(3))} s`);
    this.asked = asked;
  }
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** After which the process is killed; without it the answer is waited for however long it takes. */
  readonly seconds?: number;
}

/** Longer than this setTimeout cannot wait. */
const LONGEST_WAIT = 2 ** 31 - 1;

export class CandidateProcess {
  readonly #child: ChildProcess;
  readonly #waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  #words = '';
  #ended: Error | undefined;

  constructor({ command, args, cwd, env }: Launch) {
    this.#child = spawn(command, [...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl-C on the terminal is the harness's: it ends its candidates itself.
      detached: process.platform !== 'win32',
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
    });
    running.add(this);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-LAST_WORDS);
    });
    this.#child.stdin?.on('error', () => {}); // The end of the process says what happened.
    this.#child.on('error', (error) => this.#end(error));
    this.#child.on('close', (code, signal) => this.#end(new Error(this.#obituary(code, signal))));
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => this.#receive(line));
  }

  /** Rejects where the process ends before it has answered, answers what is no answer, or not in time, or where `signal` is aborted. */
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

  /** Whoever waits is told at once: not every system ends all that a process has started. */
  #killAfter(seconds: number, asked: Request['do']): NodeJS.Timeout {
    return setTimeout(
      () => {
        this.kill();
        this.#end(new NoAnswer(asked, seconds));
      },
      Math.min(LONGEST_WAIT, 1000 * seconds),
    );
  }

  /** Lets it end by itself; a process that does not is killed. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.kill(), 2000);
    await closed;
    clearTimeout(timer);
  }

  /** With all that it has started. */
  kill(): void {
    const { pid } = this.#child;
    try {
      if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
      else this.#child.kill('SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  #receive(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(JSON.parse(line));
    } catch {
      waiting?.reject(new Error(`it answered with what is no JSON: ${line.slice(0, 100)}`));
    }
  }

  #end(error: Error): void {
    running.delete(this);
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  #obituary(code: number | null, signal: string | null): string {
    const words = this.#words.trim().split('\n').at(-1) ?? '';
    return `its process ended with ${signal ?? code}${words === '' ? '' : `: ${words}`}`;
  }
}
